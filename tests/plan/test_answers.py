"""What tools offer of their answers: a choice of fields, a schema each, shared where equal, and a mode."""

import json
from typing import Any

import pytest

from generator.document.load import load
from generator.openapi.parse import parse
from generator.plan.model import FIELDS, Package
from generator.plan.package import plan
from generator.plan.toolkit_yaml import read_config

TEXT, SHORT = {"type": "string"}, {"type": "string", "format": "uuid"}
BODY = {"content": {"application/json": {"schema": {"type": "object", "minProperties": 1}}}}


def planned(answer: Any, method: str = "get", said: Any = None, **operation: Any) -> Package:
    """The package of one operation that answers so, and of one that answers the same."""
    found = {"operationId": "readCrate", "responses": {"200": {"description": "", **answer}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Depot", "version": "1"},
        "servers": [{"url": "https://depot.example"}],
        "paths": {
            "/crate": {method: {**found, **operation}},
            "/crate/again": {method: {**found, **operation, "operationId": "readAgain"}},
        },
    }
    loaded = load(json.dumps(document).encode(), "openapi.json")
    raw = {"toolkit": "Depot", "package": "arcade_depot", "version": "1.0.0", "title": "Depot"}
    raw |= {"description": "Tools.", **(said or {})}
    config = read_config(load(json.dumps(raw).encode(), "toolkit.yaml"))
    package: Package = plan(loaded, parse(loaded)[0], config)[0]
    return package


def as_json(schema: Any) -> dict[str, Any]:
    return {"content": {"application/json": {"schema": schema}}}


def members(*schemas: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {f"m{n}": each for n, each in enumerate(schemas)}}


def takes_fields(package: Package) -> bool:
    return any(each.key == FIELDS for each in package.tools[0].arguments)


@pytest.mark.parametrize(
    ("method", "answer", "expected"),
    [
        ("get", as_json(members(*[SHORT] * 9)), True),
        ("get", as_json(members(*[SHORT] * 8)), False),
        ("get", as_json(members(SHORT, {"type": "array", "items": SHORT})), True),
        ("get", as_json(members(SHORT, {"type": "object"})), True),
        ("get", as_json(members(TEXT)), True),
        ("get", as_json(members({"type": "string", "maxLength": 100})), False),
        ("get", as_json({"type": "object"}), True),
        ("get", {"content": {"application/json": {}}}, True),
        ("get", {"content": {"text/csv": {"schema": TEXT}}}, True),
        ("get", {}, True),
        ("post", {}, False),
        ("post", as_json(members(TEXT)), False),
        ("post", as_json({"type": "object"}), False),
        ("post", as_json(members({"type": "array", "items": SHORT})), True),
        ("post", {"content": {"application/json": {}}}, True),
        ("head", as_json(members(*[SHORT] * 9)), False),
    ],
)
def test_fields_are_offered_where_there_may_be_much(
    method: str, answer: Any, expected: bool
) -> None:
    assert takes_fields(planned(answer, method)) is expected


def test_people_say_otherwise() -> None:
    small, large = as_json(members(SHORT)), as_json(members(*[SHORT] * 9))
    assert not takes_fields(planned(large, said={"answers": {"fields": False}}))
    tool = {"GET /crate": {"answers": {"fields": False}}}
    assert not takes_fields(planned(large, said={"tools": tool}))
    wanted = {"GET /crate": {"answers": {"fields": True}}}
    assert takes_fields(planned(small, said={"answers": {"fields": False}, "tools": wanted}))


def test_the_argument_gives_way_to_one_of_the_api() -> None:
    names = [{"name": n, "in": "query", "schema": TEXT} for n in ("fields", "answer_fields")]
    [read, _] = planned({}, parameters=names[:1]).tools
    assert [each.name for each in read.arguments] == ["fields", "answer_fields"]
    [read, _] = planned({}, parameters=names).tools
    assert [each.name for each in read.arguments] == ["fields", "answer_fields", "answer_fields_"]
    assert read.endpoint.fields == "answer_fields_"


def test_equal_answers_share_a_file() -> None:
    package = planned(as_json(members(TEXT)))
    assert [each.answer_file for each in package.tools] == ["answers/read_crate.json"] * 2
    assert [each.endpoint.answer for each in package.tools] == ["answers/read_crate.json"] * 2
    none = planned({})
    assert [(each.answer_file, each.answer_schema) for each in none.tools] == [("", None)] * 2


def test_tools_with_modes_tell_their_answer() -> None:
    package = planned(as_json(members(TEXT)), "post", requestBody=BODY)
    mode = next(each for each in package.enums if each.name == "ToolMode")
    values = [each.value for each in mode.members]
    assert values == ["get_request_schema", "get_response_schema", "execute"]
    assert {each.answer for each in package.tools} == {"DescribedAnswer"}
    silent = planned(
        as_json(members(TEXT)), "post", {"answers": {"schema_mode": False}}, requestBody=BODY
    )
    assert [len(each.members) for each in silent.enums if each.name == "ToolMode"] == [2]
    assert {each.answer for each in silent.tools} == {"Answer"}
    assert {each.endpoint.answer for each in silent.tools} == {""}
    assert [len(each.members) for each in planned({}, "post", requestBody=BODY).enums] == [2]
