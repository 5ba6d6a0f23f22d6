"""Reads files that somebody named: plain ones alone, and no more of them than was allowed."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from generator.core.problems import Place, Problem, ProblemsError, escaped
from generator.core.suggest import did_you_mean
from generator.workspace.uninterrupted import told_changes

MOST_BYTES = 100_000_000
"""How large a file may be unless more is asked for."""

# A pipe in a file's place, put there after we looked, must not hang us.
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


@dataclass(frozen=True, slots=True)
class FileReading:
    """What may be read: files of so many bytes, and references into these folders besides the
    document's own."""

    max_bytes: int = MOST_BYTES
    folders: tuple[Path, ...] = ()


class UnwritableError(OSError):
    """A file or folder that people know of could not be written; `filename` is its name."""

    @classmethod
    @contextmanager
    def told_of(cls, path: Path) -> Iterator[None]:
        """Raises it of the path for what goes wrong inside, whatever that is called."""
        try:
            yield
        except cls:
            raise
        except OSError as error:
            raise cls(error.errno, error.strerror or str(error), str(path)) from error


def real_path(path: Path) -> Path:
    """Where links lead; unlike `Path.resolve`, which fails with Python 3.12 and older, it takes circles of them."""
    return Path(os.path.realpath(path))


def is_there(path: Path) -> bool:
    """Whether anything has this name; raises OSError where that cannot be told, unlike `os.path.lexists`,
    after which what is there would be taken for nothing, and lost."""
    try:
        os.lstat(path)
    except (FileNotFoundError, NotADirectoryError):
        return False
    return True


def read_plain(path: Path, name: str, max_bytes: int) -> bytes:
    """The bytes of a regular file; raises ProblemsError where there is none, or it is too large.

    `name` is what messages call it. Devices and pipes are not even opened.
    """
    try:
        _check(os.stat(path), name, max_bytes)
        with open(os.open(path, _READ_FLAGS), "rb") as file:
            facts = os.fstat(file.fileno())
            _check(facts, name, max_bytes)
            # As much as is asked for is taken from the memory at once, whatever there is to read.
            data = file.read(facts.st_size + 1)
            # It grows, or tells no size, as what the kernel shows of itself.
            if len(data) > facts.st_size:
                data += file.read(max_bytes + 1 - len(data))
    except OSError as error:
        raise ProblemsError([unreadable(name, error)]) from None
    if len(data) > max_bytes:
        raise ProblemsError([too_large(name, len(data), max_bytes)])
    return data


def make_folder(path: Path, mode: int = 0o777) -> None:
    """Make the folder, and those above it, where there are none; unlike `os.makedirs`, which calls itself
    for each level, it takes a path as long as the system does."""
    missing = [each for each in (path, *path.parents) if not each.exists()]
    for each in reversed(missing):
        each.mkdir(mode, exist_ok=True)
        made = each.stat().st_mode
        if ~made & stat.S_IRWXU:  # the umask may shut us out of what is our own
            each.chmod(stat.S_IMODE(made) | stat.S_IRWXU)


def unreadable(name: str, error: OSError) -> Problem:
    """The problem of a file that the system does not let us read."""
    message = f"{name}: {error.strerror or error}"
    return Problem.unplaced("file-unreadable", message, hint_for(error))


def problem_of(error: OSError, otherwise: str = "") -> Problem:
    """The problem that the system has with a file, or, where it names none, with something else."""
    name = escaped(os.fsdecode(error.filename)) if error.filename else otherwise
    message = ": ".join(filter(None, (name, error.strerror or str(error))))
    if isinstance(error, UnwritableError):
        hints = (hint_for(error), told_changes() or "nothing was changed")
        return Problem.unplaced("file-unwritable", message, "; ".join(filter(None, hints)))
    return Problem.unplaced("file-unreadable", message, hint_for(error))


def hint_for(error: OSError) -> str:
    """What to do about a file that there is not, or that may not be used."""
    if isinstance(error, FileNotFoundError) and error.filename:
        path = Path(os.path.abspath(os.fsdecode(error.filename)))
        return did_you_mean(path.name, names_in(path.parent), otherwise=f"looked for as {path}")
    if error.errno in (errno.EACCES, errno.EPERM):
        return "change who may use it, or name another place"
    return ""


def names_in(folder: Path) -> list[str]:
    """What a folder holds; nothing where it cannot be read."""
    try:
        return os.listdir(folder)
    except OSError:
        return []


def too_large(name: str, size: int, max_bytes: int) -> Problem:
    """The problem of a file that has more bytes than may be read."""
    return Problem(
        "byte-budget",
        f"the file has {size:,} bytes",
        Place(name, 1, 1),
        "#",
        f"at most {max_bytes:,} bytes",
        "--max-bytes allows more",
    )


def _check(facts: os.stat_result, name: str, max_bytes: int) -> None:
    if stat.S_ISDIR(facts.st_mode):
        raise ProblemsError([Problem.unplaced("file-unreadable", f"{name}: it is a folder")])
    if not stat.S_ISREG(facts.st_mode):
        message = f"{name}: it is a device or a pipe, and only plain files are read"
        raise ProblemsError([Problem.unplaced("file-unreadable", message)])
    if facts.st_size > max_bytes:
        raise ProblemsError([too_large(name, facts.st_size, max_bytes)])
