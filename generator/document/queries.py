"""Runs queries on documents: those that name what leads to one part by themselves, others by the library."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from generator.core.suggest import did_you_mean, steps_to_compare
from generator.document.plain_query import has_part, plain_location
from generator.document.query_steps import StepsLeft

if TYPE_CHECKING:
    from generator.document.jsonpath import LibraryQueries


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a document that a query selects; `holder` is the object or array that it is in."""

    value: Any
    location: tuple[str | int, ...]
    holder: Any

    def path(self) -> str:
        """The normalized path of RFC 9535, such as `$['paths'][0]`."""
        steps = (
            f"[{each}]" if isinstance(each, int) else f"[{_quoted(each)}]" for each in self.location
        )
        return "$" + "".join(steps)


class Queries:
    """Some queries, each read once however often it is run."""

    def __init__(self) -> None:
        self._library: LibraryQueries | None = None

    def select(self, query: str, root: Any, steps: StepsLeft | None = None) -> list[Node]:
        """The nodes that a query selects, in order and each once; raises QueryError.

        The steps are those that several queries have together.
        """
        location = plain_location(query)
        if location is None:
            return [_node(root, each) for each in self._by_library().select(query, root, steps)]
        return [_node(root, location)] if _reach(root, location) == len(location) else []

    def meant(self, query: str, root: Any, steps: StepsLeft) -> str:
        """A hint for a sound query that selects nothing: the name at which it goes astray, and one that is near."""
        if not steps.are_enough(0):
            return ""
        wanted, holders = self._astray(query, root, steps)
        names = {name for each in holders if isinstance(each, dict) for name in each}
        return _nearest(wanted, names, steps) if isinstance(wanted, str) else ""

    def _astray(
        self, query: str, root: Any, steps: StepsLeft
    ) -> tuple[str | int | None, Sequence[Any]]:
        """The name or index at which a query goes astray, and the parts that do not have it."""
        location = plain_location(query)
        if location is None:
            return self._by_library().astray(query, root, steps)
        reach = _reach(root, location)
        return (*location, None)[reach], [_at(root, location[:reach])]

    def _by_library(self) -> LibraryQueries:
        # Most queries do not pay for the import.
        from generator.document.jsonpath import LibraryQueries

        self._library = self._library or LibraryQueries()
        return self._library


def _nearest(wanted: str, names: set[str], steps: StepsLeft) -> str:
    # Each name is held to the one that is wanted, letter by letter.
    takes = steps_to_compare(wanted, names)
    return did_you_mean(wanted, sorted(names)) if steps.are_enough(takes) else ""


def _reach(root: Any, location: tuple[str | int, ...]) -> int:
    """How many names and indexes lead on, from the first one."""
    for count, part in enumerate(location):
        if not has_part(root, part):
            return count
        root = root[part]
    return len(location)


def _at(root: Any, location: tuple[str | int, ...]) -> Any:
    for part in location:
        root = root[part]
    return root


def _node(root: Any, location: tuple[str | int, ...]) -> Node:
    # Walked to from the root: releases of the library differ in how they tell what holds a part.
    if not location:
        return Node(root, (), None)
    holder = _at(root, location[:-1])
    return Node(holder[location[-1]], location, holder)


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
