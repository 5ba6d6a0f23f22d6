"""Turns the files of a package into bytes, and refuses what not every file system can hold."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from pathlib import PurePosixPath

from generator.core.problems import Problem, ProblemsError

_RESERVED_ON_WINDOWS = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)(\.|$)")
_FORBIDDEN_CHARACTERS = re.compile(r'[\x00-\x1f\x7f\\:*?"<>|]')


def encode(files: Mapping[PurePosixPath, str]) -> dict[str, bytes]:
    """The files as bytes by path; raises ProblemsError for a path that is unsafe on any system
    and for text that is not Unicode."""
    problems = [
        Problem.unplaced("tree-unsafe-path", f"refusing to write {str(path)!r}: {reason}")
        for path in files
        for reason in [_unsafe_path(path)]
        if reason
    ]
    problems += _clashes(files)
    contents: dict[str, bytes] = {}
    for path, text in files.items():
        try:
            contents[str(path)] = text.encode("utf-8")
        except UnicodeEncodeError:
            problems.append(Problem.unplaced("tree-not-unicode", f"{path} holds a lone surrogate"))
    if problems:
        raise ProblemsError(problems)
    return contents


def _unsafe_path(path: PurePosixPath) -> str:
    if path.is_absolute() or not path.parts or ".." in path.parts:
        return "it leads out of the package"
    return next(filter(None, map(_unsafe_part, path.parts)), "")


@lru_cache  # most files are in few folders
def _unsafe_part(part: str) -> str:
    if _FORBIDDEN_CHARACTERS.search(part):
        return "a character that some file systems refuse"
    if _RESERVED_ON_WINDOWS.match(part) or part[-1] in ". ":
        return "a name that Windows reserves"
    return ""


def _clashes(files: Mapping[PurePosixPath, str]) -> list[Problem]:
    """Paths that a file system which ignores case cannot hold beside one another."""
    seen: dict[str, tuple[str, str]] = {}
    folders: set[str] = set()
    for name in map(str, files):
        new = [each for each in _above(name.rpartition("/")[0]) if each not in folders]
        folders.update(new)
        for found in (("file", name), *(("folder", each) for each in new)):
            other = seen.setdefault(found[1].casefold(), found)
            if other != found:
                message = f"the {other[0]} {other[1]!r} and the {found[0]} {found[1]!r} clash"
                return [Problem.unplaced("tree-unsafe-path", message)]
    return []


@lru_cache
def _above(folder: str) -> tuple[str, ...]:
    """A folder of the package and those that hold it; none for the package's own."""
    return (*_above(folder.rpartition("/")[0]), folder) if folder else ()
