"""Says how far something is that takes its time, to whoever wants to know."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Protocol, TypeVar

_Item = TypeVar("_Item")


class Progress(Protocol):
    """Who is told how far the work is."""

    def begin(self, doing: str, total: int = 0) -> None:
        """A part of the work begins, of so many steps; 0 where nobody knows."""

    def advance(self) -> None:
        """A step of it is done."""


class Silence:
    """Nobody wants to know."""

    def begin(self, doing: str, total: int = 0) -> None:
        """Say nothing."""

    def advance(self) -> None:
        """Say nothing."""


SILENCE = Silence()


def counted(progress: Progress, doing: str, items: Iterable[_Item], total: int) -> Iterator[_Item]:
    """The items, each a step of what is being done."""
    progress.begin(doing, total)
    for each in items:
        yield each
        progress.advance()
