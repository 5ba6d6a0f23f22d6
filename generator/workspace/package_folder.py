"""Compares a package in memory with its folder on disk, and puts it there without ever mixing
the two."""

from __future__ import annotations

import errno
import os
import re
import stat
import time
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from enum import Enum
from pathlib import Path, PurePosixPath

from generator.core.problems import Problem, ProblemsError, listed
from generator.workspace import atomic_swap
from generator.workspace.encoded_files import encode
from generator.workspace.files import is_there, real_path
from generator.workspace.manifest_paths import manifest_paths
from generator.workspace.unchanged import TOOL_CACHES
from generator.workspace.uninterrupted import note_changed, uninterrupted

LARGEST_FILE = 8_000_000
"""Bytes; a file on disk that is longer is reported as different without being read."""

# What running or checking a package leaves in its folder: derived from the files beside it, never
# written by the generator and never committed.
_DESKTOP_FILE = ".DS_Store"
_COMPILED = re.compile(r"\.pyc(\.\d+)?$")  # with a number where Python was interrupted

_MOST_NAMED = 10


_STEP = 1_000_000_000
"""Nanoseconds in which some file systems tell no two changes apart."""

_Mark = tuple[int, ...]
"""What becomes different whenever a file is changed, replaced or given other rights."""


class Status(Enum):
    """How a path differs from what would be generated."""

    CHANGED = "changed"
    MISSING = "missing"
    UNEXPECTED = "unexpected"


class FileKind(Enum):
    """What a path on disk is, in words for people; the generator writes plain files alone."""

    PLAIN = ""
    EXECUTABLE = "executable"
    LINK = "a symbolic link"
    OTHER = "not an ordinary file, or a very large one"


@dataclass(frozen=True, slots=True)
class FileOnDisk:
    """What lies on disk: its kind, and the bytes of an ordinary file."""

    kind: FileKind
    data: bytes = b""


@dataclass(frozen=True, slots=True)
class PathDifference:
    """One path that is not as generated; `expected` is None where there should be nothing."""

    path: PurePosixPath
    status: Status
    expected: bytes | None
    found: FileOnDisk | None


@dataclass(frozen=True, slots=True)
class Compared:
    """Where a folder differs, and what its files were when somebody began to look."""

    differences: tuple[PathDifference, ...]
    began: int
    """In nanoseconds since 1970."""
    marks: Mapping[str, _Mark]


def compare(files: Mapping[PurePosixPath, str], folder: Path) -> tuple[PathDifference, ...]:
    """Every path where the folder and the files differ, both ways, sorted by path.

    Compared are the bytes, the type and whether the file is executable. Python's and the linters'
    caches and empty folders do not count, as git does not hold them. Nothing is followed out of
    the folder. Raises ProblemsError where a path is unsafe or the folder cannot be read.
    """
    return compare_encoded(encode(files), folder).differences


def compare_encoded(expected: Mapping[str, bytes], folder: Path) -> Compared:
    """The same of files that were encoded."""
    began = time.time_ns()
    try:
        found = dict(_walk(folder))
        marks = _marks(found)
        paths = sorted(expected.keys() | found.keys())
        pairs = [_difference(each, expected.get(each), found.get(each)) for each in paths]
    except OSError as error:
        raise ProblemsError([_unreadable(error, folder)]) from error
    return Compared(tuple(each for each in pairs if each is not None), began, marks)


def write_package(
    files: Mapping[PurePosixPath, str], folder: Path, *, force: bool = False
) -> tuple[PathDifference, ...]:
    """Make the folder hold exactly these files; returns what had differed.

    The folder is exchanged as a whole, so a kill leaves the old tree or the new one. One that is
    as it should be is not touched. With no files at all the folder is removed. Raises
    ProblemsError where something is in the way (see `obstacles`) or cannot be written.
    """
    contents = encode(files)
    return write_encoded(contents, folder, compare_encoded(contents, folder), force=force)


def write_encoded(
    contents: Mapping[str, bytes], folder: Path, seen: Compared, *, force: bool = False
) -> tuple[PathDifference, ...]:
    """The same of files that were encoded, and `seen` to differ; what was changed since is looked at again."""
    try:
        if not seen.differences and not atomic_swap.has_leftovers(folder):
            return ()
        with uninterrupted(), atomic_swap.exclusive(folder):
            atomic_swap.recover_all(folder)
            current = seen if _is_as_seen(folder, seen) else compare_encoded(contents, folder)
            differences = current.differences
            problems = obstacles(differences, folder, force=force)
            if problems:
                raise ProblemsError(problems)
            if differences:
                changed = {str(each.path) for each in differences}
                atomic_swap.replace(folder, contents, contents.keys() - changed)
                note_changed(folder)
    except atomic_swap.OldRemainsError as error:
        raise ProblemsError([_remaining(error, folder)]) from error
    except OSError as error:
        raise ProblemsError([_unwritable(error, folder)]) from error
    return differences


def obstacles(
    differences: tuple[PathDifference, ...], folder: Path, *, force: bool = False
) -> tuple[Problem, ...]:
    """What forbids writing: files that the generator never wrote, unless forced, and folders
    that must not be exchanged at all."""
    if not differences or not is_there(folder):
        return ()
    unsafe = _unsafe_folder(folder)
    if unsafe:
        return (
            Problem.unplaced("tree-unsafe-folder", f"{folder} {unsafe}; it cannot be replaced"),
        )
    foreign = () if force else foreign_files(differences, folder)
    if not foreign:
        return ()
    names = listed(map(str, foreign), _MOST_NAMED)
    message = f"{folder} holds what the generator never wrote: {names}"
    hint = "move it away, or lose it with --force"
    return (Problem.unplaced("tree-foreign-file", message, hint=hint),)


def foreign_files(
    differences: tuple[PathDifference, ...], folder: Path
) -> tuple[PurePosixPath, ...]:
    """Paths on disk that would be lost, yet are not in the manifest of what was generated."""
    found = [each.path for each in differences if each.found is not None]
    own = manifest_paths(folder) if found else frozenset()
    return tuple(each for each in found if str(each) not in own)


def _walk(folder: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    if not is_there(folder):
        return
    if not stat.S_ISDIR(os.lstat(folder).st_mode):
        raise NotADirectoryError(f"{folder} is not a folder")
    yield from _entries(folder)


def _entries(top: Path) -> Iterator[tuple[str, os.DirEntry[str]]]:
    """Every entry that is not a real folder, by path from the top, caches left out."""
    waiting = [(str(top), "")]  # folders may be deeper than calls
    while waiting:
        folder, prefix = waiting.pop()
        try:
            entries = os.scandir(folder)
        except FileNotFoundError:  # another run replaced the tree meanwhile
            continue
        with entries:
            for entry in entries:
                if not entry.is_dir(follow_symlinks=False):
                    if not _is_cache_file(entry, prefix):
                        yield prefix + entry.name, entry
                elif entry.name not in TOOL_CACHES:
                    waiting.append((entry.path, f"{prefix}{entry.name}/"))


def _is_cache_file(entry: os.DirEntry[str], prefix: str) -> bool:
    if not entry.is_file(follow_symlinks=False):
        return False
    compiled = prefix.endswith("__pycache__/") and _COMPILED.search(entry.name)
    return bool(compiled) or entry.name == _DESKTOP_FILE


def _marks(found: Mapping[str, os.DirEntry[str]]) -> dict[str, _Mark]:
    marks: dict[str, _Mark] = {}
    for path, entry in found.items():
        with suppress(FileNotFoundError):  # another run replaced the tree meanwhile
            facts = entry.stat(follow_symlinks=False)
            times = facts.st_mtime_ns, facts.st_ctime_ns
            marks[path] = (facts.st_dev, facts.st_ino, facts.st_mode, facts.st_size, *times)
    return marks


def _is_as_seen(folder: Path, seen: Compared) -> bool:
    """Whether nothing was changed since, as far as that is certain: elsewhere than on POSIX, and of
    what was changed shortly before, the time of a change tells nothing."""
    if os.name != "posix" or any(mark[-1] > seen.began - _STEP for mark in seen.marks.values()):
        return False
    return _marks(dict(_walk(folder))) == seen.marks


def _difference(
    path: str, expected: bytes | None, entry: os.DirEntry[str] | None
) -> PathDifference | None:
    found = _read(entry, expected) if entry else None
    if found == (None if expected is None else FileOnDisk(FileKind.PLAIN, expected)):
        return None
    status = Status.CHANGED
    if found is None or expected is None:
        status = Status.MISSING if found is None else Status.UNEXPECTED
    return PathDifference(PurePosixPath(path), status, expected, found)


def _read(entry: os.DirEntry[str], expected: bytes | None) -> FileOnDisk | None:
    try:
        facts = entry.stat(follow_symlinks=False)
        if stat.S_ISLNK(facts.st_mode):
            return FileOnDisk(FileKind.LINK)
        largest = max(LARGEST_FILE, len(expected or b""))
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > largest:
            return FileOnDisk(FileKind.OTHER)
        executable = os.name == "posix" and facts.st_mode & stat.S_IXUSR
        with open(entry.path, "rb", buffering=0) as file:  # read whole, and at once
            return FileOnDisk(FileKind.EXECUTABLE if executable else FileKind.PLAIN, file.read())
    except FileNotFoundError:  # another run replaced the tree meanwhile
        return None


def _unsafe_folder(folder: Path) -> str:
    working, target = Path.cwd(), real_path(folder)
    if working == target or target in working.parents:
        return "is, or holds, the folder you are in"
    return "is a checkout of its own" if is_there(folder / ".git") else ""


def _unreadable(error: OSError, folder: Path) -> Problem:
    reason = error.strerror or str(error)
    return Problem.unplaced("tree-unreadable", f"{error.filename or folder}: {reason}")


def _unwritable(error: OSError, folder: Path) -> Problem:
    reason = error.strerror or str(error)
    named = error.filename if isinstance(error.filename, str) else str(folder)
    if named != str(folder) and os.path.lexists(
        named
    ):  # of what we made, nothing is there any more
        reason = f"{reason}: {named}"
    hint = "nothing was changed there"
    if error.errno == errno.EBUSY:
        hint += "; where something is mounted, name a folder inside of it"
    return Problem.unplaced("tree-unwritable", f"{folder}: {reason}", hint)


def _remaining(error: OSError, folder: Path) -> Problem:
    message = f"{folder} is as it should be, but {error.filename}, which was there before, stays: {error.strerror}"
    return Problem.unplaced(
        "tree-unwritable", message, hint="remove it, or leave it to the next run"
    )
