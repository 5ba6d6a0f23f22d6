"""Finds which item of one list became which of another, by what they have in common."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from typing import TypeVar

Key = TypeVar("Key", int, str)


def pair_most_alike(
    left: Mapping[Key, AbstractSet[str]], right: Mapping[Key, AbstractSet[str]], least: float
) -> dict[Key, Key]:
    """Pairs of keys whose features are most alike, the most alike first, each key once.

    Left out are pairs below the least likeness. Of pairs that are alike to the same degree the one
    goes first whose keys do.
    """
    ranked = sorted(
        (-likeness(ours, theirs), one, other)
        for one, ours in left.items()
        for other, theirs in right.items()
    )
    pairs: dict[Key, Key] = {}
    taken: set[Key] = set()
    for difference, one, other in ranked:
        if -difference >= least and one not in pairs and other not in taken:
            pairs[one] = other
            taken.add(other)
    return pairs


def likeness(left: AbstractSet[str], right: AbstractSet[str]) -> float:
    """The share of all features that both have; nothing is like nothing."""
    every = len(left | right)
    return len(left & right) / every if every else 0.0
