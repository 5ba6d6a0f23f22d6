"""The seven tools over stdio, as the official MCP client sees them."""

import base64
import json
import signal
import subprocess
from typing import Any

import jsonschema
import pytest
from mcp.types import Tool as ListedTool

from tests.fake_customerio import TEST_KEY, FakeCustomerio

from .environment import Environment
from .session import Session, error_facts, error_text, whole_text
from .tools import PACKAGE, TOOLS, Tool, without_message_ids

each_tool = pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
SCHEMA_MODE = "get_request_schema"


@pytest.fixture(scope="module")
def listed(toolkit: Session) -> dict[str, ListedTool]:
    """The tools as listed, by name."""
    return {tool.name: tool for tool in toolkit.list_tools()}


@each_tool
def test_the_arguments_are_three_and_one_is_needed(
    listed: dict[str, ListedTool], tool: Tool
) -> None:
    schema = listed[tool.mcp_name].input_schema
    assert set(schema["properties"]) == {"mode", tool.strict, "request_body"}
    assert schema["required"] == ["mode"]
    assert schema["properties"]["mode"]["enum"] == [SCHEMA_MODE, "execute"]
    assert all(argument["description"] for argument in schema["properties"].values())


@each_tool
def test_the_annotations_are_true(listed: dict[str, ListedTool], tool: Tool) -> None:
    annotations = listed[tool.mcp_name].annotations
    assert annotations is not None
    assert annotations.read_only_hint is False
    assert annotations.destructive_hint is tool.destructive
    assert annotations.idempotent_hint is tool.idempotent
    assert annotations.open_world_hint is True


def test_descriptions_do_not_repeat_each_other(listed: dict[str, ListedTool]) -> None:
    sentences: list[str] = []
    for tool in listed.values():
        assert tool.description
        sentences += [part.strip() for part in tool.description.split(". ")]
    assert len(sentences) == len(set(sentences))


@each_tool
def test_schema_mode_needs_no_api(
    toolkit: Session, listed: dict[str, ListedTool], fake: FakeCustomerio, tool: Tool
) -> None:
    result = toolkit.call(tool.mcp_name, mode=SCHEMA_MODE)
    assert not result.is_error, result
    assert fake.service.requests == []
    jsonschema.validate(result.structured_content, listed[tool.mcp_name].output_schema or False)
    assert json.loads(whole_text(result)) == result.structured_content


@each_tool
def test_the_request_schema_judges_bodies_by_itself(toolkit: Session, tool: Tool) -> None:
    schema = request_schema(toolkit, tool)
    jsonschema.Draft202012Validator.check_schema(schema)
    assert set(references(schema)) <= {f"#/$defs/{name}" for name in schema.get("$defs", {})}
    validator = jsonschema.Draft202012Validator(schema)
    assert [error.message for error in validator.iter_errors(tool.body)] == []
    assert not validator.is_valid(tool.wrong)


@each_tool
@pytest.mark.parametrize("keyword", ["readOnly", "example", "examples"])
def test_the_request_schema_has_no_ballast(toolkit: Session, tool: Tool, keyword: str) -> None:
    assert keyword not in set(keywords(request_schema(toolkit, tool)))


@each_tool
@pytest.mark.parametrize("strict", [None, "1", "true", "yes"])
def test_a_valid_body_is_sent_and_taken(
    toolkit: Session,
    listed: dict[str, ListedTool],
    fake: FakeCustomerio,
    tool: Tool,
    strict: str | None,
) -> None:
    result = toolkit.call(tool.mcp_name, **tool.execute(json.dumps(tool.body), strict))
    assert not result.is_error, result
    answer = result.structured_content
    assert answer is not None
    jsonschema.validate(answer, listed[tool.mcp_name].output_schema or False)
    assert answer["outcome"] == ("accepted_unverified" if strict is None else "accepted")
    assert (answer["status"], answer["attempts"]) == (200, 1)
    assert list(fake.service.events) == answer["message_ids"]


@each_tool
@pytest.mark.parametrize("strict", [None, "1"])
def test_the_request_is_what_the_api_expects(
    toolkit: Session, fake: FakeCustomerio, tool: Tool, strict: str | None
) -> None:
    toolkit.call(tool.mcp_name, **tool.execute(json.dumps(tool.body), strict))
    [request] = fake.service.requests
    assert (request.raw.method, request.raw.target) == ("POST", tool.path)
    basic = base64.b64encode(f"{TEST_KEY}:".encode()).decode()
    assert request.raw.header("authorization") == f"Basic {basic}"
    assert (request.raw.header("content-type") or "").startswith("application/json")
    assert request.raw.header("x-strict-mode") == strict
    assert without_message_ids(request.json) == tool.body


@each_tool
@pytest.mark.parametrize("strict", [None, "1"])
def test_a_wrong_body_is_not_sent(
    toolkit: Session, fake: FakeCustomerio, tool: Tool, strict: str | None
) -> None:
    result = toolkit.call(tool.mcp_name, **tool.execute(json.dumps(tool.wrong), strict))
    assert error_text(result).startswith("not_sent:")
    assert fake.service.requests == []


MALFORMED = {
    "nothing": None,
    "empty": "",
    "half": '{"userId": "u-7"',
    "list": "[]",
    "text": '"userId"',
    "twice": '{"userId": "u-7", "userId": "u-8"}',
    "not a number": '{"userId": "u-7", "traits": {"n": NaN}}',
    "infinite": '{"userId": "u-7", "traits": {"n": 1e999}}',
    "surrogate": '{"userId": "\\ud800"}',
}


@each_tool
@pytest.mark.parametrize("body", MALFORMED.values(), ids=MALFORMED.keys())
def test_a_malformed_body_is_not_sent(
    toolkit: Session, fake: FakeCustomerio, tool: Tool, body: str | None
) -> None:
    arguments = {} if body is None else {"request_body": body}
    result = toolkit.call(tool.mcp_name, mode="execute", **arguments)
    assert error_text(result).startswith("not_sent:")
    assert fake.service.requests == []


@each_tool
def test_an_unknown_strict_value_is_not_sent(
    toolkit: Session, fake: FakeCustomerio, tool: Tool
) -> None:
    result = toolkit.call(tool.mcp_name, **tool.execute(json.dumps(tool.body), "perhaps"))
    text = error_text(result)
    assert fake.service.requests == []
    assert text.startswith("not_sent:")
    assert tool.strict in text


def test_a_wrong_key_is_told_in_strict_mode_only(served: Environment, fake: FakeCustomerio) -> None:
    variables = {"CUSTOMERIO_API_KEY": "b0b0-wrong-77", "CUSTOMERIO_BASE_URL": fake.url}
    with Session(served, served.home / "wrong.log", "-m", PACKAGE, **variables) as session:
        for tool in TOOLS:
            body = json.dumps(tool.body)
            refused = session.call(tool.mcp_name, **tool.execute(body, "1"))
            assert error_text(refused).startswith("rejected:")
            assert error_facts(refused)["statusCode"] == 401
            assert "b0b0" not in whole_text(refused)
            silent = session.call(tool.mcp_name, **tool.execute(body))
            assert silent.structured_content is not None
            assert silent.structured_content["outcome"] == "accepted_unverified"
    assert fake.service.events == {}


def request_schema(toolkit: Session, tool: Tool) -> dict[str, Any]:
    """The schema that a tool hands out, as an object."""
    answer = toolkit.call(tool.mcp_name, mode=SCHEMA_MODE).structured_content
    assert answer is not None
    schema = answer["request_schema"]
    assert isinstance(schema, dict)
    return schema


def references(value: Any) -> list[str]:
    """Every $ref in a schema."""
    if isinstance(value, list):
        return [found for item in value for found in references(item)]
    if not isinstance(value, dict):
        return []
    own = [value["$ref"]] if isinstance(value.get("$ref"), str) else []
    return own + [found for item in value.values() for found in references(item)]


def keywords(schema: Any) -> list[str]:
    """Every keyword of a schema and its parts; names of properties are none."""
    if isinstance(schema, list):
        return [found for item in schema for found in keywords(item)]
    if not isinstance(schema, dict):
        return []
    found = list(schema)
    for name, value in schema.items():
        if name in ("properties", "$defs") and isinstance(value, dict):
            found += [inner for part in value.values() for inner in keywords(part)]
        elif name not in ("const", "enum", "default"):
            found += keywords(value)
    return found


@pytest.mark.parametrize("name", ["context", "definition", "func", "input_model", "output_model"])
def test_an_argument_that_the_executor_takes_itself_is_refused_in_words(
    by_sdk: Environment, fake: FakeCustomerio, name: str
) -> None:
    variables = {"CUSTOMERIO_API_KEY": TEST_KEY, "CUSTOMERIO_BASE_URL": fake.url}
    with Session(by_sdk, by_sdk.home / "taken.log", "-m", PACKAGE, **variables) as session:
        given = dict(TOOLS[0].execute(json.dumps(TOOLS[0].body)))
        result = session.call(TOOLS[0].mcp_name, **given, **{name: {"secrets": []}})
    assert error_text(result) == (f"not_sent: the tool has no arguments `{name}`. Call it without.")
    assert fake.service.requests == []


def test_ctrl_c_ends_it_while_it_waits_for_a_line(by_sdk: Environment) -> None:
    process = subprocess.Popen(
        [str(by_sdk.python), "-m", PACKAGE],
        cwd=by_sdk.home,
        env=by_sdk.variables(CUSTOMERIO_API_KEY=TEST_KEY),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    assert process.stdin and process.stdout
    try:
        process.stdin.write(b'{"jsonrpc":"2.0","id":1,"method":"ping"}\n')
        process.stdin.flush()
        assert process.stdout.readline(), "it serves"
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == -signal.SIGINT
        assert b"Traceback" not in process.communicate()[1]
    finally:
        process.kill()
