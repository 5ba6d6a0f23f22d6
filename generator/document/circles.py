"""Finds which parts of a document lead to one another."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence


def circles(leads_to: Mapping[str, Sequence[str]]) -> Iterator[list[str]]:
    """The parts in groups that lead to one another, each group after those that it leads to (Tarjan's way)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_parts: dict[str, None] = {}
    for start in leads_to:
        if start in order:
            continue
        trail = [(start, iter(leads_to[start]))]
        order[start] = lowest[start] = len(order)
        open_parts[start] = None
        while trail:
            part, following = trail[-1]
            below = next((each for each in following if each in leads_to), None)
            if below is not None:
                if below not in order:
                    order[below] = lowest[below] = len(order)
                    open_parts[below] = None
                    trail.append((below, iter(leads_to[below])))
                elif below in open_parts:
                    lowest[part] = min(lowest[part], order[below])
                continue
            trail.pop()
            if trail:
                lowest[trail[-1][0]] = min(lowest[trail[-1][0]], lowest[part])
            if lowest[part] == order[part]:
                yield _closed(open_parts, part)


def _closed(open_parts: dict[str, None], first: str) -> list[str]:
    """The parts opened last, back to the first of a circle."""
    circle: list[str] = []
    while not circle or circle[-1] != first:
        circle.append(open_parts.popitem()[0])
    return circle
