"""Schemas that mean the same give no difference, however they are written."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.schemadiff.differ import compare_schemas
from tests.compat.support import body

_NAME: dict[str, Any] = {
    "type": "object",
    "required": ["name"],
    "properties": {"name": {"type": "string"}},
}
_AGE: dict[str, Any] = {"type": "object", "properties": {"age": {"type": "integer", "minimum": 1}}}
_ADDRESS = {
    "type": "object",
    "required": ["city"],
    "properties": {"city": {"type": "string", "maxLength": 9}, "zip": {"type": "string"}},
}
_NODE = {
    "type": "object",
    "properties": {
        "value": {"type": "string"},
        "children": {"type": "array", "items": {"$ref": "#/components/schemas/Node"}},
    },
}
_ENUM = {"enum": ["a", "b"]}
_UNROLLED = {
    "type": "object",
    "properties": {
        "value": {"type": "string"},
        "children": {"type": "array", "items": _NODE},
    },
}


def _ref(name: str) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/{name}"}


def _objects(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def _tagged(tag: str, name: str) -> dict[str, Any]:
    return {**_objects(tag={"const": tag}, **{name: {"type": "string"}}), "required": ["tag"]}


PAIRS: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
    "dereferenced": (
        body(_objects(home=_ref("Address"), work=_ref("Address")), Address=_ADDRESS),
        body(_objects(home=_ADDRESS, work=_ADDRESS)),
    ),
    "a reference to a reference": (
        body(_objects(a=_ref("A"), b=_ref("A")), A=_ref("B"), B=_ADDRESS),
        body(_objects(a=_ref("B"), b=_ref("B")), B=_ADDRESS),
    ),
    "other names of components": (
        body(_objects(a=_ref("A"), b=_ref("A")), A=_ADDRESS),
        body(_objects(a=_ref("Zip"), b=_ref("Zip")), Zip=_ADDRESS),
    ),
    "allOf inlined": (
        body({"allOf": [_ref("Name"), _ref("Age")]}, Name=_NAME, Age=_AGE),
        body({**_NAME, "properties": {**_NAME["properties"], **_AGE["properties"]}}),
    ),
    "allOf of shared parts": (
        body(
            _objects(a={"allOf": [_ref("Name"), _AGE]}, b=_ref("Name"), c=_ref("Name")), Name=_NAME
        ),
        body(
            _objects(
                a={**_NAME, "properties": {**_AGE["properties"], **_NAME["properties"]}},
                b=_NAME,
                c=_NAME,
            )
        ),
    ),
    "allOf in allOf": (
        body({"allOf": [{"allOf": [_NAME, {"required": ["x"]}]}, _AGE]}),
        body({"allOf": [_AGE, _NAME], "required": ["x"]}),
    ),
    "key order": (
        body(_objects(a={"type": "string"}, b={"type": "integer"})),
        body({"properties": {"b": {"type": "integer"}, "a": {"type": "string"}}, "type": "object"}),
    ),
    "order of types, names and values": (
        body(
            {**_objects(a={"type": ["string", "null"]}, b={"enum": [1, 2]}), "required": ["a", "b"]}
        ),
        body(
            {**_objects(a={"type": ["null", "string"]}, b={"enum": [2, 1]}), "required": ["b", "a"]}
        ),
    ),
    "const and enum": (body(_objects(a={"const": "x"})), body(_objects(a={"enum": ["x"]}))),
    "a type that values imply": (
        body(_objects(a={"type": "string", "enum": ["x", "y"]})),
        body(_objects(a={"enum": ["x", "y"]})),
    ),
    "nullable in 3.0 and 3.1": (
        body(_objects(a={"type": "string", "nullable": True}), "3.0.3"),
        body(_objects(a={"type": ["string", "null"]})),
    ),
    "exclusive bounds in 3.0 and 3.1": (
        body(_objects(a={"type": "number", "minimum": 1, "exclusiveMinimum": True}), "3.0.3"),
        body(_objects(a={"type": "number", "exclusiveMinimum": 1})),
    ),
    "bounds of whole numbers": (
        body(_objects(a={"type": "integer", "exclusiveMinimum": 0, "maximum": 9.5})),
        body(_objects(a={"type": "integer", "minimum": 1, "exclusiveMaximum": 10})),
    ),
    "null as a type and as a branch": (
        body(_objects(a={"type": ["string", "null"], "maxLength": 3})),
        body(_objects(a={"anyOf": [{"type": "string", "maxLength": 3}, {"type": "null"}]})),
    ),
    "a union of values and a list": (
        body(_objects(a={"anyOf": [{"const": "x"}, {"const": "y"}]})),
        body(_objects(a={"enum": ["x", "y"]})),
    ),
    "oneOf and anyOf of forms that exclude each other": (
        body({"oneOf": [_tagged("a", "x"), _tagged("b", "y")]}),
        body({"anyOf": [_tagged("b", "y"), _tagged("a", "x")]}),
    ),
    "what branches share, said once": (
        body(
            {"anyOf": [{**_NAME, "required": ["name", "a"]}, {**_NAME, "required": ["b", "name"]}]}
        ),
        body({**_NAME, "anyOf": [{"required": ["b"]}, {"required": ["a"]}]}),
    ),
    "a union in a union": (
        body(
            {"anyOf": [{"required": ["a"]}, {"anyOf": [{"required": ["b"]}, {"required": ["c"]}]}]}
        ),
        body({"anyOf": [{"required": [name]} for name in "cab"]}),
    ),
    "a branch that another includes": (
        body(_objects(a={"anyOf": [{"type": "number"}, {"type": "integer", "minimum": 3}]})),
        body(_objects(a={"type": "number"})),
    ),
    "an open object": (
        body({**_ADDRESS, "additionalProperties": True}),
        body({**_ADDRESS, "additionalProperties": {}}),
    ),
    "a bound that says nothing": (
        body(_objects(a={"type": "string", "minLength": 0}, b={"type": "array", "minItems": 0})),
        body(_objects(a={"type": "string"}, b={"type": "array", "items": {}})),
    ),
    "what is read only": (
        body(_objects(a={"type": "string"}, id={"type": "string", "readOnly": True})),
        body(_objects(a={"type": "string"})),
    ),
    "recursion unrolled once": (body(_ref("Node"), Node=_NODE), body(_UNROLLED, Node=_NODE)),
    "an extension and an example": (
        body({**_ADDRESS, "x-internal": True, "example": {"city": "Rome"}, "title": "Address"}),
        body(_ADDRESS),
    ),
    "listed values in another order in forms that overlap": (
        body({"oneOf": [_objects(i=_ENUM, n={"type": "integer"}), _objects(i=_ENUM, c=_ADDRESS)]}),
        body(
            {
                "oneOf": [
                    _objects(i=_ENUM, n={"type": "integer"}),
                    _objects(i={"enum": ["b", "a"]}, c=_ADDRESS),
                ]
            }
        ),
    ),
    "a reference in one of two forms that overlap": (
        body(
            {"oneOf": [_objects(i=_ref("I"), n=_ADDRESS), _objects(i=_ENUM, c=_ADDRESS)]}, I=_ENUM
        ),
        body({"oneOf": [_objects(i=_ENUM, n=_ADDRESS), _objects(i=_ENUM, c=_ADDRESS)]}),
    ),
    "binary data in 3.0 and 3.1": (
        body(
            _objects(
                a={"type": "string", "format": "byte"}, b={"type": "string", "format": "binary"}
            ),
            "3.0.3",
        ),
        body(
            _objects(
                a={"type": "string", "contentEncoding": "base64"},
                b={"type": "string", "contentMediaType": "application/octet-stream"},
            )
        ),
    ),
    "forms that differ in one value, together": (
        body({"oneOf": [_tagged("a", "v"), _tagged("b", "v")]}),
        body({**_tagged("a", "v"), "properties": {"tag": _ENUM, "v": {"type": "string"}}}),
    ),
    "a condition on nothing": (body({**_NAME, "if": {"required": ["a"]}}), body(_NAME)),
    "dependents as lists and as schemas": (
        body({**_NAME, "dependentRequired": {"a": ["b"]}}),
        body({**_NAME, "dependentSchemas": {"a": {"required": ["b"]}}}),
    ),
}


@pytest.mark.parametrize("name", PAIRS)
def test_equal_schemas_differ_in_nothing(name: str) -> None:
    one, other = PAIRS[name]
    assert compare_schemas(one, other) == ()
    assert compare_schemas(other, one) == ()


def test_most_pairs_are_not_alike_as_text() -> None:
    """Else the table would test the shortening of schemas alone."""
    alike = [name for name, (a, b) in PAIRS.items() if json.dumps(a) == json.dumps(b)]
    assert len(alike) < len(PAIRS) * 0.6
