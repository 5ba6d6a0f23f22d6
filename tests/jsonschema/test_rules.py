"""Each rule on a schema small enough to check by eye: what goes in, what an agent reads."""

from __future__ import annotations

from typing import Any

import pytest

from generator.jsonschema import request_schema
from generator.jsonschema.closure import Closure, collect
from generator.jsonschema.direction import for_direction
from generator.jsonschema.drop_implied_types import drop_implied_types
from generator.jsonschema.schema_walk import Meter
from tests.jsonschema.support import judge

STRING = {"type": "string"}
NUMBER = {"type": "number"}


def shortened(schema: Any, version: str = "3.1.0", **components: Any) -> dict[str, Any]:
    """The schema as it would be delivered, and valid as a schema itself."""
    document = {"components": {"schemas": components}}
    result = request_schema(document, schema, openapi_version=version)
    judge(result)
    return result


def told(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema in the words of `terse`, whose own rules stand in a table below."""
    defs = {name: told(each) for name, each in schema.get("$defs", {}).items()}
    return {**drop_implied_types(Closure(schema, {})).root, **({"$defs": defs} if defs else {})}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


OLD_DIALECT = {
    "nullable type": ({"type": "string", "nullable": True}, {"type": ["string", "null"]}),
    "nullable enum": (
        {"type": "string", "enum": ["a"], "nullable": True},
        {"type": ["string", "null"], "enum": ["a", None]},
    ),
    "nullable reference in allOf": (
        {"allOf": [ref("Thing")], "nullable": True, "description": "A thing."},
        {"type": ["object", "null"], "description": "A thing.", "properties": {"a": STRING}},
    ),
    "not nullable": ({"type": "string", "nullable": False}, STRING),
    "exclusive bound": (
        {"type": "number", "minimum": 1, "exclusiveMinimum": True},
        {"type": "number", "exclusiveMinimum": 1},
    ),
    "inclusive bound": (
        {"type": "number", "maximum": 9, "exclusiveMaximum": False},
        {"type": "number", "maximum": 9},
    ),
    "exclusive without bound": ({"type": "number", "exclusiveMaximum": True}, NUMBER),
    "siblings of a reference": (
        {**ref("Thing"), "description": "Ignored.", "nullable": True},
        {"type": "object", "properties": {"a": STRING}},
    ),
}


@pytest.mark.parametrize(("before", "after"), OLD_DIALECT.values(), ids=OLD_DIALECT.keys())
def test_openapi_3_0(before: Any, after: Any) -> None:
    assert shortened(
        before, "3.0.3", Thing={"type": "object", "properties": {"a": STRING}}
    ) == told(after)


NEW_DIALECT = {
    "siblings of a reference": (
        {"$ref": "#/components/schemas/Thing", "description": "Mine.", "minLength": 1},
        {"type": "string", "description": "Mine.", "minLength": 1},
    ),
    "nullable is no keyword": ({"type": "string", "nullable": True}, STRING),
    "prose for people": (
        {"type": "string", "title": "T", "example": "e", "examples": ["e"], "x-order": 1},
        STRING,
    ),
    "default and deprecated stay": (
        {"type": "integer", "default": 1, "deprecated": True},
        {"type": "integer", "default": 1, "deprecated": True},
    ),
    "names that look like keywords": (
        {
            "properties": {
                "title": STRING,
                "example": NUMBER,
                "$ref": STRING,
                "x-a": {"type": "null"},
            }
        },
        {
            "properties": {
                "title": STRING,
                "example": NUMBER,
                "$ref": STRING,
                "x-a": {"type": "null"},
            }
        },
    ),
    "values that look like schemas": (
        {"enum": [{"title": "T", "$ref": "#/nowhere"}, {"example": 1}], "default": {"example": 1}},
        {"enum": [{"title": "T", "$ref": "#/nowhere"}, {"example": 1}], "default": {"example": 1}},
    ),
    "a property named readOnly": (
        {"properties": {"readOnly": {"type": "boolean"}}},
        {"properties": {"readOnly": {"type": "boolean"}}},
    ),
    "an open object says no more than none": ({"additionalProperties": True, "properties": {}}, {}),
    "a forbidden property": ({"properties": {"a": False}}, {"properties": {"a": False}}),
}


@pytest.mark.parametrize(("before", "after"), NEW_DIALECT.values(), ids=NEW_DIALECT.keys())
def test_openapi_3_1(before: Any, after: Any) -> None:
    assert shortened(before, Thing={"type": "string", "description": "Theirs."}) == told(after)


HIDDEN = {"type": "string", "readOnly": True}
STRIPPED = {
    "with its own required": (
        {"required": ["id", "a"], "properties": {"id": HIDDEN, "a": STRING}},
        {"required": ["a"], "properties": {"a": STRING}},
    ),
    "writable in a sibling part": (
        {
            "allOf": [
                {"required": ["id"], "properties": {"id": HIDDEN}},
                {"properties": {"id": NUMBER}},
            ]
        },
        {"properties": {"id": NUMBER}},
    ),
    "written by one part, required by another": (
        {
            "allOf": [
                {"allOf": [ref("Base"), {"required": ["id"]}]},
                {"properties": {"id": {"const": "7"}}},
            ]
        },
        {"required": ["id"], "properties": {"id": {"const": "7"}, "name": STRING}},
    ),
    "required by a sibling part": (
        {"allOf": [ref("Base")], "required": ["id", "name"]},
        {"required": ["id", "name"], "properties": {"id": STRING, "name": STRING}},
    ),
    "required by a sibling part beside a closed one": (
        {"allOf": [ref("Shut")], "required": ["id", "name"]},
        {
            "required": ["name"],
            "properties": {"name": STRING},
            "additionalProperties": False,
        },
    ),
    "required by a branch": (
        {"properties": {"id": HIDDEN}, "anyOf": [{"required": ["id", "a"]}, {"required": ["b"]}]},
        {"properties": {"id": STRING}, "anyOf": [{"required": ["id", "a"]}, {"required": ["b"]}]},
    ),
    "by reference": (
        {"properties": {"id": ref("Hidden"), "a": STRING}},
        {"properties": {"a": STRING}},
    ),
    "by a wrapped reference": (
        {"properties": {"id": {"allOf": [ref("Hidden")]}, "a": STRING}},
        {"properties": {"a": STRING}},
    ),
    "write-only stays": ({"properties": {"key": {"writeOnly": True}}}, {"properties": {"key": {}}}),
    "a negation keeps its meaning": (
        {"not": {"required": ["id"], "properties": {"id": HIDDEN}}},
        {"not": {"required": ["id"], "properties": {"id": STRING}}},
    ),
}


@pytest.mark.parametrize(("before", "after"), STRIPPED.values(), ids=STRIPPED.keys())
def test_read_only_properties_are_left_out(before: Any, after: Any) -> None:
    base = {"properties": {"id": HIDDEN, "name": STRING}}
    shut = {**base, "additionalProperties": False}
    assert shortened(before, Base=base, Hidden=HIDDEN, Shut=shut) == told(after)


NAMED = {
    "in a member": ({"one": {"id": "7"}}, ["id", "name"], ["name"]),
    "in a list": ({"many": [{"id": "7"}]}, ["name"], ["id", "name"]),
    "in no example": ({"one": {"name": "Ada"}, "many": []}, ["name"], ["name"]),
}


@pytest.mark.parametrize(("example", "one", "many"), NAMED.values(), ids=NAMED.keys())
def test_what_an_example_names_is_shown_though_read_only(
    example: Any, one: list[str], many: list[str]
) -> None:
    thing = {"required": ["id", "name"], "properties": {"id": HIDDEN, "name": STRING}}
    schema = {"properties": {"one": thing, "many": {"items": {**thing, "minProperties": 1}}}}
    written = request_schema({}, schema, openapi_version="3.0.3", examples=[example])
    shown = written["properties"]
    assert [*shown["one"]["properties"]] == one
    assert [*shown["many"]["items"]["properties"]] == many
    assert shown["one"]["required"] == shown["many"]["items"]["required"] == ["name"]


def test_an_example_shows_nothing_that_another_part_shows_without_it() -> None:
    schema = {
        "allOf": [ref("Base"), {"required": ["id"], "properties": {"id": {"const": "7"}}}],
    }
    base = {"properties": {"id": {"enum": ["7", "8"], "readOnly": True}}}
    document = {"components": {"schemas": {"Base": base}}}
    written = request_schema(document, schema, openapi_version="3.0.3", examples=[{"id": "7"}])
    assert written == {"required": ["id"], "properties": {"id": {"const": "7"}}}


def test_a_response_leaves_out_what_is_write_only() -> None:
    schema = {"properties": {"id": HIDDEN, "key": {"writeOnly": True}}, "required": ["id", "key"]}
    closure = for_direction(collect({}, schema, "3.1.0", Meter()), "response")
    assert closure.root == {"properties": {"id": STRING}, "required": ["id"]}


CLOSED = {"properties": {"a": STRING}, "additionalProperties": False}
MERGED = {
    "properties and required": (
        {
            "allOf": [
                {"type": "object", "required": ["a"], "properties": {"a": STRING}},
                {"type": "object", "required": ["b", "a"], "properties": {"b": NUMBER}},
            ]
        },
        {"type": "object", "required": ["a", "b"], "properties": {"a": STRING, "b": NUMBER}},
    ),
    "one property in two parts": (
        {
            "properties": {
                "a": {"type": ["string", "null"], "minLength": 1, "description": "Outer."}
            },
            "allOf": [{"properties": {"a": {**STRING, "minLength": 3, "description": "Inner."}}}],
        },
        {"properties": {"a": {**STRING, "minLength": 3, "description": "Outer."}}},
    ),
    "numbers, bounds and values": (
        {
            "allOf": [
                {"type": "number", "minimum": 1, "maximum": 9, "enum": [1, 2, 3]},
                {"type": "integer", "minimum": 2, "exclusiveMaximum": 7, "enum": [3, 2]},
            ]
        },
        {"type": "integer", "minimum": 2, "maximum": 9, "exclusiveMaximum": 7, "enum": [2, 3]},
    ),
    "two patterns": (
        {"allOf": [{"pattern": "a"}, {"pattern": "b"}]},
        {"pattern": "a", "allOf": [{"pattern": "b"}]},
    ),
    "no common type": (
        {"allOf": [STRING, NUMBER]},
        {"type": "string", "allOf": [NUMBER]},
    ),
    "no common type, with integer": (
        {"allOf": [{"type": "integer"}, STRING]},
        {"type": "integer", "allOf": [STRING]},
    ),
    "a closed part keeps to itself": (
        {"allOf": [CLOSED, {"properties": {"b": STRING}}]},
        {**CLOSED, "allOf": [{"properties": {"b": STRING}}]},
    ),
    "a closed part and what it lists": (
        {"allOf": [CLOSED, {"required": ["a"], "properties": {"a": {"minLength": 1}}}]},
        {**CLOSED, "required": ["a"], "properties": {"a": {**STRING, "minLength": 1}}},
    ),
    "true is not 1": (
        {"allOf": [{"enum": [True, 2]}, {"enum": [1, 2]}]},
        {"enum": [2]},
    ),
    "one branch is no choice": ({"oneOf": [STRING]}, STRING),
    "unevaluated depends on the split": (
        {"allOf": [{"properties": {"a": STRING}}], "unevaluatedProperties": False},
        {"unevaluatedProperties": False, "allOf": [{"properties": {"a": STRING}}]},
    ),
}


@pytest.mark.parametrize(("before", "after"), MERGED.values(), ids=MERGED.keys())
def test_all_of_is_merged_where_that_is_exact(before: Any, after: Any) -> None:
    assert shortened(before) == told(after)


def event(name: str, **more: Any) -> dict[str, Any]:
    return {"required": ["e"], "properties": {"e": {**STRING, "enum": [name]}}, **more}


BOTH_IDS = {"a": STRING, "b": NUMBER}
UNIONS = {
    "what all branches say": (
        {
            "oneOf": [
                {"type": "object", "required": ["a"], "properties": BOTH_IDS},
                {"type": "object", "required": ["b"], "properties": BOTH_IDS},
            ]
        },
        {
            "type": "object",
            "properties": BOTH_IDS,
            "oneOf": [{"required": ["a"]}, {"required": ["b"]}],
        },
    ),
    "what the parent says": (
        {
            "type": "object",
            "required": ["a"],
            "anyOf": [{"type": "object", "required": ["a", "b"]}, CLOSED],
        },
        {"type": "object", "required": ["a"], "anyOf": [{"required": ["b"]}, CLOSED]},
    ),
    "equal branches of anyOf": (
        {"anyOf": [STRING, NUMBER, STRING]},
        {"type": ["string", "number"]},
    ),
    "equal branches of oneOf refuse": ({"oneOf": [CLOSED, CLOSED]}, {**CLOSED, "oneOf": [{}, {}]}),
    "types with their own keywords": (
        {
            "anyOf": [
                {**STRING, "minLength": 1},
                {"type": "integer", "minimum": 0},
                {"type": "null"},
            ]
        },
        {"type": ["string", "integer", "null"], "minLength": 1, "minimum": 0},
    ),
    "oneOf of types": (
        {"oneOf": [{"type": "boolean"}, {"type": "object"}]},
        {"type": ["boolean", "object"]},
    ),
    "an integer is a number": (
        {"oneOf": [{"type": "integer"}, NUMBER]},
        {"oneOf": [{"type": "integer"}, NUMBER]},
    ),
    "null beside listed values": (
        {"anyOf": [{**STRING, "enum": ["a"]}, {"type": "null"}]},
        {"type": ["string", "null"], "enum": ["a", None]},
    ),
    "a listed value of another type": (
        {"anyOf": [{**STRING, "enum": ["a", 1]}, {"type": "integer", "enum": [2]}]},
        {"anyOf": [{**STRING, "enum": ["a", 1]}, {"type": "integer", "enum": [2]}]},
    ),
    "branches that differ in one value": (
        {"type": "object", "oneOf": [event("x", minProperties=1), event("y", minProperties=1)]},
        {
            "type": "object",
            "required": ["e"],
            "minProperties": 1,
            "properties": {"e": {**STRING, "enum": ["x", "y"]}},
        },
    ),
    "unless each is described": (
        {"anyOf": [event("x", description="An x."), event("y", description="A y.")]},
        {
            "required": ["e"],
            "anyOf": [
                {"description": "An x.", "properties": {"e": {**STRING, "enum": ["x"]}}},
                {"description": "A y.", "properties": {"e": {**STRING, "enum": ["y"]}}},
            ],
        },
    ),
    "a branch that lists what another refuses": (
        {
            "type": "object",
            "required": ["e"],
            "oneOf": [event("x"), {"properties": {"e": {"not": {"enum": ["x"]}}}}],
        },
        {
            "type": "object",
            "required": ["e"],
            "anyOf": [
                {"properties": {"e": {**STRING, "enum": ["x"]}}},
                {"properties": {"e": {"not": {"enum": ["x"]}}}},
            ],
        },
    ),
    "branches that may both hold stay oneOf": (
        {"oneOf": [event("x"), event("y")]},
        {
            "required": ["e"],
            "oneOf": [
                {"properties": {"e": {**STRING, "enum": ["x"]}}},
                {"properties": {"e": {**STRING, "enum": ["y"]}}},
            ],
        },
    ),
    "a branch that requires more": (
        {"anyOf": [{"required": ["a"]}, {"required": ["a", "b"]}]},
        {"required": ["a"]},
    ),
    "known values beside any value": (
        {"anyOf": [{"enum": ["a", "b"]}, STRING]},
        {"anyOf": [{"enum": ["a", "b"]}, STRING]},
    ),
    "closed branches keep their properties": (
        {"anyOf": [CLOSED, {"properties": {"a": STRING, "b": STRING}}]},
        {"anyOf": [CLOSED, {"properties": {"a": STRING, "b": STRING}}]},
    ),
    "nested anyOf": (
        {"anyOf": [{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}, {"required": ["c"]}]},
        {"anyOf": [{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]},
    ),
    "what closed branches say of a property": (
        {"type": "object", "properties": {"a": STRING}, "anyOf": [CLOSED, {"required": ["b"]}]},
        {"type": "object", "properties": {"a": STRING}, "anyOf": [CLOSED, {"required": ["b"]}]},
    ),
    "a union in every branch": (
        {
            "anyOf": [
                {"required": ["x"], "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
                {"properties": {"y": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
            ]
        },
        {
            "anyOf": [
                {"required": ["x"], "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
                {"properties": {"y": {}}, "anyOf": [{"required": ["a"]}, {"required": ["b"]}]},
            ]
        },
    ),
    "a union brought in by a part": (
        {
            "allOf": [{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}],
            "anyOf": [{"type": "object"}, {"type": "object", "properties": {"a": STRING}}],
        },
        {
            "type": "object",
            "anyOf": [{}, {"properties": {"a": STRING}}],
            "allOf": [{"anyOf": [{"required": ["a"]}, {"required": ["b"]}]}],
        },
    ),
}


@pytest.mark.parametrize(("before", "after"), UNIONS.values(), ids=UNIONS.keys())
def test_unions_shrink_to_what_tells_branches_apart(before: Any, after: Any) -> None:
    assert shortened(before) == told(after)


LONG = {
    "type": "object",
    "description": "Long enough to be worth a name.",
    "properties": {"n": STRING},
}
SHARED = {
    "a reference used once": (
        {"properties": {"a": ref("Long_thing")}},
        {"properties": {"a": LONG}},
    ),
    "a reference used twice": (
        {"properties": {"a": ref("Long_thing"), "b": ref("Long_thing")}},
        {
            "properties": {
                "a": {"$ref": "#/$defs/Long_thing"},
                "b": {"$ref": "#/$defs/Long_thing"},
            },
            "$defs": {"Long_thing": LONG},
        },
    ),
    "equal parts without a name": (
        {"properties": {"a": LONG, "b": {"items": LONG}}},
        {
            "properties": {"a": {"$ref": "#/$defs/a"}, "b": {"items": {"$ref": "#/$defs/a"}}},
            "$defs": {"a": LONG},
        },
    ),
    "equal but short": (
        {"properties": {"a": ref("Short"), "b": ref("Short")}},
        {"properties": {"a": STRING, "b": STRING}},
    ),
    "recursion": (
        ref("Tree"),
        {
            "$ref": "#/$defs/Tree",
            "$defs": {
                "Tree": {
                    "type": "object",
                    "properties": {"below": {"type": "array", "items": {"$ref": "#/$defs/Tree"}}},
                }
            },
        },
    ),
    "names in letters": (
        {"properties": {"a": ref("some.thing~1odd"), "b": ref("some.thing~1odd")}},
        {
            "properties": {
                "a": {"$ref": "#/$defs/some_thing_odd"},
                "b": {"$ref": "#/$defs/some_thing_odd"},
            },
            "$defs": {"some_thing_odd": {**LONG, "minProperties": 1}},
        },
    ),
}
COMPONENTS: dict[str, Any] = {
    "Long_thing": LONG,
    "Short": STRING,
    "Tree": {"type": "object", "properties": {"below": {"type": "array", "items": ref("Tree")}}},
    "some.thing/odd": {**LONG, "minProperties": 1},
}


@pytest.mark.parametrize(("before", "after"), SHARED.values(), ids=SHARED.keys())
def test_repeated_parts_are_said_once(before: Any, after: Any) -> None:
    assert shortened(before, **COMPONENTS) == told(after)


def test_two_parts_that_want_one_name_get_two() -> None:
    other = {**LONG, "description": "Another that is long enough."}
    schema = {
        "properties": {
            "a": {"properties": {"x": LONG, "y": {"properties": {"x": other}}}},
            "b": {"properties": {"z": LONG, "x": other}},
        }
    }
    assert list(shortened(schema)["$defs"]) == ["x", "x_2"]


def test_keywords_come_in_one_order() -> None:
    schema = {"properties": {"a": STRING}, "description": "D.", "required": ["a"], "type": "object"}
    assert list(shortened(schema)) == ["type", "description", "required", "properties"]


def test_the_document_is_left_alone() -> None:
    enum = ["a", "c"]
    schema = {"properties": {"a": {"enum": enum}}}
    shortened(schema)["properties"]["a"]["enum"].append("b")
    assert enum == ["a", "c"]


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ({"type": "string", "enum": ["a", "b"]}, {"enum": ["a", "b"]}),
        ({"type": "string", "enum": ["a"]}, {"const": "a"}),
        ({"type": ["string", "null"], "enum": ["a", None]}, {"enum": ["a", None]}),
        ({"type": "string", "enum": ["a", None]}, {"type": "string", "enum": ["a", None]}),
        ({"type": "number", "enum": [1, 2.5]}, {"enum": [1, 2.5]}),
        ({"type": "integer", "enum": [1.0, 2]}, {"enum": [1.0, 2]}),
        ({"type": "integer", "enum": [1, True]}, {"type": "integer", "enum": [1, True]}),
        ({"type": "string", "const": "a"}, {"const": "a"}),
        ({"type": "object", "const": {"type": "x"}}, {"const": {"type": "x"}}),
        ({"const": "a", "enum": ["a"]}, {"const": "a", "enum": ["a"]}),
        ({"properties": {"type": {"enum": ["x"]}}}, {"properties": {"type": {"const": "x"}}}),
        (
            {"properties": {"enum": {"type": "string"}}},
            {"properties": {"enum": {"type": "string"}}},
        ),
    ],
)
def test_values_are_told_in_the_fewest_words(before: Any, after: Any) -> None:
    assert drop_implied_types(Closure(before, {})).root == after
    assert shortened(before) == after
