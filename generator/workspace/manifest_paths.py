"""What the manifest of a package on disk says that the generator wrote; all else there is somebody's."""

from __future__ import annotations

import json
import re
from pathlib import Path

from generator.core.problems import ProblemsError
from generator.workspace.files import MOST_BYTES, read_plain

MANIFEST = "manifest.json"

_DIGEST = re.compile(r"[0-9a-f]{64}")
_ENTRY = re.compile(r'^[ \t]*"([^"\\\n]+)":[ \t]*"[0-9a-f]{64}",?[ \t\r]*$', re.MULTILINE)


def manifest_paths(folder: Path) -> frozenset[str]:
    """The paths that the manifest on disk lists, and its own; none without a manifest of ours."""
    path = folder / MANIFEST
    if path.is_symlink():
        return frozenset()
    try:
        text = read_plain(path, MANIFEST, MOST_BYTES).decode("utf-8", "replace")
    except ProblemsError:
        return frozenset()
    entries = _entries(text)
    return entries | {MANIFEST} if entries else frozenset()


def _entries(text: str) -> frozenset[str]:
    try:
        listed = json.loads(text)["files"]
    except (ValueError, KeyError, TypeError, RecursionError):
        # A merge leaves conflict marks in the manifest more than in any other file; the entries
        # of both sides are what the generator wrote.
        return frozenset(_ENTRY.findall(text))
    if not isinstance(listed, dict):
        return frozenset()
    # Other programs have a manifest of this name as well, and say something else of their files.
    digests = ((path, each) for path, each in listed.items() if isinstance(each, str))
    return frozenset(path for path, each in digests if _DIGEST.fullmatch(each))
