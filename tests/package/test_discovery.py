"""Three tools in place of seven: what they list, find and describe, and that calls are the direct ones."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from mcp.types import CallToolResult

from tests.fake_customerio import TEST_KEY, FakeCustomerio

from .environment import Environment
from .session import Session, whole_text
from .tools import PACKAGE, TOOLS, Tool

each_tool = pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])


@pytest.fixture(scope="module")
def three(by_sdk: Environment, running_fake: FakeCustomerio) -> Iterator[Session]:
    """The three tools on stdio."""
    variables = {"CUSTOMERIO_API_KEY": TEST_KEY, "CUSTOMERIO_BASE_URL": running_fake.url}
    log = by_sdk.home / "discover.log"
    with Session(by_sdk, log, "-m", PACKAGE, "--discover", **variables) as session:
        yield session


@pytest.fixture(scope="module")
def direct(by_sdk: Environment, running_fake: FakeCustomerio) -> Iterator[Session]:
    """The seven tools on stdio, served by the same server."""
    variables = {"CUSTOMERIO_API_KEY": TEST_KEY, "CUSTOMERIO_BASE_URL": running_fake.url}
    with Session(by_sdk, by_sdk.home / "direct.log", "-m", PACKAGE, **variables) as session:
        yield session


def test_three_are_listed(three: Session) -> None:
    listed = {each.name: each for each in three.list_tools()}
    assert list(listed) == ["search_tools", "describe_tool", "call_tool"]
    assert "7 tools" in (listed["search_tools"].description or "")


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("record that somebody bought something", "TrackUserEvent"),
        ("set attributes of a person", "IdentifyPersonAndAssignTraits"),
        ("put a person in a group", "AddToGroup"),
        ("log a page view", "SendPageViewEvent"),
        ("send many at once", "SendBatchRequests"),
    ],
)
def test_questions_find_tools(three: Session, question: str, name: str) -> None:
    found = whole_text(three.call("search_tools", query=question)).splitlines()
    assert any(f"_{name}: " in line for line in found[:3])


@each_tool
def test_a_description_has_what_schema_mode_answers(
    three: Session, direct: Session, tool: Tool
) -> None:
    told = json.loads(whole_text(three.call("describe_tool", name=tool.mcp_name)))
    listed = {each.name: each for each in direct.list_tools()}[tool.mcp_name]
    assert told["arguments"] == listed.input_schema
    assert told["description"] == listed.description
    schema = direct.call(tool.mcp_name, mode="get_request_schema").structured_content
    assert schema is not None
    assert told["request_schema"] == schema["request_schema"]


@each_tool
@pytest.mark.parametrize("is_text", [False, True], ids=["object", "text"])
def test_calls_are_the_direct_ones(
    three: Session, direct: Session, fake: FakeCustomerio, tool: Tool, is_text: bool
) -> None:
    arguments: dict[str, Any] = tool.execute(json.dumps(with_message_ids(tool.body)))
    expected = direct.call(tool.mcp_name, **arguments)
    given = json.dumps(arguments) if is_text else arguments
    answered = three.call("call_tool", name=tool.mcp_name, arguments=given)
    assert not expected.is_error, expected
    assert facts(answered) == facts(expected)
    first, second = fake.service.requests
    assert first == second


@pytest.mark.parametrize(
    "arguments",
    [
        {},
        {"mode": "execute", "request_body": "{"},
        {"mode": "execute", "request_body": '{"event": 7}'},
        {"mode": "fly"},
        {"mode": "execute", "colour": "red"},
    ],
    ids=lambda given: json.dumps(given),
)
def test_errors_are_the_direct_ones(
    three: Session, direct: Session, fake: FakeCustomerio, arguments: dict[str, Any]
) -> None:
    name = "CustomerioPipelinesApi_TrackUserEvent"
    expected = direct.call(name, **arguments)
    assert expected.is_error
    assert facts(three.call("call_tool", name=name, arguments=arguments)) == facts(expected)
    assert fake.service.requests == []


def facts(result: CallToolResult) -> dict[str, Any]:
    """All that a client is answered."""
    return result.model_dump(mode="json")


def with_message_ids(body: dict[str, Any]) -> dict[str, Any]:
    """A body with the identifiers that would else be made for each call."""
    if "batch" in body:
        return {"batch": [with_message_ids(body["batch"][0])]}
    return {**body, "messageId": "m-1"}


@pytest.mark.parametrize(
    ("tool", "given", "text"),
    [
        (
            "call_tool",
            {"name": "TrackUserEvents"},
            "did you mean CustomerioPipelinesApi_TrackUserEvent",
        ),
        (
            "describe_tool",
            {"name": "batch"},
            "did you mean CustomerioPipelinesApi_SendBatchRequests",
        ),
        ("call_tool", {"name": "TrackUserEvent", "mode": "execute"}, "call_tool takes no mode"),
        ("call_tool", {"name": "TrackUserEvent", "arguments": "{"}, "arguments: expected a JSON"),
        (
            "call_tool",
            {"name": "TrackUserEvent", "arguments": "[1]"},
            "arguments: expected an object",
        ),
        ("call_tool", {"arguments": {}}, "name: expected text"),
        ("search_tools", {"query": " "}, "query: expected text"),
    ],
)
def test_what_cannot_be_done_is_said(
    three: Session, fake: FakeCustomerio, tool: str, given: dict[str, Any], text: str
) -> None:
    result = three.call(tool, **given)
    assert result.is_error
    assert text in whole_text(result)
    assert fake.service.requests == []


def test_a_missing_key_is_named_before_anything_is_sent(
    by_sdk: Environment, fake: FakeCustomerio
) -> None:
    log = by_sdk.home / "no-key.log"
    starts = ("-m", PACKAGE, "--discover")
    with Session(by_sdk, log, *starts, CUSTOMERIO_BASE_URL=fake.url) as session:
        given = TOOLS[0].execute("{}")
        result = session.call("call_tool", name=TOOLS[0].mcp_name, arguments=given)
        assert not session.call("describe_tool", name=TOOLS[0].mcp_name).is_error
    assert result.is_error
    assert "CUSTOMERIO_API_KEY" in whole_text(result)
    assert fake.service.requests == []


def test_arcade_serves_the_three_as_well(served: Environment, fake: FakeCustomerio) -> None:
    variables = {"CUSTOMERIO_API_KEY": TEST_KEY, "CUSTOMERIO_BASE_URL": fake.url}
    starts = ("-m", PACKAGE, "--through", "arcade", "--discover")
    tool, own = TOOLS[1], "CustomerioPipelinesApi"
    with Session(served, served.home / "discover.log", *starts, **variables) as session:
        listed = {each.name for each in session.list_tools()}
        found = session.call(f"{own}_SearchTools", query="track an event")
        wrong = session.call(f"{own}_CallTool", name="TrackUserEvents")
        refused = session.call(f"{own}_CallTool", name=tool.name, arguments="{}")
        given = json.dumps(tool.execute(json.dumps(tool.body)))
        done = session.call(f"{own}_CallTool", name=tool.name, arguments=given)
    assert listed == {f"{own}_SearchTools", f"{own}_DescribeTool", f"{own}_CallTool"}
    assert whole_text(found).startswith(f"{tool.mcp_name}: ")
    assert f"did you mean {tool.mcp_name}" in whole_text(wrong)
    assert "mode: Field required" in whole_text(refused)
    assert not done.is_error, done
    [request] = fake.service.requests
    assert request.path == tool.path
