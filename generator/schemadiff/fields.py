"""Finds where the fields of a request body are written, in a document or in a stored surface."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from generator.core.json_value import node_at
from generator.core.problems import Place
from generator.core.schema_keywords import IN_PLACE
from generator.document.located import MarkedDict

_BELOW = {"items": "[]", "contains": "[]", "additionalProperties": ".*", "propertyNames": ".<name>"}
_NODE_LIMIT = 50_000
_SIGNS = frozenset('.[]*/"')

NOWHERE = Place("", 0, 0)
"""The place of a field in a schema that was not read from a file."""


def field_place(root: Any, schema: Any, path: str) -> Place | None:
    """The place of the first mention of a field, by its path (`.batch[].traits.email`)."""
    found = (place for at, _, place in walk_fields(root, schema, path) if at == path)
    return next((place for place in found if place is not None and place != NOWHERE), None)


def walk_fields(
    root: Any, schema: Any, toward: str | None = None
) -> Iterator[tuple[str, dict[str, Any], Place | None]]:
    """Each subschema with its path; one that is a field also with its place, which may be NOWHERE.

    Unions and `allOf` add no step to a path. References are followed inside `root`, each once on any
    way down; a very large schema is not followed to its end. With `toward`, all that leads to that
    path is followed, and nothing else.
    """
    seen: set[tuple[int, str]] = set()
    queue: list[tuple[Any, str, frozenset[str], Place | None]] = [(schema, "", frozenset(), None)]
    for node, path, refs, place in queue:
        if toward is not None and not toward.startswith(path):
            continue
        if place is not None and not isinstance(node, dict):
            yield path, {}, place
        if not isinstance(node, dict) or (id(node), path) in seen or len(seen) > _NODE_LIMIT:
            continue
        seen.add((id(node), path))
        yield path, node, place
        ref = node.get("$ref")
        if isinstance(ref, str) and (ref not in refs or toward is not None):
            queue.append((node_at(root, ref), path, refs | {ref}, None))
        queue.extend((part, below, refs, at) for part, below, at in _parts(node, path))


def is_field(root: Any, schema: Any, path: str) -> bool:
    """Whether the schema mentions the field, at any depth of recursion."""
    return any(at == path and place is not None for at, _, place in walk_fields(root, schema, path))


def step(name: str) -> str:
    """The step of a path into a property; a name that looks like more than one step is quoted."""
    return f".{name}" if name and not _SIGNS & set(name) else f"[{json.dumps(name)}]"


def _parts(node: dict[str, Any], path: str) -> Iterator[tuple[Any, str, Place | None]]:
    """Each direct subschema with its path, and its place where it is a field."""
    for keyword in IN_PLACE:
        parts = node.get(keyword)
        yield from ((part, path, None) for part in (parts if isinstance(parts, list) else ()))
    for keyword, below in _BELOW.items():
        if keyword in node:
            yield node[keyword], path + below, None
    tuples = node.get("prefixItems")
    for index, part in enumerate(tuples if isinstance(tuples, list) else ()):
        yield part, f"{path}[{index}]", None
    for keyword in ("properties", "patternProperties"):
        named = node.get(keyword)
        for name, part in named.items() if isinstance(named, dict) else ():
            place = (named.places.get(name) if isinstance(named, MarkedDict) else None) or NOWHERE
            below = step(name) if keyword == "properties" else f"./{name}/"
            yield part, path + below, place
