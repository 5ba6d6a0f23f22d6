"""Reads files of the user's cache, and imports next to nothing: an unchanged `check` does little else."""

from __future__ import annotations

import hashlib
import os
import stat
import sys
from collections.abc import Iterable

_LONGEST_LINE = 100
_LARGEST = 1 << 30
"""Bytes; what is larger was not written by us, or would take longer to read than to make again."""
# Neither a link nor a pipe in an entry's place may lead us elsewhere or hang us.
READ_FLAGS = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_NONBLOCK", 0)


def folder_name() -> str:
    """Where the cache lives on this platform; empty where there is no such place."""
    given = os.environ.get("TOOLGEN_CACHE_DIR")
    return os.path.join(os.getcwd(), given) if given else _usual_folder()


def read(path: str | os.PathLike[str], about: str) -> bytes:
    """What was written to the file about the same; raises OSError or ValueError where that is not there."""
    data = own_bytes(path)
    begin = data.find(b"\n", 0, _LONGEST_LINE) + 1
    payload = data[begin:]
    if data[:begin] != checksum(about, [payload]):
        raise ValueError("the entry is not whole")
    return payload


def checksum(about: str, payload: Iterable[bytes | memoryview]) -> bytes:
    """The first line of an entry."""
    digest = hashlib.sha256(about.encode("ascii") + b"\n")
    for each in payload:
        digest.update(each)
    return digest.hexdigest().encode("ascii") + b"\n"


def _usual_folder() -> str:
    if sys.platform == "linux":  # by hand as platformdirs has it, which takes longer than a check
        for variable, inside in (("XDG_CACHE_HOME", ""), ("HOME", ".cache")):
            top = os.environ.get(variable, "")
            if os.path.isabs(top):
                return os.path.join(top, inside, "toolgen")
    from platformdirs import user_cache_dir

    folder = user_cache_dir("toolgen", appauthor=False)
    return folder if os.path.isabs(folder) else ""


def own_bytes(path: str | os.PathLike[str]) -> bytes:
    """The file's bytes; raises OSError unless it is a regular file that this user wrote."""
    descriptor = os.open(path, READ_FLAGS)
    with open(descriptor, "rb", buffering=0) as file:
        check_own(descriptor)
        try:
            return file.read()
        except MemoryError:
            raise OSError("the entry is larger than there is room for") from None


def check_own(descriptor: int) -> None:
    """Raises OSError unless it is a regular file that this user wrote, of a size that we write."""
    facts = os.fstat(descriptor)
    foreign = hasattr(os, "getuid") and facts.st_uid != os.getuid()
    if foreign or not stat.S_ISREG(facts.st_mode):
        raise PermissionError("the entry is not our own")
    if facts.st_size > _LARGEST:
        raise OSError("the entry is too large")
