"""From the responses of an OpenAPI document to what those who read an answer can rely on, a few levels deep."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from generator.core.json_value import look_up
from generator.core.schema_keywords import IN_PLACE
from generator.document.value_facts import spelled
from generator.jsonschema.closure import Closure, collect, without_unreachable
from generator.jsonschema.deduplicate import deduplicate
from generator.jsonschema.direction import for_direction
from generator.jsonschema.drop_implied_types import drop_implied_types
from generator.jsonschema.schema_walk import (
    ANNOTATIONS,
    FALSE,
    Meter,
    Schema,
    map_children,
    subschemas,
)
from generator.jsonschema.simplify import Simplified, simplify

LEVELS = 10
"""How deep an answer is read at most; each property and each item is a level below what holds it."""

_PLENTY = 5_000_000
_MOST_NESTED = 150
"""Schemas one inside the other, in `allOf` and unions and behind references, before Python's stack ends."""

_Size = tuple[int, int]
"""How many schemas there are, and how many one inside the other."""
_TOO_DEEP: _Size = (1_000_000_000, _MOST_NESTED + 1)

_SAME_VALUE = frozenset(IN_PLACE)
_CONDITIONS = frozenset({"not", "if", "then", "else", "dependentSchemas"})


class AnswerSchemas:
    """The response schemas that some pointers of a document lead to; what they share is read once.

    Left out are texts, write-only properties and conditions: an answer is one of its forms, whatever
    rules another out. Raises SchemaError where any of the schemas cannot be used.
    """

    def __init__(
        self,
        document: Mapping[str, Any],
        found: Sequence[str],
        openapi_version: str,
        meter: Meter | None = None,
    ) -> None:
        self._asked = (tuple(found), openapi_version)
        refers = [{"$ref": each} for each in dict.fromkeys(self._asked[0])]
        whole = collect(document, {"anyOf": refers}, openapi_version, meter or Meter(_PLENTY))
        self._sources = {each: look_up(document, each) for each in whole.defs}
        self._defs = {
            target: _without_conditions(schema)
            for target, schema in for_direction(whole, "response").defs.items()
        }
        self._sizes: dict[tuple[str, int], _Size] = {}
        self._nested = 0
        self._cut = _DepthLimit(self._defs)
        self._simplified = Simplified()

    def says_of(
        self, document: Mapping[str, Any], found: Sequence[str], openapi_version: str
    ) -> bool:
        """Whether it would be the same if it were read of that document, which is looked at part by part."""
        if self._asked != (tuple(found), openapi_version):
            return False
        try:
            return all(
                spelled(look_up(document, at)) == spelled(node)
                for at, node in self._sources.items()
            )
        except KeyError:
            return False

    def size(self, found: Collection[str], levels: int) -> int:
        """How many schemas an answer has to that depth, with each reference followed; more than
        anybody counts where they refer to each other deeper than is read."""
        return sum(self._size_at(each, levels)[0] for each in found)

    def _size_at(self, target: str, levels: int) -> _Size:
        key = (target, levels)
        if key not in self._sizes:
            self._sizes[key] = 0, 0  # Where a reference comes back to itself on the same level.
            self._sizes[key] = self._size(self._defs[target], levels)
        return self._sizes[key]

    def _size(self, schema: Schema, levels: int) -> _Size:
        if self._nested == _MOST_NESTED:
            return _TOO_DEEP
        self._nested += 1
        parts = list(self._parts(schema, levels))
        self._nested -= 1
        deepest = 1 + max((deep for _, deep in parts), default=0)
        return (
            (1 + sum(size for size, _ in parts), deepest) if deepest <= _MOST_NESTED else _TOO_DEEP
        )

    def _parts(self, schema: Schema, levels: int) -> Iterator[_Size]:
        here, below = _parted(schema)
        for keyword in IN_PLACE if here else ():
            for part in here.get(keyword, ()):
                yield self._size(part, levels)
        if "$ref" in schema:
            yield self._size_at(schema["$ref"], levels)
        for part in subschemas(below):
            yield self._size(part, levels - 1) if levels > 1 else (1, 0)

    def reached(self, found: Collection[str]) -> Mapping[str, Schema]:
        """All that the pointers lead to, to any depth."""
        refers: Schema = {"anyOf": [{"$ref": each} for each in found]}
        return without_unreachable(Closure(refers, self._defs)).defs

    def schema(self, found: Collection[str], levels: int) -> dict[str, Any]:
        """What any of the pointers describes, to that depth, as self-contained JSON Schema 2020-12."""
        refers: list[Schema] = [{"$ref": each} for each in found]
        root: Schema = refers[0] if len(refers) == 1 else {"anyOf": refers}
        return _written(root, self._cut, levels, self._simplified)


def shallower(schema: Mapping[str, Any], levels: int) -> dict[str, Any]:
    """An answer's schema as if it had been read to a smaller depth; raises SchemaError."""
    closure = collect(schema, schema, "3.1.0", Meter())
    return _written(closure.root, _DepthLimit(closure.defs), levels, Simplified())


class Answers:
    """Schemas that were written, by all that they follow from: documents that are compared share most."""

    def __init__(self) -> None:
        self._readers: list[AnswerSchemas] = []
        self._known: dict[str, dict[str, Any]] = {}

    def reader(
        self,
        document: Mapping[str, Any],
        found: Sequence[str],
        openapi_version: str,
        meter: Meter | None,
    ) -> AnswerSchemas:
        """What reads the answers of a document: of another one, where both say the same of them."""
        for each in self._readers:
            if each.says_of(document, found, openapi_version):
                return each
        self._readers.append(AnswerSchemas(document, found, openapi_version, meter))
        return self._readers[-1]

    def schema(self, whole: AnswerSchemas, found: Collection[str], levels: int) -> dict[str, Any]:
        """What `whole` would say of the pointers, to that depth."""
        # Keys keep their order, which the result shows.
        key = json.dumps([*found, levels, whole.reached(found)])
        if key not in self._known:
            self._known[key] = whole.schema(found, levels)
        return self._known[key]


def _written(
    schema: Schema, cut: _DepthLimit, levels: int, simplified: Simplified
) -> dict[str, Any]:
    root = cut.at(schema, levels)
    meter = Meter()
    whole = without_unreachable(Closure(root, cut.defs))
    return deduplicate(drop_implied_types(simplify(whole, meter, simplified=simplified)), meter)


class _DepthLimit:
    """Schemas to a certain depth, below which there is nothing but what names a field; each is cut
    once to a depth, whatever refers to it."""

    def __init__(self, whole: Mapping[str, Schema]) -> None:
        self._whole = whole
        self.defs: dict[str, Schema] = {}

    def at(self, schema: Schema, levels: int) -> Schema:
        """The schema with so many levels below it."""
        here, below = _parted(schema)
        result = map_children(below, lambda part: self._below(part, levels))
        if here:
            result = {**result, **map_children(here, lambda part: self.at(part, levels))}
        if "$ref" in schema:
            result = {**result, "$ref": self._target(schema["$ref"], levels)}
        return result

    def _below(self, schema: Schema, levels: int) -> Schema:
        if schema == FALSE:
            return schema
        return self.at(schema, levels - 1) if levels > 1 else {}

    def _target(self, target: str, levels: int) -> str:
        name = f"#/{levels}{target[1:]}"
        if name not in self.defs:
            self.defs[name] = {}
            self.defs[name] = self.at(self._whole[target], levels)
        return name


def _parted(schema: Schema) -> tuple[Schema, Schema]:
    """The keywords that speak of the same value, and the others."""
    if _SAME_VALUE.isdisjoint(schema):
        return {}, schema
    here = {key: schema[key] for key in schema if key in _SAME_VALUE}
    return here, {key: schema[key] for key in schema if key not in _SAME_VALUE}


def _without_conditions(schema: Schema) -> Schema:
    if schema == FALSE:
        return schema
    kept = {
        keyword: value
        for keyword, value in schema.items()
        if keyword not in ANNOTATIONS and keyword not in _CONDITIONS
    }
    if "oneOf" in kept:
        forms: Schema = {"anyOf": kept.pop("oneOf")}
        kept["allOf"] = [*kept.get("allOf", ()), forms]
    return map_children(kept, _without_conditions)
