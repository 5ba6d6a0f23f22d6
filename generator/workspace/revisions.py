"""Reads files of past revisions out of git, as bytes, so that no checkout is touched."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.core.problems import Problem, ProblemsError, excerpt
from generator.core.suggest import did_you_mean
from generator.workspace.files import names_in
from generator.workspace.git import ask

_MOST_BYTES = 200_000_000
_LONGEST_NAME = 200
_FILES = frozenset({b"100644", b"100755"})
_COMMIT = re.compile(rb"[0-9a-f]{40,64}")
_ENTRY = re.compile(rb"(\d{6}) [a-z]+ ([0-9a-f]{40,64})\t(.+)", re.DOTALL)
_SIZE = re.compile(rb"[0-9a-f]+ blob (\d{1,18})")


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
    top = _top(folder, name)
    wanted = ("--verify", "--quiet", "--end-of-options", f"{name}^{{commit}}")
    commit = ask(folder, "rev-parse", *wanted)
    if commit.output is None:
        raise ProblemsError([_unknown(folder, name, commit.words)])
    line = _line(commit.output)
    if not _COMMIT.fullmatch(line):
        raise ProblemsError([_unreadable(name)])
    return Revision(top, name, line.decode("ascii"))


def _top(folder: Path, name: str) -> Path:
    """The top of the repository that holds the folder."""
    top = ask(folder, "rev-parse", "--show-toplevel")
    if top.output is None:
        kind = f"{excerpt(name)} is no file or folder, and "
        message = f"{kind}{folder} is in no git repository"
        hint = "name two documents, folders or packages; revisions need git and its repository"
        if top.words and not top.words.startswith("not a git repository"):
            message, hint = f"{kind}git refuses: {top.words}", "git status says more"
        raise ProblemsError([Problem.unplaced("revision-unknown", message, hint)])
    path = os.fsdecode(_line(top.output))
    if "\0" in path or not os.path.isabs(path):
        raise ProblemsError([_unreadable(name)])
    return Path(path)


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


def _unknown(folder: Path, name: str, words: str) -> Problem:
    message = f"{excerpt(name)} is no file, folder, toolkit or git revision"
    told = f"{message}: {words}" if words else message
    shallow = _line(ask(folder, "rev-parse", "--is-shallow-repository").output or b"") == b"true"
    deepen = "this clone is shallow: git fetch --deepen=50, or --unshallow"
    return Problem.unplaced("revision-unknown", told, deepen if shallow else _near(folder, name))


def _near(folder: Path, name: str) -> str:
    """What a name may have been meant for: a branch, a tag, or a file."""
    listed = ("for-each-ref", "--count=1000", "--format=%(refname:short)")
    refs = ask(folder, *listed).output or b""
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
    listed = ask(revision.top, "ls-tree", "-r", "-z", "--full-tree", revision.commit)
    if listed.output is None:
        raise ProblemsError([_unreadable(revision.name, listed.words)])
    for entry in listed.output.split(b"\0")[:-1]:
        if not (said := _ENTRY.fullmatch(entry)):
            raise ProblemsError([_unreadable(revision.name)])
        mode, name, path = said.groups()
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
    read = ask(revision.top, "cat-file", "--batch", given=asked)
    answer, at = read.output or b"", 0
    for blob, size in zip(blobs, sizes, strict=True):
        head = b"%b blob %d\n" % (blob.name, size)
        start, end = at + len(head), at + len(head) + size
        # Another process may take objects away between the two questions.
        if not answer.startswith(head, at) or len(answer) <= end:
            raise ProblemsError([_unreadable(revision.name, read.words)])
        yield answer[start:end]
        at = end + 1


def _sizes(revision: Revision, blobs: list[_Blob], asked: bytes) -> list[int]:
    answer = ask(revision.top, "cat-file", "--batch-check", given=asked)
    said = [_SIZE.fullmatch(each) for each in (answer.output or b"").splitlines()]
    sizes = [int(each[1]) for each in said if each]
    if not len(blobs) == len(said) == len(sizes):
        raise ProblemsError([_unreadable(revision.name, answer.words)])
    return sizes


def _line(output: bytes) -> bytes:
    return output.removesuffix(b"\n").removesuffix(b"\r")


def _unreadable(name: str, words: str = "") -> Problem:
    message = f"git cannot read the files of {name}"
    hint = "git fsck tells what is wrong with the repository"
    return Problem.unplaced(
        "revision-unreadable", f"{message}: {words}" if words else message, hint
    )
