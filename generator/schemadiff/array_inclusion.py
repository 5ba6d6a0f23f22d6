"""Proves that arrays which pass one schema pass another."""

from __future__ import annotations

from collections.abc import Sequence

from generator.jsonschema.schema_walk import Schema
from generator.schemadiff.normalize import Implications
from generator.schemadiff.ranges import counts, counts_within


def arrays_within(prover: Implications, parts: Sequence[Schema], b: Schema) -> bool:
    """Whether arrays that pass all parts pass the other's array keywords."""
    low, high = counts(parts, "Items")
    if low > high:
        return True
    unique = not b.get("uniqueItems") or any(part.get("uniqueItems") for part in parts)
    if not unique or not counts_within(parts, b, "Items") or "unevaluatedItems" in b:
        return False
    return _items_within(prover, parts, b, high) and _contains_within(prover, parts, b, low)


def item_at(schema: Schema, index: int) -> Schema:
    """The schema of the item at the index."""
    leading = schema.get("prefixItems", ())
    found: Schema = leading[index] if index < len(leading) else schema.get("items", {})
    return found


def _items_within(prover: Implications, parts: Sequence[Schema], b: Schema, high: float) -> bool:
    if "prefixItems" not in b and "items" not in b:
        return True
    # The last index stands for every later one: no schema names any beyond it.
    last = max(len(schema.get("prefixItems", ())) for schema in (*parts, b))
    for index in range(last + 1):
        if index >= high:
            break
        before = _all(prover, [item_at(part, index) for part in parts])
        if not prover.implies(before, item_at(b, index)):
            return False
    return True


def _all(prover: Implications, schemas: list[Schema]) -> Schema:
    said = [schema for schema in schemas if schema]
    return said[0] if len(said) == 1 else prover.schemas.both(*said)


def _contains_within(prover: Implications, parts: Sequence[Schema], b: Schema, low: float) -> bool:
    if "contains" not in b:
        return True
    least, most = b.get("minContains", 1), b.get("maxContains")
    if least == 0 and most is None:
        return True
    for part in parts:
        if "contains" not in part or part.get("minContains", 1) < least:
            continue
        inside = prover.implies(part["contains"], b["contains"])
        if most is None and inside:
            return True
        same = inside and prover.implies(b["contains"], part["contains"])
        if same and part.get("maxContains", float("inf")) <= (most or 0):
            return True
    named = any("prefixItems" in part for part in parts)
    every = _all(prover, [part.get("items", {}) for part in parts])
    return most is None and low >= least and not named and prover.implies(every, b["contains"])
