"""Finds again what a look at a whole workspace said, where nothing is different since.

It is kept under a digest of all that it follows from: the program, the day, the command line, and every
name and byte below `specs/` and `generated/`. Imports next to nothing, for those who would look
closer take longer to import than to look.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Sequence

from generator.workspace import cache_reading
from generator.workspace.field_digest import add_fields
from generator.workspace.program import program_digest

_PLAIN_WORDS = frozenset({"-q", "--quiet", "--all", "--strict"})
_LARGEST_FILE = 100_000_000
TOOL_CACHES = frozenset({".mypy_cache", ".pytest_cache", ".ruff_cache"})
"""Folders that stand in packages and are no part of them."""


class Unclear(Exception):
    """Whether anything is different cannot be told so simply."""


def said_before(words: Sequence[str]) -> bytes | None:
    """What a command line of these words said when all was as it is now; None where that is not known."""
    try:
        here = Here(words)
        if os.path.lexists(here.entry):
            return cache_reading.read(here.entry, here.digest())
    except (OSError, ValueError, Unclear):
        pass
    return None


class Here:
    """What a command line is about, in the folder where it is called; raises Unclear.

    Command lines that name a file, or anything else, are not looked into.
    """

    def __init__(self, words: Sequence[str]) -> None:
        folder = cache_reading.folder_name()
        if not folder or not _PLAIN_WORDS.issuperset(words[1:]):
            raise Unclear
        self._root = _nearest(os.getcwd(), "specs", folder=True)
        checkout = _nearest(self._root, ".git", otherwise=self._root)
        self._about = [self._root, checkout, *words]
        name = hashlib.sha256(os.fsencode("\0".join(self._about))).hexdigest()
        self.entry = os.path.join(folder, f"check-{name}")

    def digest(self) -> str:
        """The digest of all that the answer follows from; raises Unclear or OSError."""
        digest = hashlib.sha256()
        for text in (program_digest(), time.strftime("%Y-%m-%d"), *self._about):
            add_fields(digest, os.fsencode(text))
        for name, ignored in (("specs", frozenset[str]()), ("generated", TOOL_CACHES)):
            path = os.path.join(self._root, name)
            add_fields(digest, name)
            if _is_folder(path):
                _add_all(digest, path, ignored)
        return digest.hexdigest()


def _nearest(start: str, name: str, *, folder: bool = False, otherwise: str = "") -> str:
    """The nearest folder, at `start` or above, that holds something of that name."""
    here, exists = start, os.path.isdir if folder else os.path.exists
    while not exists(os.path.join(here, name)):
        above = os.path.dirname(here)
        if above == here:
            if not otherwise:
                raise Unclear
            return otherwise
        here = above
    return here


def _is_folder(path: str) -> bool:
    """False where there is nothing; raises OSError where that cannot be told, or Unclear."""
    try:
        mode = os.lstat(path).st_mode
    except FileNotFoundError:
        return False
    if not stat.S_ISDIR(mode):
        raise Unclear
    return True


def _add_all(digest: hashlib._Hash, folder: str, ignored: frozenset[str]) -> None:
    """All in a folder of a workspace; in those below it, folders of these names do not count."""
    try:
        _add_folder(digest, folder, ignored_below=ignored)
    except RecursionError:  # folders may be deeper than calls
        raise Unclear from None


def _add_folder(
    digest: hashlib._Hash,
    folder: str,
    ignored: frozenset[str] = frozenset(),
    ignored_below: frozenset[str] = frozenset(),
) -> None:
    """Names, rights and bytes of all in it, but for folders of these names."""
    with os.scandir(folder) as entries:
        found = sorted(entries, key=lambda each: each.name)
    for entry in found:
        is_folder = entry.is_dir(follow_symlinks=False)
        if is_folder and entry.name in ignored:
            continue
        add_fields(digest, os.fsencode(entry.name))
        if is_folder:
            _add_folder(digest, entry.path, ignored_below, ignored_below)
        else:
            _add_file(digest, entry.path)
    add_fields(digest, b"/")  # which no name is


def _add_file(digest: hashlib._Hash, path: str) -> None:
    descriptor = os.open(path, cache_reading.READ_FLAGS)
    with open(descriptor, "rb", buffering=0) as file:
        facts = os.fstat(descriptor)
        if not stat.S_ISREG(facts.st_mode) or facts.st_size > _LARGEST_FILE:
            raise Unclear
        add_fields(digest, str(facts.st_mode), file.read())
