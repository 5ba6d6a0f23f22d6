"""Tells regular expressions that generated packages can compile from those that they cannot."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

from generator.core.pattern_positions import outline

_PICTURED = re.compile(r"[YyMDdHhmsTZ:/. -]*")
_TIME = re.compile(r"YYYY|yyyy|[Hh]{2}:[Mm]{2}")

_PLAIN = re.compile(r"\^?[A-Za-z0-9_ /:-]{0,200}\$?")
"""What compiles for certain; to try takes longer."""

_GROUP = re.compile(r"\((?!\?(?!P?<[^=!]))")
"""What opens a group that the engine remembers, or looks as if it did."""

_NUMBERS = re.compile(r"(?<!\\)\{[0-9]+(?:,[0-9]*)?\}\??")

_MOST_SIZE, _MOST_SLOTS = 10 << 20, 150_000_000
"""How large an expression may be, in bytes: alone, and times its groups.

To match a long text the engine keeps, for each of its states, where each group begins and ends. It gives up
the process where there is no room for that: 2,000 characters can ask for gigabytes.
"""

_SIZES = (16 << 10, 64 << 10, 256 << 10, 1 << 20, 4 << 20)
"""Which are tried before: all of vendors' expressions fit the first, and a KiB takes ten microseconds."""

_BACKTRACKS = 10_000

_MOST_POSITIONS = 64 << 10
"""How large the outline of an expression may be: two thousand positions.

Each letter of a text may have to be held to all of them, so that 10,000 times 100,000 letters is ten seconds.
"""


@lru_cache(
    maxsize=1 << 17
)  # a document of a megabyte may have as many, and asks for each of them often
def is_pattern(pattern: str) -> bool:
    """Whether generated packages could compile it, who have the same engine, and it is none by mistake."""
    if _is_picture(pattern):
        return False
    if _PLAIN.fullmatch(pattern):
        return True
    return _size_of(pattern) is not None and _compiles(outline(pattern), _MOST_POSITIONS)


def is_too_large(pattern: str) -> bool:
    """Whether it is none for what its numbers ask for alone."""
    return not _is_picture(pattern) and is_pattern(_NUMBERS.sub("", pattern))


@lru_cache(maxsize=1 << 17)
def steps_of(pattern: str) -> int:
    """What it takes to compile, beyond what all do: one for two KiB; for one that is too large, to see that."""
    if _PLAIN.fullmatch(pattern):
        return 0
    size = _size_of(pattern)
    if size is None and is_too_large(pattern):
        size = _MOST_SIZE
    return 0 if size is None or size <= _SIZES[0] else size >> 11


@lru_cache(maxsize=1 << 17)
def _size_of(pattern: str) -> int | None:
    """The first of the sizes in which it compiles."""
    most = min(_MOST_SIZE, _MOST_SLOTS // max(len(_GROUP.findall(pattern)), 1))
    sizes = (*(each for each in _SIZES if each < most), most)
    return next((each for each in sizes if _compiles(pattern, each)), None)


def is_found(pattern: str, text: str) -> bool | None:
    """Whether packages would find it in the text; None where that takes them too many steps, or it is none."""
    import jsonschema_rs

    try:
        error = next(_matcher(pattern).iter_errors(text), None)
    except (ValueError, jsonschema_rs.ValidationError):  # also of surrogates
        return None
    if error is None:
        return True
    is_given_up = isinstance(error.kind, jsonschema_rs.ValidationErrorKind.BacktrackLimitExceeded)
    return None if is_given_up else False


@lru_cache(maxsize=4096)
def _matcher(pattern: str) -> Any:
    import jsonschema_rs

    options = jsonschema_rs.FancyRegexOptions(backtrack_limit=_BACKTRACKS)
    return jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=options)


def _is_picture(pattern: str) -> bool:
    """Whether it is a date or a time as people picture it: as an expression it matches no date and no time."""
    return bool(_PICTURED.fullmatch(pattern) and _TIME.search(pattern))


def _compiles(pattern: str, size: int) -> bool:
    import jsonschema_rs

    options = jsonschema_rs.FancyRegexOptions(size_limit=size)
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=options)
    except jsonschema_rs.ValidationError:
        return False
    return True
