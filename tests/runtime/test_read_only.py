"""Who serves the tools can allow reading alone: other calls are refused before anything is sent."""

from pathlib import Path
from typing import Any

import pytest
from runtime_under_test import Endpoint, call

from .built import generated
from .pipes import context, event_endpoint, execute, plain_endpoint, run
from .wire import Wire, answer


def tried(base_url: Any, endpoint: Endpoint, body: Any = None) -> tuple[str, int]:
    """What a call comes to, an outcome or the error's text, and how many requests there were."""

    async def work() -> tuple[str, int]:
        async with Wire((answer(200),)) as wire:
            base_url(wire.url)
            try:
                said = str((await execute(endpoint, body))["outcome"])
            except RuntimeError as error:
                said = str(error)
            return said, len(wire.received)

    return run(work())


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "delete"])
def test_a_tool_that_may_change_something_is_refused(
    method: str, base_url: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIPES_READ_ONLY", "1")
    refused, requests = tried(base_url, plain_endpoint(method, "/x"))
    assert refused == (
        "not_sent: Plain may change something, and PIPES_READ_ONLY=1 allows only tools that read."
    )
    assert requests == 0


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
def test_a_tool_that_reads_is_called(
    method: str, base_url: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIPES_READ_ONLY", "1")
    assert tried(base_url, plain_endpoint(method, "/x")) == ("accepted", 1)


def test_what_a_person_says_of_a_tool_counts_before_its_method(
    base_url: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIPES_READ_ONLY", "true")
    assert tried(base_url, plain_endpoint("POST", "/x", read_only=True)) == ("accepted", 1)
    refused, requests = tried(base_url, plain_endpoint("GET", "/x", read_only=False))
    assert "PIPES_READ_ONLY=true allows only tools that read" in refused and requests == 0


@pytest.mark.parametrize("word", ["", " ", "0", "false", "No", "off"])
def test_it_can_be_off(word: str, base_url: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIPES_READ_ONLY", word)
    assert tried(base_url, plain_endpoint("POST", "/x")) == ("accepted", 1)


def test_a_word_that_is_neither_refuses_all(base_url: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PIPES_READ_ONLY", "ture")
    for method in ("GET", "POST"):
        refused, requests = tried(base_url, plain_endpoint(method, "/x"))
        assert refused.startswith("not_sent: PIPES_READ_ONLY must be 1") and requests == 0


def test_a_key_that_is_missing_is_not_told_first(
    base_url: Any, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("PIPES_READ_ONLY", "1")
    refused, _ = tried(base_url, event_endpoint(tmp_path), "not JSON")
    assert "PIPES_READ_ONLY" in refused


def test_schemas_are_told_all_the_same(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PIPES_READ_ONLY", "1")
    told = run(call(event_endpoint(tmp_path), context(), mode="get_request_schema"))
    assert told["request_schema"]["required"] == ["event"]


def test_a_package_says_of_its_tools_what_toolkit_yaml_says(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ORCHARD_READ_ONLY", "1")
    monkeypatch.setenv("ORCHARD_BASE_URL", "http://127.0.0.1:9")
    with generated("chosen", tmp_path) as tool:
        with pytest.raises(RuntimeError, match="not_sent: TreesPlant may change something"):
            run(tool("trees_plant")(context(), kind="apple"))
        with pytest.raises(RuntimeError, match="no connection could be made"):
            run(tool("search_trees")(context(), kind="apple"))
