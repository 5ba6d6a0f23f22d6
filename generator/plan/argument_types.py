"""Decides the type of the argument that carries a parameter: the widest that says what the schema says.

What no such type can express, objects and lists of objects above all, is written as JSON text.
"""

from collections.abc import Iterator, Mapping
from typing import Any, get_args

from generator.core.json_value import node_at, type_names
from generator.document.nodes import mapping, sequence
from generator.openapi.api import Parameter
from generator.openapi.media_types import is_json
from generator.plan.model import ArgumentType, EnumClass, ScalarType

SCALARS: tuple[ScalarType, ...] = get_args(ScalarType)
JSON_TEXT = ArgumentType("string", is_json=True)

_ARRAY = frozenset(["array"])
_ANY = frozenset(["string"])
"""What stands for a schema that says nothing of types: text is the widest argument."""
_EXACT = [frozenset([each]) for each in SCALARS] + [frozenset(["integer", "number"])]
_OBJECT_WORDS = ("properties", "required", "additionalProperties", "patternProperties")
_ARRAY_WORDS = ("items", "prefixItems", "minItems", "maxItems", "uniqueItems")

Enums = Mapping[frozenset[str] | None, EnumClass]
"""The package's enumerations by their values."""


def argument_type(parameter: Parameter, enums: Enums) -> ArgumentType:
    """The type of the argument that carries the parameter."""
    if parameter.media_type:
        return _type_of_content(parameter, enums)
    return type_of(parameter.schema, enums)


def type_of(schema: Mapping[str, Any], enums: Enums) -> ArgumentType:
    """The type for values that travel as text, where a string is all that tells 5 from "5"."""
    if plain := _plain_type(schema):
        return ArgumentType(plain)
    if enum := enums.get(enum_key(schema)):
        return ArgumentType("string", enum=enum.name)
    kinds = json_types(schema, schema) or _ANY
    if kinds == _ARRAY:
        return _list_type(mapping(schema.get("items")), schema, enums)
    items = frozenset[str]().union(*_item_types(schema, schema)) if "array" in kinds else _ANY
    if "object" in kinds or not items <= set(SCALARS):
        return JSON_TEXT
    if "array" in kinds:
        # One item is written as one value is, so that a list does for both.
        return ArgumentType(_scalar(items | kinds - _ARRAY), is_array=True)
    return ArgumentType(_scalar(kinds))


def exact_type_of(schema: Mapping[str, Any], enums: Enums) -> ArgumentType:
    """The type for values that travel as JSON: JSON text wherever a value's type is left open."""
    if plain := _plain_type(schema):
        return ArgumentType(plain)
    kinds = json_types(schema, schema)
    if kinds == _ARRAY:
        kinds = json_types(mapping(schema.get("items")), schema)
    is_told = kinds in _EXACT
    return type_of(schema, enums) if is_told else JSON_TEXT


def _plain_type(schema: Mapping[str, Any]) -> ScalarType | None:
    """The one type that most schemas name, and with which no more needs to be looked at."""
    kind = schema.get("type")
    if not isinstance(kind, str) or "enum" in schema or "$ref" in schema:
        return None
    return next((each for each in SCALARS if each == kind), None)


def _type_of_content(parameter: Parameter, enums: Enums) -> ArgumentType:
    if is_json(parameter.media_type):
        return exact_type_of(parameter.schema, enums)
    kinds = json_types(parameter.schema, parameter.schema) or _ANY
    return type_of(parameter.schema, enums) if kinds <= set(SCALARS) else ArgumentType("string")


def _list_type(items: Mapping[str, Any], root: Mapping[str, Any], enums: Enums) -> ArgumentType:
    if enum := enums.get(enum_key(items)):
        return ArgumentType("string", is_array=True, enum=enum.name)
    kinds = frozenset[str]().union(*_item_types(root, root)) or _ANY
    return ArgumentType(_scalar(kinds), is_array=True) if kinds <= set(SCALARS) else JSON_TEXT


def _scalar(kinds: frozenset[str]) -> ScalarType:
    if kinds == {"integer", "number"}:
        return "number"
    return next((each for each in SCALARS if kinds == {each}), "string")


def _item_types(schema: Mapping[str, Any], root: Mapping[str, Any]) -> Iterator[frozenset[str]]:
    """What the items may be of each list that the schema allows."""
    for each, _ in _alternatives(schema, root):
        if "array" in (json_types(each, root) or ()):
            listed = [mapping(item) for item in sequence(each.get("prefixItems"))]
            for item in [mapping(each.get("items")), *listed]:
                yield json_types(item, root) or _ANY


def json_types(
    schema: Mapping[str, Any], root: Mapping[str, Any], seen: frozenset[str] = frozenset()
) -> frozenset[str] | None:
    """The JSON types that a schema allows, null aside; None where it says nothing of them.

    `seen` are the references that led here: what refers to itself adds nothing.
    """
    found: frozenset[str] | None = None
    for each, path in _alternatives(schema, root, seen):
        kinds = _own_types(each, root, path)
        if kinds is None:
            return None
        found = kinds | (found or frozenset())
    return found


def _own_types(
    schema: Mapping[str, Any], root: Mapping[str, Any], seen: frozenset[str]
) -> frozenset[str] | None:
    values = [*sequence(schema.get("enum")), *([schema["const"]] if "const" in schema else [])]
    if kind := schema.get("type"):
        stated = frozenset(str(each) for each in (kind if isinstance(kind, list) else [kind]))
    elif values:
        stated = type_names(values)
    elif parts := sequence(schema.get("allOf")):
        of_parts = (json_types(mapping(part), root, seen) for part in parts)
        told = [each for each in of_parts if each is not None]
        return frozenset.intersection(*told) if told else None
    elif any(word in schema for word in _OBJECT_WORDS):
        stated = frozenset(["object"])
    elif any(word in schema for word in _ARRAY_WORDS):
        stated = frozenset(["array"])
    else:
        return None
    return stated - {"null"}


def _alternatives(
    schema: Mapping[str, Any], root: Mapping[str, Any], seen: frozenset[str] = frozenset()
) -> Iterator[tuple[Mapping[str, Any], frozenset[str]]]:
    """The schemas any one of which a value may fit: the branches of unions, references followed.

    With each come the references that led to it.
    """
    ref = schema.get("$ref")
    branches = sequence(schema.get("anyOf")) or sequence(schema.get("oneOf"))
    if isinstance(ref, str):
        if ref not in seen:
            yield from _alternatives(mapping(node_at(root, ref)), root, seen | {ref})
    elif branches and "type" not in schema:
        for branch in branches:
            yield from _alternatives(mapping(branch), root, seen)
    else:
        yield schema, seen


def enum_key(schema: Mapping[str, Any]) -> frozenset[str] | None:
    """What identifies the string enumeration of a schema; None where it has none."""
    values = [value for value in sequence(schema.get("enum")) if value is not None]
    if not values or not all(isinstance(value, str) for value in values):
        return None
    return frozenset(values)
