"""Calls from several loops, threads and processes, and calls that are given up."""

import asyncio
import gc
import os
import subprocess
import sys
import threading
from pathlib import Path
from typing import Any

import httpx
import pytest
from runtime_under_test import http_client

from .conftest import FOLDER, NAME
from .pipes import event_endpoint, execute, plain_endpoint, run
from .wire import Wire, answer, hang

BODY = {"userId": "u", "event": "e"}


class Apart:
    """A server in a thread and a loop of its own, so that the caller's loops may come and go."""

    def __enter__(self) -> Wire:
        started = threading.Event()
        self.wire = Wire((answer(200),))
        self.loop = asyncio.new_event_loop()
        self.stop = asyncio.Event()

        async def serve() -> None:
            async with self.wire:
                started.set()
                await self.stop.wait()

        def work() -> None:
            self.loop.run_until_complete(serve())
            self.loop.close()

        self.thread = threading.Thread(target=work)
        self.thread.start()
        started.wait(60)
        return self.wire

    def __exit__(self, *_: object) -> None:
        self.loop.call_soon_threadsafe(self.stop.set)
        self.thread.join(60)


def test_loop_after_loop_leaves_nothing_behind(base_url: Any, tmp_path: Path) -> None:
    with Apart() as wire:
        base_url(wire.url)
        for _ in range(5):
            assert asyncio.run(execute(event_endpoint(tmp_path), BODY))["attempts"] == 1
        gc.collect()  # an unclosed transport would warn here, and warnings are errors
        assert not http_client._entries
        assert wire.connections == 5


def test_a_loop_keeps_its_connection(base_url: Any, tmp_path: Path) -> None:
    async def work() -> int:
        async with Wire((answer(200),)) as wire:
            base_url(wire.url)
            for _ in range(5):
                await execute(event_endpoint(tmp_path), BODY)
            return wire.connections

    assert run(work()) == 1


def test_threads_each_with_a_loop(base_url: Any, tmp_path: Path) -> None:
    endpoint = event_endpoint(tmp_path)
    outcomes: list[str] = []

    async def several() -> None:
        answers = await asyncio.gather(*(execute(endpoint, BODY) for _ in range(10)))
        outcomes.extend(each["outcome"] for each in answers)

    with Apart() as wire:
        base_url(wire.url)
        threads = [threading.Thread(target=asyncio.run, args=(several(),)) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join(60)
    assert outcomes == ["accepted_unverified"] * 40
    assert not http_client._entries


def test_a_loop_that_was_closed_without_notice_is_forgotten(base_url: Any, tmp_path: Path) -> None:
    with Apart() as wire:
        base_url(wire.url)
        loop = asyncio.new_event_loop()
        loop.run_until_complete(execute(event_endpoint(tmp_path), BODY))
        loop.run_until_complete(http_client._entries[loop].direct.aclose())
        loop.close()
        assert asyncio.run(execute(event_endpoint(tmp_path), BODY))["attempts"] == 1
        assert not http_client._entries


def test_two_hundred_at_once(
    base_url: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert http_client._limits().max_connections == 100
    # Fewer do as well, and the library looks at each for each call. On a busy machine one would
    # expire before it is given the next request.
    lasting = httpx.Limits(max_connections=20, max_keepalive_connections=20, keepalive_expiry=None)
    monkeypatch.setattr(http_client, "_limits", lambda: lasting)
    endpoint = event_endpoint(tmp_path)

    async def work() -> Wire:
        async with Wire((answer(200),)) as wire:
            base_url(wire.url)
            answers = await asyncio.gather(*(execute(endpoint, BODY) for _ in range(200)))
            assert len({each["message_ids"][0] for each in answers}) == 200
            assert {each["attempts"] for each in answers} == {1}
            return wire

    assert run(work()).connections <= 20


def test_a_call_given_up_leaves_no_connection(base_url: Any, tmp_path: Path) -> None:
    async def work() -> None:
        async with Wire((hang,)) as wire:
            base_url(wire.url)
            call = asyncio.ensure_future(execute(event_endpoint(tmp_path), BODY))
            while not wire.received:
                await asyncio.sleep(0.01)
            call.cancel()
            with pytest.raises(asyncio.CancelledError):
                await call
            entry = http_client._entries[asyncio.get_running_loop()]
            assert not entry.direct._pool.connections  # type: ignore[attr-defined]
            wire.acts = (answer(200),)
            assert (await execute(event_endpoint(tmp_path), BODY))["attempts"] == 1

    run(work())


@pytest.mark.skipif(not hasattr(os, "fork"), reason="the system has no fork")
def test_a_forked_child_makes_its_own_connection(base_url: Any) -> None:
    script = f"""
import asyncio, importlib.util, os, sys
spec = importlib.util.spec_from_file_location({NAME!r}, {str(FOLDER / "__init__.py")!r},
                                              submodule_search_locations=[{str(FOLDER)!r}])
m = importlib.util.module_from_spec(spec); sys.modules[{NAME!r}] = m; spec.loader.exec_module(m)
from arcade_tdk import ToolContext
api = m.Api("A", "a", (m.Server("https://a.invalid"),), "PIPES_BASE_URL")
endpoint = m.Endpoint(api, "Ping", "GET", "/ping")
loop = asyncio.new_event_loop()
ping = lambda: loop.run_until_complete(m.call(endpoint, ToolContext()))
ping()
child = os.fork()
if not child:
    loop = asyncio.new_event_loop()
    os._exit(0 if ping()["attempts"] == 1 else 1)
assert os.waitpid(child, 0)[1] == 0
assert ping()["attempts"] == 1
loop.run_until_complete(loop.shutdown_asyncgens())
"""
    with Apart() as wire:
        base_url(wire.url)
        done = subprocess.run(
            [sys.executable, "-c", script], check=False, capture_output=True, timeout=100
        )
        assert done.returncode == 0, done.stderr.decode()
        assert wire.connections == 2


def test_import_opens_and_loads_nothing_heavy() -> None:
    script = f"""
import importlib.util, sys
import arcade_tdk
before = set(sys.modules)
spec = importlib.util.spec_from_file_location({NAME!r}, {str(FOLDER / "__init__.py")!r},
                                              submodule_search_locations=[{str(FOLDER)!r}])
m = importlib.util.module_from_spec(spec); sys.modules[{NAME!r}] = m; spec.loader.exec_module(m)
new = {{name.partition(".")[0] for name in set(sys.modules) - before}}
print(" ".join(sorted(new & {{"httpx", "httpcore", "jsonschema_rs", "anyio", "certifi", "difflib"}})))
print(len(__import__("os").listdir("/proc/self/fd")) if sys.platform == "linux" else 0)
"""
    done = subprocess.run(
        [sys.executable, "-c", script], check=False, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr
    heavy, descriptors = done.stdout.split("\n")[:2]
    assert heavy == ""
    assert int(descriptors) <= 5


def test_what_no_transport_takes_is_told(base_url: Any) -> None:
    from runtime_under_test.errors import NotReached

    async def work() -> None:
        async with Wire((answer(200),)) as wire:
            base_url(wire.url)
            with pytest.raises(NotReached, match="cannot be put into HTTP") as caught:
                await execute(plain_endpoint("GE T", "/x"))
            assert not caught.value.can_retry and not wire.received

    run(work())


def test_an_address_that_the_library_cannot_read_is_told(base_url: Any, tmp_path: Path) -> None:
    from runtime_under_test.errors import NotReached

    base_url("https://xn--a.invalid/v1")
    with pytest.raises(NotReached, match="cannot be put into HTTP") as caught:
        run(execute(event_endpoint(tmp_path), BODY))
    assert not caught.value.can_retry
