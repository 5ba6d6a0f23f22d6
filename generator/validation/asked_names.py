"""Finds in a schema which members of an object decide what its others have to be."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


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
