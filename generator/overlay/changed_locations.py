"""Tells which parts of a document the actions of an overlay will change, before any does."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from generator.document.located import UnmarkedRoot
from generator.document.partly_marked import Location, inside
from generator.document.queries import Node, Queries
from generator.document.query_errors import QueryError
from generator.document.query_steps import StepsLeft
from generator.overlay.merge import NotMarked
from generator.overlay.parse import Action


def changed_locations(
    actions: Iterable[Action], root: UnmarkedRoot, queries: Queries
) -> tuple[Location, ...]:
    """What the actions select in the document as it is, or put into it.

    Raises NotMarked where that cannot be told. What an action selects only because of one before it
    is not among them.
    """
    actions = tuple(actions)
    # Where queries take more, they are run once more, on the document with its places.
    steps = StepsLeft(len(actions), root, part=8)

    def select(query: str) -> list[Node]:
        return queries.select(query, root, steps)

    try:
        return tuple(each for action in actions for each in _changed(action, select))
    except QueryError:
        raise NotMarked from None


def _changed(action: Action, select: Callable[[str], list[Node]]) -> Iterator[Location]:
    for target in select(action.node["target"]):
        yield from inside(target.location, action.node.get("update"))
    for node in select(action.node["copy"]) if "copy" in action.node else ():
        source = [*inside(node.location, None)]
        if not source:
            raise NotMarked  # most of the document is copied
        yield from source
