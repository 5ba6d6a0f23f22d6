"""How the toolkit starts, and what it says where it cannot."""

import pytest
from mcp.types import Tool as ListedTool

from tests.fake_customerio import FakeCustomerio

from .environment import Environment
from .session import Session
from .tools import PACKAGE, TOOLS

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


def test_its_own_module_serves_nothing_else(toolkit: Session) -> None:
    assert names_of(toolkit.list_tools()) == {tool.mcp_name for tool in TOOLS}


def test_a_missing_key_is_named_before_anything_is_sent(
    served: Environment, fake: FakeCustomerio
) -> None:
    log = served.home / "no-key.log"
    with Session(served, log, "-m", PACKAGE, CUSTOMERIO_BASE_URL=fake.url) as session:
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
