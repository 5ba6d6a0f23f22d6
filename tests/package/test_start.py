"""How the toolkit starts, and what it says where it cannot."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from mcp.types import Tool as ListedTool

from tests.fake_customerio import TEST_KEY, FakeCustomerio

from .environment import Environment
from .session import Session
from .tools import PACKAGE, TOOLKIT, TOOLS

STARTS = {
    "its own module": ("-m", PACKAGE),
    "its own module, named transport": ("-m", PACKAGE, "--transport", "stdio"),
    "Arcade's server": ("-m", "arcade_mcp_server", "stdio", "-p", PACKAGE),
}


def names_of(tools: list[ListedTool]) -> set[str]:
    """The names of listed tools."""
    return {tool.name for tool in tools}


@pytest.mark.parametrize("arguments", STARTS.values(), ids=STARTS.keys())
def test_every_way_to_serve_lists_the_seven_tools(
    served: Environment, arguments: tuple[str, ...]
) -> None:
    log = served.home / "start.log"
    with Session(served, log, *arguments, CUSTOMERIO_API_KEY="key-8f2a") as session:
        assert names_of(session.list_tools()) >= {tool.mcp_name for tool in TOOLS}


BY_SDK = {
    "all": ((), {tool.mcp_name for tool in TOOLS}),
    "some": (
        ("--only", "path:/group", "--only", "path:/alias"),
        {"AddToGroup", "AliasUserIdentity"},
    ),
    "others": (("--only", "not:path:/batch"), {t.name for t in TOOLS} - {"SendBatchRequests"}),
}


@pytest.mark.parametrize(("arguments", "names"), BY_SDK.values(), ids=BY_SDK.keys())
def test_the_sdk_lists_the_tools_that_are_asked_for(
    by_sdk: Environment, arguments: tuple[str, ...], names: set[str]
) -> None:
    log = by_sdk.home / "start.log"
    with Session(by_sdk, log, "-m", PACKAGE, *arguments, CUSTOMERIO_API_KEY="k-8f2a") as session:
        listed = {name.removeprefix(f"{TOOLKIT}_") for name in names_of(session.list_tools())}
    assert listed == {name.removeprefix(f"{TOOLKIT}_") for name in names}
    assert log.read_text("utf-8") == ""


@pytest.mark.parametrize(
    ("arguments", "says"),
    [(("--only", "path:/groups"), "did you mean /group"), (("--read-only",), "none of the tools")],
)
def test_a_choice_that_takes_nothing_is_refused_in_words(
    by_sdk: Environment, arguments: tuple[str, ...], says: str
) -> None:
    done = by_sdk.run("-m", PACKAGE, *arguments)
    assert done.returncode == 2
    assert says in done.stderr and "Traceback" not in done.stderr


def test_its_own_module_serves_nothing_else(toolkit: Session) -> None:
    assert names_of(toolkit.list_tools()) == {tool.mcp_name for tool in TOOLS}


@pytest.mark.parametrize("way", ["served", "by_sdk"])
def test_a_missing_key_is_named_before_anything_is_sent(
    way: str, request: pytest.FixtureRequest, fake: FakeCustomerio
) -> None:
    environment: Environment = request.getfixturevalue(way)
    log = environment.home / "no-key.log"
    with Session(environment, log, "-m", PACKAGE, CUSTOMERIO_BASE_URL=fake.url) as session:
        for tool in TOOLS:
            result = session.call(tool.mcp_name, mode="execute", request_body="{}")
            assert result.is_error
            assert "CUSTOMERIO_API_KEY" in result.model_dump_json()
    assert fake.service.requests == []


def test_without_the_extra_it_says_what_to_install(bare: Environment) -> None:
    done = bare.run("-m", PACKAGE)
    assert done.returncode not in (0, None)
    assert f"{PACKAGE}[server]" in done.stderr
    assert f"{PACKAGE}[mcp]" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_http_says_what_arcade_requires(served: Environment) -> None:
    done = served.run("-m", PACKAGE, "--transport", "http", CUSTOMERIO_API_KEY="key-8f2a")
    assert done.returncode not in (0, None)
    assert "auth" in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_an_unknown_transport_is_refused_in_words(served: Environment) -> None:
    done = served.run("-m", PACKAGE, "--transport", "pigeon")
    assert done.returncode == 2
    assert "pigeon" in done.stderr
    assert "Traceback" not in done.stderr


@pytest.mark.parametrize("way", ["served", "by_sdk"])
def test_a_key_may_stand_in_a_file(
    way: str, request: pytest.FixtureRequest, fake: FakeCustomerio, tmp_path: Path
) -> None:
    environment: Environment = replace(request.getfixturevalue(way), home=tmp_path / "a" / "b")
    environment.home.mkdir(parents=True)
    (tmp_path / "a" / ".env").write_text(f'CUSTOMERIO_API_KEY="{TEST_KEY}"\n', "utf-8")
    tool = TOOLS[0]
    with Session(
        environment, tmp_path / "server.log", "-m", PACKAGE, CUSTOMERIO_BASE_URL=fake.url
    ) as session:
        answer = session.call(tool.mcp_name, **tool.execute(json.dumps(tool.body), "1"))
    assert answer.structured_content and answer.structured_content["outcome"] == "accepted"
