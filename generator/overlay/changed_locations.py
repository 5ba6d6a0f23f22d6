"""Tells which parts of a document the actions of an overlay will change, before any does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.document.located import UnmarkedRoot
from generator.document.partly_marked import Location, inside
from generator.overlay.merge import NotMarked
from generator.overlay.parse import Action


def changed_locations(actions: Iterable[Action], root: UnmarkedRoot) -> tuple[Location, ...]:
    """What the actions select in the document as it is, or put into it.

    Raises NotMarked where that cannot be told. What an action selects only because of one before it
    is not among them.
    """
    return tuple(each for action in actions for each in _changed(action, root))


def _changed(action: Action, root: UnmarkedRoot) -> Iterator[Location]:
    for location in _selected(action.node["target"], root):
        yield from inside(location, action.node.get("update"))
    for location in _selected(action.node["copy"], root) if "copy" in action.node else ():
        source = [*inside(location, None)]
        if not source:
            raise NotMarked  # most of the document is copied
        yield from source


def _selected(query: str, root: UnmarkedRoot) -> Iterator[Location]:
    # Only runs with an overlay pay for the import.
    from generator.document.jsonpath import QueryError, select

    try:
        yield from (node.location for node in select(query, root))
    except QueryError:
        raise NotMarked from None
