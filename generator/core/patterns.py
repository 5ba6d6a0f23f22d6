"""Tells regular expressions that generated packages can compile from those that they cannot."""

from __future__ import annotations

import re
from functools import lru_cache

_PICTURE = re.compile(r"[YyMDdHhmsTZ:/. -]*(?:YYYY|yyyy|[Hh]{2}:[Mm]{2})[YyMDdHhmsTZ:/. -]*")
"""A date or a time as people picture it: as an expression it matches no date and no time."""


@lru_cache(maxsize=4096)
def is_pattern(pattern: str) -> bool:
    """Whether generated packages could compile it, who have the same engine, and it is none by mistake."""
    if _PICTURE.fullmatch(pattern):
        return False
    import jsonschema_rs

    options = jsonschema_rs.FancyRegexOptions()
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=options)
    except jsonschema_rs.ValidationError:
        return False
    return True
