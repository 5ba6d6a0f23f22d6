"""How much work the schemas of requests may take: all of a document, one operation, one schema.

What one operation may take hangs on what those before it took, and so is told in few levels: only
where the level changes is what an earlier run remembers of an operation of no use.
"""

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, TypeAlias

from generator.jsonschema.schema_walk import Meter

_DOCUMENT = 1 << 18
"""Four times as many steps as the largest documents of vendors need, and so many more an operation,"""
_EACH = 32
_MEMBER = 8
"""and, where that is not enough, a member of an object: what large documents need is linear in their size."""

_OPERATION = 1 << 17
_SCHEMA = 1 << 16
"""Eight times as many steps as the largest body of a vendor needs."""

_ROUNDS = (6, 4, 2, 0)
"""How often an operation is tried, by how many halvings of the most: what takes little is served before what never ends."""

_LEAST = 64
"""What is left to an operation in any case: enough for plain parameters, and a body of a few members."""


Round: TypeAlias = Callable[[], int]
"""How many steps the next operation may take."""


class DocumentBudget:
    """The steps that are left for the operations of a document, so many."""

    def __init__(self, root: Mapping[str, Any], operations: int) -> None:
        self._root: Mapping[str, Any] | None = root
        self._left = _DOCUMENT + _EACH * operations
        self._share = self._left // (2 * max(operations, 1))

    def rounds(self) -> Iterator[Round]:
        """How much each operation may take at first, whatever others take; and then those that need more."""
        most, *more = (_OPERATION >> less for less in _ROUNDS)
        first = _level(most, self._share)
        yield lambda: first
        for each in more:
            yield partial(self._for_operation, each)

    def _for_operation(self, most: int) -> int:
        if self._left < _OPERATION and self._root is not None:
            self._left += _MEMBER * _members(self._root)
            self._root = None
        return _level(most, self._left)

    def spend(self, steps: int) -> None:
        """Counts what an operation took, now or when what is remembered of it was found."""
        self._left -= steps


def steps_of_parts(root: Mapping[str, Any]) -> int:
    """How many steps the answers of a document may take where they cannot be read all at once."""
    return _DOCUMENT + _MEMBER * _members(root)


class OperationBudget:
    """The steps that are left for the schemas of one operation."""

    def __init__(self, steps: int = _OPERATION) -> None:
        self._given = steps
        self.spent = 0
        self.is_short = False
        """Whether the last schema took all that there was, and there was less than it might have taken elsewhere."""
        self.was_short = False
        """Whether any did."""

    def meter(self) -> Meter:
        """What counts the steps of the next schema; it may take as many to be collected, and to be shortened."""
        return Meter(_level(_SCHEMA, (self._given - self.spent) // 2))

    def spend(self, meter: Meter) -> None:
        """Counts what a schema took."""
        self.spent += meter.spent
        self.is_short = meter.limit < _SCHEMA and meter.spent > meter.limit
        self.was_short |= self.is_short


def _level(most: int, left: int) -> int:
    allowed = max(left, _LEAST)
    while most > allowed:
        most //= 2
    return most


def _members(root: Mapping[str, Any]) -> int:
    """How many members all objects of the document have."""
    found = 0
    level: list[Any] = [root]
    while level:
        objects = [each for each in level if isinstance(each, dict)]
        found += sum(map(len, objects))
        level = [
            part
            for each in level
            for part in (each.values() if isinstance(each, dict) else each)
            if isinstance(part, (dict, list))
        ]
    return found
