r"""Finds and reads the files that a document refers to, as far as they may be read.

What refers is found in the bytes, without reading YAML or JSON, which is slow: so a spelling such
as `"\u0024ref"` is passed over, and a file that only prose names is read in vain. Whoever follows
the references sees no other files than these.
"""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from urllib.parse import unquote

from generator.core.problems import ProblemsError
from generator.workspace.files import FileReading, read_plain, real_path
from generator.workspace.sources import ReferenceFiles, SourceFile

_REFERENCE = re.compile(
    rb"""\$ref["']?\s*:\s*(?:"(?P<double>[^"#\n][^"\n]*)"|'(?P<single>[^'#\n][^'\n]*)'"""
    rb"""|(?P<plain>[^\s"'#&*!|>%@`{\[][^\n\r,}\]]*))"""
)
_IN_NO_PATH = re.compile(r"[\\\0?\ud800-\udfff]")
_SCHEME = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:")
_MOST_MISSING = 1_000
_COMMENT = re.compile(r"\s#")

Found = SourceFile | str
"""A file, or why there is none to be read."""

ReadFiles = Callable[[Iterable[str]], Mapping[str, Found]]
"""Reads files by their paths relative to the document's folder."""


class NoFile(ValueError):
    """A reference leads to nothing that is ever read; `str()` says why."""


def path_of(reference: str, base: str) -> str:
    """The file that a reference in the file `base` leads to, relative to the document's folder.

    Raises NoFile where it is no relative one.
    """
    path = unquote(reference.partition("#")[0])
    if not path:
        return base
    if _SCHEME.match(path) or path.startswith("//"):
        raise NoFile("no address is ever asked; put the file below the document's folder")
    if path.startswith("/") or _IN_NO_PATH.search(path):
        raise NoFile("only paths that are relative to the file itself are followed")
    return posixpath.normpath(posixpath.join(posixpath.dirname(base), path))


def find_files(documents: Iterable[SourceFile], base: str, read: ReadFiles) -> ReferenceFiles:
    """All files that the documents, which stand at `base`, refer to, and those that these refer to."""
    files: dict[str, SourceFile] = {}
    unread: dict[str, str] = {}
    waiting = {path for each in documents for path in _paths(each.data, base)} - {base}
    while waiting:
        found = read(sorted(waiting))
        for name in sorted(waiting):
            each = found[name]
            if isinstance(each, str):
                unread[name] = each
            else:
                files[name] = each
        inside = {
            path for name in waiting if name in files for path in _paths(files[name].data, name)
        }
        waiting = inside - files.keys() - unread.keys() - {base}
    return ReferenceFiles(files, unread)


def with_base_renamed(file: SourceFile, old: str, new: str) -> SourceFile:
    """The file with what refers to the document's own file, called `old`, referring to `new`, beside it."""

    def renamed(match: re.Match[bytes]) -> bytes:
        whole, start = match[0], match.start()
        said = next(key for key in ("double", "single", "plain") if match[key] is not None)
        try:
            if path_of(_text(match), file.base) != old:
                return whole
        except ValueError:
            return whole
        path, mark, fragment = match[said].partition(b"#")
        folder, slash, _ = path.rpartition(b"/")
        put = folder + slash + new.encode() + mark + fragment
        return whole[: match.start(said) - start] + put + whole[match.end(said) - start :]

    return replace(file, data=_REFERENCE.sub(renamed, file.data))


def reader(folder: Path, shown: Callable[[Path], str], reading: FileReading) -> ReadFiles:
    """Reads files below a folder of the disk, or in one of the folders that are allowed besides.

    A link that leaves these counts as nothing, and all files together have no more bytes than one
    may have. Once a thousand are not there, no others are looked for.
    """
    roots = [real_path(each) for each in (folder, *reading.folders)]
    left, missing = reading.max_bytes, 0

    def read_one(name: str) -> Found:
        nonlocal left, missing
        if missing >= _MOST_MISSING:
            return f"{_MOST_MISSING:,} other files are not there, and it is not looked for"
        path = folder / name
        try:
            real = path.resolve()
        except (OSError, RuntimeError) as error:
            return str(error)
        if not any(real.is_relative_to(each) for each in roots):
            hint = "--allow-refs DIR opens another folder"
            return f"it is outside of the document's folder; {hint}"
        try:
            real.stat()  # of what there is not, and may be very often, no hint is sought
            data = read_plain(real, shown(path), left)
        except FileNotFoundError as error:
            missing += 1
            return f"{shown(path)}: {error.strerror}"
        except ProblemsError as error:
            problem = error.problems[0]
            is_large = problem.code == "byte-budget"
            return "--max-bytes does not allow so much" if is_large else problem.message
        except OSError as error:  # as of a name that is too long
            return f"{shown(path)[:200]}: {error.strerror}"
        left -= len(data)
        return SourceFile(shown(path), data, name)

    return lambda names: {name: read_one(name) for name in names}


def _paths(data: bytes, base: str) -> Iterator[str]:
    """The files that a text refers to."""
    for match in _REFERENCE.finditer(data):
        try:
            yield path_of(_text(match), base)
        except ValueError:
            continue


def _text(match: re.Match[bytes]) -> str:
    """What a reference says, as far as it can be told without a parser."""
    if match["double"] is not None:
        loaded = json.loads(b'"' + match["double"] + b'"')
        return loaded if isinstance(loaded, str) else ""
    if match["single"] is not None:
        return match["single"].decode("utf-8")
    return _COMMENT.split(match["plain"].decode("utf-8"), maxsplit=1)[0].rstrip()
