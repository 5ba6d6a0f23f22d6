"""Reads keywords whose value is of the wrong kind: as what is plainly meant, or not at all.

A keyword that cannot be read asks nothing of a value, so that what is sent is what the caller said;
validation has told of it before.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.core.json_value import canonical, is_equal, type_name
from generator.core.pattern_lengths import as_lengths
from generator.core.patterns import is_pattern
from generator.core.schema_types import meant_types
from generator.document.nodes import plain
from generator.jsonschema.schema_walk import Schema, types_of, values_of

_NUMBERS = frozenset(["multipleOf", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"])
_COUNTS = frozenset(
    [
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minContains",
        "maxContains",
        "minProperties",
        "maxProperties",
    ]
)
_TEXTS = frozenset(["description", "format", "contentEncoding", "contentMediaType"])
_FLAGS = frozenset(["uniqueItems", "deprecated", "readOnly", "writeOnly"])


def read_keyword(keyword: str, value: Any) -> Schema:
    """The keyword as it is to be read; nothing where its value is of the wrong kind."""
    if keyword in _TEXTS:
        return {keyword: value} if isinstance(value, str) else {}
    if keyword == "type":
        meant = meant_types(value)
        return {} if meant is None else {"type": meant}
    if not _is_well_formed(keyword, value):
        return {}
    if keyword == "dependentRequired":
        return {keyword: {str(name): _once(names) for name, names in value.items()}}
    return {keyword: _once(value) if keyword in ("enum", "required") else plain(value)}


def with_lengths(schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """The schema with lengths for a pattern that is too large for engines where they say the same."""
    pattern = schema.get("pattern")
    lengths = as_lengths(pattern) if isinstance(pattern, str) else None
    if lengths is None:
        return schema
    bounds: dict[str, Any] = {each: schema.get(each) for each in ("minLength", "maxLength")}
    known = {key: each for key, each in bounds.items() if _is_well_formed(key, each)}
    result: dict[str, Any] = {**schema, "pattern": lengths.pattern}
    if lengths.least:
        result["minLength"] = max(lengths.least, known.get("minLength", 0))
    if lengths.most is not None:
        result["maxLength"] = min(lengths.most, known.get("maxLength", lengths.most))
    return result


def without_unfit_default(schema: Schema) -> Schema:
    """The schema without a default that its own `type` or `enum` rules out."""
    value, types, values = schema["default"], types_of(schema), values_of(schema)
    name = type_name(value)
    is_of_type = types is None or name in types or (name == "integer" and "number" in types)
    if is_of_type and (values is None or any(is_equal(value, each) for each in values)):
        return schema
    return {keyword: each for keyword, each in schema.items() if keyword != "default"}


def _is_well_formed(keyword: str, value: Any) -> bool:
    if keyword in _NUMBERS:
        return _is_number(value) and (keyword != "multipleOf" or value > 0)
    if keyword in _COUNTS:
        return _is_number(value) and value >= 0 and value == int(value)
    if keyword in _FLAGS:
        return isinstance(value, bool)
    if keyword == "pattern":
        return isinstance(value, str) and is_pattern(value)
    if keyword == "enum":
        return isinstance(value, list) and bool(value)
    if keyword == "required":
        return _are_texts(value)
    if keyword == "dependentRequired":
        return isinstance(value, Mapping) and all(_are_texts(names) for names in value.values())
    return True


def _is_number(value: Any) -> bool:
    is_finite = isinstance(value, int) or (isinstance(value, float) and abs(value) < float("inf"))
    return is_finite and not isinstance(value, bool)


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


def _once(values: list[Any]) -> list[Any]:
    """The values, each where it stands first."""
    if all(isinstance(each, str) for each in values):
        return list(dict.fromkeys(map(plain, values)))
    kept: dict[str, Any] = {}
    for each in values:
        kept.setdefault(canonical(each), plain(each))
    return list(kept.values())
