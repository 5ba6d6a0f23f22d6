"""Tells regular expressions that generated packages can compile from those that they cannot."""

from __future__ import annotations

from functools import lru_cache


@lru_cache(maxsize=4096)
def is_pattern(pattern: str) -> bool:
    """Whether generated packages could compile it: they have the same engines."""
    import jsonschema_rs

    options = jsonschema_rs.FancyRegexOptions()
    try:
        jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=options)
    except jsonschema_rs.ValidationError:
        return False
    return True
