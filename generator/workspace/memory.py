"""Keeps on disk what an earlier run found out about one package, for the next run to find again.

All is in one file, a line an entry. Read are the entries that are asked for, and what was not asked
for in a run is forgotten at its end.
"""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from generator.workspace import cache_files, cache_reading
from generator.workspace.program import program_digest

_FORMAT = "1"
_ENCODE = json.JSONEncoder(separators=(",", ":")).encode


class PackageMemory:
    """What is remembered of a package; made by another program, or damaged, it is empty."""

    def __init__(self, folder: Path, package: str) -> None:
        """`package` tells the package from others, wherever it lies."""
        name = hashlib.sha256(package.encode("utf-8", "surrogateescape")).hexdigest()
        self._path = folder / f"memory-{name}"
        self._about = f"{_FORMAT} {name} {program_digest()}"
        self._kept = _entries(self._path, self._about)
        self._used: dict[bytes, bytes] = {}

    def recall(self, key: str) -> Any:
        """The JSON value that was kept under the key; None where there is none."""
        text = self._kept.get(key.encode("ascii"))
        if text is None:
            return None
        self._used[key.encode("ascii")] = text
        return json.loads(text)

    def keep(self, key: str, value: Any) -> None:
        """Keeps a JSON value, once the run has come to its end."""
        self._used[key.encode("ascii")] = _ENCODE(value).encode("ascii")

    def save(self) -> None:
        """Leaves what this run has recalled and kept to the next one."""
        if self._used != self._kept:
            pieces = [each for entry in self._used.items() for each in _line(*entry)]
            cache_files.write(self._path, self._about, pieces[:-1])


def _line(key: bytes, text: bytes) -> tuple[bytes, ...]:
    return key, b" ", text, b"\n"


def _entries(path: Path, about: str) -> dict[bytes, bytes]:
    try:
        payload = cache_reading.read(path, about)
    except (OSError, ValueError):
        return {}
    lines = (line.partition(b" ") for line in payload.split(b"\n"))
    return {key: text for key, _, text in lines}
