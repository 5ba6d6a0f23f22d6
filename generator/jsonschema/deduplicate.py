"""Parts that a schema says more than once move under ``$defs``, each said once."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import Any

from generator.core import pointers
from generator.core.json_value import canonical, compact
from generator.core.schema_keywords import ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS
from generator.jsonschema.closure import Closure, dependencies_first, recursive_refs
from generator.jsonschema.schema_walk import (
    DEPTH_LIMIT,
    FALSE,
    KEYWORD_ORDER,
    Meter,
    Schema,
)

_PLACE = "$node"
_RANK = {keyword: rank for rank, keyword in enumerate(KEYWORD_ORDER)}
_REF_SIZE = len('{"$ref":"#/$defs/"}')
_SPELLED_OTHERWISE = ("\\u", ".0", "e+")
"""What the canonical text of a node may have that people read otherwise."""

_UNWORDLY = re.compile(r"[^A-Za-z0-9_]+")


@lru_cache(maxsize=1 << 14)  # a document has few names, and each many times
def _wanted_name(source: str) -> str:
    """The last part of a pointer, or a property's name, in letters, digits and underscores."""
    last = pointers.split(source)[-1] if source.startswith("#/") else source
    return _UNWORDLY.sub("_", last).strip("_") or "part"


def deduplicate(closure: Closure, meter: Meter) -> dict[str, Any]:
    """The closure as one self-contained schema, equal parts under ``$defs`` where that is shorter.

    Recursive targets always have a place there, and so do targets with keywords beside a ``$ref``.
    Of several candidates for a name, the second in document order gets ``_2``, and so on.
    """
    graph = _Graph(closure, meter)
    shared = graph.choose()
    names = _names({place: graph.sources.get(place, "") for place in shared})
    return _Writer(graph.nodes, names).document(graph.root)


def _names(sources: Mapping[str, str]) -> dict[str, str]:
    names: dict[str, str] = {}
    taken: set[str] = set()
    for place, source in sources.items():
        wanted = _wanted_name(source)
        name = wanted
        at = 1
        while name.lower() in taken:
            at += 1
            name = f"{wanted}_{at}"
        taken.add(name.lower())
        names[place] = name
    return names


class _Graph:
    """Equal parts as one node each, so that parts are counted rather than copied.

    A node is a schema with its keywords in writing order whose subschemas are ``{"$node": place}``; so is the target of a ``$ref`` that
    has other keywords beside it. Recursive targets have their pointer for a place.
    """

    def __init__(self, closure: Closure, meter: Meter) -> None:
        self._defs = closure.defs
        self._meter = meter
        self._recursive = recursive_refs(closure)
        self._places: dict[str, str] = {}
        self._lengths: dict[str, int] = {}
        self._of_target: dict[str, str] = {}
        self.nodes: dict[str, Schema] = {}
        self.sources: dict[str, str] = {}
        self._forced = set(self._recursive)
        for target in dependencies_first(closure):
            self._place_of(target)
        self.root = self._place(closure.root, "")
        for target in closure.defs:
            if target in self._recursive:
                self.sources[target] = target
                self.nodes[target] = self._node(closure.defs[target])

    def _place(self, schema: Schema, source: str) -> str:
        target = schema.get("$ref")
        if target is not None and len(schema) == 1:
            return self._place_of(target)
        node = self._node(schema)
        key = canonical(node)
        if key not in self._places:
            place = self._places[key] = str(len(self._places))
            self.nodes[place] = node
            if not any(mark in key for mark in _SPELLED_OTHERWISE):
                self._lengths[place] = len(key)
        place = self._places[key]
        self.sources.setdefault(place, source)
        return place

    def _place_of(self, target: str) -> str:
        if target in self._recursive:
            return target
        if target not in self._of_target:
            place = self._place(self._defs[target], target)
            self.sources[place] = target
            self._of_target[target] = place
        return self._of_target[target]

    def _node(self, schema: Schema) -> Schema:
        self._meter.spend()
        node: Schema = {}
        for keyword in sorted(schema, key=_RANK.__getitem__):
            value = schema[keyword]
            if keyword == "$ref":
                place = self._place_of(value)
                self._forced.add(place)
                node[keyword] = {_PLACE: place}
            elif keyword in ONE_SCHEMA:
                node[keyword] = {_PLACE: self._place(value, keyword)}
            elif keyword in SCHEMA_LISTS:
                node[keyword] = [{_PLACE: self._place(part, _branch_name(part))} for part in value]
            elif keyword in SCHEMA_MAPS:
                node[keyword] = {n: {_PLACE: self._place(part, n)} for n, part in value.items()}
            else:
                node[keyword] = value
        return node

    def choose(self) -> list[str]:
        """The places that go under ``$defs``, in document order."""
        self._inside = {place: list(_below(node)) for place, node in self.nodes.items()}
        order = self._in_order()
        edges = Counter(below for place in order for below in self._inside[place])
        sizes = self._sizes(order, edges)
        uses: Counter[str] = Counter()
        chosen = self._forced | self._deep(order)
        for place in order:
            count = uses[place]
            if count > 1 and self._is_worth_it(place, count, sizes[place]):
                chosen.add(place)
            times = 1 if place in chosen or place == self.root else count
            for below in self._inside[place]:
                uses[below] += times
        return [place for place in self._first_mentions() if place in chosen]

    def _is_worth_it(self, place: str, count: int, size: int) -> bool:
        """Whether saying a place of this size once is shorter than saying it so many times."""
        name = len(_wanted_name(self.sources.get(place, "")))
        return count * size > count * (_REF_SIZE + name) + size + name + 4

    def _deep(self, order: list[str]) -> set[str]:
        """Targets that were left as references because, inlined, they would nest schemas too deeply."""
        targets = set(self._of_target.values())
        heights: dict[str, int] = {}
        deep = set()
        for place in reversed(order):
            below = [heights.get(at, 0) for at in self._inside[place] if at not in deep]
            heights[place] = 1 + max(below, default=0)
            if heights[place] > DEPTH_LIMIT // 5 and place in targets:
                deep.add(place)
        return deep

    def _in_order(self) -> list[str]:
        """All places, each after every place that holds it; recursion is cut at its targets."""
        done: dict[str, None] = {}
        for start in (self.root, *(place for place in self.nodes if place in self._recursive)):
            stack: list[tuple[str, bool]] = [(start, False)]
            while stack:
                place, left = stack.pop()
                if left:
                    done[place] = None
                elif place not in done:
                    stack.append((place, True))
                    below = self._inside[place]
                    stack.extend((at, False) for at in below if at not in self._recursive)
        return list(reversed(done))

    def _sizes(self, order: list[str], edges: Counter[str]) -> dict[str, int]:
        """About how many characters each place takes, what is below it included."""
        sizes: dict[str, int] = {}
        for place in reversed(order):
            size = self._lengths.get(place) or len(compact(self.nodes[place]))
            for below in self._inside[place]:
                inner = sizes.get(below)
                if inner is None or edges[below] > 1:
                    ref = _REF_SIZE + len(_wanted_name(self.sources.get(below, "")))
                    inner = ref if inner is None else min(inner, ref)
                size += inner - len(below) - 12
            sizes[place] = size
        return sizes

    def _first_mentions(self) -> list[str]:
        seen: dict[str, None] = {}
        stack = [self.root]
        while stack:
            place = stack.pop()
            if place not in seen:
                seen[place] = None
                stack.extend(reversed(self._inside[place]))
        return list(seen)


def _branch_name(schema: Schema) -> str:
    return "has_" + str(schema["required"][0]) if schema.get("required") else ""


def _below(node: Schema) -> Iterator[str]:
    for keyword, value in node.items():
        if keyword == "$ref" or keyword in ONE_SCHEMA:
            yield value[_PLACE]
        elif keyword in SCHEMA_LISTS:
            yield from (part[_PLACE] for part in value)
        elif keyword in SCHEMA_MAPS:
            yield from (part[_PLACE] for part in value.values())


class _Writer:
    """Nodes become schemas again, keywords in their order, shared parts as references."""

    def __init__(self, nodes: Mapping[str, Schema], names: Mapping[str, str]) -> None:
        self._nodes = nodes
        self._names = names

    def document(self, root: str) -> dict[str, Any]:
        """The root with all ``$defs``, those last."""
        written = self._child(root) if root in self._names else self._body(root)
        if self._names:
            written["$defs"] = {name: self._body(place) for place, name in self._names.items()}
        return written

    def _child(self, place: str) -> Schema:
        if place in self._names:
            return {"$ref": f"#/$defs/{self._names[place]}"}
        return self._body(place)

    def _body(self, place: str) -> Schema:
        node = self._nodes[place]
        result: dict[str, Any] = {}
        for keyword, value in node.items():
            if keyword == "$ref":
                result[keyword] = f"#/$defs/{self._names[value[_PLACE]]}"
            elif keyword in ONE_SCHEMA:
                result[keyword] = _boolean(self._child(value[_PLACE]))
            elif keyword in SCHEMA_LISTS:
                result[keyword] = [_boolean(self._child(part[_PLACE])) for part in value]
            elif keyword in SCHEMA_MAPS:
                result[keyword] = {
                    n: _boolean(self._child(part[_PLACE])) for n, part in value.items()
                }
            else:
                result[keyword] = value
        return result


def _boolean(schema: Schema) -> Any:
    return False if schema == FALSE else schema
