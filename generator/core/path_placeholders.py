"""The names in braces that a path of OpenAPI has, which its parameters fill."""

from __future__ import annotations

import re

# Braces that are doubled are no placeholder's.
_PLACEHOLDER = re.compile(r"(?<!\{)\{([^{}]+)\}(?!\})")


def placeholders(path: str) -> tuple[str, ...]:
    """The names, in the order of the path, each once."""
    return tuple(dict.fromkeys(_PLACEHOLDER.findall(path)))
