"""The digest of the program itself: its code and templates, Python, and the installed libraries by version.

A library patched in place keeps its version, which is why `check --full` does without what was kept.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Iterator

from generator import FOLDER
from generator.workspace.field_digest import add_fields

_USUAL_SIZE = 1 << 16
_READ_FLAGS = os.O_RDONLY | getattr(os, "O_BINARY", 0)


_known: list[str] = []
"""The digest, once it was looked up: what runs was loaded when the process began."""


def program_digest() -> str:
    """A digest of everything that shapes the output besides the input."""
    if not _known:
        _known.append(_looked_up())
    return _known[0]


def _looked_up() -> str:
    digest = hashlib.sha256()
    for text in (sys.version, sys.platform, *_library_names()):
        add_fields(digest, text)
    for name, data in _own_files():
        add_fields(digest, name, data)
    return digest.hexdigest()


def _library_names() -> Iterator[str]:
    """The search path, and name and version of everything installed on it."""
    for folder in sys.path:
        yield folder
        try:
            names = os.listdir(folder or ".")
        except OSError:
            continue
        yield from sorted(each for each in names if each.endswith((".dist-info", ".egg-info")))


def _own_files() -> Iterator[tuple[str, bytes]]:
    """The generator's code, templates and schema; the templates are inside only in a wheel."""
    folders = [FOLDER]
    if not os.path.isdir(os.path.join(FOLDER, "_templates")):
        folders.append(os.path.join(os.path.dirname(FOLDER), "templates"))
    for folder in folders:
        for path in _files(folder):
            yield path[len(folder) + 1 :], _bytes_of(path)


def _bytes_of(path: str) -> bytes:
    """The file's bytes, by half of what Python's own files cost."""
    descriptor = os.open(path, _READ_FLAGS)
    try:
        data = os.read(descriptor, _USUAL_SIZE)
        while more := os.read(descriptor, _USUAL_SIZE) if data else b"":
            data += more
        return data
    finally:
        os.close(descriptor)


def _files(folder: str) -> Iterator[str]:
    try:
        entries = sorted(os.scandir(folder), key=lambda each: each.name)
    except FileNotFoundError:
        return
    for entry in entries:
        if not entry.is_dir():
            yield entry.path
        elif entry.name != "__pycache__" and not entry.name.startswith("."):  # tools' caches
            yield from _files(entry.path)
