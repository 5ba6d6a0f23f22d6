"""The tools over HTTP by the protocol's SDK: who may call, with whose key, and what is told meanwhile."""

import json
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx2
import pytest

from tests.fake_customerio import TEST_KEY, FakeCustomerio, authorization, faults

from .environment import PROJECT, Environment
from .session import HttpServer, HttpSession, Session, whole_text
from .tools import PACKAGE, TOOLS

KEYS = (TEST_KEY, "canary-b5d0417fc2e8")
HEADER = "X-Pipelines-Key"
SECRET = "CUSTOMERIO_API_KEY"
NEWEST, BEFORE = "2026-07-28", "2025-11-25"
TOOL = TOOLS[0]
CALL = TOOL.execute(json.dumps(TOOL.body), "1")


@pytest.fixture(scope="module")
def keyed() -> Iterator[FakeCustomerio]:
    """A Customer.io with two workspaces."""
    with FakeCustomerio(keys=KEYS) as fake:
        yield fake


@pytest.fixture
def api(keyed: FakeCustomerio) -> FakeCustomerio:
    """The same, with nothing in its memory."""
    keyed.clear()
    return keyed


@pytest.fixture(scope="module")
def server(
    by_sdk: Environment, keyed: FakeCustomerio, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[HttpServer]:
    """A server that has a key in its environment, and takes another from each call."""
    log = tmp_path_factory.mktemp("http") / "server.log"
    arguments = ("--secret-header", f"{SECRET}={HEADER}", "--log-level", "debug")
    variables = {SECRET: TEST_KEY, "CUSTOMERIO_BASE_URL": keyed.url}
    with HttpServer(by_sdk, log, *arguments, **variables) as server:
        yield server


Connect = Callable[..., HttpSession]


@pytest.fixture
def connect(server: HttpServer, tmp_path: Path) -> Connect:
    """A client of the server, with the headers of its calls."""
    return lambda mode="auto", **headers: HttpSession(
        server.url, tmp_path / "client.log", mode, **headers
    )


def entries() -> list[dict[str, Any]]:
    """What the package's catalog lists."""
    catalog = json.loads((PROJECT / PACKAGE / "catalog.json").read_text("utf-8"))
    found: list[dict[str, Any]] = catalog["tools"]
    return found


@pytest.mark.parametrize(("mode", "version"), [("auto", NEWEST), ("legacy", BEFORE)])
def test_both_eras_of_the_protocol_are_served(
    connect: Connect, api: FakeCustomerio, mode: str, version: str
) -> None:
    with connect(mode, X_Pipelines_Key=TEST_KEY) as client:
        assert client.protocol == version
        listed = client.list_tools()
        assert [each.name for each in listed] == [each["name"] for each in entries()]
        assert [each.input_schema for each in listed] == [each["inputSchema"] for each in entries()]
        answer = client.call(TOOL.mcp_name, **CALL)
        assert answer.structured_content and answer.structured_content["outcome"] == "accepted"


def test_each_call_is_made_with_the_key_that_came_with_it(
    connect: Connect, api: FakeCustomerio
) -> None:
    with connect(X_Pipelines_Key=KEYS[0]) as first, connect(X_Pipelines_Key=KEYS[1]) as second:
        for client, key in ((first, KEYS[0]), (second, KEYS[1]), (first, KEYS[0])):
            assert not client.call(TOOL.mcp_name, **CALL).is_error
            assert api.service.requests[-1].raw.header("authorization") == authorization(key)


def test_a_call_without_the_header_is_not_made_with_the_key_of_the_server(
    connect: Connect, api: FakeCustomerio
) -> None:
    with connect() as client:
        answer = client.call(TOOL.mcp_name, **CALL)
        assert answer.is_error
        text = whole_text(answer)
        assert text.startswith("not_sent:") and SECRET in text and HEADER in text
        assert not client.call(TOOL.mcp_name, mode="get_request_schema").is_error
    assert api.service.requests == []


def posted(server: HttpServer, **headers: str) -> int:
    """The status of a list request with these headers."""
    usual = {"Content-Type": "application/json", "Accept": "application/json, text/event-stream"}
    body = {"jsonrpc": "2.0", "id": 1, "method": "tools/list"}
    answer = httpx2.post(server.url, headers={**usual, **headers}, json=body)
    return answer.status_code


def test_only_this_machine_and_its_pages_are_served(server: HttpServer) -> None:
    assert posted(server) == 200
    assert posted(server, Origin=f"http://localhost:{server.port}") == 200
    assert posted(server, Host="pages.example") == 421
    assert posted(server, Origin="https://pages.example") == 403


@pytest.mark.parametrize("over", ["http", "stdio"])
def test_a_cancelled_call_closes_its_connection(
    over: str, connect: Connect, api: FakeCustomerio, by_sdk: Environment, tmp_path: Path
) -> None:
    variables = {SECRET: TEST_KEY, "CUSTOMERIO_BASE_URL": api.url}
    client: Session = (
        connect(X_Pipelines_Key=TEST_KEY)
        if over == "http"
        else Session(by_sdk, tmp_path / "server.log", "-m", PACKAGE, **variables)
    )
    with client:
        assert not client.call(TOOL.mcp_name, **CALL).is_error
        _wait_until(lambda: api.deserted == 0)  # the server has done with what was left before
        api.faults.add(faults.slow(5))
        answer, _ = client.call_watched(1.0, TOOL.mcp_name, **CALL)
        assert answer is None
        assert len(api.service.requests) == 2
        _wait_until(lambda: api.deserted == 1)
        assert not client.call(TOOL.mcp_name, **CALL).is_error


def _wait_until(holds: Callable[[], bool]) -> None:
    until = time.monotonic() + 10
    while not holds() and time.monotonic() < until:
        time.sleep(0.05)
    assert holds()


def test_a_long_call_tells_that_it_goes_on(connect: Connect, api: FakeCustomerio) -> None:
    with connect(X_Pipelines_Key=TEST_KEY) as client:
        api.faults.add(faults.slow(5))
        answer, told = client.call_watched(30, TOOL.mcp_name, **CALL)
        assert answer and not answer.is_error
        assert told == sorted(set(told)) and len(told) == 2
        answer, told = client.call_watched(30, TOOL.mcp_name, **CALL)
        assert answer and told == []


def test_the_log_is_json_and_names_no_values(server: HttpServer, connect: Connect) -> None:
    with connect(X_Pipelines_Key=KEYS[1]) as client:
        client.call(TOOL.mcp_name, **CALL)
    lines = [json.loads(line) for line in server.said.splitlines()]
    calls = [line for line in lines if line["message"] == "call"]
    assert calls[-1]["tool"] == TOOL.mcp_name and calls[-1]["ended"] == "accepted"
    assert calls[-1]["status"] == 200 and calls[-1]["seconds"] > 0
    assert {"DEBUG", "INFO"} <= {line["level"] for line in lines}
    for value in (*KEYS, *(authorization(key) for key in KEYS), "ada@example.com"):
        assert value not in server.said


def test_from_elsewhere_the_keys_of_this_machine_are_not_used(
    by_sdk: Environment, api: FakeCustomerio, tmp_path: Path
) -> None:
    arguments = ("--host", "0.0.0.0", "--allow-host", "localhost")
    variables = {SECRET: TEST_KEY, "CUSTOMERIO_BASE_URL": api.url}
    with HttpServer(by_sdk, tmp_path / "server.log", *arguments, **variables) as server:
        assert posted(server, Host="127.0.0.1") == 421
        assert posted(server, Host="localhost") == 200
        call = {"name": TOOL.mcp_name, "arguments": CALL}
        body = {"jsonrpc": "2.0", "id": 1, "method": "tools/call", "params": call}
        headers = {"Host": "localhost", "Accept": "application/json, text/event-stream"}
        said = httpx2.post(server.url, headers=headers, json=body).text
        assert "not_sent" in said and SECRET in said
    assert api.service.requests == []


REFUSED = {
    "no such secret": (("--secret-header", "OTHER_KEY=X-Key"), ("OTHER_KEY", SECRET)),
    "no header": (("--secret-header", SECRET), ("X-Key",)),
    "elsewhere": (("--host", "0.0.0.0"), ("--allow-host", "--secret-header")),
    "nobody": (("--workers", "0"), ("--workers",)),
    "Arcade's server": (("--through", "arcade"), (f"{PACKAGE}[server]",)),
}


@pytest.mark.parametrize(("arguments", "says"), REFUSED.values(), ids=REFUSED.keys())
def test_what_cannot_be_is_refused_in_words(
    by_sdk: Environment, arguments: tuple[str, ...], says: tuple[str, ...]
) -> None:
    done = by_sdk.run("-m", PACKAGE, "--transport", "http", *arguments)
    assert done.returncode == 2
    assert all(words in done.stderr for words in says)
    assert "Traceback" not in done.stderr and done.stdout == ""


def test_a_header_is_not_waited_for_where_there_are_none(by_sdk: Environment) -> None:
    done = by_sdk.run("-m", PACKAGE, "--secret-header", f"{SECRET}={HEADER}")
    assert done.returncode == 2
    assert "--transport http" in done.stderr and done.stdout == ""


def test_arcades_server_is_not_told_what_it_does_not_do(served: Environment) -> None:
    done = served.run("-m", PACKAGE, "--transport", "http", "--workers", "2")
    assert done.returncode == 2
    assert "--workers" in done.stderr and "Traceback" not in done.stderr
