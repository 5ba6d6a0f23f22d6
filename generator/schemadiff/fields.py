"""Finds where the fields of a request body are written, in a document or in a stored surface."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from generator.core.json_value import node_at
from generator.core.problems import Place
from generator.core.schema_keywords import IN_PLACE
from generator.document.located import MarkedDict

_BELOW = {"items": "[]", "contains": "[]", "additionalProperties": ".*", "propertyNames": ".<name>"}
_HOLDING = frozenset([*IN_PLACE, *_BELOW, "prefixItems", "properties", "patternProperties"])
_NODE_LIMIT = 50_000
_FEW, _MOST = 3, 100
_NAME = re.compile(r'\.([^.\[\]*/"]+)')
_SIGNS = frozenset('.[]*/"')

NOWHERE = Place("", 0, 0)
"""The place of a field in a schema that was not read from a file."""


def field_place(root: Any, schema: Any, path: str) -> Place | None:
    """The place of the first mention of a field, by its path (`.batch[].traits.email`)."""
    found = (each.place for each in FieldWalk(root, schema, path) if each.path == path)
    return next((place for place in found if place is not None and place != NOWHERE), None)


class FieldPlaces:
    """Places of the fields of one schema, each that of its first mention.

    Few are looked for, which is done field by field; once it is more than a few all are taken down at
    once, and those that only recursion leads to are looked for until there were many.
    """

    def __init__(self, root: Any, schema: Any) -> None:
        self._root = root
        self._schema = schema
        self._asked = 0
        self._known: dict[str, Place] = {}
        self._is_whole = False

    def of(self, path: str) -> Place | None:
        """The place of a field, by its path; None where there is none."""
        self._asked += 1
        if self._asked == _FEW:
            self._take_down()
        if path in self._known or self._is_whole or self._asked > _MOST:
            return self._known.get(path)
        return field_place(self._root, self._schema, path)

    def _take_down(self) -> None:
        found = FieldWalk(self._root, self._schema)
        for each in found:
            if each.place is not None and each.place != NOWHERE:
                self._known.setdefault(each.path, each.place)
        self._is_whole = found.is_whole


def is_field(root: Any, schema: Any, path: str) -> bool:
    """Whether the schema mentions the field, at any depth of recursion."""
    found = FieldWalk(root, schema, path)
    return any(each.path == path and each.place is not None for each in found)


class FieldMention(NamedTuple):
    """A subschema with its path; one that is a field also with its place, which may be NOWHERE."""

    path: str
    schema: dict[str, Any]
    place: Place | None


class FieldWalk:
    """Each subschema of a schema, breadth first.

    Unions and `allOf` add no step to a path. References are followed inside `root`, or to what it gives
    for them where it is a function, each once on any way down; a very large schema is not followed to its end. With `toward`, all that leads to that
    path is followed, and nothing else.
    """

    def __init__(self, root: Any, schema: Any, toward: str | None = None) -> None:
        self._root = root
        self._schema = schema
        self._toward = toward
        self._targets: dict[str, Any] = {}
        self.is_whole = True
        """Whether the walk, once at its end, has met every field that there is."""

    def __iter__(self) -> Iterator[FieldMention]:
        seen: set[tuple[int, str]] = set()
        start = (self._schema, "", frozenset[str](), None)
        queue: list[tuple[Any, str, frozenset[str], Place | None]] = [start]
        for node, path, refs, place in queue:
            if place is not None and not isinstance(node, dict):
                yield FieldMention(path, {}, place)
            if not isinstance(node, dict) or (id(node), path) in seen:
                continue
            if len(seen) > _NODE_LIMIT:
                self.is_whole = False
                return
            seen.add((id(node), path))
            yield FieldMention(path, node, place)
            ref = node.get("$ref")
            if isinstance(ref, str):
                if ref in refs and self._toward is None:
                    self.is_whole = False
                else:
                    queue.append((self._target(ref), path, refs | {ref}, None))
            if not _HOLDING.isdisjoint(node):
                queue += [(part, below, refs, at) for part, below, at in self._parts(node, path)]

    def _target(self, ref: str) -> Any:
        if ref not in self._targets:
            is_given = callable(self._root)
            self._targets[ref] = self._root(ref) if is_given else node_at(self._root, ref)
        return self._targets[ref]

    def _parts(self, node: dict[str, Any], path: str) -> Iterator[tuple[Any, str, Place | None]]:
        if self._toward is None:
            return _parts(node, path)
        rest = self._toward[len(path) :]
        found = _parts(_only_toward(node, rest), path)
        return (each for each in found if self._toward.startswith(each[1]))


def _only_toward(node: dict[str, Any], rest: str) -> dict[str, Any]:
    """The schema with at most the one property that the rest of a path leads through."""
    properties = node.get("properties")
    if not isinstance(properties, dict):
        return node
    name = _first_name(rest)
    kept = MarkedDict([(name, properties[name])] if name in properties else [])
    if isinstance(properties, MarkedDict):
        kept.places = properties.places
    return {**node, "properties": kept}


def _first_name(path: str) -> str:
    """The name of the property that a path starts with; empty, as well, where it starts with another step."""
    if path.startswith('["'):
        name, _ = json.JSONDecoder().raw_decode(path, 1)
        return str(name)
    found = _NAME.match(path)
    return found[1] if found else ""


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
