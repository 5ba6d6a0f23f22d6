"""How many steps queries may take: one alone, and all of an overlay together."""

from typing import Any

MOST_STEPS = 4_000_000
"""For a query; one of a filter takes about three for each value of a document."""

_TOGETHER, _EACH = 600_000, 20
"""For all queries of an overlay, and for each more: what names lead to takes half of them."""

_LARGE = 1_000_000
"""A document of more characters than that gives a step more for each: a dozen queries go through all of it."""

_VALUE = 2
"""The characters that a value takes besides its own."""


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
            self._left += max(_characters(self._root) - _LARGE, 0) // self._part
            self._root = None
        return self._left >= 0


def _characters(root: Any) -> int:
    """How many characters a document has, were it written without spaces."""
    count, stack = 0, [root]
    while stack:
        node = stack.pop()
        count += _VALUE
        if isinstance(node, dict):
            count += sum(map(len, node))
            stack += node.values()
        elif isinstance(node, list):
            stack += node
        elif isinstance(node, str):
            count += len(node)
    return count
