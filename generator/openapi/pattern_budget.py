"""Says where the expressions of a document together take more to compile than one of its size may ask for."""

from collections.abc import Iterator
from typing import Any

from generator.core import pointers
from generator.core.patterns import steps_of
from generator.core.problems import Problem
from generator.document.located import Document, characters_of, place_of

_MOST = 150_000
"""Steps of some 20 microseconds: thirty of the most that one may take."""
_LETTERS = 10
"""Of a larger document there may be one for so many."""


def too_costly_patterns(document: Document) -> Problem | None:
    """The problem of the expression with which there are too many; each counts once, and small ones do not."""
    taken, most = 0, _MOST
    counted: set[str] = set()
    for trail, pattern in _patterns(document.root):
        if pattern in counted:
            continue
        counted.add(pattern)
        taken += steps_of(pattern)
        if taken > most:
            most = max(most, characters_of(document.root) // _LETTERS)
        if taken > most:
            return _problem(document, pointers.join(pointers.keys_along(trail)))
    return None


def _patterns(root: Any) -> Iterator[tuple[tuple[Any, ...], str]]:
    """What may be an expression, after the trail that leads there, in the order of the document."""
    pending: list[tuple[tuple[Any, ...], Any]] = [((), root)]
    while pending:
        trail, node = pending.pop()
        if isinstance(node, dict):
            if isinstance(node.get("pattern"), str):
                yield (trail, "pattern"), node["pattern"]
            named = node.get("patternProperties")
            if isinstance(named, dict):
                holder = (trail, "patternProperties")
                yield from (((holder, each), str(each)) for each in named)
        inner = node.items() if isinstance(node, dict) else enumerate(node)
        below = [((trail, key), each) for key, each in inner if isinstance(each, (dict, list))]
        pending += reversed(below)


def _problem(document: Document, pointer: str) -> Problem:
    return Problem(
        "pattern-budget",
        "the patterns up to this one take too much to compile",
        place_of(document.root, pointer),
        pointer,
        expected="smaller numbers of repeats, or minLength and maxLength",
        hint="an overlay can remove those that are not needed",
    )
