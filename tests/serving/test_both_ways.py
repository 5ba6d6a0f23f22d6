"""Recorded calls go through Arcade's server and through the SDK: what is sent and answered is the same.

recorded_calls.json has the calls by toolkit: those of the cases that send the most different requests,
and those of the delivered package.
"""

import json
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from mcp.types import CallToolResult

from generator.build import build
from generator.workspace import package_folder
from generator.workspace.sources import Sources
from generator.workspace.toolkits import SourcePaths, read_sources
from tests.package.environment import Environment
from tests.package.session import Session
from tests.runtime.built import CASES, sources

from .recorder import Recorder

ROOT = Path(__file__).parents[2]
DELIVERED = ROOT / "specs" / "customerio_pipelines"
CALLS: dict[str, list[dict[str, Any]]] = json.loads(
    Path(__file__).with_name("recorded_calls.json").read_text("utf-8")
)
RANDOM = re.compile(
    r"[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}|\b[0-9a-f]{32}\b"
)
WAYS = ("arcade", "mcp")
KEYS = {"HARBOR_LOGIN": "user:8f2a91cc7d"}


@dataclass(frozen=True)
class Way:
    """What came of the calls of a toolkit by one server."""

    listed: list[dict[str, Any]]
    sent: list[list[bytes]]
    answered: list[dict[str, Any]]


def sources_of(toolkit: str) -> Sources:
    if (CASES / toolkit).is_dir():
        return sources(CASES / toolkit)
    names = ("openapi.yaml", "overlay.yaml", "toolkit.yaml")
    return read_sources(SourcePaths(*(DELIVERED / name for name in names)), ROOT)


def installed(toolkit: str, folder: Path) -> tuple[str, dict[str, Any]]:
    """The toolkit's package in a folder, as if it was installed there: its name, and its facts."""
    built = build(sources_of(toolkit))
    package_folder.write_package(built.files, folder, force=True)
    facts = json.loads((folder / "docs" / "toolkit.json").read_text("utf-8"))
    told = folder / f"{built.package}-{facts['version']}.dist-info" / "METADATA"
    told.parent.mkdir()
    told.write_text(f"Name: {built.package}\nVersion: {facts['version']}\n", "utf-8")
    return str(built.package), facts


def settings(facts: dict[str, Any], url: str) -> dict[str, str]:
    """Every secret, and every server's address."""
    keys = {name: KEYS.get(name, "k3y-8f2a91cc7d") for name in facts["secrets"]}
    addresses = [each["name"] for each in facts["environment"] if "_BASE_URL" in each["name"]]
    return keys | dict.fromkeys(addresses, url)


def by(way: str, toolkit: str, folder: Path, wire: Recorder, package: Any) -> Way:
    name, facts = package
    environment = Environment(Path(sys.executable), Path(), folder)
    arguments = ("-m", name, "--through", way)
    variables = settings(facts, wire.url) | {"PYTHONPATH": str(folder)}
    sent, answered = [], []
    with Session(environment, folder / f"{way}.log", *arguments, **variables) as session:
        listed = [each.model_dump(mode="json", by_alias=True) for each in session.list_tools()]
        for call in CALLS[toolkit]:
            answered.append(shown(session.call(call["tool"], **call["arguments"])))
            sent.append(wire.taken())
    return Way(listed, [[same(each) for each in all_of] for all_of in sent], answered)


def shown(result: CallToolResult) -> dict[str, Any]:
    """What a client has of an answer; the newest protocol adds who the server is."""
    told = result.model_dump(mode="json", include={"content", "structured_content", "is_error"})
    told["arcade"] = (result.meta or {}).get("arcade")
    shown: dict[str, Any] = json.loads(RANDOM.sub("random", json.dumps(told)))
    return shown


def same(request: bytes) -> bytes:
    """The request with one text for what is drawn anew each time: message IDs and boundaries."""
    return RANDOM.sub("random", request.decode("latin-1")).encode("latin-1")


@pytest.fixture(scope="module", params=CALLS)
def ways(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Way]]:
    folder = tmp_path_factory.mktemp("both")
    package = installed(request.param, folder)
    with Recorder() as wire:
        yield {way: by(way, request.param, folder, wire, package) for way in WAYS}


def test_the_calls_reach_the_api(ways: dict[str, Way]) -> None:
    """Otherwise what follows would compare nothing with nothing."""
    sent = [each for each in ways["mcp"].sent if each]
    assert len(sent) >= 2 and all(len(each) == 1 for each in sent)


def test_the_lists_are_equal(ways: dict[str, Way]) -> None:
    assert ways["mcp"].listed == ways["arcade"].listed


def test_the_requests_are_equal_byte_for_byte(ways: dict[str, Way]) -> None:
    assert ways["mcp"].sent == ways["arcade"].sent


def test_the_answers_are_equal(ways: dict[str, Way]) -> None:
    assert ways["mcp"].answered == ways["arcade"].answered


@pytest.mark.parametrize("way", WAYS)
def test_a_schema_is_told_without_the_secret_but_by_arcade(way: str, tmp_path: Path) -> None:
    """Arcade's server refuses every call of a tool whose secret is missing, whatever the call is for."""
    name, _ = installed("customerio_pipelines", tmp_path)
    environment = Environment(Path(sys.executable), Path(), tmp_path)
    arguments = ("-m", name, "--through", way)
    variables = {"PYTHONPATH": str(tmp_path), "CUSTOMERIO_BASE_URL": "http://127.0.0.1:9"}
    tool, body = "CustomerioPipelinesApi_TrackUserEvent", '{"event": "e", "userId": "u"}'
    with Session(environment, tmp_path / "log", *arguments, **variables) as session:
        told = session.call(tool, mode="get_request_schema")
        refused = session.call(tool, mode="execute", request_body=body)
    assert told.is_error is (way == "arcade")
    if way == "mcp":
        assert told.structured_content is not None
        assert told.structured_content["request_schema"]["type"] == "object"
    assert refused.is_error and "CUSTOMERIO_API_KEY" in shown(refused)["content"][0]["text"]
