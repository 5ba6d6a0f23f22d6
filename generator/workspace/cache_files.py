"""The files of the user's cache, which count where they are whole and our own, and else for nothing."""

from __future__ import annotations

import hashlib
import os
import re
import stat
from collections.abc import Iterable, Sequence
from contextlib import suppress
from pathlib import Path

from generator.workspace.atomic_file import replace_file

_MOST_ENTRIES = 50
_LONGEST_LINE = 100
_NAME = re.compile(r"(?:memory-)?[0-9a-f]{64}|\.(?:memory-)?[0-9a-f]{64}\.\d+\.[0-9a-f]{8}")
# Neither a link nor a pipe in an entry's place may lead us elsewhere or hang us.
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def cache_folder() -> Path | None:
    """Where the cache lives on this platform; None where there is no such place."""
    given = os.environ.get("TOOLGEN_CACHE_DIR")
    if given:
        return Path(given).absolute()
    from platformdirs import user_cache_path  # what names the folder by hand needs none of it

    folder = user_cache_path("toolgen", appauthor=False)
    return folder if folder.is_absolute() else None


def read(path: Path, about: str) -> bytes:
    """What was written to the file about the same; raises OSError or ValueError where that is not there."""
    checksum, payload = _own_bytes(path)
    if checksum != _checksum(about, [payload]):
        raise ValueError("the entry is not whole")
    return payload


def write(path: Path, about: str, payload: Sequence[bytes]) -> None:
    """Keeps the bytes, which may be in pieces, if that can be; of many files the oldest go."""
    # Read-only, full, or not a folder: the next run does without.
    with suppress(OSError):
        os.makedirs(path.parent, mode=0o700, exist_ok=True)
        replace_file(path, [_checksum(about, payload), *payload], 0o600, durable=False)
        _forget_oldest(path.parent)


def beside(path: Path, name: str) -> Path:
    """The file of that name in the same folder; raises ValueError for what is no name of ours."""
    if not _NAME.fullmatch(name):
        raise ValueError("no name of an entry")
    return path.with_name(name)


def _own_bytes(path: Path) -> tuple[bytes, bytes]:
    """The file's first line and its other bytes; raises OSError unless it is a regular file that this user wrote."""
    descriptor = os.open(path, _READ_FLAGS)
    with open(descriptor, "rb") as file:
        facts = os.fstat(descriptor)
        foreign = hasattr(os, "getuid") and facts.st_uid != os.getuid()
        if foreign or not stat.S_ISREG(facts.st_mode):
            raise PermissionError("the entry is not our own")
        return file.readline(_LONGEST_LINE), file.read()


def _forget_oldest(folder: Path) -> None:
    entries = [each for each in os.scandir(folder) if _NAME.fullmatch(each.name)]
    by_age = sorted(entries, key=lambda each: each.stat(follow_symlinks=False).st_mtime_ns)
    for entry in by_age[:-_MOST_ENTRIES]:
        os.unlink(entry.path)


def _checksum(about: str, payload: Iterable[bytes]) -> bytes:
    digest = hashlib.sha256(about.encode("ascii") + b"\n")
    for each in payload:
        digest.update(each)
    return digest.hexdigest().encode("ascii") + b"\n"
