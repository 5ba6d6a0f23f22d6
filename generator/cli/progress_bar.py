"""Draws on a terminal how far a command is, once that takes longer than anyone likes to wait."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Mapping
from typing import TextIO

_PATIENCE = 1.0
"""Seconds before anything is shown."""

_PAUSE = 0.1
"""Seconds between two pictures."""

_LONGEST_BAR = 30
_FEWEST_COLUMNS, _USUAL_COLUMNS = 40, 80
_ERASE = "\r\x1b[K"


class ProgressBar:
    """One line, drawn over and over; `close` leaves nothing of it."""

    def __init__(self, stream: TextIO, clock: Callable[[], float] = time.monotonic) -> None:
        self._stream = stream
        self._clock = clock
        self._next = clock() + _PATIENCE
        self._is_drawn = False
        self._doing = ""
        self._done = self._total = 0

    def begin(self, doing: str, total: int = 0) -> None:
        """A part of the work begins."""
        self._doing, self._done, self._total = doing, 0, total
        self._draw()

    def advance(self) -> None:
        """A step of it is done."""
        self._done += 1
        self._draw()

    def close(self) -> None:
        """Take the line away, for what the command has to say."""
        if self._is_drawn:
            self._write(_ERASE)
        self._next = float("inf")

    def _draw(self) -> None:
        now = self._clock()
        if now < self._next:
            return
        self._next = now + _PAUSE
        line = _line(self._doing, self._done, self._total, _columns(self._stream))
        self._write(_ERASE + line)
        self._is_drawn = True

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except OSError:
            self._next = float("inf")  # the terminal has gone; the work goes on


def _columns(stream: TextIO) -> int:
    try:
        return os.get_terminal_size(stream.fileno()).columns or _USUAL_COLUMNS
    except OSError:
        return _USUAL_COLUMNS


def _line(doing: str, done: int, total: int, columns: int) -> str:
    """What is being done and how far it is, within the columns but the last, where a cursor wants to be."""
    if not total:
        return f"{doing} ..."[: columns - 1]
    counts = f" {done:,}/{total:,}"
    room = columns - 1 - len(doing) - len(counts) - len(" []")
    if columns < _FEWEST_COLUMNS or room < 1:
        return f"{doing}{counts}"[: columns - 1]
    width = min(room, _LONGEST_BAR)
    filled = width * min(done, total) // total
    return f"{doing} [{'#' * filled}{'.' * (width - filled)}]{counts}"


def bar_for(
    stream: TextIO | None, variables: Mapping[str, str], *, quiet: bool
) -> ProgressBar | None:
    """A bar where somebody watches: on a terminal that can erase a line, outside of CI."""
    if stream is None or quiet or variables.get("CI") or variables.get("TERM") == "dumb":
        return None
    return ProgressBar(stream) if stream.isatty() else None
