"""Reads queries that only name what leads to one part, as most of an overlay do: they need no library, and no bound."""

from __future__ import annotations

import re
from typing import Any

_MOST_LETTERS, _MOST_PARTS = 1_000, 100

_PART = re.compile(
    r"\.([A-Za-z_][A-Za-z0-9_]*)|\['([ -&(-\[\]-~]*)'\]|\[\"([ !#-\[\]-~]*)\"\]|\[(0|[1-9][0-9]{0,8})\]"
)
"""A name in letters that need no escape, or an index from the start."""


def plain_location(query: str) -> tuple[str | int, ...] | None:
    """The names and indexes of such a query; None of another, which may still be a sound one."""
    if not query.startswith("$") or len(query) > _MOST_LETTERS:
        return None
    parts: list[str | int] = []
    end = 1
    while end < len(query):
        found = _PART.match(query, end)
        if not found:
            return None
        index = found[4]
        parts.append(int(index) if index else found[found.lastindex or 0])
        end = found.end()
    return tuple(parts) if len(parts) <= _MOST_PARTS else None


def has_part(holder: Any, part: str | int) -> bool:
    """Whether an object has that name, or an array that index."""
    if isinstance(part, str):
        return isinstance(holder, dict) and part in holder
    return isinstance(holder, list) and part < len(holder)
