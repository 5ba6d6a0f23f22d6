"""Tells of most documents, without reading them, that their answers are small enough to be read to the full depth.

What an answer has is counted in the document as it is written: never less than what is read of it,
and at a tenth of the cost.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from typing import Any, NamedTuple

from generator.core.json_value import look_up
from generator.core.schema_keywords import IN_PLACE, ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS
from generator.document.nodes import mapping, sequence
from generator.jsonschema.answer import LEVELS

_MOST_NESTED = 60
"""Far less than what any reader refuses."""

_REFERRING = ("$ref", "$dynamicRef")


class _Doubtful(Exception):
    """What is too deep, too entangled, or leads nowhere: only reading it tells."""


class Bound(NamedTuple):
    """How many schemas answers have at most: in all, in one of them; and how many answers there are.

    One that may not be there counts in part, so that to be without it makes no difference.
    """

    total: int = 0
    largest: int = 0
    answers: float = 0

    def __add__(self, other: tuple[Any, ...]) -> Bound:
        return Bound(self.total + other[0], max(self.largest, other[1]), self.answers + other[2])


def bound_of(
    root: Mapping[str, Any], found: Iterable[Collection[str]], average: int = 0
) -> Bound | None:
    """The bound of the answers at these pointers, each read to the full depth; None where only
    reading them tells.

    With an `average` that they may have, it holds as well where some of them are not there.
    """
    bounds = _Bounds(root)
    bound = Bound()
    try:
        for each in found:
            size = sum(bounds.of_target(target, LEVELS) for target in each)
            bound += Bound(size, size, min(1, size / average) if average else bool(each))
    except (_Doubtful, RecursionError):
        return None
    return bound


class _Bounds:
    """How many schemas there are at most below a pointer."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._known: dict[tuple[str, int], int | None] = {}
        self._nested = 0

    def of_target(self, pointer: Any, levels: int) -> int:
        """Of what a pointer leads to; its references are followed."""
        if not isinstance(pointer, str):
            raise _Doubtful
        key = (pointer, levels)
        if key not in self._known:
            self._known[key] = None
            self._known[key] = self._of(self._referred(pointer), levels)
        size = self._known[key]
        if size is None:
            raise _Doubtful  # it comes back to itself on the same level
        return size

    def _referred(self, pointer: str) -> Any:
        if not pointer.startswith("#/"):
            raise _Doubtful
        try:
            return look_up(self._root, pointer)
        except (KeyError, ValueError):
            raise _Doubtful from None

    def _of(self, schema: Any, levels: int) -> int:
        self._nested += 1
        if self._nested > _MOST_NESTED:
            raise _Doubtful
        size = self._counted(mapping(schema), levels)
        self._nested -= 1
        return size

    def _counted(self, schema: Mapping[str, Any], levels: int) -> int:
        # One that is nullable is put in a union with null; a oneOf becomes a part of an allOf.
        size = 1 + 2 * ("nullable" in schema) + ("oneOf" in schema)
        for keyword, value in schema.items():
            if keyword not in _COUNTED:
                continue
            if keyword in _REFERRING:
                size += self.of_target(value, levels)
                continue
            inside = _COUNTED[keyword](value)
            if keyword in IN_PLACE:
                for each in inside:
                    size += self._of(each, levels)
            elif levels == 1:
                size += len(inside)
            else:
                for each in inside:
                    size += self._of(each, levels - 1)
        return size


def _values(value: Any) -> Collection[Any]:
    return mapping(value).values()


_COUNTED: Mapping[str, Callable[[Any], Collection[Any]]] = {
    **dict.fromkeys(_REFERRING, lambda value: (value,)),
    **dict.fromkeys(SCHEMA_MAPS, _values),
    **dict.fromkeys(SCHEMA_LISTS, sequence),
    **dict.fromkeys(ONE_SCHEMA, lambda value: (value,)),
    **dict.fromkeys(IN_PLACE, sequence),
}
"""What is inside a schema under each keyword that may hold others."""
