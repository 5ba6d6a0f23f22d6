"""Replaces a single file in one step, because a kill must not leave half of it."""

from __future__ import annotations

import os
from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from generator.workspace.uninterrupted import uninterrupted


def replace_file(
    path: Path,
    data: bytes | Iterable[bytes | memoryview],
    mode: int | None = None,
    *,
    durable: bool = True,
) -> None:
    """Put these bytes, or pieces, in place of the file's, or make the file; raises OSError.

    What is not `durable` may be lost, or damaged, where the machine stops before long, and is
    written faster. Its permissions stay unless `mode` gives others. A link is replaced itself; what it leads to is
    never written to.
    """
    with uninterrupted():
        pieces = [data] if isinstance(data, bytes) else data
        _replace(path, pieces, _mode_of(path) if mode is None else mode, durable)


def _replace(path: Path, data: Iterable[bytes | memoryview], mode: int, durable: bool) -> None:
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    try:
        descriptor = os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
        with open(descriptor, "wb") as file:
            file.writelines(data)
            if durable:
                file.flush()
                os.fsync(file.fileno())
        os.chmod(temporary, mode)  # whatever the umask of whoever runs it
        os.replace(temporary, path)
    except BaseException:
        with suppress(OSError):
            os.unlink(temporary)
        raise


def _mode_of(path: Path) -> int:
    return 0o644 if path.is_symlink() or not path.exists() else path.stat().st_mode & 0o777
