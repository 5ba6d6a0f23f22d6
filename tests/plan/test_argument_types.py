"""Each schema of a parameter becomes the widest argument that there is for it; no kind is without one."""

from typing import Any

import pytest

from generator.openapi.api import Parameter
from generator.plan.argument_rules import rules_of
from generator.plan.argument_types import JSON_TEXT, argument_type
from generator.plan.model import ArgumentType

STRING, INTEGER = {"type": "string"}, {"type": "integer"}
TEXT, TEXTS = ArgumentType("string"), ArgumentType("string", is_array=True)
LIST = {"type": "array", "items": STRING}
LOOP = {"$ref": "#/$defs/A", "$defs": {"A": {"allOf": [{"$ref": "#/$defs/A"}]}}}
NAMED = {"$ref": "#/$defs/A", "$defs": {"A": {"anyOf": [INTEGER, {"type": "null"}]}}}


def parameter(schema: Any, media_type: str = "") -> Parameter:
    return Parameter("p", "query", False, "", schema, "form", True, "#", media_type)


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, TEXT),
        ({"minimum": 1}, TEXT),
        ({"type": "null"}, TEXT),
        ({"type": ["integer", "null"]}, ArgumentType("integer")),
        ({"type": ["integer", "number"]}, ArgumentType("number")),
        ({"type": ["integer", "string"]}, TEXT),
        ({"enum": [1, 2.5]}, ArgumentType("number")),
        ({"const": True}, ArgumentType("boolean")),
        ({"anyOf": [STRING, LIST]}, TEXTS),
        ({"anyOf": [INTEGER, {"type": "array", "items": INTEGER}]}, ArgumentType("integer", True)),
        ({"anyOf": [INTEGER, LIST]}, TEXTS),
        ({"type": "array"}, TEXTS),
        ({"items": INTEGER}, ArgumentType("integer", True)),
        ({"type": "array", "items": LIST}, JSON_TEXT),
        ({"type": "array", "items": {"type": "object"}}, JSON_TEXT),
        ({"type": "object"}, JSON_TEXT),
        ({"properties": {}}, JSON_TEXT),
        ({"oneOf": [STRING, {"required": ["a"]}]}, JSON_TEXT),
        ({"allOf": [{"minimum": 1}, INTEGER]}, ArgumentType("integer")),
        (NAMED, ArgumentType("integer")),
        (LOOP, TEXT),
    ],
)
def test_styles(schema: Any, expected: ArgumentType) -> None:
    assert argument_type(parameter(schema), {}) == expected


@pytest.mark.parametrize(
    ("schema", "expected"),
    [
        ({}, JSON_TEXT),
        (STRING, TEXT),
        ({"type": ["integer", "string"]}, JSON_TEXT),
        ({"type": "array"}, JSON_TEXT),
        (LIST, TEXTS),
        ({"anyOf": [STRING, LIST]}, JSON_TEXT),
        ({"type": "number"}, ArgumentType("number")),
    ],
)
def test_json_content_leaves_no_type_open(schema: Any, expected: ArgumentType) -> None:
    assert argument_type(parameter(schema, "application/json"), {}) == expected


@pytest.mark.parametrize("schema", [STRING, LIST, {"type": "object"}, {}])
def test_other_content_is_text(schema: Any) -> None:
    assert argument_type(parameter(schema, "text/csv"), {}) == TEXT


@pytest.mark.parametrize(
    ("schema", "kind", "expected"),
    [
        ({"type": "string", "format": "date", "title": "x"}, TEXT, {}),
        ({"type": "string", "maxLength": 2, "format": "date"}, TEXT, {"type": "string", "maxLength": 2}),
        ({"type": "object", "properties": {"a": {"format": "x"}}}, JSON_TEXT, {"type": "object", "properties": {"a": {}}}),
        ({"type": "object"}, JSON_TEXT, {"type": "object"}),
        ({}, JSON_TEXT, {}),
        ({"type": "string", "pattern": "(?P<a>"}, TEXT, {}),
    ],
)  # fmt: skip
def test_rules_are_what_a_validator_can_hold_a_value_to(
    schema: Any, kind: ArgumentType, expected: Any
) -> None:
    assert rules_of(schema, kind) == expected
