"""Reads files of past revisions out of git, as bytes, so that no checkout is touched."""

from __future__ import annotations

import os
import re
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.core.problems import Problem, ProblemsError, excerpt
from generator.core.suggest import did_you_mean
from generator.workspace.files import names_in

_LONGEST_RUN = 60.0
"""Seconds that git may take."""

_MOST_BYTES = 200_000_000
_LONGEST_NAME = 200
_FILES = frozenset({b"100644", b"100755"})


@dataclass(frozen=True, slots=True)
class Revision:
    """A commit of the repository whose top is `top`; `name` is what the user called it."""

    top: Path
    name: str
    commit: str


@dataclass(frozen=True, slots=True)
class _Blob:
    path: PurePosixPath
    name: bytes


def find_revision(folder: Path, name: str) -> Revision:
    """The commit that git knows by that name in the repository that holds the folder.

    Raises ProblemsError where there is no repository, no such commit, or no git.
    """
    if not _is_name(name):
        hint = "a path, a toolkit, or a revision such as HEAD~1, main or v1.0.0"
        raise ProblemsError(
            [Problem.unplaced("revision-invalid", f"{excerpt(name)} names nothing", hint)]
        )
    top = _git(folder, "rev-parse", "--show-toplevel")
    if top is None:
        message = f"{excerpt(name)} is no file or folder, and {folder} is in no git repository"
        hint = "name two documents, folders or packages; revisions need git and its repository"
        raise ProblemsError([Problem.unplaced("revision-unknown", message, hint)])
    wanted = ("--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    commit = _git(folder, "rev-parse", *wanted)
    if commit is None:
        message = f"{excerpt(name)} is no file, folder, toolkit or git revision"
        shallow = _line(_git(folder, "rev-parse", "--is-shallow-repository") or b"") == b"true"
        deepen = "this clone is shallow: git fetch --deepen=50, or --unshallow"
        hint = deepen if shallow else _near(folder, name)
        raise ProblemsError([Problem.unplaced("revision-unknown", message, hint)])
    return Revision(Path(os.fsdecode(_line(top))), name, _line(commit).decode("ascii"))


def read_files(
    revision: Revision, wanted: Callable[[PurePosixPath], bool]
) -> dict[PurePosixPath, bytes]:
    """The revision's files that are wanted, by their paths from the top of the repository.

    Links are left out, as they could lead anywhere. Raises ProblemsError where git cannot read them
    or they are too large.
    """
    blobs = [each for each in _blobs(revision) if wanted(each.path)]
    paths = (each.path for each in blobs)
    return dict(zip(paths, _contents(revision, blobs), strict=True))


def _near(folder: Path, name: str) -> str:
    """What a name may have been meant for: a branch, a tag, or a file."""
    refs = _git(folder, "for-each-ref", "--count=1000", "--format=%(refname:short)") or b""
    path = folder / name
    known = ["HEAD", *os.fsdecode(refs).split(), *names_in(path.parent)]
    if re.split("[~^@:]", name, maxsplit=1)[0] in known:
        return ""  # what is wanted of it is not there, and the name is right
    return did_you_mean(path.name, known)


def _is_name(name: str) -> bool:
    """Whether git can take it for a revision alone: no option, range or search."""
    plain = name.isprintable() and not any(each.isspace() for each in name)
    return 0 < len(name) <= _LONGEST_NAME and plain and name[0] not in "-:^" and ".." not in name


def _blobs(revision: Revision) -> Iterator[_Blob]:
    listed = _git(revision.top, "ls-tree", "-r", "-z", "--full-tree", revision.commit)
    if listed is None:
        raise ProblemsError([_unreadable(revision)])
    for entry in listed.split(b"\0")[:-1]:
        facts, _, path = entry.partition(b"\t")
        mode, _, name = facts.split(b" ")
        shown = PurePosixPath(os.fsdecode(path))
        if mode in _FILES and _stays_below(shown):
            yield _Blob(shown, name)


def _stays_below(path: PurePosixPath) -> bool:
    """Git's own commands make no such path, yet a tree made by others may hold one."""
    unsafe = any(each in ("", ".", "..") or "\\" in each or ":" in each for each in path.parts)
    return not unsafe and not path.is_absolute()


def _contents(revision: Revision, blobs: list[_Blob]) -> Iterator[bytes]:
    asked = b"".join(each.name + b"\n" for each in blobs)
    sizes = _sizes(revision, blobs, asked)
    if sum(sizes) > _MOST_BYTES:
        message = f"the files of {revision.name} have more than {_MOST_BYTES:,} bytes"
        raise ProblemsError([Problem.unplaced("revision-too-large", message)])
    answer = _git(revision.top, "cat-file", "--batch", given=asked) or b""
    at = 0
    for size in sizes:
        start = answer.index(b"\n", at) + 1
        yield answer[start : start + size]
        at = start + size + 1


def _sizes(revision: Revision, blobs: list[_Blob], asked: bytes) -> list[int]:
    answer = _git(revision.top, "cat-file", "--batch-check", given=asked)
    lines = [each.split(b" ") for each in (answer or b"").splitlines()]
    if len(lines) != len(blobs) or any(each[1] != b"blob" for each in lines):
        raise ProblemsError([_unreadable(revision)])
    return [int(size) for _, _, size in lines]


def _git(folder: Path, *arguments: str, given: bytes = b"") -> bytes | None:
    """What git prints; None where it fails."""
    # What is missing in a partial clone must not be fetched behind the user's back.
    environment = {**os.environ, "GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0"}
    command = ["git", "--no-replace-objects", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - git's own words, and what was asked for as a value
            command,
            cwd=folder,
            env=environment,
            input=given,
            capture_output=True,
            timeout=_LONGEST_RUN,
            check=False,
        )
    except FileNotFoundError:
        hint = "install git, or name files and folders"
        raise ProblemsError(
            [Problem.unplaced("git-missing", "there is no git to ask", hint)]
        ) from None
    except subprocess.TimeoutExpired:
        message = f"git took longer than {_LONGEST_RUN:.0f} seconds"
        raise ProblemsError([Problem.unplaced("revision-unreadable", message)]) from None
    return done.stdout if done.returncode == 0 else None


def _line(output: bytes) -> bytes:
    return output.removesuffix(b"\n").removesuffix(b"\r")


def _unreadable(revision: Revision) -> Problem:
    return Problem.unplaced("revision-unreadable", f"git cannot read the files of {revision.name}")
