"""Calls of the system that fail at a chosen moment, as on a disk that is full, broken or gone."""

import errno
import io
import os
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, Self
from unittest.mock import patch

from generator.workspace import atomic_swap

CALLS = (
    *("open", "stat", "lstat", "fstat", "scandir", "listdir", "mkdir", "rename", "replace"),
    *("unlink", "rmdir", "chmod", "link", "fsync", "read", "getcwd", "readlink"),
)
"""What of `os` fails; `write`, `flush` and `close` of a file do as well, and the exchange of two names."""

ERRORS = tuple(
    getattr(errno, name)
    for name in (
        *("ENOSPC", "EIO", "EDQUOT", "EROFS", "EINTR", "EACCES", "EMFILE", "ENAMETOOLONG"),
        *("ELOOP", "ESTALE", "EPERM", "ENOENT"),
    )
)


class Breaking:
    """Counts the calls of a run, of which one fails, or from which on all of a kind do."""

    def __init__(self, at: int = 0, number: int = errno.EIO, *, for_good: bool = False) -> None:
        """`for_good` the call that fails, fails from then on, as on a disk that stays full."""
        self.calls: list[str] = []
        self._at, self.number, self.for_good = at, number, for_good
        self.failed = ""
        self._began = False

    def counted(self, name: str, path: object = None) -> None:
        """Notes a call; raises OSError where it is the one that fails."""
        if not self.calls and not self._began:
            self._began = True  # by the tests, which look where they are
            return
        self.calls.append(name)
        again = self.for_good and name == self.failed
        if len(self.calls) == self._at or again:
            self.failed = name
            shown = os.fspath(path) if isinstance(path, str | os.PathLike) else None
            raise OSError(self.number, os.strerror(self.number), shown)

    @contextmanager
    def active(self) -> Iterator[None]:
        """While it lasts, the calls are counted, and fail."""
        with ExitStack() as stack:
            for name in CALLS:
                stack.enter_context(patch.object(os, name, self._call(name, getattr(os, name))))
            opening = self._opening(io.open)
            stack.enter_context(patch("builtins.open", opening))
            stack.enter_context(patch.object(io, "open", opening))
            exchange = self._call("exchange", atomic_swap._exchange)
            stack.enter_context(patch.object(atomic_swap, "_exchange", exchange))
            yield

    def _call(self, name: str, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(*arguments: Any, **options: Any) -> Any:
            self.counted(name, arguments[0] if arguments else None)
            return real(*arguments, **options)

        return call

    def _opening(self, real: Callable[..., Any]) -> Callable[..., Any]:
        def call(file: Any, mode: str = "r", *arguments: Any, **options: Any) -> Any:
            self.counted("open", file)
            opened = real(file, mode, *arguments, **options)
            return opened if "r" in mode else _File(opened, self)

        return call


class _File:
    """A file that is written to, which may fail."""

    def __init__(self, file: Any, breaking: Breaking) -> None:
        self._file, self._breaking = file, breaking

    def __getattr__(self, name: str) -> Any:
        return getattr(self._file, name)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        self._breaking.counted("close")

    def write(self, data: Any) -> int:
        """A part of the bytes may have been written where it fails."""
        self._file.write(data[: len(data) // 2])
        self._breaking.counted("write")
        return int(self._file.write(data[len(data) // 2 :]))

    def writelines(self, pieces: Any) -> None:
        """Each as by `write`."""
        for each in pieces:
            self.write(each)

    def flush(self) -> None:
        """As `write`."""
        self._breaking.counted("flush")
        self._file.flush()
