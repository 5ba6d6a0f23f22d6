"""Says the values of an enumeration in the fewest words, without accepting one value more or less."""

from __future__ import annotations

from typing import Any

from generator.core.json_value import type_names
from generator.jsonschema.closure import Closure
from generator.jsonschema.schema_walk import map_children


def drop_implied_types(closure: Closure) -> Closure:
    """The closure without each ``type`` that its enumeration implies; ``const`` stands for one value."""
    return Closure(
        _without_implied_type(closure.root),
        {key: _without_implied_type(each) for key, each in closure.defs.items()},
    )


def implied_types(values: list[Any]) -> set[str]:
    """The JSON types of the values; 1.0 is an integer as well as 1 is."""
    return set(type_names(values))


def _without_implied_type(schema: Any) -> Any:
    if not isinstance(schema, dict):
        return schema
    schema = map_children(schema, _without_implied_type)
    if "const" in schema:
        values = [schema["const"]]
    elif isinstance(schema.get("enum"), list) and schema["enum"]:
        values = schema["enum"]
    else:
        return schema
    written = schema
    if _covers(schema.get("type"), values):
        written = {keyword: value for keyword, value in schema.items() if keyword != "type"}
    if "const" not in written and len(values) == 1:
        written = {
            ("const" if keyword == "enum" else keyword): (values[0] if keyword == "enum" else value)
            for keyword, value in written.items()
        }
    return written


def _covers(kind: Any, values: list[Any]) -> bool:
    kinds = {kind} if isinstance(kind, str) else set(kind or ())
    if "number" in kinds:
        kinds.add("integer")
    return implied_types(values) <= kinds
