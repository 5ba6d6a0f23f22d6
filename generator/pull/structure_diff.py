"""Finds where two OpenAPI documents say something else, whatever their prose and their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from generator.core import pointers
from generator.pull.structure import Kind, canonical, kind_of, only, reached, skeleton

# Lists under these keywords mean the same in any order.
UNORDERED = frozenset(
    ("required", "enum", "type", "tags", "oneOf", "anyOf", "allOf", "parameters", "security")
)

# From this share of common features on, two items are one that was changed.
_SIMILAR = 1 / 3
_MOST_PAIRS = 10_000


class Change(Enum):
    """What happened to a part, seen from our document."""

    ADDED = "only theirs"
    REMOVED = "only ours"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Difference:
    """One part that differs: its pointers in both documents, and what it is without its prose.

    An added member has the pointer that it would have in ours. An added item has none there yet:
    `pointer` is that of its list. What is missing on one side is None there.
    """

    change: Change
    pointer: str
    their_pointer: str
    ours: Any
    theirs: Any

    @property
    def is_item(self) -> bool:
        """Whether it is an item that only their list has."""
        return self.their_pointer.count("/") > self.pointer.count("/")


def compare(ours: Mapping[str, Any], theirs: Mapping[str, Any]) -> tuple[Difference, ...]:
    """How the structure of their document differs from ours, in the order of ours.

    Compared is what the paths of either document reach, and shared responses: what theirs still
    has, though nothing leads there any more, is no part that only ours has.
    """
    either = reached(ours) | reached(theirs)
    start = _Pair(skeleton(only(ours, either)), skeleton(only(theirs, either)))
    return tuple(_differences(start))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two parts that stand for each other, and the keyword that they are the value of."""

    ours: Any
    theirs: Any
    pointer: str = pointers.ROOT
    their_pointer: str = pointers.ROOT
    kind: Kind = Kind.FIELDS
    keyword: str = ""

    def member(self, key: str) -> _Pair:
        ours, theirs = self.ours[key], self.theirs[key]
        here, there = self.at(key)
        keyword = key if self.kind is Kind.FIELDS else ""
        return _Pair(ours, theirs, here, there, kind_of(self.kind, key, ours), keyword)

    def items(self, our_index: int, their_index: int) -> _Pair:
        here = pointers.child(self.pointer, our_index)
        there = pointers.child(self.their_pointer, their_index)
        ours, theirs = self.ours[our_index], self.theirs[their_index]
        return _Pair(ours, theirs, here, there, self.kind)

    def at(self, key: str) -> tuple[str, str]:
        return pointers.child(self.pointer, key), pointers.child(self.their_pointer, key)


def _differences(pair: _Pair) -> Iterator[Difference]:
    ours, theirs = pair.ours, pair.theirs
    if canonical(ours) == canonical(theirs):
        return
    if isinstance(ours, dict) and isinstance(theirs, dict) and pair.kind is not Kind.DATA:
        for key in {**ours, **theirs}:
            if key not in theirs:
                yield Difference(Change.REMOVED, *pair.at(key), ours[key], None)
            elif key not in ours:
                yield Difference(Change.ADDED, *pair.at(key), None, theirs[key])
            else:
                yield from _differences(pair.member(key))
    elif isinstance(ours, list) and isinstance(theirs, list) and _goes_inside(pair):
        yield from _list_differences(pair)
    else:
        yield Difference(Change.CHANGED, pair.pointer, pair.their_pointer, ours, theirs)


def _goes_inside(pair: _Pair) -> bool:
    return pair.kind is not Kind.DATA or pair.keyword == "enum"


def _list_differences(pair: _Pair) -> Iterator[Difference]:
    if len(pair.ours) == len(pair.theirs) and pair.keyword not in UNORDERED:
        twins = {index: index for index in range(len(pair.ours))}
    else:
        twins = aligned(pair.ours, pair.theirs)
    for index, item in enumerate(pair.ours):
        if index in twins:
            yield from _differences(pair.items(index, twins[index]))
        else:
            here = pointers.child(pair.pointer, index)
            yield Difference(Change.REMOVED, here, pair.their_pointer, item, None)
    for index in sorted({*range(len(pair.theirs))} - {*twins.values()}):
        there = pointers.child(pair.their_pointer, index)
        yield Difference(Change.ADDED, pair.pointer, there, None, pair.theirs[index])


def aligned(ours: list[Any], theirs: list[Any]) -> dict[int, int]:
    """Which item of theirs each item of ours became, by index, in the order of ours.

    Items are parts of skeletons. Left out are those of ours that none became.
    """
    twins: dict[int, int] = {}
    for spell in (canonical, _identity):
        _match(ours, theirs, twins, spell)
    left = [index for index in range(len(ours)) if index not in twins]
    taken = set(twins.values())
    right = [index for index in range(len(theirs)) if index not in taken]
    if len(left) * len(right) <= _MOST_PAIRS:
        twins |= _most_similar(ours, theirs, left, right)
    return dict(sorted(twins.items()))


def _match(
    ours: list[Any], theirs: list[Any], twins: dict[int, int], spell: Callable[[Any], str]
) -> None:
    """Adds pairs of items that spell the same."""
    taken = set(twins.values())
    waiting: dict[str, list[int]] = {}
    for index in reversed(range(len(theirs))):
        if index not in taken and (text := spell(theirs[index])):
            waiting.setdefault(text, []).append(index)
    for index, item in enumerate(ours):
        if index not in twins and waiting.get(text := spell(item)):
            twins[index] = waiting[text].pop()


def _identity(item: Any) -> str:
    """What a parameter, tag or server is known by."""
    if not isinstance(item, dict):
        return ""
    known = {key: item[key] for key in ("name", "in", "url") if key in item}
    return canonical(known) if known else ""


def _most_similar(
    ours: list[Any], theirs: list[Any], left: list[int], right: list[int]
) -> dict[int, int]:
    """The most similar pairs first, as far as they have enough in common."""
    our_features = {index: _features(ours[index]) for index in left}
    their_features = {index: _features(theirs[index]) for index in right}
    ranked = sorted(
        (-_likeness(our_features[one], their_features[other]), one, other)
        for one in left
        for other in right
    )
    twins: dict[int, int] = {}
    for likeness, one, other in ranked:
        if -likeness >= _SIMILAR and one not in twins and other not in twins.values():
            twins[one] = other
    return twins


def _likeness(ours: frozenset[str], theirs: frozenset[str]) -> float:
    both = len(ours | theirs)
    return len(ours & theirs) / both if both else 0.0


def _features(node: Any) -> frozenset[str]:
    """Where an object has members, and which values they have; nothing for a plain value."""
    if not isinstance(node, dict):
        return frozenset()
    found: set[str] = set()
    stack: list[tuple[str, Any]] = [(pointers.ROOT, node)]
    while stack:
        pointer, each = stack.pop()
        if isinstance(each, dict):
            stack += ((pointers.child(pointer, key), value) for key, value in each.items())
            found.update(pointers.child(pointer, key) for key in each)
        elif isinstance(each, list):
            stack += ((f"{pointer}/*", item) for item in each)
        else:
            found.add(f"{pointer} {canonical(each)}")
    return frozenset(found)
