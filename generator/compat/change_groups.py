"""Gathers what is the same change in several tools or parts, so that what they share is told of once."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from generator.compat.changes import Change, gravest_first
from generator.core.problems import Place


@dataclass(frozen=True, slots=True)
class Group:
    """Changes with one rule, one message, and one place or part; there is at least one."""

    changes: list[Change] = field(default_factory=list)

    @property
    def first(self) -> Change:
        """The change that the others are like."""
        return self.changes[0]

    @property
    def tools(self) -> tuple[str, ...]:
        """The tools, each once; empty where the change is the package's own."""
        return tuple(dict.fromkeys(each.tool for each in self.changes if each.tool))

    @property
    def parts(self) -> tuple[str, ...]:
        """The parts of the tools, each once."""
        return tuple(dict.fromkeys(each.where for each in self.changes if each.where))

    @property
    def others(self) -> tuple[str, ...]:
        """What all but the first are about, by the tool alone where the part is the first's."""
        return tuple(
            each.tool if each.where == self.first.where else each.about for each in self.changes[1:]
        )

    @property
    def places(self) -> tuple[tuple[Place | None, Place | None], ...]:
        """The places before and after, each pair once."""
        pairs = ((each.old_place, each.new_place) for each in self.changes)
        return tuple(dict.fromkeys(pair for pair in pairs if any(pair)))


def grouped(changes: Iterable[Change], *, by_place: bool = True) -> tuple[Group, ...]:
    """The changes, the gravest first, each in one group.

    Two are the same where all that is said of them is, and they are the same part of two tools or,
    unless places count for nothing, are written in one place of either document.
    """
    groups: list[Group] = []
    known: dict[object, Group] = {}
    for each in gravest_first(changes):
        marks = list(_marks(each, by_place))
        group = next((known[mark] for mark in marks if mark in known), None)
        if group is None:
            group = Group()
            groups.append(group)
        group.changes.append(each)
        for mark in marks:
            known.setdefault(mark, group)
    return tuple(groups)


def _marks(change: Change, by_place: bool) -> Iterator[object]:
    """What a change shares with others that are the same."""
    leaf = change.where.replace("[]", "").rpartition(".")[2]
    said = (change.code, change.message, change.old, change.new, leaf)
    if change.tool and change.where:
        yield said, "part", change.where
    if not change.tool or not by_place:
        return
    for side, place in (("old", change.old_place), ("new", change.new_place)):
        if place:
            yield said, side, place
