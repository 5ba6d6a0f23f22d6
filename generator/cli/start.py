"""Starts the command line. Ctrl-C ends it from here on, before anything that takes long to import is.

What an unchanged `check` says is found again before anything else, which takes longer, is imported.
Before this module Python itself starts, for some hundredths of a second: what it shows then, a
traceback, is not ours to change. Nothing of ours has run by then, so nothing is left behind.
"""

from __future__ import annotations

import gc
import os
import sys

TYPE_CHECKING = False  # what `typing` has takes long to import
if TYPE_CHECKING:
    from types import FrameType

BAD_INPUT, INTERRUPTED = 2, 130


def main() -> int:
    """Run the command of this process and return its exit code."""
    _hold_streams()
    try:
        if sys.argv[1:2] == ["check"] and _is_said_again(sys.argv[1:]):
            return 0
        import signal
    except KeyboardInterrupt:  # nothing was begun, and there is no handler as yet
        os._exit(INTERRUPTED)

    own = os.getpid()
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGXCPU"):
        each = getattr(signal, name, None)
        # Ignored as in the background of a shell, or by nohup.
        if each is not None and signal.getsignal(each) is not signal.SIG_IGN:
            signal.signal(each, lambda number, frame: _end(own, number, frame))
    try:
        from generator.cli.main import main as run

        code = run()
    except (MemoryError, ImportError, OSError) as error:  # before they can be told of, or meanwhile
        _write(f"toolgen cannot go on: {str(error) or 'there is not enough memory'}\n")
        os._exit(BAD_INPUT)
    gc.freeze()  # the interpreter would look for circles among modules before it ends
    return code


def _hold_streams() -> None:
    """Lets no file that is opened take the number of a stream that was closed: what is said there,
    as when Ctrl-C comes, would be written into it."""
    try:
        while (descriptor := os.open(os.devnull, os.O_RDWR)) <= 2:
            pass
        os.close(descriptor)
    except OSError:
        pass  # no such file, or no more files: nothing else will be opened either


def _is_said_again(words: list[str]) -> bool:
    """Whether what `check` said before is what it would say now, and has been printed."""
    if sys.stdout is None or os.environ.get("GITHUB_ACTIONS") == "true":
        return False
    from generator.workspace.unchanged import said_before

    said = said_before(words)
    if said is None:
        return False
    try:
        sys.stdout.buffer.write(said)
        sys.stdout.buffer.flush()
    except OSError:
        return False  # the command itself knows what to say of it
    return True


def _end(own: int, number: int, _frame: FrameType | None) -> None:
    """Ends at once: what must not be left half done is shielded from the signal, so nothing is.

    An exception would be lost in some places, and told of as a bug in others.
    """
    try:
        if os.getpid() == own:  # else it is the terminal that tells our helpers as well
            _tell()
    finally:
        os._exit(128 + number)  # as shells have it; of Ctrl-C INTERRUPTED


def _tell() -> None:
    _write(f"toolgen: interrupted, {_changes()}\n")


def _write(line: str) -> None:
    try:
        erased = "\r\x1b[K" if os.isatty(2) else ""
        os.write(2, f"{erased}{line}".encode())
    except OSError:
        pass  # nobody is there to read it


def _changes() -> str:
    """What was done before, of several things that a command does one after the other."""
    # Whoever has changed something has imported it.
    known = sys.modules.get("generator.workspace.uninterrupted")
    changed: tuple[str, ...] = getattr(known, "changed", tuple)()  # it may be half imported as yet
    return f"what was changed before: {', '.join(changed)}" if changed else "nothing was changed"
