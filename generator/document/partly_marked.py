"""Gives places to those parts of a document that are to be changed, so that the rest is read quickly."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from generator.core import pointers
from generator.document.located import MarkedDict, PartlyMarkedRoot, UnmarkedRoot, marked_part
from generator.document.value_facts import LENGTHS

Location = tuple[str | int, ...]
"""The keys and indexes that lead to a part."""


def partly_marked(
    root: UnmarkedRoot, changed: Iterable[Location], read_again: Callable[[], MarkedDict]
) -> PartlyMarkedRoot:
    """A copy of the root in which everything at the locations, and inside, has places."""
    result = PartlyMarkedRoot(root, root.positions, read_again)
    for section, levels in LENGTHS.items():
        if type(root.get(section)) is dict:
            result[section] = _copied(root[section], levels - 1)
    for part in {_part(each) for each in changed}:
        _mark(result, root, [str(each) for each in part])
    return result


def _mark(result: MarkedDict, root: UnmarkedRoot, part: list[str]) -> None:
    holder: Any = result
    for key in part[:-1]:
        holder = holder.get(key) if isinstance(holder, MarkedDict) else None
    if isinstance(holder, MarkedDict) and type(holder.get(part[-1])) in (dict, list):
        holder[part[-1]] = marked_part(root, pointers.join(part))


def inside(location: Location, update: Any) -> Iterator[Location]:
    """The locations of what an update of a location changes, each in one part."""
    if location and len(location) >= _levels(location):
        yield location
    elif isinstance(update, dict):
        for key, value in update.items():
            yield from inside((*location, key), value)


def _part(location: Location) -> Location:
    return location[: _levels(location)] if location else ()


def _levels(location: Location) -> int:
    """How many keys lead to what is marked as a whole."""
    return LENGTHS.get(str(location[0]), 1)


def _copied(node: dict[str, Any], levels: int) -> MarkedDict:
    """The objects above the parts, which have no places themselves."""
    below = (
        (key, _copied(each, levels - 1)) if levels > 1 and type(each) is dict else (key, each)
        for key, each in node.items()
    )
    return MarkedDict(below)
