"""Shields what must be done whole or not at all from Ctrl-C."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def uninterrupted(*, to_the_end: bool = False) -> Iterator[None]:
    """Pay no heed to Ctrl-C until the block is done, which should not take long.

    A command that writes last of all pays none `to_the_end`: who presses it then finds everything
    written, and is not told that nothing was. Where nobody but Python handles the signal, this
    program is a part of another one, which goes on.
    """
    if threading.current_thread() is not threading.main_thread():
        yield  # signals are for the main thread
        return
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        yield
    finally:
        if not to_the_end or before in (signal.default_int_handler, signal.SIG_DFL):
            signal.signal(signal.SIGINT, before or signal.SIG_DFL)
