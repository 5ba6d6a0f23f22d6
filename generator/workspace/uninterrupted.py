"""Shields what must be done whole or not at all from Ctrl-C, and knows what was done before it came."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from generator.core.problems import escaped

_HEARD_LATER = [
    getattr(signal, name)
    for name in ("SIGHUP", "SIGQUIT", "SIGTERM", "SIGXCPU")
    if hasattr(signal, name) and hasattr(signal, "pthread_sigmask")
]
"""Of the signals that end a process these wait: who sends them sends them once."""

_outside: list[Any] = []
"""Who hears Ctrl-C outside of the blocks that are under way, the outermost block first."""

_changed: list[str] = []


def changed() -> tuple[str, ...]:
    """What this run has changed so far, to be told where it is interrupted."""
    return tuple(_changed)


def told_changes() -> str:
    """The same in words; empty where nothing was changed."""
    return f"what was changed before: {', '.join(_changed)}" if _changed else ""


def note_changed(path: Path) -> None:
    """Remember that a file or folder was changed that people look into."""
    shown = path
    with suppress(OSError, ValueError):  # it lies elsewhere, or the folder that we are in is gone
        shown = path.relative_to(Path.cwd())
    _changed.append(escaped(shown.as_posix()))


@contextmanager
def uninterrupted(*, to_the_end: bool = False) -> Iterator[None]:
    """Pay no heed to Ctrl-C until the block is done, which should not take long, and none before then to
    what else asks the process to end.

    A command that writes last of all pays none `to_the_end`: who presses it then finds everything
    written, and is not told that nothing was. Where nobody but Python handles the signal, this
    program is a part of another one, which goes on.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are for the main thread
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    _outside.append(before)
    try:
        with _masked("SIG_BLOCK"):
            yield
    finally:
        _outside.pop()
        if not to_the_end or before in (signal.default_int_handler, signal.SIG_DFL):
            signal.signal(signal.SIGINT, before or signal.SIG_DFL)


@contextmanager
def interruptible() -> Iterator[None]:
    """Hear Ctrl-C again inside of a block that pays none: while it waits, with nothing half done."""
    if not _outside or threading.current_thread() is not threading.main_thread():
        yield
        return
    within = signal.signal(signal.SIGINT, _outside[0] or signal.SIG_DFL)
    try:
        with _masked("SIG_UNBLOCK"):
            yield
    finally:
        signal.signal(signal.SIGINT, within)


@contextmanager
def _masked(how: str) -> Iterator[None]:
    """Have the system keep those signals, or not, until the block is done; what it kept comes then."""
    if not _HEARD_LATER:
        yield
        return
    before = signal.pthread_sigmask(getattr(signal, how), _HEARD_LATER)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
