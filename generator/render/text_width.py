"""How wide a line is by black's count, where that is plain to see."""

import re

LINE_LENGTH = 100

_WIDE = re.compile("[^\u0000-\u10ff\u2000-\u2319]")
"""What may take two columns, for which black has a table of its own."""


class Unsure(Exception):
    """Only black knows how this is laid out."""


def fits(line: str) -> bool:
    """Whether a line is short enough; raises `Unsure` where wide characters decide it."""
    if len(line) > LINE_LENGTH:
        return False
    if 2 * len(line) > LINE_LENGTH and not line.isascii() and _WIDE.search(line):
        raise Unsure
    return True
