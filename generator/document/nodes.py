"""Reads parts of a document that may not have the type they should, without ever failing."""

from collections.abc import Mapping, Sequence
from typing import Any


def mapping(value: Any) -> Mapping[str, Any]:
    """`value` where it is an object, else an empty one; the validator reports what it should have been."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> Sequence[Any]:
    """`value` where it is an array, else an empty one."""
    return value if isinstance(value, list) else ()


def text(value: Any) -> str:
    """`value` where it is a string, else an empty one."""
    return value if isinstance(value, str) else ""


def plain(value: Any) -> Any:
    """A copy made of plain lists and dicts, without the marks of where it was read."""
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    return [plain(item) for item in value] if isinstance(value, list) else value
