"""Paths with the empty names in them that jsonschema-rs leaves out of its own."""

from __future__ import annotations

from typing import Any

from generator.core import pointers
from generator.core.json_value import member


def pointer_with_empty_names(root: Any, pointer: str) -> str:
    """The pointer, led through members without a name where it leads nowhere itself."""
    parts = pointers.split(pointer)
    found = _way(root, parts)
    return pointer if found == parts else pointers.join(found)


def _way(root: Any, parts: tuple[str, ...]) -> tuple[str, ...]:
    """The same of its parts: of several ways, the one that takes such members last."""
    ways: list[tuple[Any, tuple[str, ...], int]] = [(root, (), 0)]
    seen: set[tuple[int, int]] = set()
    while ways:
        node, way, done = ways.pop()
        if done == len(parts):
            return way
        if (id(node), done) in seen:
            continue
        seen.add((id(node), done))
        if isinstance(node, dict) and "" in node:
            ways.append((node[""], (*way, ""), done))
        try:
            ways.append((member(node, parts[done]), (*way, parts[done]), done + 1))
        except KeyError:
            continue
    return parts
