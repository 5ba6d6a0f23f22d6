"""Packages in memory and on disk, small enough to read, for the tests of what is written."""

import hashlib
import json
import os
import stat
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

Files = dict[PurePosixPath, str]


def package(**texts: str) -> Files:
    """Files by path, where `__` stands for a slash and `_` before the suffix for a dot."""
    return with_manifest({name.replace("__", "/").replace("_txt", ".txt"): text
                          for name, text in texts.items()})  # fmt: skip


def with_manifest(texts: Mapping[str, str]) -> Files:
    """The files with a manifest that lists them, as every generated package has."""
    digests = {path: hashlib.sha256(text.encode()).hexdigest() for path, text in texts.items()}
    manifest = json.dumps({"files": digests}, indent=2) + "\n"
    return {
        PurePosixPath(path): text for path, text in {**texts, "manifest.json": manifest}.items()
    }


def snapshot(folder: Path) -> dict[str, tuple[str, bytes]]:
    """Everything below the folder: type and bytes by path, read without the code under test."""
    found = {}
    for top, folders, names in os.walk(folder):
        for name in (*folders, *names):
            path = Path(top, name)
            kind = stat.filemode(path.lstat().st_mode)
            if kind[0] == "d":
                continue
            data = os.readlink(path).encode() if kind[0] == "l" else path.read_bytes()
            found[path.relative_to(folder).as_posix()] = (kind, data)
    return found


def as_written(files: Files) -> dict[str, tuple[str, bytes]]:
    """What `snapshot` finds where exactly these files were written."""
    return {str(path): ("-rw-r--r--", text.encode()) for path, text in files.items()}
