"""References give way to what they refer to, where saying it in place costs nothing or helps merging."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from itertools import chain

from generator.jsonschema.closure import Closure, recursive_refs, recursive_targets
from generator.jsonschema.schema_walk import (
    ANNOTATIONS,
    DEPTH_LIMIT,
    Meter,
    Schema,
    map_children,
    refs_in,
    subschemas,
)


def inline_single(closure: Closure, meter: Meter) -> Closure:
    """References used once, and those to schemas without subschemas, are inlined.

    Recursive references stay: they have no end.
    """
    below = {target: refs_in(schema) for target, schema in closure.defs.items()}
    uses = Counter(chain(refs_in(closure.root), *below.values()))
    recursive = recursive_targets(below)
    wanted = {
        target
        for target, schema in closure.defs.items()
        if target not in recursive and (uses[target] == 1 or _is_leaf(schema))
    }
    return _Inliner(closure, meter).inline(lambda schema, composed: schema["$ref"] in wanted)


def inline_composed(closure: Closure, meter: Meter) -> Closure:
    """References that are a part of an ``allOf`` or a union, or have keywords beside them, are inlined."""
    recursive = recursive_refs(closure)

    def is_wanted(schema: Schema, composed: bool) -> bool:
        beside = schema.keys() - ANNOTATIONS != {"$ref"}
        return schema["$ref"] not in recursive and (composed or beside)

    return _Inliner(closure, meter).inline(is_wanted)


def _is_leaf(schema: Schema) -> bool:
    return "$ref" not in schema and next(subschemas(schema), None) is None


class _Inliner:
    def __init__(self, closure: Closure, meter: Meter) -> None:
        self._closure = closure
        self._meter = meter
        self._bodies: dict[tuple[str, bool], tuple[Schema, int]] = {}
        self._depths: dict[str, int] = {}
        self._depth = 0

    def inline(self, is_wanted: Callable[[Schema, bool], bool]) -> Closure:
        """``is_wanted(schema, composed)``: whether the schema's ``$ref`` goes; ``composed`` in allOf and unions.

        One stays all the same where inlining it would nest schemas past the limit.
        """
        self._is_wanted = is_wanted
        defs = {target: self._body(target, False) for target in self._closure.defs}
        return Closure(self._change(self._closure.root), defs)

    def _body(self, target: str, composed: bool) -> Schema:
        """The target, inlined itself; each use is paid for, so that doubling at each level ends."""
        key = (target, composed)
        if key in self._bodies:
            body, size = self._bodies[key]
            self._meter.spend(size)
            return body
        before = self._meter.spent
        body = self._change(self._closure.defs[target], composed)
        self._bodies[key] = (body, self._meter.spent - before)
        return body

    def _change(self, schema: Schema, composed: bool = False) -> Schema:
        self._meter.spend()
        self._depth += 1
        result = map_children(schema, self._change, self._change_composed)
        if "$ref" in schema and self._is_wanted(schema, composed) and self._fits(schema["$ref"]):
            result = _in_place(result, self._body(schema["$ref"], composed))
        self._depth -= 1
        return result

    def _fits(self, target: str) -> bool:
        if target not in self._depths:
            self._depths[target] = depth(self._closure.defs[target])
        # The body takes the place of the schema that is being changed, which counts already.
        return self._depth - 1 + self._depths[target] <= DEPTH_LIMIT + 1

    def _change_composed(self, schema: Schema) -> Schema:
        return self._change(schema, True)


def _in_place(schema: Schema, body: Schema) -> Schema:
    beside = {keyword: value for keyword, value in schema.items() if keyword != "$ref"}
    return {**beside, "allOf": [body, *beside.get("allOf", ())]} if beside else body


def depth(schema: Schema) -> int:
    """How many schemas stand one inside the other."""
    levels = 0
    level = [schema]
    while level:
        levels += 1
        level = [child for part in level for child in subschemas(part)]
    return levels
