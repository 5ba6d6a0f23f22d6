"""What JSON values are to each other: equal or not, of which type, one inside of another.

As JSON Schema has it, numbers are equal by what they stand for, so that 1 is 1.0, and neither is true.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.core import pointers

_LONGEST_INDEX = 10

# Made once: `json.dumps` makes an encoder for each value that it is asked for.
_CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":")).encode
_COMPACT = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode


def is_equal(a: Any, b: Any) -> bool:
    """Whether two values are the same JSON: 1 is 1.0, neither is true, and keys have no order."""
    if a is b:
        return True
    if isinstance(a, dict) and isinstance(b, dict):
        return a.keys() == b.keys() and all(is_equal(a[key], b[key]) for key in a)
    if isinstance(a, list) and isinstance(b, list):
        return len(a) == len(b) and all(map(is_equal, a, b))
    return isinstance(a, bool) is isinstance(b, bool) and bool(a == b)


def canonical(value: Any) -> str:
    """The one text of a value, in ASCII: equal values, and only those, have the same."""
    text = _CANONICAL(value)
    # Only floats without a fraction are spelled so, and texts that happen to hold the like.
    return _CANONICAL(_with_integers(value)) if ".0" in text or "e+" in text else text


def compact(value: Any) -> str:
    """A value as people read it: on one line, without spaces, numbers as they were written."""
    return _COMPACT(value)


def type_name(value: Any) -> str:
    """The type that JSON Schema gives a value; 1.0 is an integer as well as 1 is."""
    if value is None:
        return "null"
    if isinstance(value, bool):
        return "boolean"
    if isinstance(value, int) or (isinstance(value, float) and value.is_integer()):
        return "integer"
    if isinstance(value, str):
        return "string"
    return (
        "number" if isinstance(value, float) else "array" if isinstance(value, list) else "object"
    )


def type_names(values: Iterable[Any]) -> frozenset[str]:
    """The types that JSON Schema gives values; of most Python types one tells, but not of floats."""
    one_each = {value if isinstance(value, float) else type(value): value for value in values}
    return frozenset(map(type_name, one_each.values()))


def look_up(root: Any, pointer: str) -> Any:
    """What a pointer leads to; raises KeyError where that is nothing, ValueError for no pointer."""
    node = root
    for part in pointers.split(pointer):
        node = node[part] if isinstance(node, dict) else member(node, part)
    return node


def node_at(root: Any, pointer: str) -> Any:
    """What a pointer leads to, references not followed; None where that is nothing."""
    try:
        return look_up(root, pointer)
    except (KeyError, ValueError):
        return None


def member(node: Any, part: str) -> Any:
    """The member or item that a part of a pointer names; raises KeyError where there is none."""
    if isinstance(node, list):  # found out at once, as a dict is, but not that it is no mapping
        if is_index(part) and int(part) < len(node):
            return node[int(part)]
    elif isinstance(node, (dict, Mapping)):
        return node[part]
    raise KeyError(part)


def is_index(part: str) -> bool:
    """Whether a part of a pointer is an array index: decimal digits without leading zeros.

    No array is so long that an index of more digits than these names an item of it.
    """
    is_number = part.isascii() and part.isdigit() and len(part) < _LONGEST_INDEX
    return is_number and (part == "0" or part[0] != "0")


def _with_integers(value: Any) -> Any:
    """The value with every float that is a whole number as an integer."""
    if isinstance(value, dict):
        return {key: _with_integers(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_with_integers(each) for each in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value
