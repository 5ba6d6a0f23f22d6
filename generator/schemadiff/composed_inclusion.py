"""Proves that values which pass one schema fit the unions and conditions of another."""

from __future__ import annotations

from collections.abc import Sequence

from generator.jsonschema.schema_walk import Schema, constrains
from generator.schemadiff.normalize import Implications


def passes_unions(prover: Implications, a: Schema, b: Schema) -> bool:
    """Whether values of `a` fit the unions of the other."""
    if "anyOf" in b and not any(_inside(prover, a, branch) for branch in b["anyOf"]):
        return False
    if "oneOf" not in b:
        return True
    branches = [prover.schemas.open(branch) for branch in b["oneOf"]]
    parts = prover.schemas.parts(a)
    for at, part in enumerate(parts):
        if len(part.get("oneOf", ())) != len(branches):
            continue
        rest = {keyword: value for keyword, value in part.items() if keyword != "oneOf"}
        around = [rest, *parts[:at], *parts[at + 1 :]]
        if _are_equal(prover, part["oneOf"], branches, around):
            return True
    return any(
        prover.within(a, branch)
        and all(prover.exclusive(a, other) for other in branches if other is not branch)
        for branch in branches
    )


def passes_condition(prover: Implications, a: Schema, b: Schema, parts: list[Schema]) -> bool:
    """Whether values of `a`, whose parts are given, pass the other's `if`, `then` and `else`."""
    if "if" not in b:
        return True
    then, otherwise = b.get("then", {}), b.get("else", {})
    for part in parts:
        if "if" in part and _are_equal(prover, [part["if"]], [b["if"]]):
            met = prover.schemas.both(a, part.get("then", {}))
            unmet = prover.schemas.both(a, part.get("else", {}))
            if _inside(prover, met, then) and _inside(prover, unmet, otherwise):
                return True
    return _inside(prover, a, then) and _inside(prover, a, otherwise)


def _are_equal(
    prover: Implications, left: list[Schema], right: list[Schema], around: Sequence[Schema] = ()
) -> bool:
    """Whether each schema of one list has its equal in the other, among values that pass what is around."""
    if len(left) != len(right):
        return False
    rest = [prover.schemas.open(each) for each in right]
    for schema in left:
        one = prover.schemas.open(schema)
        found = next((i for i, each in enumerate(rest) if _equal(prover, one, each, around)), None)
        if found is None:
            return False
        del rest[found]
    return True


def _equal(prover: Implications, one: Schema, other: Schema, around: Sequence[Schema]) -> bool:
    if prover.within(one, other) and prover.within(other, one):
        return True
    if not any(map(constrains, around)):
        return False
    here, there = prover.schemas.both(*around, one), prover.schemas.both(*around, other)
    return prover.within(here, other) and prover.within(there, one)


def _inside(prover: Implications, a: Schema, branch: Schema) -> bool:
    return prover.within(a, prover.schemas.open(branch))
