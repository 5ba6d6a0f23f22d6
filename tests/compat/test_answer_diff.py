"""What the API answers is read from its document, and each change of it is judged as those who read it would."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import pytest

from generator.compat.surface import API_ANSWER, Surface
from generator.compat.surface_diff import compare_surfaces
from generator.core.change_levels import RULES, Level
from generator.core.problems import Problem, Severity
from generator.document.load import load
from generator.document.located import MarkedDict
from generator.jsonschema.answer import LEVELS, shallower
from generator.openapi.api import ResponseBody
from generator.openapi.parse import parse
from tests.compat.support import SURFACE, TRACK
from tests.steps import steps

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


_TEXT, _NUMBER = {"type": "string"}, {"type": "integer"}


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
    return [
        (each.code, each.where.removeprefix(API_ANSWER)) for each in compare_surfaces(before, after)
    ]


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


_FORMS = [{"type": "object", "required": ["a"]}, {"type": "array", "items": {"type": "string"}}]
_MAP = {"type": "object", "additionalProperties": {"type": "string", "maxLength": 3}}


def test_a_form_that_looks_like_a_template_is_quoted_as_it_is() -> None:
    two, three = {"oneOf": _FORMS}, {"oneOf": [*_FORMS, {**_MAP, "minProperties": 1}]}
    assert _changes(two, three) == [("response-field-widened", "")]
    assert {code for code, _ in _changes(three, two)} <= {"response-field-narrowed"}


def test_texts_in_a_stored_answer_are_no_change() -> None:
    said = {**TRACK.response_schema, "description": "Said.", "default": {}}  # type: ignore[dict-item]
    surfaces = [replace(SURFACE, tools=(replace(TRACK, response_schema=said),))]
    surfaces += [replace(SURFACE, tools=(TRACK,))]
    codes = {each.code for each in compare_surfaces(*surfaces)}
    assert codes <= {"response-field-unclear"}


def test_twice_as_many_other_fields_take_twice_the_steps() -> None:
    def wide(prefix: str, count: int) -> dict[str, Any]:
        names = [f"{prefix}{number}" for number in range(count)]
        return {"type": "object", "properties": {name: {"type": "string"} for name in names}}

    def cost(count: int) -> int:
        return steps(lambda: _changes(wide("a", count), wide("b", count)))

    assert len(_changes(wide("a", 300), wide("b", 300))) == 600
    assert cost(100) < 2.5 * cost(50)


def test_only_what_a_reader_misses_breaks() -> None:
    breaking = {code for code in RULES if RULES[code] is Level.BREAKING and "response" in code}
    assert breaking == {"response-field-removed", "response-field-changed"}


@pytest.mark.parametrize(("before", "after"), [(None, "described"), ("undescribed", None)])
def test_an_answer_that_is_described_or_no_longer_is(before: Any, after: Any) -> None:
    described = replace(TRACK, response_schema=_PET)
    tools = (replace(TRACK, response_schema=None), described)
    old, new = tools if after else tools[::-1]
    (change,) = compare_surfaces(replace(SURFACE, tools=(old,)), replace(SURFACE, tools=(new,)))
    assert (change.code, change.where) == (f"response-{after or before}", API_ANSWER)


def test_an_early_surface_is_not_said_to_have_been_silent() -> None:
    limit = replace(TRACK.arguments[1], schema={"type": "integer", "maximum": 5})
    new = replace(SURFACE, tools=(replace(TRACK, response_schema=_PET, arguments=(limit,)),))
    early = replace(TRACK, arguments=(TRACK.arguments[1],), response_schema=None)
    assert compare_surfaces(replace(SURFACE, tools=(early,), answer_levels=0), new) == ()
    assert len(compare_surfaces(replace(SURFACE, tools=(early,)), new)) == 2


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
    assert compare_surfaces(before, after) == compare_surfaces(after, before) == ()


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


def _deep(levels: int, leaf: Any) -> Any:
    for number in range(levels):
        leaf = {"type": "object", "properties": {f"p{number}": leaf}}
    return leaf


def test_fields_are_known_ten_levels_down_the_last_by_name_alone() -> None:
    def changed(levels: int, old: Any, new: Any) -> list[str]:
        return [code for code, _ in _changes(_deep(levels, old), _deep(levels, new))]

    assert changed(9, _TEXT, _NUMBER) == ["response-field-changed"]
    assert changed(10, _TEXT, _NUMBER) == []
    assert changed(9, {"type": "object", "properties": {"a": _TEXT}}, {"type": "object"}) == [
        "response-field-removed"
    ]
    assert changed(10, {"type": "object", "properties": {"a": _TEXT}}, {"type": "object"}) == []


def _connected(schemas: int, operations: int) -> dict[str, Any]:
    """An API whose answers each hold nearly all that it knows."""
    parts = {
        f"S{number}": {
            "type": "object",
            "properties": {
                **{f"f{each}": {"type": "string"} for each in range(20)},
                **{
                    f"r{each}": {"$ref": f"#/components/schemas/S{(number * 7 + each) % schemas}"}
                    for each in range(5)
                },
            },
        }
        for number in range(schemas)
    }
    paths = {
        f"/p{number}": {
            "get": {
                "operationId": f"get{number}",
                "responses": {
                    "200": _json(
                        {
                            "type": "object",
                            "properties": {
                                "data": {"$ref": f"#/components/schemas/S{number % schemas}"},
                                "more": {"type": "boolean"},
                            },
                        }
                    )
                },
            }
        }
        for number in range(operations)
    }
    return {**_document({}), "paths": paths, "components": {"schemas": parts}}


def test_answers_that_hold_all_of_an_api_are_read_as_deep_as_keeps_them_small() -> None:
    document = load(json.dumps(_connected(80, 120)).encode(), "shop.json")
    api, (problem,) = parse(document)
    assert 1 < api.answer_levels < 5 < LEVELS
    assert problem.code == "response-depth"
    assert f"compared {api.answer_levels} levels deep" in problem.message
    sizes = [len(json.dumps(each.response.schema)) for each in api.operations if each.response]
    assert len(sizes) == 120
    assert max(sizes) < 100_000


def test_answers_of_twice_as_many_operations_take_twice_the_steps() -> None:
    few, many = (
        load(json.dumps(_connected(20, operations)).encode(), "shop.json")
        for operations in (30, 60)
    )
    parse(few)
    assert steps(lambda: parse(many)) < 2.5 * steps(lambda: parse(few))


def test_surfaces_of_different_depth_are_compared_as_far_as_both_go() -> None:
    def to(levels: int, leaf: Any) -> Surface:
        schema = _schema({"200": _json(_deep(6, leaf))})
        assert schema is not None
        tool = replace(TRACK, response_schema=shallower(schema, levels))
        return replace(SURFACE, tools=(tool,), answer_levels=levels)

    for other in (3, 6, 7, 10):
        assert compare_surfaces(to(10, _TEXT), to(other, _TEXT)) == ()
        assert compare_surfaces(to(other, _TEXT), to(10, _TEXT)) == ()
    assert [each.code for each in compare_surfaces(to(7, _TEXT), to(10, _NUMBER))] == [
        "response-field-changed"
    ]
    assert compare_surfaces(to(6, _TEXT), to(10, _NUMBER)) == ()


def test_one_answer_that_cannot_be_read_hides_no_other() -> None:
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(120):
        deep = {"type": "array", "items": deep}
    whole = _connected(1, 4)
    del whole["components"]["schemas"]["S0"]["properties"]["r1"]
    whole["paths"]["/p1"]["get"]["responses"] = {"200": _json(deep)}
    api, problems = parse(load(json.dumps(whole).encode(), "shop.json"))
    (problem,) = [each for each in problems if each.code != "response-depth"]
    assert [each.key for each in api.operations if each.response is None] == ["GET /p1"]
    assert problem.code == "response-unread" and "GET /p1" in problem.message


def test_an_answer_with_too_many_fields_is_passed_over_with_a_word() -> None:
    wide = {"type": "object", "properties": {f"p{number}": _TEXT for number in range(6000)}}
    found, problems = _read(_document({"200": _json(wide)}))
    assert found is None
    assert [each.code for each in problems] == ["response-unread"]


def test_members_beside_a_reference_to_a_response_mean_nothing() -> None:
    beside = {"$ref": "#/components/responses/Fine", "content": {"text/csv": {}}}
    schema = _schema({"200": beside}, "3.1.0", responses={"Fine": _json(_PET)})
    assert schema is not None and "kind" in schema["properties"]


def test_an_answer_that_cannot_be_read_costs_a_warning_and_no_tool() -> None:
    deep: dict[str, Any] = {"type": "string"}
    for _ in range(120):
        deep = {"type": "array", "items": deep}
    found, (problem,) = _read(_document({"200": _json(deep)}))
    assert found is None
    assert (problem.code, problem.severity) == ("response-unread", Severity.WARNING)
    assert problem.message.startswith("what GET /pets answers is not compared: ")
    assert problem.pointer.startswith("#/paths/~1pets/get/responses/200/content/")


def _form(tag: str, **properties: Any) -> dict[str, Any]:
    return {
        "type": "object",
        "required": ["tag"],
        "properties": {"tag": {"const": tag}, **properties},
    }


FORMS: dict[str, tuple[Any, Any, list[tuple[str, str]]]] = {
    "gone from a form": (
        {"oneOf": [_form("a", x=_TEXT), _form("b", x=_TEXT, y=_NUMBER)]},
        {"oneOf": [_form("a"), _form("b", x=_TEXT, y=_NUMBER)]},
        [("response-field-removed", ".x")],
    ),
    "gone from one of two alike": (
        {"oneOf": [_form("a", note=_TEXT), _form("b", note=_TEXT)]},
        {"oneOf": [_form("a"), _form("b", note=_TEXT)]},
        [("response-field-removed", ".note")],
    ),
    "changed in one of two alike": (
        {"oneOf": [_form("a", v=_TEXT), _form("b", v=_TEXT)]},
        {"oneOf": [_form("a", v=_TEXT), _form("b", v=_NUMBER)]},
        [("response-field-changed", ".v")],
    ),
    "values of another type": (
        {"type": "object", "properties": {"v": {"type": "string", "enum": ["1", "2"]}}},
        {"type": "object", "properties": {"v": {"type": "integer", "enum": [1, 2]}}},
        [("response-field-changed", ".v")],
    ),
    "a name with a dot": (
        {"type": "object", "properties": {"a.b": _NUMBER}},
        {"type": "object", "properties": {"a": _TEXT, "a.b": _TEXT}},
        [("response-field-added", ".a"), ("response-field-changed", '["a.b"]')],
    ),
    "a name with a dot becomes two": (
        {"type": "object", "properties": {"a.b": _NUMBER}},
        {"type": "object", "properties": {"a": {"type": "object", "properties": {"b": _NUMBER}}}},
        [("response-field-removed", '["a.b"]'), ("response-field-added", ".a")],
    ),
}


@pytest.mark.parametrize("name", FORMS)
def test_what_is_in_one_form_or_under_an_odd_name_is_told(name: str) -> None:
    old, new, expected = FORMS[name]
    assert sorted(_changes(old, new)) == sorted(expected)
