"""Schemas and ways through them: children, references, and what a schema says of types and values."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any, TypeAlias

from generator.core.json_value import is_equal
from generator.core.schema_keywords import HOLDING, LIST, ONE

Schema: TypeAlias = dict[str, Any]
"""A schema object. ``true`` is held as ``{}`` and ``false`` as ``{"not": {}}``; never changed in place."""

_HOLDING = frozenset(HOLDING)
"""Half of all schemas have none of these, which is seen without going through their keywords."""

ANNOTATIONS = frozenset({"description", "default", "deprecated"})

KEYWORD_ORDER = (
    "$ref",
    "type",
    "description",
    "enum",
    "const",
    "format",
    "pattern",
    "minLength",
    "maxLength",
    "contentEncoding",
    "contentMediaType",
    "contentSchema",
    "multipleOf",
    "minimum",
    "exclusiveMinimum",
    "maximum",
    "exclusiveMaximum",
    "minItems",
    "maxItems",
    "uniqueItems",
    "prefixItems",
    "items",
    "contains",
    "minContains",
    "maxContains",
    "unevaluatedItems",
    "required",
    "dependentRequired",
    "minProperties",
    "maxProperties",
    "propertyNames",
    "properties",
    "patternProperties",
    "additionalProperties",
    "dependentSchemas",
    "unevaluatedProperties",
    "allOf",
    "anyOf",
    "oneOf",
    "not",
    "if",
    "then",
    "else",
    "default",
    "deprecated",
    "readOnly",
    "writeOnly",
)
"""Every keyword that is kept, in the order in which schemas are written."""

FALSE: Schema = {"not": {}}
DEPTH_LIMIT = 100
"""Schemas one inside the other. The validator refuses JSON deeper than 255, two levels a schema."""

NODE_LIMIT = 200_000


class SchemaError(ValueError):
    """A schema that cannot be used.

    SchemaError
    ├── MissingReference   a ``$ref`` leads nowhere, or out of the document
    └── SchemaTooLarge     nested too deeply, or too many nodes
    """

    def __init__(self, message: str, pointer: str = "#") -> None:
        super().__init__(message)
        self.message = message
        self.pointer = pointer


class MissingReference(SchemaError):
    """A ``$ref`` leads nowhere, or out of the document."""


class SchemaTooLarge(SchemaError):
    """A schema is nested too deeply, or work on it touched too many nodes."""


class Meter:
    """Counts visited nodes and stops work that would never end."""

    __slots__ = ("limit", "spent")

    def __init__(self, limit: int = NODE_LIMIT) -> None:
        self.limit = limit
        self.spent = 0

    @property
    def left(self) -> int:
        """How many more nodes may be visited; below zero where there were too many."""
        return self.limit - self.spent

    def spend(self, nodes: int = 1) -> None:
        """Raise SchemaTooLarge once more than ``limit`` nodes were visited, of which one is counted."""
        self.spent += nodes
        if self.spent > self.limit:
            self.spent = self.limit + 1
            raise SchemaTooLarge(too_many_steps(self.limit))


def too_many_steps(limit: int) -> str:
    """What is wrong with a schema on which work was stopped."""
    return f"the schema needs more than {limit:,} steps to expand"


Rewrite: TypeAlias = Callable[[Schema], Schema]


def map_children(schema: Schema, change: Rewrite, change_composed: Rewrite | None = None) -> Schema:
    """The schema with ``change`` applied to each direct subschema; the same object if none changed.

    ``change_composed`` is applied instead to the parts of ``allOf``, ``anyOf`` and ``oneOf``.
    """
    result = schema
    if _HOLDING.isdisjoint(schema):
        return schema
    for keyword, value in schema.items():
        form = HOLDING.get(keyword)
        if form is None:
            continue
        if form == ONE:
            changed: Any = change(value)
        elif form == LIST:
            other = None if keyword == "prefixItems" else change_composed
            changed = _map_list(value, other or change)
        else:
            changed = _map_values(value, change)
        if changed is not value:
            if result is schema:
                result = dict(schema)
            result[keyword] = changed
    return result


def _map_list(schemas: list[Schema], change: Rewrite) -> list[Schema]:
    changed = []
    same = True
    for schema in schemas:
        new = change(schema)
        same = same and new is schema
        changed.append(new)
    return schemas if same else changed


def _map_values(schemas: dict[str, Schema], change: Rewrite) -> dict[str, Schema]:
    changed = {}
    same = True
    for name, schema in schemas.items():
        new = change(schema)
        same = same and new is schema
        changed[name] = new
    return schemas if same else changed


def subschemas(schema: Schema) -> Iterator[Schema]:
    """Each direct subschema, in document order."""
    for keyword, value in schema.items():
        form = HOLDING.get(keyword)
        if form is None:
            continue
        if form == ONE:
            yield value
        elif form == LIST:
            yield from value
        else:
            yield from value.values()


def walk(schema: Schema) -> Iterator[Schema]:
    """The schema and everything below it, references not followed."""
    stack = [schema]
    while stack:
        current = stack.pop()
        yield current
        if _HOLDING.isdisjoint(current):
            continue
        for keyword, value in current.items():
            form = HOLDING.get(keyword)
            if form is None:
                continue
            if form == ONE:
                stack.append(value)
            else:
                stack.extend(value if form == LIST else value.values())


def refs_in(schema: Schema) -> list[str]:
    """The ``$ref`` of every schema at or below this one."""
    if _HOLDING.isdisjoint(schema):
        return [schema["$ref"]] if "$ref" in schema else []
    return [part["$ref"] for part in walk(schema) if "$ref" in part]


def says(written: Mapping[str, Any], keyword: str) -> bool:
    """Whether a finished schema, its definitions included, has a keyword anywhere."""
    waiting: list[Any] = [written, *written.get("$defs", {}).values()]
    for part in waiting:
        if isinstance(part, dict):
            if keyword in part:
                return True
            waiting.extend(subschemas(part))
    return False


def constrains(schema: Schema) -> bool:
    """Whether the schema says anything besides annotations."""
    return any(keyword not in ANNOTATIONS for keyword in schema)


def types_of(schema: Schema) -> tuple[str, ...] | None:
    """The values of ``type``, or None where it is absent."""
    stated = schema.get("type")
    if stated is None:
        return None
    return (stated,) if isinstance(stated, str) else tuple(stated)


def type_keyword(types: tuple[str, ...]) -> Schema:
    """``type`` as a schema would write it: a plain string for one type."""
    return {"type": types[0] if len(types) == 1 else list(types)}


def values_of(schema: Schema) -> list[Any] | None:
    """What ``const`` and ``enum`` allow together, or None where neither is stated."""
    stated: list[Any] | None = schema.get("enum")
    if "const" not in schema:
        return stated
    value = schema["const"]
    return [value] if stated is None or any(is_equal(value, each) for each in stated) else []


def is_open(schema: Schema) -> bool:
    """Whether keys beyond ``properties`` are left alone, so that properties can move in and out."""
    return not constrains(schema.get("additionalProperties", {}))
