"""Proves that objects which pass one schema pass another, or that none passes both."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

from generator.core.patterns import is_found
from generator.jsonschema.schema_walk import Meter, Schema
from generator.schemadiff.normalize import Implications, is_false
from generator.schemadiff.ranges import counts


def objects_within(prover: Implications, a: Schema, parts: Sequence[Schema], b: Schema) -> bool:
    """Whether objects that pass `a`, whose parts are given, pass the other's object keywords."""
    meter = prover.schemas.meter
    required = _closure(parts, _required(parts), meter)
    if any(is_false(_view_of_all(prover, parts, name)) for name in required):
        return True
    if not set(b.get("required", ())) <= required or "unevaluatedProperties" in b:
        return False
    if not _counts_within(prover, parts, b, required):
        return False
    for name, needed in b.get("dependentRequired", {}).items():
        if not required.issuperset(needed) and not required.union(
            _closure(parts, {name} - required, meter)
        ).issuperset(needed):
            return False
    for name, schema in b.get("dependentSchemas", {}).items():
        with_name = [{"required": [name]}, *_dependent(parts, name)]
        if not prover.within(prover.schemas.both(a, *with_name), prover.schemas.open(schema)):
            return False
    return _names_within(prover, parts, b) and _properties_within(prover, parts, b)


def objects_exclusive(prover: Implications, a: Schema, b: Schema) -> bool:
    """Whether a property that one requires has values that never pass both."""
    left, right = prover.schemas.parts(a), prover.schemas.parts(b)
    for name in sorted(_required(left) | _required(right)):
        before, after = _view_of_all(prover, left, name), _view_of_all(prover, right, name)
        if prover.exclusive(before, after):
            return True
    return False


_SEARCH = 4
"""Steps that a look for a pattern in a name counts as."""


def view(schema: Schema, name: str, meter: Meter) -> list[Schema] | None:
    """The schemas that a schema object holds the property of that name to; None where that is unknown."""
    found = [schema["properties"][name]] if name in schema.get("properties", {}) else []
    for pattern, each in schema.get("patternProperties", {}).items():
        meter.spend(_SEARCH)
        matches = is_found(pattern, name)
        if matches is None:
            return None
        if matches:
            found.append(each)
    return found or [schema.get("additionalProperties", {})]


def _view_of_all(prover: Implications, parts: Iterable[Schema], name: str) -> Schema:
    """What all parts say of a property; what is unknown is left out, so that too much passes."""
    meter = prover.schemas.meter
    views = [each for part in parts for each in (view(part, name, meter) or ()) if each]
    return prover.schemas.both(*views)


def _required(parts: Iterable[Schema]) -> set[str]:
    return {name for part in parts for name in part.get("required", ())}


def _closure(parts: Sequence[Schema], names: set[str], meter: Meter) -> set[str]:
    """The names, and those that they require."""
    found, waiting = set(names), list(names)
    while waiting:
        name = waiting.pop()
        meter.spend(len(parts))
        for needed in _needed(parts, name):
            waiting += set(needed) - found
            found.update(needed)
    return found


def _needed(parts: Sequence[Schema], name: str) -> Iterator[Iterable[str]]:
    """What the parts require beside a name."""
    yield from (part.get("dependentRequired", {}).get(name, ()) for part in parts)
    yield from (schema.get("required", ()) for schema in _dependent(parts, name))


def _dependent(parts: Iterable[Schema], name: str) -> list[Schema]:
    found = [part.get("dependentSchemas", {}).get(name) for part in parts]
    return [schema for schema in found if schema is not None]


def _counts_within(
    prover: Implications, parts: Sequence[Schema], b: Schema, required: set[str]
) -> bool:
    low, high = counts(parts, "Properties")
    for part in parts:
        if is_false(part.get("additionalProperties", {})) and "patternProperties" not in part:
            high = min(high, len(part.get("properties", {})))
    least, most = counts([b], "Properties")
    return least <= max(low, len(required)) and high <= most


def _names_within(prover: Implications, parts: Sequence[Schema], b: Schema) -> bool:
    if "propertyNames" not in b:
        return True
    stated = prover.schemas.both(*(part.get("propertyNames", {}) for part in parts))
    if prover.implies(prover.schemas.both(stated, {"type": "string"}), b["propertyNames"]):
        return True
    for part in parts:
        if is_false(part.get("additionalProperties", {})) and "patternProperties" not in part:
            names = part.get("properties", {})
            return all(prover.schemas.accepts(b["propertyNames"], name) for name in names)
    return False


def _properties_within(prover: Implications, parts: Sequence[Schema], b: Schema) -> bool:
    keywords = ("properties", "patternProperties", "additionalProperties")
    if not any(keyword in b for keyword in keywords) or counts(parts, "Properties")[1] == 0:
        return True
    named = {name for part in (*parts, b) for name in part.get("properties", {})}
    named |= _required(parts)
    for name in sorted(named):
        asked = view(b, name, prover.schemas.meter)
        if asked is None:
            return False
        before = _view_of_all(prover, parts, name)
        if not all(prover.implies(before, each) for each in asked):
            return False
    return _others_within(prover, parts, b)


def _others_within(prover: Implications, parts: Sequence[Schema], b: Schema) -> bool:
    """The same for properties that neither side names."""
    patterns: Mapping[str, Schema] = b.get("patternProperties", {})
    for pattern, asked in patterns.items():
        same = [part.get("patternProperties", {}).get(pattern) for part in parts]
        known = any(each is not None and prover.implies(each, asked) for each in same)
        if not known and not any(_whatever(prover, part, asked, ()) for part in parts):
            return False
    rest = b.get("additionalProperties", {})
    return not rest or any(_whatever(prover, part, rest, patterns) for part in parts)


def _whatever(prover: Implications, part: Schema, asked: Schema, besides: Iterable[str]) -> bool:
    """Whether each schema that an unnamed property may be held to is inside; `besides` patterns are not asked."""
    held = [
        schema
        for pattern, schema in part.get("patternProperties", {}).items()
        if pattern not in besides
    ]
    held.append(part.get("additionalProperties", {}))
    return all(prover.implies(schema, asked) for schema in held)
