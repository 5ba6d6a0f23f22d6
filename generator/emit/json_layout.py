"""Writes JSON that people read, as `json.dumps(indent=2)` does, which leaves its C encoder for that."""

import json
from collections.abc import Callable
from json.encoder import encode_basestring_ascii
from typing import Any

_SCALAR: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode
_WORDS = {None: "null", False: "false", True: "true"}


class LaidOut(str):
    """JSON that is laid out already, for where it is put."""


def indented_json(value: Any, margin: str = "\n", *, in_order: bool = False) -> str:
    """A value in ASCII, its members and items each on a line; `margin` is what begins its own lines.

    With `in_order` the members of each object are sorted.
    """
    if isinstance(value, str):
        return value if isinstance(value, LaidOut) else encode_basestring_ascii(value)
    if value is None or isinstance(value, bool):
        return _WORDS[value]
    if not value or not isinstance(value, (dict, list, tuple)):
        return _SCALAR(value)
    inner = margin + "  "
    if isinstance(value, dict):
        members = [
            f"{encode_basestring_ascii(key)}: "
            f"{encode_basestring_ascii(each) if type(each) is str else indented_json(each, inner, in_order=in_order)}"
            for key, each in (sorted(value.items()) if in_order else value.items())
        ]
        return f"{{{inner}{f',{inner}'.join(members)}{margin}}}"
    items = [indented_json(each, inner, in_order=in_order) for each in value]
    return f"[{inner}{f',{inner}'.join(items)}{margin}]"
