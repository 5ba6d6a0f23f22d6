"""Writes JSON that people read, as `json.dumps(indent=2)` does, which leaves its C encoder for that."""

import json
from collections.abc import Callable
from json.encoder import encode_basestring_ascii
from typing import Any

_SCALAR: Callable[[Any], str] = json.JSONEncoder(ensure_ascii=True, allow_nan=False).encode


def indented_json(value: Any, margin: str = "\n") -> str:
    """A value in ASCII, its members and items each on a line; `margin` is what begins its own lines."""
    if isinstance(value, str):
        return encode_basestring_ascii(value)
    if not isinstance(value, dict | list | tuple) or not value:
        return _SCALAR(value)
    inner = margin + "  "
    if isinstance(value, dict):
        members = [f"{_key(key)}: {indented_json(each, inner)}" for key, each in value.items()]
        return f"{{{inner}{f',{inner}'.join(members)}{margin}}}"
    items = [indented_json(each, inner) for each in value]
    return f"[{inner}{f',{inner}'.join(items)}{margin}]"


def _key(key: Any) -> str:
    if not isinstance(key, str):
        raise TypeError(f"a member is named by a string, not by {type(key).__name__}")
    return encode_basestring_ascii(key)
