"""Finds for each tool the one that it is easiest taken for, by the words that both are told with."""

import math
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from generator.emit import naming
from generator.plan.model import Tool

_WORD = re.compile(r"[a-z]{3,}")
_MOST_HOLDERS = 32
"""Of tools that a word is looked up in; one that more have tells none from another."""


@dataclass(frozen=True, slots=True)
class Neighbour:
    """The tool that another one is easiest taken for, and how alike the two are, from 0 to 1."""

    tool: Tool
    likeness: float


def neighbours(tools: Sequence[Tool]) -> Iterator[Neighbour | None]:
    """One for each tool, in their order; None where nothing is like it.

    The work grows as the tools do, for a word that many have is passed over.
    """
    words = [_words(tool) for tool in tools]
    holders: defaultdict[str, list[int]] = defaultdict(list)
    for index, each in enumerate(words):
        for word in each:
            holders[word].append(index)
    weights = {word: 1 / math.log2(1 + len(found)) for word, found in holders.items()}
    whole = [sum(weights[word] for word in each) for each in words]
    told = {word: found for word, found in holders.items() if 1 < len(found) <= _MOST_HOLDERS}
    for index, each in enumerate(words):
        shared: dict[int, float] = {}
        for word in each:
            weight = weights[word]
            for other in told.get(word, ()):
                shared[other] = shared.get(other, 0) + weight
        shared.pop(index, None)
        yield _nearest(tools, index, shared, whole)


def _words(tool: Tool) -> tuple[str, ...]:
    """Each once, in a fixed order, so that sums are the same each time."""
    named = [word.lower() for word in naming.words(tool.name)]
    return tuple(dict.fromkeys([*named, *_WORD.findall(tool.summary.lower())]))


def _nearest(
    tools: Sequence[Tool], index: int, shared: Mapping[int, float], whole: Sequence[float]
) -> Neighbour | None:
    if not shared:
        return None
    own = whole[index]
    likeness = {other: 2 * weight / (own + whole[other]) for other, weight in shared.items()}
    most = max(likeness.values())
    found = min(other for other, each in likeness.items() if each == most)
    return Neighbour(tools[found], most)
