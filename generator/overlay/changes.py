"""Notes what actions change while they do, and tells in the end where that has come to stand.

Parts move while actions run: items of lists move up, and copies come and go. So what is noted is the
object or list that was changed, and where it is is looked up when all is done.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from generator.core import pointers
from generator.document.corrections import Correction
from generator.document.located import MarkedDict, MarkedList


@dataclass(frozen=True, slots=True)
class _Change:
    holder: MarkedDict | MarkedList
    key: str | None
    """Of the member that changed; None where it is the list as a whole."""
    reason: str
    other: Any
    """What came or went."""
    removes: bool


@dataclass(slots=True)
class Changes:
    """What one overlay changed, in the order of its actions."""

    _noted: list[_Change] = field(default_factory=list)

    def note(
        self,
        holder: MarkedDict | MarkedList,
        key: str | int | None,
        reason: str,
        other: Any,
        *,
        removes: bool = False,
    ) -> None:
        """A member of `holder`, or its items, are different since; `other` is what came or went."""
        name = key if isinstance(key, str) else None
        self._noted.append(_Change(holder, name, reason, other, removes))

    def corrections(self, root: MarkedDict) -> tuple[Correction, ...]:
        """The changes that are left in the document, but for what was taken out and put in again."""
        if not self._noted:
            return ()
        where = _pointers(root, {id(each.holder) for each in self._noted})
        found = {
            correction: None
            for each in self._noted
            if id(each.holder) in where and not _is_refilled(each)
            for correction in (_correction(each, where[id(each.holder)]),)
        }
        return tuple(found)


def _is_refilled(change: _Change) -> bool:
    """Whether something was taken out only to make room for what a later action put in."""
    return change.removes and change.key is not None and change.key in change.holder


def _correction(change: _Change, holder: str) -> Correction:
    pointer = holder if change.key is None else pointers.child(holder, change.key)
    others = change.other if isinstance(change.other, list) else [change.other]
    return Correction(
        pointer, change.reason, tuple(each for each in others if isinstance(each, str))
    )


def _pointers(root: MarkedDict, wanted: set[int]) -> dict[int, str]:
    """Where the wanted objects and lists are."""
    return {id(node): pointer for node, pointer in _containers(root) if id(node) in wanted}


def _containers(root: MarkedDict) -> Iterator[tuple[Any, str]]:
    stack: list[tuple[Any, str]] = [(root, pointers.ROOT)]
    while stack:
        node, pointer = stack.pop()
        if isinstance(node, MarkedDict | MarkedList):  # nothing else is changed
            yield node, pointer
            parts = node.items() if isinstance(node, dict) else enumerate(node)
            stack.extend((value, pointers.child(pointer, key)) for key, value in parts)
