"""Whether two schemas say the same, prose left aside."""

from __future__ import annotations

from typing import Any

from generator.core.json_value import is_equal
from generator.core.schema_keywords import ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS
from generator.jsonschema.schema_walk import Schema


def blend(a: Schema, b: Schema) -> Schema | None:
    """One schema for two that differ at most in that one lacks a description which the other has.

    None where they constrain differently, or where two descriptions differ: then both are needed.
    """
    if a is b:
        return a
    if a.keys() != b.keys() and a.keys() ^ b.keys() != {"description"}:
        return None
    result: Schema = {}
    for keyword, value in a.items():
        if keyword in b:
            both = _blend_keyword(keyword, value, b[keyword])
            if both is _DIFFERENT:
                return None
            result[keyword] = both
        else:
            result[keyword] = value
    if "description" in b:
        result["description"] = b["description"]
    return result


_DIFFERENT = object()


def _blend_keyword(keyword: str, a: Any, b: Any) -> Any:
    if isinstance(a, str):
        return a if a == b else _DIFFERENT
    if keyword in ONE_SCHEMA:
        both = blend(a, b)
        return _DIFFERENT if both is None else both
    if keyword in SCHEMA_LISTS:
        return _blend_lists(a, b)
    if keyword in SCHEMA_MAPS:
        if a.keys() != b.keys():
            return _DIFFERENT
        parts = _blend_lists(list(a.values()), [b[name] for name in a])
        return parts if parts is _DIFFERENT else dict(zip(a, parts, strict=True))
    if keyword in ("required", "type") and isinstance(a, list) and isinstance(b, list):
        return a if sorted(a) == sorted(b) else _DIFFERENT
    return a if is_equal(a, b) else _DIFFERENT


def _blend_lists(a: list[Schema], b: list[Schema]) -> Any:
    if len(a) != len(b):
        return _DIFFERENT
    parts = []
    for one, other in zip(a, b, strict=True):
        both = blend(one, other)
        if both is None:
            return _DIFFERENT
        parts.append(both)
    return parts
