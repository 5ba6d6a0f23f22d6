"""Finds where two OpenAPI documents say something else, whatever their prose and their order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from generator.core import pointers
from generator.core.json_value import canonical
from generator.core.most_alike import pair_most_alike
from generator.pull.structure import KeyRole, only, reached, role_of, skeleton

# Lists under these keywords mean the same in any order.
UNORDERED = frozenset(
    ("required", "enum", "type", "tags", "oneOf", "anyOf", "allOf", "parameters", "security")
)

# From this share of common features on, two items are one that was changed.
_SIMILAR = 1 / 3
_MOST_PAIRS = 10_000


class StructureChange(Enum):
    """What happened to a part, seen from our document."""

    ADDED = "only theirs"
    REMOVED = "only ours"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class StructureDifference:
    """One part that differs: its pointers in both documents, and what it is without its prose.

    An added member has the pointer that it would have in ours. An added item has none there yet:
    `pointer` is that of its list. What is missing on one side is None there.
    """

    change: StructureChange
    pointer: str
    vendor_pointer: str
    ours: Any
    vendor: Any

    @property
    def is_item(self) -> bool:
        """Whether it is an item that only their list has."""
        return self.vendor_pointer.count("/") > self.pointer.count("/")


def structure_differences(
    ours: Mapping[str, Any], vendor: Mapping[str, Any]
) -> tuple[StructureDifference, ...]:
    """How the structure of their document differs from ours, in the order of ours.

    Compared is what the paths of either document reach, and shared responses: what theirs still
    has, though nothing leads there any more, is no part that only ours has.
    """
    either = reached(ours) | reached(vendor)
    start = _Pair(skeleton(only(ours, either)), skeleton(only(vendor, either)))
    return tuple(_differences(start))


@dataclass(frozen=True, slots=True)
class _Pair:
    """Two parts that stand for each other, and the keyword that they are the value of."""

    ours: Any
    vendor: Any
    pointer: str = pointers.ROOT
    vendor_pointer: str = pointers.ROOT
    role: KeyRole = KeyRole.FIELDS
    keyword: str = ""

    def member(self, key: str) -> _Pair:
        ours, vendor = self.ours[key], self.vendor[key]
        here, there = self.at(key)
        keyword = key if self.role is KeyRole.FIELDS else ""
        return _Pair(ours, vendor, here, there, role_of(self.role, key, ours), keyword)

    def items(self, our_index: int, vendor_index: int) -> _Pair:
        here = pointers.child(self.pointer, our_index)
        there = pointers.child(self.vendor_pointer, vendor_index)
        ours, vendor = self.ours[our_index], self.vendor[vendor_index]
        return _Pair(ours, vendor, here, there, self.role)

    def at(self, key: str) -> tuple[str, str]:
        return pointers.child(self.pointer, key), pointers.child(self.vendor_pointer, key)


def _differences(pair: _Pair) -> Iterator[StructureDifference]:
    ours, vendor = pair.ours, pair.vendor
    if canonical(ours) == canonical(vendor):
        return
    if isinstance(ours, dict) and isinstance(vendor, dict) and pair.role is not KeyRole.DATA:
        for key in {**ours, **vendor}:
            if key not in vendor:
                yield StructureDifference(StructureChange.REMOVED, *pair.at(key), ours[key], None)
            elif key not in ours:
                yield StructureDifference(StructureChange.ADDED, *pair.at(key), None, vendor[key])
            else:
                yield from _differences(pair.member(key))
    elif isinstance(ours, list) and isinstance(vendor, list) and _goes_inside(pair):
        yield from _list_differences(pair)
    else:
        yield StructureDifference(
            StructureChange.CHANGED, pair.pointer, pair.vendor_pointer, ours, vendor
        )


def _goes_inside(pair: _Pair) -> bool:
    return pair.role is not KeyRole.DATA or pair.keyword == "enum"


def _list_differences(pair: _Pair) -> Iterator[StructureDifference]:
    if len(pair.ours) == len(pair.vendor) and pair.keyword not in UNORDERED:
        twins = {index: index for index in range(len(pair.ours))}
    else:
        twins = aligned(pair.ours, pair.vendor)
    for index, item in enumerate(pair.ours):
        if index in twins:
            yield from _differences(pair.items(index, twins[index]))
        else:
            here = pointers.child(pair.pointer, index)
            yield StructureDifference(
                StructureChange.REMOVED, here, pair.vendor_pointer, item, None
            )
    for index in sorted({*range(len(pair.vendor))} - {*twins.values()}):
        there = pointers.child(pair.vendor_pointer, index)
        yield StructureDifference(
            StructureChange.ADDED, pair.pointer, there, None, pair.vendor[index]
        )


def aligned(ours: list[Any], vendor: list[Any]) -> dict[int, int]:
    """Which item of theirs each item of ours became, by index, in the order of ours.

    Items are parts of skeletons. Left out are those of ours that none became.
    """
    twins: dict[int, int] = {}
    for spell in (canonical, _identity):
        _match(ours, vendor, twins, spell)
    left = [index for index in range(len(ours)) if index not in twins]
    taken = set(twins.values())
    right = [index for index in range(len(vendor)) if index not in taken]
    if len(left) * len(right) <= _MOST_PAIRS:
        our_features = {index: _features(ours[index]) for index in left}
        vendor_features = {index: _features(vendor[index]) for index in right}
        twins |= pair_most_alike(our_features, vendor_features, _SIMILAR)
    return dict(sorted(twins.items()))


def _match(
    ours: list[Any], vendor: list[Any], twins: dict[int, int], spell: Callable[[Any], str]
) -> None:
    """Adds pairs of items that spell the same."""
    taken = set(twins.values())
    waiting: dict[str, list[int]] = {}
    for index in reversed(range(len(vendor))):
        if index not in taken and (text := spell(vendor[index])):
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
