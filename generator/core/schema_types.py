"""The types that JSON Schema has, and those that documents write in their place."""

from __future__ import annotations

from typing import Any

TYPES = frozenset(["array", "boolean", "integer", "null", "number", "object", "string"])

_MEANT = {
    **dict.fromkeys(("int", "int32", "int64", "long", "short", "bigint"), "integer"),
    **dict.fromkeys(("float", "double", "decimal", "numeric"), "number"),
    **dict.fromkeys(("str", "text", "date", "datetime", "date-time", "uuid", "uri"), "string"),
    **dict.fromkeys(("url", "email", "char", "varchar", "time", "timestamp"), "string"),
    "bool": "boolean",
    **dict.fromkeys(("list", "tuple"), "array"),
    **dict.fromkeys(("dict", "map", "hash", "json"), "object"),
    **dict.fromkeys(("none", "nil"), "null"),
}
"""Names that other languages have for these types. What could be two of them is not listed."""


def meant_type(name: Any) -> str:
    """The type that is plainly meant where `type` says this; empty where it could be any."""
    if not isinstance(name, str):
        return ""
    word = name.strip().lower()
    return word if word in TYPES else _MEANT.get(word, "")


def meant_types(value: Any) -> str | list[str] | None:
    """What is to be read where `type` has this value; None where all types are allowed."""
    if isinstance(value, str) and value in TYPES:
        return value
    names = value if isinstance(value, list) else [value]
    meant = list(dict.fromkeys(meant_type(name) for name in names))
    if not meant or "" in meant:
        return None
    return meant[0] if len(meant) == 1 else meant
