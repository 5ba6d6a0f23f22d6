"""Exchanges a folder for a new one in a single step, because a kill must not leave a mixture.

On Linux the kernel exchanges the two names at once, so the folder is the old tree or the new one
at every moment. Elsewhere, and on file systems that refuse, it takes two renames: a kill between
them leaves no folder, and the next run puts the old one back before it does anything else.
"""

from __future__ import annotations

import errno
import os
import re
import stat
import sys
import time
from collections.abc import Container, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path

from generator.workspace.files import is_there, make_folder
from generator.workspace.uninterrupted import interruptible

if sys.platform != "win32":
    import fcntl

LONGEST_WAIT = 30.0
"""Seconds to wait for another run that writes beside the same folder."""

_MODE = 0o644
_LEFTOVER = re.compile(r"\.(.+)\.toolgen-(?:new|old)")
_AT_WORKING_FOLDER = -100
_RENAME_EXCHANGE = 2
_EXCHANGE_REFUSED = {errno.EINVAL, errno.ENOSYS, errno.EOPNOTSUPP, errno.EPERM}


class StaysError(OSError):
    """Something in the old folder could not be removed, so that it was not exchanged."""


class OldRemainsError(OSError):
    """The new folder is in its place, and what was there before could not be removed wholly."""


def has_leftovers(folder: Path) -> bool:
    """Whether a run that was killed, or one still at work, left something beside the folder."""
    return any(is_there(each) for each in (staging(folder), _retired(folder)))


@contextmanager
def exclusive(folder: Path) -> Iterator[None]:
    """Hold the only right to write beside the folder; raises TimeoutError after LONGEST_WAIT.

    The lock is on the parent folder itself and ends with the process, so none can be left behind.
    Windows has no such lock; there, two runs at once may end in an error of the second.
    """
    make_folder(folder.parent)
    if sys.platform == "win32":
        yield
        return
    descriptor = os.open(folder.parent, os.O_RDONLY | os.O_DIRECTORY | os.O_CLOEXEC)
    try:
        _wait_for_lock(descriptor)
        yield
    finally:
        os.close(descriptor)


def is_leftover(name: str) -> bool:
    """Whether the name is one that nothing has but what a run is at work on, or has left behind."""
    return bool(_LEFTOVER.fullmatch(name))


def recover_all(folder: Path) -> None:
    """The same as `recover`, of all that lies beside the folder as far as that can be."""
    recover(folder)
    if sys.platform == "win32":
        return  # there is no lock, so others may be at work there
    for name in os.listdir(folder.parent):
        if match := _LEFTOVER.fullmatch(name):
            with suppress(OSError):
                recover(folder.with_name(match[1]))


def recover(folder: Path) -> None:
    """Undo what a killed run left half done; call it with the lock held."""
    if _is_folder(_retired(folder)) and not is_there(folder):
        os.rename(_retired(folder), folder)
    _remove(staging(folder))
    _remove(_retired(folder))


def replace(
    folder: Path, contents: Mapping[str, bytes], unchanged: Container[str] = frozenset()
) -> None:
    """Put a folder with these contents in place of whatever has its name; nothing for none.

    Files that are `unchanged` in the one that is there are moved over where that can be. Call it
    with the lock held, after `recover`. Raises OldRemainsError where it is done but for the old one.
    """
    new = staging(folder)
    try:
        if contents:
            _fill(new, contents, folder, unchanged)
        _check_removable(folder)
        if contents:
            _put_in_place(new, folder)
        else:
            os.rename(folder, new)
    except BaseException:  # also where whoever waits for it has had enough
        with suppress(OSError):  # what failed first is told, and the next run tries again
            _recover_wholly(folder)
        raise
    try:
        _recover_wholly(folder)
    except OSError as error:
        raise OldRemainsError(error.errno, error.strerror, str(new)) from error


def _recover_wholly(folder: Path) -> None:
    """Another time where that fails: of what goes wrong once, nothing is left behind."""
    try:
        recover(folder)
    except (KeyboardInterrupt, OSError) as error:
        recover(folder)
        if isinstance(error, KeyboardInterrupt):
            raise


def staging(folder: Path) -> Path:
    """Where what is to be in its place is made."""
    return folder.with_name(f".{folder.name}.toolgen-new")


def _retired(folder: Path) -> Path:
    return folder.with_name(f".{folder.name}.toolgen-old")


def _fill(
    folder: Path, contents: Mapping[str, bytes], old: Path, unchanged: Container[str]
) -> None:
    make_folder(folder)
    for parent in sorted({path.rpartition("/")[0] for path in contents}):
        make_folder(folder / parent)
    for path, data in contents.items():
        target = f"{folder}{os.sep}{path}"
        if not (path in unchanged and _shared(f"{old}{os.sep}{path}", target, len(data))):
            _write(target, data)


def _write(target: str, data: bytes) -> None:
    descriptor = os.open(target, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o644)
    with open(descriptor, "wb") as file:
        file.write(data)
    os.chmod(target, _MODE)  # whatever the umask of whoever runs it


def _shared(old: str, target: str, size: int) -> bool:
    """Gives a file that is there a second name, which is its only one once the old tree is gone.

    False where that cannot be had, or where the file is not as we would write it: with other
    rights, of another user, or with a name elsewhere, through which it would be changed.
    """
    try:
        os.link(old, target, follow_symlinks=False)
    except (OSError, NotImplementedError):  # not every file system has second names
        return False
    facts = os.lstat(target)
    own = not hasattr(os, "geteuid") or facts.st_uid == os.geteuid()
    if (
        own
        and facts.st_mode == stat.S_IFREG | _MODE
        and (facts.st_nlink, facts.st_size) == (2, size)
    ):
        return True
    os.unlink(target)
    return False


def _check_removable(folder: Path) -> None:
    """Raises StaysError where the system is certain to keep some of the folder, which would then be left."""
    if not _is_folder(folder):
        return
    device = os.lstat(folder).st_dev
    for each in _folders_in(str(folder)):
        with os.scandir(each) as found:
            entries = [*found]
        if os.lstat(each).st_dev != device:  # something is mounted there
            raise StaysError(errno.EBUSY, os.strerror(errno.EBUSY), each)
        if entries and not os.access(each, os.W_OK | os.X_OK):
            raise StaysError(errno.EACCES, os.strerror(errno.EACCES), each)
        if locked := next(filter(_is_locked, entries), None):
            raise StaysError(errno.EPERM, os.strerror(errno.EPERM), locked.path)


def _is_locked(entry: os.DirEntry[str]) -> bool:
    """Whether it is an immutable file: its rights let us write, and the system does not."""
    if not entry.is_file(follow_symlinks=False) or not hasattr(os, "geteuid"):
        return False
    facts = entry.stat(follow_symlinks=False)
    may = os.geteuid() in (0, facts.st_uid) and facts.st_mode & stat.S_IWUSR
    return bool(may) and not os.access(entry.path, os.W_OK)


def _folders_in(top: str) -> Iterator[str]:
    """The folder and those below it, each after the one that holds it."""
    waiting = [top]
    while waiting:
        yield (folder := waiting.pop())
        with os.scandir(folder) as entries:
            waiting += [each.path for each in entries if each.is_dir(follow_symlinks=False)]


def _put_in_place(staging: Path, folder: Path) -> None:
    if not is_there(folder):
        os.rename(staging, folder)
    elif not _exchange(staging, folder):
        os.rename(folder, _retired(folder))
        try:
            os.rename(staging, folder)
        except OSError:
            os.rename(_retired(folder), folder)
            raise


def _exchange(one: Path, other: Path) -> bool:
    """Swap two names at once, as renameat2(2) does; False where that cannot be had."""
    if not sys.platform.startswith("linux"):
        return False
    import ctypes  # slow to import, and most runs find nothing to write

    renameat2 = getattr(ctypes.CDLL(None, use_errno=True), "renameat2", None)
    if renameat2 is None:  # a C library without it, such as older musl
        return False
    first, second = (ctypes.c_char_p(os.fsencode(each)) for each in (one, other))
    here = ctypes.c_int(_AT_WORKING_FOLDER)
    if renameat2(here, first, here, second, ctypes.c_uint(_RENAME_EXCHANGE)) == 0:
        return True
    number = ctypes.get_errno()
    if number in _EXCHANGE_REFUSED:
        return False
    raise OSError(number, os.strerror(number), str(other))


def _wait_for_lock(descriptor: int) -> None:
    deadline = time.monotonic() + LONGEST_WAIT
    while not _locked(descriptor):
        if time.monotonic() > deadline:
            raise TimeoutError(errno.ETIMEDOUT, "another run is writing there and does not end")
        with interruptible():
            time.sleep(0.02)


def _locked(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        return True  # a file system without locks: the renames alone still never mix two trees
    return True


def _is_folder(path: Path) -> bool:
    return is_there(path) and stat.S_ISDIR(os.lstat(path).st_mode)


def _remove(path: Path) -> None:
    if _is_folder(path):
        _remove_folder(path)
    elif is_there(path):
        path.unlink()


def _remove_folder(path: Path) -> None:
    """Remove links in it, never what they lead to; unlike `shutil.rmtree`, which calls itself for each
    level, it removes folders as deep as the system has them."""
    folders = [*_folders_in(str(path))]
    for folder in folders:
        with os.scandir(folder) as entries:
            for each in [each.path for each in entries if not each.is_dir(follow_symlinks=False)]:
                os.unlink(each)
    for folder in reversed(folders):
        os.rmdir(folder)
