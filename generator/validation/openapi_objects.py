"""Walks the objects that OpenAPI defines, each as what it is there, without following references."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, NamedTuple, TypeAlias

from generator.core import pointers

OPERATIONS = ("get", "put", "post", "delete", "options", "head", "patch", "trace", "query")

ONE, LIST, MAP = "one", "list", "map"
"""How many objects a member holds."""

_CONTENT = {"content": (MAP, "media type")}
_SCHEMA_OR_CONTENT = {"schema": (ONE, "schema"), **_CONTENT}

MEMBERS: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "document": {
        "paths": (MAP, "path item"),
        "webhooks": (MAP, "path item"),
        "components": (ONE, "components"),
    },
    "components": {
        "schemas": (MAP, "schema"),
        "responses": (MAP, "response"),
        "parameters": (MAP, "parameter"),
        "requestBodies": (MAP, "request body"),
        "headers": (MAP, "header"),
        "callbacks": (MAP, "callback"),
        "pathItems": (MAP, "path item"),
        "mediaTypes": (MAP, "media type"),
    },
    "path item": {
        **{method: (ONE, "operation") for method in OPERATIONS},
        "additionalOperations": (MAP, "operation"),
        "parameters": (LIST, "parameter"),
    },
    "operation": {
        "parameters": (LIST, "parameter"),
        "requestBody": (ONE, "request body"),
        "responses": (MAP, "response"),
        "callbacks": (MAP, "callback"),
    },
    # Every member of a callback is a path item, whatever its key.
    "callback": {},
    "parameter": _SCHEMA_OR_CONTENT,
    "header": _SCHEMA_OR_CONTENT,
    "request body": _CONTENT,
    "response": {"headers": (MAP, "header"), **_CONTENT},
    "media type": {
        "schema": (ONE, "schema"),
        "itemSchema": (ONE, "schema"),
        "encoding": (MAP, "encoding"),
    },
    "encoding": {"headers": (MAP, "header")},
    "schema": {
        **dict.fromkeys(
            ("properties", "patternProperties", "dependentSchemas", "$defs"), (MAP, "schema")
        ),
        **dict.fromkeys(("allOf", "anyOf", "oneOf", "prefixItems"), (LIST, "schema")),
        **dict.fromkeys(
            (
                *("items", "additionalProperties", "not", "if", "then", "else", "contains"),
                *("propertyNames", "unevaluatedItems", "unevaluatedProperties", "contentSchema"),
            ),
            (ONE, "schema"),
        ),
    },
}


_Trail: TypeAlias = "tuple[()] | tuple[_Trail, str | int]"
"""The way to an object: that to what holds it, and the key or index there."""

_NOTHING = ("", "")


class OpenApiObject(NamedTuple):
    """An object of a document, what OpenAPI calls it, and whether it stands inside another such.

    A document has hundreds of thousands, so they are tuples, and few are asked for their pointers.
    """

    kind: str
    trail: _Trail
    node: Mapping[str, Any]
    is_nested: bool = False

    @property
    def pointer(self) -> str:
        """Where it stands."""
        keys: list[str | int] = []
        trail = self.trail
        while trail:
            trail, key = trail
            keys.append(key)
        return pointers.join(reversed(keys))


def objects(root: Mapping[str, Any]) -> Iterator[OpenApiObject]:
    """Every object that OpenAPI gives a kind, in document order; what aliases share comes once."""
    visited: set[int] = set()
    stack = [OpenApiObject("document", (), root)]
    while stack:
        part = stack.pop()
        if id(part.node) in visited:
            continue
        visited.add(id(part.node))
        yield part
        stack.extend(reversed(list(_inside(part))))


def owner_kind(pointer: str) -> tuple[str, tuple[str, ...]]:
    """The kind of the innermost object that a pointer goes through or names, and the rest of the
    pointer below it: a rest of one part is a member of that object."""
    parts, kind, at = pointers.split(pointer), "document", 0
    while at < len(parts):
        many, inner = member(kind, parts[at])
        length = 1 if many == ONE else 2
        if not inner or at + length > len(parts):
            break
        kind, at = inner, at + length
    return kind, parts[at:]


def _inside(part: OpenApiObject) -> Iterator[OpenApiObject]:
    outer, trail, node, _ = part
    for key, value in node.items():
        if not isinstance(value, (dict, list)):
            continue
        many, kind = member(outer, key)
        if not kind or key.startswith("x-"):
            continue
        here, is_nested = (trail, key), kind == outer
        if many == ONE:
            if isinstance(value, dict):
                yield OpenApiObject(kind, here, value, is_nested)
            continue
        for suffix, each in _values(many, value):
            if isinstance(each, dict):
                yield OpenApiObject(kind, (here, suffix), each, is_nested)


def member(kind: str, key: str) -> tuple[str, str]:
    """How many objects a member holds, and their kind; empty where it holds none."""
    return (ONE, "path item") if kind == "callback" else MEMBERS[kind].get(key, _NOTHING)


def _values(many: str, value: Any) -> Iterable[tuple[str | int, Any]]:
    """The objects that a member holds, each with its key or index in the member."""
    if many == LIST and isinstance(value, list):
        return enumerate(value)
    return value.items() if many == MAP and isinstance(value, dict) else ()
