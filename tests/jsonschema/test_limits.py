"""Schemas that are wrong, endless or huge end in one clear error, soon."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.jsonschema import (
    MissingReference,
    SchemaTooLarge,
    request_schema,
)
from generator.jsonschema.answer import LEVELS, AnswerSchemas
from generator.jsonschema.closure import collect
from generator.jsonschema.direction import for_direction
from generator.jsonschema.schema_walk import Meter
from tests.jsonschema.plain import plain_schema
from tests.jsonschema.support import judge
from tests.steps import steps

VERSION = "3.1.0"


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def document(**components: Any) -> dict[str, Any]:
    return {"components": {"schemas": components}}


@pytest.mark.parametrize(
    "schema",
    [
        {"properties": ["a"]},
        {"allOf": {"a": {}}},
        {"items": "text"},
        {"minimum": "1"},
        {"minLength": True},
        {"maxItems": -1},
        {"required": "a"},
        {"type": "strnig"},
        {"enum": []},
        {"pattern": 1},
        {"not": 1},
        {"multipleOf": 0},
    ],
    ids=str,
)
def test_a_keyword_of_the_wrong_kind_asks_nothing(schema: Any) -> None:
    body = {"properties": {"a/b": {"description": "kept", **schema}}}
    read = request_schema({"body": body}, "#/body", openapi_version=VERSION)
    assert read == {"properties": {"a/b": {"description": "kept"}}}


@pytest.mark.parametrize("version", ["3.0.3", VERSION])
@pytest.mark.parametrize(
    ("schema", "read"),
    [
        ({"type": "int"}, {"type": "integer"}),
        ({"type": ["Boolean", "null"]}, {"type": ["boolean", "null"]}),
        ({"type": ["string", "thing"]}, {}),
        ({"type": "bigint", "minimum": 1}, {"type": "integer", "minimum": 1}),
        ({"type": "boolean", "default": "false"}, {"type": "boolean"}),
        ({"type": "number", "default": 1}, {"type": "number", "default": 1}),
        ({"enum": ["a", "b"], "default": "A"}, {"enum": ["a", "b"]}),
        ({"minimum": 1, "exclusiveMinimum": True}, {"exclusiveMinimum": 1}),
        ({"pattern": "(", "minLength": 2}, {"minLength": 2}),
        ([{"type": "string"}], {}),
    ],
    ids=str,
)
def test_what_is_plainly_meant_is_read_so(schema: Any, read: Any, version: str) -> None:
    body = {"properties": {"a": schema, "b": {"type": "string"}}}
    found = request_schema({"body": body}, "#/body", openapi_version=version)["properties"]
    assert found == {"a": read, "b": {"type": "string"}}


@pytest.mark.parametrize(
    "target", ["#/components/schemas/None", "other.yaml#/a", "#anchor", 1, "#/a/0", "#/~2"]
)
def test_a_reference_to_nothing(target: Any) -> None:
    with pytest.raises(MissingReference):
        request_schema({"a": [], "body": {"$ref": target}}, "#/body", openapi_version=VERSION)


def test_deep_nesting() -> None:
    schema: dict[str, Any] = {}
    for _ in range(5000):
        schema = {"properties": {"a": schema}}
    with pytest.raises(SchemaTooLarge, match="100 levels"):
        request_schema({}, schema, openapi_version=VERSION)


@pytest.mark.parametrize("keyword", ["properties", "allOf", "anyOf", "items", "not"])
def test_nesting_up_to_the_limit(keyword: str) -> None:
    schema: dict[str, Any] = {"type": "string", "minLength": 1}
    for _ in range(99):
        below = {"properties": {"a": schema}, "items": schema, "not": schema}.get(
            keyword, [schema, {}]
        )
        schema = {keyword: below, "required": ["a"]}
    judge(request_schema({}, schema, openapi_version=VERSION))


def test_references_between_deep_schemas_stay() -> None:
    components: dict[str, Any] = {"C0": {"minProperties": 1}}
    for at in range(1, 20):
        schema: dict[str, Any] = ref(f"C{at - 1}")
        for _ in range(99):
            schema = {"properties": {"a": schema}, "required": ["a"]}
        components[f"C{at}"] = schema
    result = request_schema(document(**components), ref("C19"), openapi_version=VERSION)
    assert not judge(result).is_valid({"a": {}})
    assert len(result["$defs"]) == 18


@pytest.mark.parametrize("keyword", ["properties", "allOf", "$ref"])
def test_a_long_chain_of_references(keyword: str) -> None:
    components: dict[str, Any] = {"C0": {"type": "object", "minProperties": 1}}
    for at in range(1, 2000):
        below = ref(f"C{at - 1}")
        forms = {
            "properties": {"properties": {"a": below}},
            "allOf": {"allOf": [below]},
            "$ref": below,
        }
        components[f"C{at}"] = forms[keyword]
    schema = request_schema(document(**components), ref("C1999"), openapi_version=VERSION)
    assert json.dumps(schema).count("minProperties") == 1


@pytest.mark.parametrize("keyword", ["allOf", "anyOf", "oneOf", "properties"])
def test_doubling_at_each_level(keyword: str) -> None:
    components: dict[str, Any] = {
        "C0": {"type": "object", "required": ["x"], "properties": {"x": {}}}
    }
    for at in range(1, 60):
        below = {"type": "object", "properties": {f"p{at}": ref(f"C{at - 1}")}}
        parts = [ref(f"C{at - 1}"), {"allOf": [ref(f"C{at - 1}")], "required": [f"r{at}"]}, below]
        components[f"C{at}"] = (
            {"properties": {str(place): part for place, part in enumerate(parts)}}
            if keyword == "properties"
            else {keyword: parts}
        )

    def work() -> None:
        try:
            schema = request_schema(document(**components), ref("C59"), openapi_version=VERSION)
        except SchemaTooLarge:
            return
        assert len(json.dumps(schema)) < 200_000

    assert steps(work) < 2_000_000


@pytest.mark.parametrize(
    "components",
    [
        {
            "A": {"properties": {"b": ref("B")}},
            "B": {"allOf": [{"minProperties": 1}, ref("C")]},
            "C": {"items": ref("A")},
        },
        {"A": {"anyOf": [{"type": "string"}, {"type": "array", "items": ref("A")}]}},
        {
            "A": {
                "allOf": [
                    {"properties": {"a": ref("A")}},
                    {"properties": {"a": {"required": ["a"]}}},
                ]
            }
        },
    ],
    ids=["through others", "in a union", "merged with itself"],
)
def test_recursion(components: dict[str, Any]) -> None:
    short = request_schema(document(**components), ref("A"), openapi_version=VERSION)
    plain = plain_schema(document(**components), ref("A"), openapi_version=VERSION)
    samples: list[Any] = [
        "x",
        ["x", ["x"]],
        [1],
        {"b": {}},
        {"b": {"c": 1}},
        {"a": {}},
        {"a": {"a": {"a": 1}}},
    ]
    for value in samples:
        assert judge(short).is_valid(value) == judge(plain).is_valid(value), value


def test_many_branches() -> None:
    branches = [
        {"type": "object", "required": [f"r{at}"], "properties": {"a": {}}} for at in range(1000)
    ]
    schema = request_schema({}, {"anyOf": branches}, openapi_version=VERSION)
    assert schema["properties"] == {"a": {}}
    assert len(schema["anyOf"]) == 1000


def test_answers_that_refer_too_deep_are_too_large_wherever_one_begins() -> None:
    components: dict[str, Any] = {"C0": {"type": "object"}}
    for at in range(1, 1000):
        components[f"C{at}"] = {"allOf": [ref(f"C{at - 1}")]}
    # The short ones are known when the long ones are asked for, as in a document that answers both.
    starts = [f"#/components/schemas/C{at}" for at in (*range(0, 1000, 25), 999)]
    answers = AnswerSchemas(document(**components), starts, VERSION)
    sizes = [answers.size([each], LEVELS) for each in starts]
    assert sizes[1] < 500 and min(sizes[4:]) > 1_000_000


def test_twice_as_long_a_chain_of_parts_takes_twice_the_steps() -> None:
    def chained(count: int) -> int:
        components: dict[str, Any] = {"C0": {"properties": {"a": {"readOnly": True}}}}
        for at in range(1, count):
            own = {"properties": {f"p{at}": {"type": "string"}}}
            components[f"C{at}"] = {"allOf": [ref(f"C{at - 1}")], **own}
        closure = collect(document(**components), ref(f"C{count - 1}"), VERSION, Meter())
        return steps(lambda: for_direction(closure, "request"))

    assert chained(400) < 2.5 * chained(200)
