"""Merges one value into another by the rules of the OpenAPI Overlay Specification."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.core import pointers
from generator.core.json_value import is_equal
from generator.core.problems import Place, Problem
from generator.document.located import MarkedDict, MarkedList, copied

Note = Callable[[MarkedDict | MarkedList, Any, Any], None]
"""Told of each change: the object or list, the key in it (None for a list as a whole), and what came."""


class NotMarked(Exception):
    """Something has no places that is to be changed, or put elsewhere."""


def kind_of(value: Any) -> str:
    """The kind that has to agree on both sides of a merge; null counts as a primitive.

    Raises NotMarked for what has no places.
    """
    if type(value) in (dict, list):
        raise NotMarked
    if isinstance(value, MarkedDict):
        return "an object"
    return "an array" if isinstance(value, MarkedList) else "a primitive"


class Merge:
    """Merges into a document; notes whether anything changed and what could not be merged."""

    def __init__(self, pointer: str, note: Note) -> None:
        """`pointer` names the merged value in the overlay, for problems; `note` is told each change."""
        self.changed = False
        self._note = note
        self.problems: list[Problem] = []
        self._start = pointer

    def into_object(self, target: MarkedDict, update: MarkedDict) -> None:
        """Adds the members of `update` to `target`, merging those that both have."""
        self._members(target, update, self._start)

    def into_array(self, target: MarkedList, update: Any, place: Place | None) -> None:
        """Adds one item to the end of `target`."""
        item_place = place or target.place
        target.append(copied(update))
        if item_place is not None:
            target.places.append(item_place)
        self._change(target, None, update)

    def onto_array(self, target: MarkedList, update: MarkedList) -> None:
        """Adds the items of `update` to the end of `target`."""
        target.extend(copied(update))
        target.places.extend(update.places)
        if update:
            self._change(target, None, update)

    def over_primitive(
        self, parent: MarkedDict | MarkedList, key: Any, update: Any, place: Place | None
    ) -> None:
        """Puts a primitive in the place of another."""
        if is_equal(parent[key], update):
            return
        parent[key] = update
        if place is not None:
            parent.places[key] = place
        self._change(parent, key, update)

    def _change(self, holder: MarkedDict | MarkedList, key: Any, value: Any) -> None:
        self.changed = True
        self._note(holder, key, value)

    def _members(self, target: MarkedDict, update: MarkedDict, pointer: str) -> None:
        for key, value in update.items():
            at = pointers.child(pointer, key)
            place = update.places.get(key)
            if key not in target:
                target[key] = copied(value)
                if place is not None:
                    target.places[key] = place
                self._change(target, key, value)
            elif kind_of(target[key]) != kind_of(value):
                self._refuse(target, key, value, place, at)
            elif isinstance(value, MarkedDict):
                self._members(target[key], value, at)
            elif isinstance(value, MarkedList):
                self.onto_array(target[key], value)
            else:
                self.over_primitive(target, key, value, place)

    def _refuse(
        self, target: MarkedDict, key: str, value: Any, place: Place | None, pointer: str
    ) -> None:
        there = target.places.get(key)
        where = f" at {there}" if there else ""
        self.problems.append(
            Problem(
                "overlay-type-mismatch",
                f"{kind_of(value)} cannot be merged with what the document has{where}",
                place,
                pointer,
                kind_of(target[key]),
                "remove the old value in an action before this one to put in another kind",
            )
        )
