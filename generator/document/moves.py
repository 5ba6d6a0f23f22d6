"""Remembers where the parts of a document were written before it was brought into another form."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from generator.core.problems import Problem

_POINTER = re.compile(r"#/[^\s\"]*[^\s\".,:;)]")


class Moves:
    """Pointers of parts in the new form beside those in the old one; what is inside moves along."""

    def __init__(self) -> None:
        self._back: dict[str, str] = {}
        self._made: set[str] = set()
        self._forward: dict[str, list[str]] = {}

    def add(self, new: str, old: str) -> None:
        """What stood at `old` stands at `new`, which may be one of several."""
        self._back[new] = old
        if new != old:
            self._forward.setdefault(old, []).append(new)

    def add_made(self, new: str, old: str) -> None:
        """What stands at `new`, with all in it that is not added by itself, was made of `old`."""
        self._back[new] = old
        self._made.add(new)

    def back(self, pointer: str) -> str:
        """Where a part was written."""
        known = _nearest(self._back, pointer)
        if known is None:
            return pointer
        return self._back[known] + ("" if known in self._made else pointer[len(known) :])

    def forward(self, pointer: str) -> Sequence[str]:
        """Where a part, or what is made of it, stands now."""
        known = _nearest(self._forward, pointer)
        if known is None:
            return (pointer,)
        return [each + pointer[len(known) :] for each in self._forward[known]]


def restored(moves: Sequence[Moves], problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems with pointers into the files as people wrote them, each once; the moves that were
    made last come first."""
    if not moves:
        return tuple(problems)
    return tuple(dict.fromkeys(_restored(moves, each) for each in problems))


def _restored(moves: Sequence[Moves], problem: Problem) -> Problem:
    def back(pointer: str) -> str:
        for each in moves:
            pointer = each.back(pointer)
        return pointer

    message = _POINTER.sub(lambda match: back(match[0]), problem.message)
    return replace(problem, message=message, pointer=back(problem.pointer))


def _nearest(known: Mapping[str, object], pointer: str) -> str | None:
    """The pointer itself or the innermost of those around it that is known."""
    while pointer not in known:
        if "/" not in pointer:
            return None
        pointer = pointer.rpartition("/")[0]
    return pointer
