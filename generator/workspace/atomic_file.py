"""Replaces a single file in one step, because a kill must not leave half of it."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

from generator.workspace import atomic_swap
from generator.workspace.files import UnwritableError
from generator.workspace.uninterrupted import uninterrupted


def replace_file(path: Path, data: bytes) -> None:
    """Put these bytes in place of the file's, or make the file; raises UnwritableError.

    Its permissions stay. A link is replaced itself; what it leads to is never written to.
    """
    with replacing(path, data) as put:
        put()


@contextmanager
def replacing(path: Path, data: bytes) -> Iterator[Callable[[], None]]:
    """The same in two steps: the bytes are beside the file, and what is given puts them in its place.

    What else has to be done goes between, when the disk has had room for them. What a run that was
    killed left there is removed.
    """
    temporary = atomic_swap.staging(path)

    def put() -> None:
        with UnwritableError.told_of(path):
            os.replace(temporary, path)

    with uninterrupted(), ExitStack() as held:
        with UnwritableError.told_of(path):
            held.enter_context(atomic_swap.exclusive(path))
            atomic_swap.recover(path)
            held.callback(_discard, temporary)
            _write(temporary, [data], _mode_of(path), durable=True)
        yield put


def replace_quickly(path: Path, pieces: Iterable[bytes | memoryview], mode: int) -> None:
    """The same for what may be lost, or damaged, where the machine stops before long; waits for no
    other run, and raises OSError. What is left of it by a kill is for its folder's owner to remove.
    """
    temporary = path.with_name(f".{path.name}.{os.getpid()}.{os.urandom(4).hex()}")
    with uninterrupted():
        try:
            _write(temporary, pieces, mode, durable=False)
            os.replace(temporary, path)
        except BaseException:
            _discard(temporary)
            raise


def _write(path: Path, data: Iterable[bytes | memoryview], mode: int, *, durable: bool) -> None:
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with open(descriptor, "wb") as file:
        file.writelines(data)
        if durable:
            file.flush()
            os.fsync(file.fileno())
    os.chmod(path, mode)  # whatever the umask of whoever runs it


def _discard(path: Path) -> None:
    with suppress(OSError):
        os.unlink(path)


def _mode_of(path: Path) -> int:
    return 0o644 if path.is_symlink() or not path.exists() else path.stat().st_mode & 0o777
