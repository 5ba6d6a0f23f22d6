"""Writes values as YAML that people go on editing: text of a document only ever in quotes."""

from __future__ import annotations

import json
import re
from typing import Any

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9]*(?:[ _/.-]+[A-Za-z0-9]+)*")
_WORDS = frozenset(["true", "false", "null", "yes", "no", "on", "off", "y", "n"])

_LONGEST_KEY = 1_000
"""Characters; YAML takes no key of more than 1,024 that has no mark of being one."""


def scalar(value: Any) -> str:
    """A scalar, or a list or object on one line, as any reader of YAML takes it."""
    if isinstance(value, str):
        is_plain = _PLAIN.fullmatch(value) and value.lower() not in _WORDS
        return value if is_plain else quoted(value)
    if isinstance(value, dict):
        members = ", ".join(f"{_key(key)}: {scalar(each)}" for key, each in value.items())
        return f"{{ {members} }}" if members else "{}"
    if isinstance(value, list):
        return f"[{', '.join(map(scalar, value))}]"
    return json.dumps(value)


def quoted(text: str) -> str:
    """A string in double quotes, with all that is not plainly visible escaped."""
    return "".join(_escaped(each) for each in json.dumps(text, ensure_ascii=False))


def key_line(indent: int, key: str) -> str:
    """A key that its value follows, on the same line or below."""
    space, text = " " * indent, quoted(key)
    return f"{space}{text}:" if len(text) <= _LONGEST_KEY else f"{space}? {text}\n{space}:"


def _key(key: str) -> str:
    text = scalar(key)
    return text if len(text) <= _LONGEST_KEY else f"? {text} "


def _escaped(character: str) -> str:
    if character.isprintable():
        return character
    code = ord(character)
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"
