"""Tells which parts of a document the actions of an overlay will change, before any does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.document.located import UnmarkedRoot
from generator.document.partly_marked import Location, inside
from generator.document.query_steps import StepsLeft
from generator.overlay.merge import NotMarked
from generator.overlay.parse import Action


def changed_locations(actions: Iterable[Action], root: UnmarkedRoot) -> tuple[Location, ...]:
    """What the actions select in the document as it is, or put into it.

    Raises NotMarked where that cannot be told. What an action selects only because of one before it
    is not among them.
    """
    actions = tuple(actions)
    # Where queries take more, they are run once more, on the document with its places.
    steps = StepsLeft(len(actions), root, part=8)
    return tuple(each for action in actions for each in _changed(action, root, steps))


def _changed(action: Action, root: UnmarkedRoot, steps: StepsLeft) -> Iterator[Location]:
    for location in _selected(action.node["target"], root, steps):
        yield from inside(location, action.node.get("update"))
    for location in _selected(action.node["copy"], root, steps) if "copy" in action.node else ():
        source = [*inside(location, None)]
        if not source:
            raise NotMarked  # most of the document is copied
        yield from source


def _selected(query: str, root: UnmarkedRoot, steps: StepsLeft) -> Iterator[Location]:
    # Only runs with an overlay pay for the import.
    from generator.document.jsonpath import QueryError, select

    try:
        yield from (node.location for node in select(query, root, steps))
    except QueryError:
        raise NotMarked from None
