"""How many steps queries may take: one alone, and all of an overlay together."""

from typing import Any

from generator.document.located import characters_of

MOST_STEPS = 4_000_000
"""For a query; one of a filter takes about three for each value of a document."""

_TOGETHER, _EACH = 600_000, 20
"""For all queries of an overlay, and for each more: what names lead to takes half of them."""

_LARGE, _CHARACTER = 1_000_000, 2
"""A document of more characters than that gives so many steps more for each: ten filters are asked of all parts of it."""


class StepsLeft:
    """What is left to so many queries of a document together, or a part of it: a fourth, where it is 4.

    A step takes two microseconds or so."""

    def __init__(self, queries: int, root: Any, *, part: int = 1) -> None:
        self._part = part
        self._left = (_TOGETHER + _EACH * queries) // part
        self._root = root

    def are_enough(self, steps: int) -> bool:
        """Takes them; whether there were as many."""
        self._left -= steps
        if self._left < 0 and self._root is not None:
            self._left += self._more() // self._part
            self._root = None
        return self._left >= 0

    def _more(self) -> int:
        return _CHARACTER * max(characters_of(self._root) - _LARGE, 0)
