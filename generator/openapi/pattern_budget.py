"""Says where the expressions of a document together take more to compile than one of its size may ask for."""

from collections.abc import Iterator
from typing import Any

from generator.core import pointers
from generator.core.memory import NO_MEMORY
from generator.core.patterns import steps_of
from generator.core.problems import Problem
from generator.document.located import Document, characters_of, place_of
from generator.document.part_digests import KEYS_OF_PART, DocumentMemory, left_of, parts_of
from generator.openapi.sound_schemas import SoundSchemas

_MOST = 150_000
"""Steps of some 20 microseconds: thirty of the most that one may take."""
_LETTERS = 10
"""Of a larger document there may be one for so many."""


def too_costly_patterns(document: Document, memory: DocumentMemory | None = None) -> Problem | None:
    """The problem of the expression with which there are too many; each counts once, and small ones do not.

    Parts in which an earlier run found none but small ones are passed over.
    """
    small = SoundSchemas(memory or DocumentMemory(NO_MEMORY, document.root), "small patterns")
    parts = [pointer for pointer, _ in parts_of(document.root)]
    asked = set(small.without(parts))
    taken, most = 0, _MOST
    counted: set[str] = set()
    holders: set[tuple[str | int, ...]] = set()
    for trail, pattern in _patterns(left_of(document.root, lambda part, _: part in asked)):
        steps = steps_of(pattern)
        if not steps:
            continue
        holders.add(tuple(pointers.keys_along(trail)[:KEYS_OF_PART]))
        taken += 0 if pattern in counted else steps
        counted.add(pattern)
        if taken > most:
            most = max(most, characters_of(document.root) // _LETTERS)
        if taken > most:
            return _problem(document, pointers.join(pointers.keys_along(trail)))
    small.keep(parts, map(pointers.join, holders))
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
