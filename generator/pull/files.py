"""Replaces a single file in one step, because a kill must not leave half of it."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path


def replace_file(path: Path, data: bytes) -> None:
    """Put these bytes in place of the file's, or make the file; raises OSError.

    Its permissions stay. A link is replaced itself; what it leads to is never written to.
    """
    mode = 0o644 if path.is_symlink() or not path.exists() else path.stat().st_mode & 0o777
    descriptor, name = tempfile.mkstemp(prefix=f".{path.name}.", dir=path.parent)
    try:
        with open(descriptor, "wb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        os.chmod(name, mode)
        os.replace(name, path)
    except BaseException:
        os.unlink(name)
        raise
