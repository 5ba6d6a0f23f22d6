"""The files of the user's cache, which count where they are whole and our own, and else for nothing."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from generator.workspace.atomic_file import replace_quickly
from generator.workspace.cache_reading import check_own, checksum, folder_name
from generator.workspace.files import make_folder
from generator.workspace.uninterrupted import uninterrupted

_MOST_ENTRIES = 50
_NAME = re.compile(
    r"(?:(?:memory|check)-)?[0-9a-f]{64}|\.(?:(?:memory|check)-)?[0-9a-f]{64}\.\d+\.[0-9a-f]{8}"
)


def cache_folder() -> Path | None:
    """Where the cache lives on this platform; None where there is no such place."""
    name = folder_name()
    return Path(name) if name else None


def write(path: Path, about: str, payload: Sequence[bytes]) -> None:
    """Keeps the bytes, which may be in pieces, if that can be; of many files the oldest go."""
    write_plain(path, [checksum(about, payload), *payload])


def write_plain(path: Path, pieces: Iterable[bytes | memoryview]) -> None:
    """The same of a file whose checksums are its own affair."""
    # Read-only, full, or not a folder: the next run does without.
    with suppress(OSError):
        make_folder(path.parent, 0o700)
        replace_quickly(path, pieces, 0o600)
        _forget_oldest(path.parent)


def append(path: Path, pieces: Iterable[bytes | memoryview]) -> None:
    """Adds to such a file, if that can be; a kill, or another run, may leave a part of it there."""
    flags = os.O_WRONLY | os.O_APPEND | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)
    with suppress(OSError), uninterrupted():
        descriptor = os.open(path, flags)
        with open(descriptor, "ab", buffering=0) as file:
            check_own(descriptor)
            file.write(b"".join(pieces))


def beside(path: Path, name: str) -> Path:
    """The file of that name in the same folder; raises ValueError for what is no name of ours."""
    if not _NAME.fullmatch(name):
        raise ValueError("no name of an entry")
    return path.with_name(name)


def _forget_oldest(folder: Path) -> None:
    entries = [each for each in os.scandir(folder) if _NAME.fullmatch(each.name)]
    by_age = sorted(entries, key=lambda each: each.stat(follow_symlinks=False).st_mtime_ns)
    for entry in by_age[:-_MOST_ENTRIES]:
        os.unlink(entry.path)
