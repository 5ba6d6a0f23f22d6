"""Compares what schemas say of numbers, lengths and counts: each a range with ends."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from fractions import Fraction

from generator.jsonschema.schema_walk import Schema

FORMATS = frozenset(
    [
        "date",
        "date-time",
        "duration",
        "email",
        "hostname",
        "idn-email",
        "idn-hostname",
        "ipv4",
        "ipv6",
        "iri",
        "iri-reference",
        "json-pointer",
        "regex",
        "relative-json-pointer",
        "time",
        "uri",
        "uri-reference",
        "uri-template",
        "uuid",
    ]
)
"""Formats that a validator checks; any other is a remark."""

Bound = tuple[float, bool]
"""An end of a range, and whether it is left out itself."""


def lower(schemas: Iterable[Schema], integer: bool = False) -> Bound:
    """The highest of the lower ends."""
    ends: list[Bound] = [(-math.inf, False)]
    for schema in schemas:
        if "minimum" in schema:
            value = schema["minimum"]
            ends.append((math.ceil(value) if integer else value, False))
        if "exclusiveMinimum" in schema:
            value = schema["exclusiveMinimum"]
            ends.append((math.floor(value) + 1, False) if integer else (value, True))
    return max(ends)


def upper(schemas: Iterable[Schema], integer: bool = False) -> Bound:
    """The lowest of the upper ends."""
    ends: list[Bound] = [(math.inf, False)]
    for schema in schemas:
        if "maximum" in schema:
            value = schema["maximum"]
            ends.append((math.floor(value) if integer else value, False))
        if "exclusiveMaximum" in schema:
            value = schema["exclusiveMaximum"]
            ends.append((math.ceil(value) - 1, False) if integer else (value, True))
    return min(ends, key=lambda end: (end[0], not end[1]))


def counts(schemas: Iterable[Schema], noun: str) -> tuple[float, float]:
    """The least and the greatest length or number of items or properties."""
    low, high = 0.0, math.inf
    for schema in schemas:
        low = max(low, schema.get(f"min{noun}", 0))
        high = min(high, schema.get(f"max{noun}", math.inf))
    return low, high


def counts_within(parts: Sequence[Schema], b: Schema, noun: str) -> bool:
    """Whether lengths that all parts allow are allowed by the other."""
    low, high = counts(parts, noun)
    least, most = counts([b], noun)
    return low > high or (least <= low and high <= most)


def numbers_within(parts: Sequence[Schema], b: Schema, integer: bool) -> bool:
    """Whether numbers that pass all parts pass the other."""
    low, high = lower(parts, integer), upper(parts, integer)
    if low[0] > high[0]:
        return True
    inside = lower([b], integer) <= low
    least, most = high, upper([b], integer)
    inside = inside and (least[0], not least[1]) <= (most[0], not most[1])
    if "multipleOf" not in b:
        return inside
    steps = [part["multipleOf"] for part in parts if "multipleOf" in part]
    return inside and any(is_multiple(step, b["multipleOf"]) for step in [*steps, *([1] * integer)])


def is_multiple(value: float, step: float) -> bool:
    """Whether the value is a whole number of steps; decimals count as they are written."""
    return step != 0 and Fraction(str(value)) % Fraction(str(step)) == 0


def strings_within(parts: Sequence[Schema], b: Schema) -> bool:
    """Whether strings that pass all parts pass the other."""
    if not counts_within(parts, b, "Length"):
        return False
    if "pattern" in b and all(part.get("pattern") != b["pattern"] for part in parts):
        return False
    stated = b.get("format")
    return stated not in FORMATS or any(part.get("format") == stated for part in parts)
