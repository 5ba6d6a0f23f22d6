"""How many steps queries may take: one alone, and all of an overlay together."""

from typing import Any

from generator.document.located import size_of

MOST_STEPS = 4_000_000
"""For a query; one of a filter takes about three for each value of a document."""

_EACH = 20
"""For a further query of the same overlay: what names lead to takes half of them."""

_LARGE, _VALUE = 30_000, 32
"""Of a document with more values than that, about a megabyte, so many more for a value: a dozen queries go
through all of it."""


class StepsLeft:
    """What is left to so many queries of a document together, or a part of it: a fourth, where it is 4.

    A step takes a few microseconds."""

    def __init__(self, queries: int, root: Any, *, part: int = 1) -> None:
        self._part = part
        self._left = (MOST_STEPS // 8 + _EACH * queries) // part
        self._root = root

    def are_enough(self, steps: int) -> bool:
        """Takes them; whether there were as many."""
        self._left -= steps
        if self._left < 0 and self._root is not None:
            self._left += _VALUE * max(size_of(self._root)[0] - _LARGE, 0) // self._part
            self._root = None
        return self._left >= 0
