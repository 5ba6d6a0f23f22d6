"""Tells regular expressions that generated packages can compile from those that they cannot."""

from __future__ import annotations

import re
from functools import lru_cache

_PICTURE = re.compile(r"[YyMDdHhmsTZ:/. -]*(?:YYYY|yyyy|[Hh]{2}:[Mm]{2})[YyMDdHhmsTZ:/. -]*")
"""A date or a time as people picture it: as an expression it matches no date and no time."""

_GROUP = re.compile(r"\((?!\?(?!P?<[^=!]))")
"""What opens a group that the engine remembers, or looks as if it did."""

_MOST_SIZE, _MOST_SLOTS = 10 << 20, 150_000_000
"""How large an expression may be, in bytes: alone, and times its groups.

To match a long text the engine keeps, for each of its states, where each group begins and ends. It gives up
the process where there is no room for that: 2,000 characters can ask for gigabytes.
"""


@lru_cache(maxsize=4096)
def is_pattern(pattern: str) -> bool:
    """Whether generated packages could compile it, who have the same engine, and it is none by mistake."""
    if _PICTURE.fullmatch(pattern):
        return False
    import jsonschema_rs

    size = min(_MOST_SIZE, _MOST_SLOTS // max(len(_GROUP.findall(pattern)), 1))
    options = jsonschema_rs.FancyRegexOptions(size_limit=size)
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=options)
    except jsonschema_rs.ValidationError:
        return False
    return True
