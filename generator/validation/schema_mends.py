"""What mends a fault of a schema: the same that is read where nobody mends it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.core import pointers
from generator.core.json_value import canonical, is_equal, node_at, type_name
from generator.core.patterns import is_pattern
from generator.core.schema_keywords import DEFINITIONS, ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS
from generator.core.schema_types import TYPES, meant_types
from generator.document.nodes import plain, sequence
from generator.validation.mend import Mend, removed, replaced

_BOUNDS = {"exclusiveMinimum": "minimum", "exclusiveMaximum": "maximum"}
# What 3.0 has no word for, but what is read all the same.
_MEANINGFUL = ONE_SCHEMA | SCHEMA_LISTS | SCHEMA_MAPS | DEFINITIONS | {"$ref", "const", "required"}
_TRUTH = {"true": True, "false": False}


def schema_mends(root: Mapping[str, Any], pointer: str, rest: tuple[str, ...]) -> Iterator[Mend]:
    """What mends a finding below the schema that ends where `rest` begins."""
    if not rest:
        yield from _no_schema(root, pointer)
        return
    holder = pointers.join(pointers.split(pointer)[: -len(rest)])
    schema, keyword = node_at(root, holder), rest[0]
    if not isinstance(schema, dict) or keyword not in schema:
        return
    at = pointers.child(holder, keyword)
    is_30 = str(root.get("openapi")).startswith("3.0")
    if keyword == "type":
        yield from _type_mends(at, holder, schema["type"], is_30)
    elif keyword == "default":
        yield from _default_mends(at, holder, schema)
    elif keyword in ("enum", "required") and len(rest) == 1:
        yield from _list_mends(at, schema[keyword])
    elif keyword in _BOUNDS and isinstance(schema[keyword], (bool, int, float)):
        yield from _bound_mends(holder, keyword, schema, is_30)
    elif keyword == "pattern":
        yield removed(at, "It is no regular expression, or too large a one.")
    elif keyword not in _MEANINGFUL or len(rest) == 1 and _is_of_wrong_kind(keyword, schema):
        yield removed(at, "It is not what JSON Schema has here.")


def _no_schema(root: Mapping[str, Any], pointer: str) -> Iterator[Mend]:
    """A list, a text or a number in the place of a schema."""
    node, holder = node_at(root, pointer), node_at(root, pointer.rpartition("/")[0])
    *_, keyword, name = pointers.split(pointer)
    if keyword == "patternProperties" and not is_pattern(name):
        yield removed(pointer, "It is no regular expression, or too large a one.")
        return
    if isinstance(node, (dict, bool)) or node is None:
        return
    reason = "A schema is an object; this one allows any value."
    if isinstance(holder, dict):
        yield from replaced(pointer, {}, reason)
    else:
        yield removed(pointer, reason)


def _type_mends(at: str, holder: str, value: Any, is_30: bool) -> Iterator[Mend]:
    meant = meant_types(value)
    names = [meant] if isinstance(meant, str) else [each for each in meant or () if each != "null"]
    if meant is None:
        yield removed(at, f"JSON Schema has the types {', '.join(sorted(TYPES))}.")
    elif is_30 and not isinstance(meant, str):
        if len(names) == 1:
            yield from replaced(at, names[0], "OpenAPI 3.0 has one type, and nullable beside it.")
            yield Mend(holder, "OpenAPI 3.0 has nullable instead of null.", {"nullable": True})
    elif not is_equal(meant, value):
        if isinstance(value, str):
            yield Mend(holder, f"JSON Schema calls it {meant}.", {"type": meant})
        else:
            yield from replaced(at, meant, "JSON Schema has other names for types.")


def _default_mends(at: str, holder: str, schema: Mapping[str, Any]) -> Iterator[Mend]:
    value, reason = schema["default"], "The default is of the type that the schema has."
    meant = converted(schema, value)
    if meant is not None and not is_equal(meant, value):
        if isinstance(value, (dict, list)) or isinstance(meant, (dict, list)):
            yield from replaced(at, meant, reason)
        else:
            yield Mend(holder, reason, {"default": meant})
    elif meant is None:
        yield removed(at, "The schema does not allow this default.")


def converted(schema: Mapping[str, Any], value: Any) -> Any:
    """A default as the schema's own type and enumeration have it; None where that cannot be told."""
    values = [each for each in sequence(schema.get("enum")) if each is not None]
    if values:
        same = [each for each in values if str(each).lower() == str(value).lower()]
        return plain(same[0]) if len(same) == 1 else None
    kind, name = meant_types(schema.get("type")), type_name(value)
    if kind == "string" and name in ("boolean", "integer", "number"):
        return str(value).lower()
    if kind == "boolean" and isinstance(value, str):
        return _TRUTH.get(value.strip().lower())
    if kind in ("integer", "number") and isinstance(value, str):
        return _number(value.strip(), kind)
    if kind == "array" and name in ("string", "integer", "number", "boolean") and value != "":
        return [value]
    return None


def _number(text: str, kind: str) -> int | float | None:
    try:
        return int(text) if kind == "integer" or text.lstrip("+-").isdigit() else float(text)
    except ValueError:
        return None


def _list_mends(at: str, value: Any) -> Iterator[Mend]:
    """An empty list, no list, or one that says something twice."""
    if not isinstance(value, list) or not value:
        yield removed(at, "Without an item it says nothing.")
        return
    known: set[str] = set()
    again: list[int] = []
    for index, each in enumerate(value):
        form = canonical(each)
        if form in known:
            again.append(index)
        known.add(form)
    for index in reversed(again):
        yield removed(pointers.child(at, index), "It is listed before.")


def _bound_mends(
    holder: str, keyword: str, schema: Mapping[str, Any], is_30: bool
) -> Iterator[Mend]:
    """A bound in the words of the other version of OpenAPI."""
    value, other = schema[keyword], _BOUNDS[keyword]
    reason = f"{keyword} of another version of OpenAPI."
    if is_30 and not isinstance(value, bool):
        yield Mend(holder, reason, {keyword: True, other: value})
    elif not is_30 and value is True and other in schema:
        yield Mend(holder, reason, {keyword: schema[other]})
        yield removed(pointers.child(holder, other), reason)
    elif isinstance(value, bool):
        yield removed(pointers.child(holder, keyword), reason)


def _is_of_wrong_kind(keyword: str, schema: Mapping[str, Any]) -> bool:
    value = schema[keyword]
    if keyword in ONE_SCHEMA:
        return not isinstance(value, (dict, bool))
    if keyword in SCHEMA_LISTS:
        return not isinstance(value, list) or not value
    return keyword in SCHEMA_MAPS and not isinstance(value, dict)
