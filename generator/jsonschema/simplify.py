"""The rules for ``allOf`` and unions, applied from the leaves up until nothing changes any more."""

from __future__ import annotations

import json

from generator.core.json_value import is_equal
from generator.core.schema_keywords import IN_PLACE
from generator.jsonschema.closure import Closure, without_unreachable
from generator.jsonschema.conjunction import flatten
from generator.jsonschema.inline import inline_composed, inline_single
from generator.jsonschema.schema_walk import Meter, Schema, map_children, walk
from generator.jsonschema.simplify_unions import simplify_unions

_ROUNDS = 12
_NEUTRAL_SCHEMAS = ("additionalProperties", "items", "propertyNames")
_NEUTRAL_VALUES = ("required", "properties", "dependentRequired", "dependentSchemas", "allOf")
_FLAGS = ("uniqueItems", "deprecated")
_UNEVALUATED = ("unevaluatedItems", "unevaluatedProperties")
_NEUTRAL = frozenset((*_NEUTRAL_SCHEMAS, *_NEUTRAL_VALUES, *_FLAGS, *_UNEVALUATED))
"""Half of all schemas have none of these, which is seen without going through their keywords."""

_IN_PLACE = frozenset(IN_PLACE)


def simplify(
    closure: Closure,
    meter: Meter,
    *,
    composed: bool = False,
    simplified: Simplified | None = None,
) -> Closure:
    """An equivalent closure with fewer parts, single-use references inlined on the way.

    ``composed``: first inline also shared targets that stand in an ``allOf`` or a union. That lets
    their properties merge with others, at the price of saying them once for each use.
    Schemas with ``unevaluatedProperties`` or ``unevaluatedItems`` are left as they are: what those
    leave over depends on how the schema is split, not only on what its parts accept.
    ``simplified`` is what other closures that share schemas with this one have left.
    """
    if any(_depends_on_split(schema) for schema in (closure.root, *closure.defs.values())):
        return without_unreachable(closure)
    done = Simplified() if simplified is None else simplified
    simplifier = _Simplifier(meter, done, is_shared=simplified is not None)
    if composed:
        closure = without_unreachable(inline_composed(closure, meter))
    for _ in range(_ROUNDS):
        inlined = inline_single(closure, meter)
        defs = {target: simplifier.simplify(schema) for target, schema in inlined.defs.items()}
        changed = without_unreachable(Closure(simplifier.simplify(inlined.root), defs))
        if _are_same(changed, closure):
            return changed
        closure = changed
    return closure


def _are_same(a: Closure, b: Closure) -> bool:
    return (
        a.root is b.root
        and a.defs.keys() == b.defs.keys()
        and all(a.defs[target] is b.defs[target] for target in a.defs)
    )


def _depends_on_split(schema: Schema) -> bool:
    return any(
        part.get("unevaluatedProperties") or part.get("unevaluatedItems") for part in walk(schema)
    )


class Simplified(dict[int, tuple[Schema, Schema]]):
    """Schemas and their simple forms by the identity of the schema, which is held so that none is used twice.

    Those of `allOf` and unions, which take longest, are found by their text too: closures that share
    schemas put the same ones together, each anew.
    """

    def __init__(self) -> None:
        super().__init__()
        self.composed: dict[str, Schema] = {}


class _Simplifier:
    def __init__(self, meter: Meter, done: Simplified, *, is_shared: bool) -> None:
        self._meter = meter
        self._done = done
        self._is_shared = is_shared

    def simplify(self, schema: Schema) -> Schema:
        found = self._done.get(id(schema))
        if found is not None:
            return found[1]
        self._meter.spend()
        if _IN_PLACE.isdisjoint(schema):
            result = _tidy(map_children(schema, self.simplify))
        else:
            result = self._known(schema) if self._is_shared else self._composed(schema)
        self._done[id(schema)] = (schema, result)
        self._done[id(result)] = (result, result)
        return result

    def _known(self, schema: Schema) -> Schema:
        # Keys keep their order, which the result shows.
        key = json.dumps(schema)
        if key not in self._done.composed:
            self._done.composed[key] = self._composed(schema)
        return self._done.composed[key]

    def _composed(self, schema: Schema) -> Schema:
        result = _tidy(map_children(schema, self.simplify))
        for _ in range(_ROUNDS):
            if _IN_PLACE.isdisjoint(result):
                break
            composed = simplify_unions(flatten(result, self._meter), self._meter)
            changed = _tidy(map_children(composed, self.simplify))
            if is_equal(changed, result):
                break
            result = changed
        return result


def _tidy(schema: Schema) -> Schema:
    """The schema without keywords that say nothing, an open ``additionalProperties`` among them."""
    if _NEUTRAL.isdisjoint(schema):
        return schema
    dropped = [
        keyword
        for keyword, value in schema.items()
        if (keyword in _NEUTRAL_SCHEMAS and value == {})
        or (keyword in _NEUTRAL_VALUES and not value)
        or (keyword in _FLAGS and value is False)
        or keyword in _UNEVALUATED
    ]
    if not dropped:
        return schema
    return {keyword: value for keyword, value in schema.items() if keyword not in dropped}
