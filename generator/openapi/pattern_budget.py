"""Says where the expressions of a document together take more to compile than one of its size may ask for."""

from collections.abc import Iterator, Mapping
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
    for holder, key in _patterns(document.root):
        pattern = holder[key] if key == "pattern" and isinstance(holder[key], str) else key
        if pattern in counted:
            continue
        counted.add(pattern)
        taken += steps_of(pattern)
        if taken > most:
            most = max(most, characters_of(document.root) // _LETTERS)
        if taken > most:
            return _problem(document, holder, key)
    return None


def _patterns(root: Any) -> Iterator[tuple[Mapping[str, Any], str]]:
    """What may be an expression, by what holds it and its key there, in the order of the document."""
    pending = [root]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            if isinstance(node.get("pattern"), str):
                yield node, "pattern"
            named = node.get("patternProperties")
            if isinstance(named, dict):
                yield from ((named, str(each)) for each in named)
            pending += [each for each in reversed(node.values()) if isinstance(each, (dict, list))]
        elif isinstance(node, list):
            pending += [each for each in reversed(node) if isinstance(each, (dict, list))]


def _problem(document: Document, holder: Mapping[str, Any], key: str) -> Problem:
    pointer = pointers.child(_pointer_of(document.root, holder), key)
    return Problem(
        "pattern-budget",
        "the patterns up to this one take too much to compile",
        place_of(document.root, pointer),
        pointer,
        expected="smaller numbers of repeats, or minLength and maxLength",
        hint="an overlay can remove those that are not needed",
    )


def _pointer_of(root: Any, wanted: Mapping[str, Any]) -> str:
    pending: list[tuple[str, Any]] = [(pointers.ROOT, root)]
    while pending:
        pointer, node = pending.pop()
        if node is wanted:
            return pointer
        inner = node.items() if isinstance(node, dict) else enumerate(node)
        pending += [
            (pointers.child(pointer, str(key)), each)
            for key, each in inner
            if isinstance(each, (dict, list))
        ]
    return pointers.ROOT
