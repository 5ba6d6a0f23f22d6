"""Holds a package to one that was made of the same document with plain words in its place."""

import posixpath
import re
from collections.abc import Callable, Collection, Hashable, Iterator, Mapping
from dataclasses import replace
from functools import lru_cache
from hashlib import blake2b
from pathlib import PurePosixPath

from generator.cli.proof.data_files import read_json, read_toml
from generator.cli.proof.markup import read_html, read_markdown, read_svg
from generator.cli.proof.python_source import read_python
from generator.cli.proof.reading import Reading
from generator.render.publish.clients import CURSOR, VISUAL_STUDIO_CODE

Files = Mapping[PurePosixPath, str]

READERS: Mapping[str, Callable[[str], Reading]] = {
    ".py": read_python,
    ".md": read_markdown,
    ".html": read_html,
    ".svg": read_svg,
    ".json": read_json,
    ".toml": read_toml,
}
"""By the suffix of a file; files without one are plain text."""

_PLAIN_TEXT = ("", ".typed")
_INSTALL_PAGES = (f"{CURSOR}?", f"{VISUAL_STUDIO_CODE}?")
_PORTABLE = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]{0,98}(?<!\.)\Z")
_DEVICE = re.compile(r"(con|prn|aux|nul|com\d|lpt\d)(\.|\Z)", re.IGNORECASE)
_UNSEEN = re.compile(
    r"[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f\u2028-\u202e"
    r"\u2060-\u206f\u3164\ufe00-\ufe0e\ufeff\uffa0\ufff0-\ufffb\ud800-\udfff\U0001d173-\U0001d17a\U000e0000-\U000e0fff]"
)


class Known:
    """What packages of plain words have: shapes and parts of files, by suffix, and links; `beside` what
    others have."""

    def __init__(self, *packages: Files, beside: "Known | None" = None) -> None:
        self._beside = beside
        self.shapes: set[tuple[str, Hashable]] = set()
        self.parts: set[tuple[str, Hashable]] = set()
        self.links: set[str] = set()
        self.texts: set[tuple[str, bytes]] = set()
        for files in packages:
            own = _own_modules(files)
            for path, text in files.items():
                if not self._has("texts", (path.suffix, _digest(text))):
                    self._learn(path.suffix, text, own)

    def _learn(self, suffix: str, text: str, own: Collection[str]) -> None:
        reading = _read(suffix, text)
        self.texts.add((suffix, _digest(text)))
        self.shapes.add((suffix, reading.shape))
        self.parts |= {(suffix, _without_name(each, own)) for each in reading.parts}
        self.links |= {*reading.links}

    def _has(self, what: str, item: Hashable) -> bool:
        beside = self._beside
        return item in getattr(self, what) or (beside is not None and beside._has(what, item))

    def compared(self, files: Files) -> tuple[bool, list[str]]:
        """Whether every file is one of these but for its texts, and what must not be in the package."""
        return self.has_shapes_of(files), [*self.faults(files)]

    def has_shapes_of(self, files: Files) -> bool:
        """Whether every file is one of these but for its texts."""
        readings = ((suffix, _read(suffix, text)) for _, suffix, text in self._new(files))
        return all(self._has("shapes", (suffix, reading.shape)) for suffix, reading in readings)

    def faults(self, files: Files) -> Iterator[str]:
        """What must not be in a package, with its file."""
        yield from _path_faults(files)
        own = _own_modules(files)
        for path, suffix, text in self._new(files):
            reading = _read(suffix, text)
            parts = {_without_name(each, own) for each in reading.parts}
            new = {each for each in parts if not self._has("parts", (suffix, each))}
            led = [each for each in reading.links if not self._may_lead(each, path, files)]
            for fault in (
                *_text_faults(suffix, text),
                *reading.faults,
                *(f"new is {each}" for each in sorted(new, key=repr)),
                *(f"leads to {each!r}" for each in led),
            ):
                yield f"{path}: {fault}"

    def _new(self, files: Files) -> Iterator[tuple[PurePosixPath, str, str]]:
        """Files that are not word for word a plain one, with their suffixes."""
        for path, text in files.items():
            if not self._has("texts", ((suffix := path.suffix), _digest(text))):
                yield path, suffix, text

    def _may_lead(self, link: str, path: PurePosixPath, files: Files) -> bool:
        """Whether a link leads to where the plain package's lead, or to a file of the package."""
        inside = posixpath.normpath(path.parent / link.partition("#")[0])
        is_install = any(map(link.startswith, _INSTALL_PAGES))  # what they install is in the query
        known = self._has("links", link) or link.startswith("#") or is_install
        return known or PurePosixPath(inside) in files


def is_same_but_for_texts(files: Files, others: Files) -> bool:
    """Whether there are the same files, each of the shape of the other one."""
    return files.keys() == others.keys() and all(
        text == others[path]
        or _read(path.suffix, text).shape == _read(path.suffix, others[path]).shape
        for path, text in files.items()
    )


def _own_modules(files: Files) -> Collection[str]:
    """What the package is imported as."""
    return {path.parts[0] for path in files if path.parts[1:] == ("__init__.py",)}


def _without_name(part: Hashable, own: Collection[str]) -> Hashable:
    """What a file is made of, whatever the package that it imports from is called."""
    if isinstance(part, tuple) and part[0] == "import":
        module, dot, rest = str(part[1]).removeprefix("from ").partition(".")
        return ("import", f"from .{rest}") if dot and module in own else part
    return part


def _text_faults(suffix: str, text: str) -> Iterator[str]:
    if suffix not in READERS and suffix not in _PLAIN_TEXT:
        yield "nothing here reads such a file"
    if unseen := _UNSEEN.search(text):
        yield f"U+{ord(unseen[0]):04X} stands in it as it is"


def _path_faults(files: Files) -> Iterator[str]:
    for path in files:
        if not all(_PORTABLE.match(part) and not _DEVICE.match(part) for part in path.parts):
            yield f"{path}: no name for every system"
    if len({str(path).casefold() for path in files}) != len(files):
        yield "two files differ in case alone"


def _digest(text: str) -> bytes:
    """Stands for a text: of each slot's packages there are many, and all of them are kept."""
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


@lru_cache(maxsize=4096)  # most files of a package are the plain one's
def _read(suffix: str, text: str) -> Reading:
    reading = READERS[suffix](text) if suffix in READERS else Reading()
    return replace(reading, shape=_digest(repr(reading.shape)))
