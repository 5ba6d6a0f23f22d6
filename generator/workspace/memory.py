"""Keeps on disk what an earlier run found out about one package, for the next run to find again.

All is in one file, an entry after the other: a line with its key and its length, and its value. Texts
are kept as they are, other values as JSON. Read are the entries that are asked for. What a run adds is
put at the end of the file, with a checksum of its own; what no run asked for is left behind when
that has become a part of the file that counts.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from generator.workspace import cache_files, cache_reading
from generator.workspace.program import program_digest

_FORMAT = "3"
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode
_DECODE = json.JSONDecoder().raw_decode
"""Without what `json.loads` looks for around a value, which takes long where there are many."""

_TEXT = b"'"
"""Begins a text, and no JSON: to escape most of a package, and to undo that, takes long."""

_MOST_LEFT_BEHIND = 4
"""A file of which this part, or more, was not asked for is written anew."""

_LONGEST_HEAD = 100

_Bytes = bytes | memoryview
_Span = tuple[int, int]
"""Where an entry's text begins and ends in the file."""


class PackageMemory:
    """What is remembered of a package; made by another program, or damaged, it is empty."""

    def __init__(self, folder: Path, package: str) -> None:
        """`package` tells the package from others, wherever it lies."""
        name = hashlib.sha256(package.encode("utf-8", "surrogateescape")).hexdigest()
        self._path = folder / f"memory-{name}"
        self._about = f"{_FORMAT} {name} {program_digest()}"
        self._data = _data_of(self._path)
        self._kept: dict[bytes, _Span] = {}
        self._whole = 0
        """How much of the file is as it was written; what follows was not written to its end."""
        for begin, end in _additions(self._data, self._about):
            self._kept.update(_entries(self._data, begin, end))
            self._whole = end
        self._used: dict[bytes, _Span] = {}
        self._new: dict[bytes, bytes] = {}

    def recall(self, key: str) -> Any:
        """The JSON value that was kept under the key; None where there is none."""
        name = key.encode("ascii")
        span = self._kept.get(name)
        if span is None:
            return None
        self._used[name] = span
        return _value(self._data[slice(*span)])

    def keep(self, key: str, value: Any) -> None:
        """Keeps a JSON value, once the run has come to its end."""
        name, text = key.encode("ascii"), _kept(value)
        span = self._kept.get(name)
        if span is not None and self._data[slice(*span)] == text:
            self._used[name] = span
        else:
            self._new[name] = text

    def save(self) -> None:
        """Leaves what this run has recalled and kept to the next one."""
        used = sum(end - begin for key, (begin, end) in self._used.items() if key not in self._new)
        is_sound = 0 < self._whole == len(self._data)
        if is_sound and (len(self._data) - used) * _MOST_LEFT_BEHIND < len(self._data):
            if self._new:
                cache_files.append(self._path, self._addition(self._new.items()))
        elif self._new or used:
            view = memoryview(self._data)
            entries: dict[bytes, _Bytes] = {
                key: view[begin:end] for key, (begin, end) in self._used.items()
            }
            cache_files.write_plain(self._path, self._addition((entries | self._new).items()))

    def _addition(self, entries: Iterable[tuple[bytes, _Bytes]]) -> list[_Bytes]:
        pieces = [
            piece
            for key, value in entries
            for piece in (b"%b %d\n" % (key, len(value)), value, b"\n")
        ]
        length = sum(map(len, pieces))
        checksum = cache_reading.checksum(self._about, pieces)
        return [checksum.strip() + b" %d\n" % length, *pieces]


def _kept(value: Any) -> bytes:
    if isinstance(value, str):
        return _TEXT + value.encode("utf-8", "surrogatepass")
    return _ENCODE(value).encode("ascii")


def _value(kept: bytes) -> Any:
    if kept.startswith(_TEXT):
        return kept[len(_TEXT) :].decode("utf-8", "surrogatepass")
    return _DECODE(kept.decode("ascii"))[0]


def _data_of(path: Path) -> bytes:
    try:
        return cache_reading.own_bytes(path)
    except OSError:
        return b""


def _additions(data: bytes, about: str) -> Iterator[_Span]:
    """Where the entries of each run stand, as far as all is as it was written."""
    view, begin = memoryview(data), 0
    while (head := data.find(b"\n", begin, begin + _LONGEST_HEAD) + 1) > 0:
        told, _, length = data[begin:head].partition(b" ")
        if not length.strip().isdigit():
            return
        begin = head + int(length)
        if told + b"\n" != cache_reading.checksum(about, [view[head:begin]]):
            return
        yield head, begin


def _entries(data: bytes, begin: int, end: int) -> Iterator[tuple[bytes, _Span]]:
    while begin < end:
        line = data.index(b"\n", begin, end)
        key, _, length = data[begin:line].partition(b" ")
        last = line + 1 + int(length)
        yield key, (line + 1, last)
        begin = last + 1
