"""What the API answers is read from its document, and each change of it is judged as those who read it would."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from generator.api import ResponseBody
from generator.marked import MarkedDict
from generator.openapi import parse
from generator.problems import Problem, Severity
from generator.source import load
from generator.surface.changes import RULES, Level
from generator.surface.compare import compare
from generator.surface.model import API_ANSWER
from tests.surface.support import SURFACE, TRACK

_PET = {
    "type": "object",
    "required": ["id", "tags"],
    "properties": {
        "id": {"type": "integer", "description": "Its number."},
        "kind": {"enum": ["cat", "dog"]},
        "name": {"type": "string", "maxLength": 20},
        "secret": {"type": "string", "writeOnly": True},
        "owner": {"type": "object", "properties": {"email": {"type": "string"}}},
        "tags": {"type": "array", "items": {"type": "string"}},
    },
}


def _json(schema: Any) -> dict[str, Any]:
    return {"description": "Fine.", "content": {"application/json": {"schema": schema}}}


def _document(answers: Any, version: str = "3.1.0", /, **components: Any) -> dict[str, Any]:
    return {
        "openapi": version,
        "info": {"title": "Shop", "version": "1"},
        "paths": {"/pets": {"get": {"operationId": "listPets", "responses": answers}}},
        "components": components,
    }


def _read(root: dict[str, Any]) -> tuple[ResponseBody | None, tuple[Problem, ...]]:
    document = load(json.dumps(root).encode(), "shop.json")
    assert isinstance(document.root, MarkedDict)
    api, problems = parse(document)
    return api.operations[0].response, problems


def _schema(answers: Any, version: str = "3.1.0", /, **components: Any) -> dict[str, Any] | None:
    found, problems = _read(_document(answers, version, **components))
    assert problems == ()
    return dict(found.schema) if found else None


def _changes(old: Any, new: Any) -> list[tuple[str, str]]:
    """Code and path below the API's answer of each change from one success schema to another."""
    before, after = (
        replace(SURFACE, tools=(replace(TRACK, response_schema=_schema({"200": _json(each)})),))
        for each in (old, new)
    )
    return [(each.code, each.where.removeprefix(API_ANSWER)) for each in compare(before, after)]


def _pet(**properties: Any) -> dict[str, Any]:
    """The pet with other properties; None leaves one out."""
    merged = {**_PET["properties"], **properties}  # type: ignore[dict-item]
    return {**_PET, "properties": {name: each for name, each in merged.items() if each is not None}}


CHANGES: dict[str, tuple[Any, list[tuple[str, str]]]] = {
    "nothing": (_PET, []),
    "texts": (_pet(id={"type": "integer", "title": "ID", "description": "x", "default": 3}), []),
    "a field that is never sent back": (_pet(secret={"type": "integer", "writeOnly": True}), []),
    "a field gone": (_pet(name=None), [("response-field-removed", ".name")]),
    "a required field gone": (
        {**_pet(id=None), "required": ["tags"]},
        [("response-field-removed", ".id")],
    ),
    "an object gone with what it holds": (_pet(owner=None), [("response-field-removed", ".owner")]),
    "a field inside gone": (
        _pet(owner={"type": "object"}),
        [("response-field-removed", ".owner.email")],
    ),
    "a field refused": (_pet(name=False), [("response-field-removed", ".name")]),
    "a field new": (_pet(age={"type": "integer"}), [("response-field-added", ".age")]),
    "an object new": (
        _pet(vet={"type": "object", "required": ["id"], "properties": {"id": {"type": "string"}}}),
        [("response-field-added", ".vet")],
    ),
    "a required field new": (
        {**_pet(age={"type": "integer"}), "required": ["id", "tags", "age"]},
        [("response-field-added", ".age")],
    ),
    "may be missing": ({**_PET, "required": ["tags"]}, [("response-field-optional", ".id")]),
    "always there": (
        {**_PET, "required": ["id", "name", "tags"]},
        [("response-field-required", ".name")],
    ),
    "another type": (_pet(id={"type": "string"}), [("response-field-changed", ".id")]),
    "may be null": (_pet(id={"type": ["integer", "null"]}), [("response-field-widened", ".id")]),
    "another value": (
        _pet(kind={"enum": ["cat", "dog", "fox"]}),
        [("response-field-widened", ".kind")],
    ),
    "a value less": (_pet(kind={"enum": ["cat"]}), [("response-field-narrowed", ".kind")]),
    "longer": (
        _pet(name={"type": "string", "maxLength": 30}),
        [("response-field-widened", ".name")],
    ),
    "shorter": (
        _pet(name={"type": "string", "maxLength": 10}),
        [("response-field-narrowed", ".name")],
    ),
    "items of another type": (
        _pet(tags={"type": "array", "items": {"type": "integer"}}),
        [("response-field-changed", ".tags[]")],
    ),
    "closed": ({**_PET, "additionalProperties": False}, [("response-field-narrowed", "")]),
    "no object": ({"type": "string"}, [("response-field-changed", "")]),
    "another form": (
        _pet(id={"oneOf": [{"type": "integer"}, {"type": "string", "format": "uuid"}]}),
        [("response-field-widened", ".id")],
    ),
}


@pytest.mark.parametrize("name", CHANGES)
def test_each_change_of_an_answer_is_named(name: str) -> None:
    new, expected = CHANGES[name]
    assert _changes(_PET, new) == expected


def test_every_rule_for_answers_is_tried() -> None:
    tried = {code for _, expected in CHANGES.values() for code, _ in expected}
    others = {"response-described", "response-undescribed", "response-field-unclear"}
    assert tried | others == {code for code in RULES if code.startswith("response-")}


def test_what_cannot_be_told_is_risky() -> None:
    assert _changes(
        _pet(name={"type": "string", "pattern": "^a+$"}),
        _pet(name={"type": "string", "pattern": "^b+$"}),
    ) == [("response-field-unclear", ".name")]


def test_only_what_a_reader_misses_breaks() -> None:
    breaking = {code for code in RULES if RULES[code] is Level.BREAKING and "response" in code}
    assert breaking == {"response-field-removed", "response-field-changed"}


@pytest.mark.parametrize(("before", "after"), [(None, "described"), ("undescribed", None)])
def test_an_answer_that_is_described_or_no_longer_is(before: Any, after: Any) -> None:
    described = replace(TRACK, response_schema=_PET)
    tools = (replace(TRACK, response_schema=None), described)
    old, new = tools if after else tools[::-1]
    (change,) = compare(replace(SURFACE, tools=(old,)), replace(SURFACE, tools=(new,)))
    assert (change.code, change.where) == (f"response-{after or before}", API_ANSWER)


def test_an_early_surface_is_not_said_to_have_been_silent() -> None:
    limit = replace(TRACK.arguments[1], schema={"type": "integer", "maximum": 5})
    new = replace(SURFACE, tools=(replace(TRACK, response_schema=_PET, arguments=(limit,)),))
    early = replace(TRACK, arguments=(TRACK.arguments[1],), response_schema=None)
    assert compare(replace(SURFACE, tools=(early,), is_early=True), new) == ()
    assert len(compare(replace(SURFACE, tools=(early,)), new)) == 2


_REF = {"$ref": "#/components/schemas/Pet"}
EQUAL = {
    "a schema referred to": ({"200": _json(_REF)}, "3.1.0", {"schemas": {"Pet": _PET}}),
    "a response referred to": (
        {"200": {"$ref": "#/components/responses/Fine"}},
        "3.1.0",
        {"responses": {"Fine": _json(_PET)}},
    ),
    "an allOf": ({"200": _json({"allOf": [_PET]})}, "3.1.0", {}),
    "an older version": ({"200": _json(_PET)}, "3.0.3", {}),
    "any success": ({"2XX": _json(_PET)}, "3.1.0", {}),
    "any answer": ({"default": _json(_PET)}, "3.1.0", {}),
    "errors beside it": (
        {"200": _json(_PET), "404": _json({"type": "string"}), "default": _json({})},
        "3.1.0",
        {},
    ),
    "a second status with the same": (
        {"200": _json(_PET), "201": _json(_REF)},
        "3.1.0",
        {"schemas": {"Pet": _PET}},
    ),
    "a second status with nothing": (
        {"200": _json(_PET), "204": {"description": "Nothing."}},
        "3.1.0",
        {},
    ),
    "another media type beside it": (
        {
            "200": {
                "description": "Fine.",
                "content": {"text/csv": {}, **_json(_PET)["content"]},
            }
        },
        "3.1.0",
        {},
    ),
    "JSON of a kind": (
        {"200": {"description": "Fine.", "content": {"application/hal+json": {"schema": _PET}}}},
        "3.1.0",
        {},
    ),
}


@pytest.mark.parametrize("name", EQUAL)
def test_answers_that_are_the_same_give_no_difference(name: str) -> None:
    plain, other = _schema({"200": _json(_PET)}), _schema(
        EQUAL[name][0], EQUAL[name][1], **EQUAL[name][2]
    )
    assert plain and other
    before, after = (
        replace(SURFACE, tools=(replace(TRACK, response_schema=each),)) for each in (plain, other)
    )
    assert compare(before, after) == compare(after, before) == ()


@pytest.mark.parametrize(
    "responses",
    [
        {"200": {"description": "Fine."}},
        {"200": {"description": "Fine.", "content": {"text/csv": {"schema": {"type": "string"}}}}},
        {"200": {"description": "Fine.", "content": {"application/json": {}}}},
        {"200": _json({})},
        {"200": _json(True)},
        {"404": _json(_PET)},
        {"204": {"description": "Nothing."}, "default": _json(_PET)},
    ],
)
def test_where_nothing_is_said_nothing_is_known(responses: Any) -> None:
    assert _schema(responses) is None


def test_an_answer_is_any_of_those_of_its_statuses() -> None:
    schema = _schema({"200": _json({"type": "integer"}), "202": _json({"type": "null"})})
    assert schema == {"type": ["integer", "null"]}


def test_texts_are_left_out_and_so_is_what_only_requests_have() -> None:
    shown = json.dumps(_schema({"200": _json(_pet(old={"type": "string", "deprecated": True}))}))
    assert "Its number" not in shown and "deprecated" not in shown and "secret" not in shown
    assert '"name"' in shown


def test_an_answer_that_cannot_be_read_costs_a_warning_and_no_tool() -> None:
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(120):
        deep = {"type": "array", "items": deep}
    found, (problem,) = _read(_document({"200": _json(deep)}))
    assert found is None
    assert (problem.code, problem.severity) == ("response-unread", Severity.WARNING)
    assert problem.message.startswith("what GET /pets answers is not compared: ")
    assert problem.pointer.startswith("#/paths/~1pets/get/responses/200/content/")
