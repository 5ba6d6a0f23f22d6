"""Finds in a schema which members an object may have, and which decide what its others have to be."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from generator.core.json_value import look_up

_ONE_OF_NAMES = re.compile(r"\^\((\w+(?:\|\w+)*)\)\$")


def asked_names(schema: Any) -> frozenset[str]:
    """The members that the rules for others of the same object rest on, anywhere in a schema."""
    found, stack = set[str](), [schema]
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            found |= _asked_here(node)
            stack += node.values()
        elif isinstance(node, list):
            stack += node
    return frozenset(found)


def _asked_here(schema: Mapping[str, Any]) -> set[str]:
    required, found = schema.get("required"), set[str]()
    if isinstance(required, list):
        found |= set(required)
    for keyword in ("dependentSchemas", "dependentRequired", "dependencies"):
        found |= set(schema.get(keyword, ()))
    conditions = [schema.get("if"), schema.get("not")]
    conditions += [*schema.get("oneOf", ()), *schema.get("anyOf", ())]
    for each in conditions:
        if isinstance(each, dict):
            found |= set(each.get("properties", ()))
    return found


def own_names(schema: Any) -> frozenset[str]:
    """The members that a schema itself says an object may have."""
    if not isinstance(schema, dict):
        return frozenset()
    listed = map(_ONE_OF_NAMES.fullmatch, schema.get("patternProperties", ()))
    more = (name for each in listed if each for name in each[1].split("|"))
    return frozenset((*schema.get("properties", ()), *more))


def speaking_of_the_same(schema: Any, root: Any) -> Iterator[Mapping[str, Any]]:
    """A schema, and all in it that speak of the same object."""
    visited, stack = set[int](), [schema]
    while stack:
        node = stack.pop()
        if isinstance(node, dict) and id(node) not in visited:
            visited.add(id(node))
            yield node
            stack += _of_the_same(node, root)


def _of_the_same(schema: Mapping[str, Any], root: Any) -> Iterator[Any]:
    for keyword in ("allOf", "anyOf", "oneOf"):
        yield from schema.get(keyword, ())
    yield from map(schema.get, ("if", "then", "else"))
    yield from schema.get("dependentSchemas", {}).values()
    if schema.get("$ref", "").startswith("#/"):
        yield look_up(root, schema["$ref"])
