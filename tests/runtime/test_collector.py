"""Python's collector does not look through everything while large answers and bodies are read."""

import asyncio
import gc
import json
import sys
import threading
from pathlib import Path
from typing import Any

import pytest
from runtime_under_test import call, collector  # type: ignore[import-not-found]

from .pipes import batch_endpoint, context, execute, plain_endpoint, run
from .wire import Wire, answer


@pytest.fixture
def collections(monkeypatch: pytest.MonkeyPatch) -> Any:
    """The generations that were collected while work was done that the collector is kept from."""
    seen: list[int] = []
    real, reader = collector.without, threading.local()

    def noted(phase: str, told: dict[str, int]) -> None:
        if phase == "start" and getattr(reader, "reads", False):
            seen.append(told["generation"])

    def without(work: Any, *given: Any) -> Any:
        def done() -> Any:
            reader.reads = True
            try:
                return work(*given)
            finally:
                reader.reads = False

        return real(done)

    monkeypatch.setattr(sys.modules["runtime_under_test.call"], "without", without)
    gc.callbacks.append(noted)
    yield seen
    gc.callbacks.remove(noted)


def test_none_happens_while_a_large_answer_is_read(base_url: Any, collections: list[int]) -> None:
    items = [{"id": n, "tags": ["a", "b"], "by": {}} for n in range(30_000)]

    async def work() -> Any:
        async with Wire((answer(200, json.dumps({"of": items}).encode()),)) as wire:
            base_url(wire.url)
            return await call(plain_endpoint("GET", "/all"), context(""))

    assert run(work())["response"]["json"]["of"][0] == items[0]
    assert collections == [] and gc.isenabled()


def test_none_happens_while_a_large_body_is_read(
    tmp_path: Path, base_url: Any, collections: list[int]
) -> None:
    batch = {"batch": [{"type": "track", "event": "e"}] * 5_000}

    async def work() -> Any:
        async with Wire((answer(),)) as wire:
            base_url(wire.url)
            return await execute(batch_endpoint(tmp_path), batch)

    assert len(run(work())["message_ids"]) > 50
    assert collections == [] and gc.isenabled()


def test_it_comes_back_when_the_last_has_ended() -> None:
    both = threading.Barrier(2, timeout=20)

    def work() -> bool:
        both.wait()
        was_on = gc.isenabled()
        both.wait()
        return was_on

    async def twice() -> list[bool]:
        each = [asyncio.to_thread(collector.without, work) for _ in range(2)]
        return list(await asyncio.gather(*each))

    assert run(twice()) == [False, False] and gc.isenabled()
    with pytest.raises(ZeroDivisionError):
        collector.without(lambda: 1 // 0)
    assert gc.isenabled()


def test_it_stays_off_where_it_was_off() -> None:
    gc.disable()
    try:
        collector.without(lambda: None)
        assert not gc.isenabled()
    finally:
        gc.enable()


def test_it_is_not_held_without_end(monkeypatch: pytest.MonkeyPatch) -> None:
    now = [100.0]
    monkeypatch.setattr(collector, "monotonic", lambda: now[0])
    assert collector._begin()
    now[0] += collector._LONGEST + 1
    assert not collector._begin()  # who comes later does not lengthen it
    collector._end()
    assert gc.isenabled()
