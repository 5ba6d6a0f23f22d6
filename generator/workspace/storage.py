"""Where files are read from, the disk or a past revision, behind one small interface."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path, PurePath, PurePosixPath
from typing import Protocol

from generator.core.problems import Problem, ProblemsError
from generator.workspace.files import MOST_BYTES, FileReading
from generator.workspace.reference_files import Found, ReadFiles, find_files, reader
from generator.workspace.sources import (
    CONFIG_NAME,
    OPENAPI_NAME,
    OVERLAY_NAME,
    RELEASED_NAME,
    SURFACE_NAME,
    SourceFile,
    Sources,
    plainly_named_package,
)
from generator.workspace.toolkits import ANY, Workspace, name_in, read_file, read_surface


class Storage(Protocol):
    """Files and folders by path."""

    @property
    def max_bytes(self) -> int:
        """How large a file may be."""

    def name_of(self, path: PurePath) -> str:
        """What messages call it."""

    def is_file(self, path: PurePath) -> bool:
        """Whether there is such a file."""

    def is_folder(self, path: PurePath) -> bool:
        """Whether there is such a folder."""

    def read(self, path: PurePath) -> SourceFile:
        """The file; raises ProblemsError where it cannot be read."""

    def surface(self, path: PurePath) -> SourceFile | None:
        """The surface.json of a generated package; None where there is none."""

    def folders(self, path: PurePath) -> tuple[PurePath, ...]:
        """The folders that a folder holds, by name."""

    def reader(self, folder: PurePath) -> ReadFiles:
        """Reads what documents in a folder refer to."""

    def check_toolkit(self, folder: PurePath) -> None:
        """Raises ProblemsError where a toolkit's folder must not be read."""


ReadMore = Callable[[frozenset[PurePosixPath]], dict[PurePosixPath, bytes]]
"""Reads those of the files that there are."""


def _no_more(_: frozenset[PurePosixPath]) -> dict[PurePosixPath, bytes]:
    return {}


@dataclass(frozen=True, slots=True)
class Disk:
    """What lies on disk now, named relative to `root`."""

    root: Path
    reading: FileReading = ANY

    @property
    def max_bytes(self) -> int:
        """As many bytes as were allowed."""
        return self.reading.max_bytes

    def name_of(self, path: PurePath) -> str:
        """Its path below the root, or all of it."""
        return name_in(Path(path), self.root)

    def is_file(self, path: PurePath) -> bool:
        """Whether there is one, be it at the end of a link."""
        return Path(path).is_file()

    def is_folder(self, path: PurePath) -> bool:
        """Whether there is one, be it at the end of a link."""
        return Path(path).is_dir()

    def read(self, path: PurePath) -> SourceFile:
        """The file; raises ProblemsError where it cannot be read."""
        return read_file(Path(path), self.root, self.reading)

    def surface(self, path: PurePath) -> SourceFile | None:
        """None also where a link is in its place."""
        return read_surface(Path(path), self.root, self.reading)

    def folders(self, path: PurePath) -> tuple[PurePath, ...]:
        """The folders that a folder holds, by name."""
        return tuple(sorted(each for each in Path(path).iterdir() if each.is_dir()))

    def reader(self, folder: PurePath) -> ReadFiles:
        """Reads what lies below the folder, or in those that are allowed besides."""
        return reader(Path(folder), self.name_of, self.reading)

    def check_toolkit(self, folder: PurePath) -> None:
        """In a workspace, its links must not lead out of that."""
        if folder.parent.name == "specs" and self.is_file(folder / CONFIG_NAME):
            Workspace(Path(folder).parent.parent).select([str(folder)])


@dataclass(frozen=True, slots=True)
class Snapshot:
    """Files of a past revision, by their paths from the top of the repository.

    `more` reads others that turn out to be needed.
    """

    revision: str
    files: Mapping[PurePosixPath, bytes]
    more: ReadMore = _no_more
    max_bytes: int = MOST_BYTES

    def name_of(self, path: PurePath) -> str:
        """As git has it: `REV:path`."""
        return f"{self.revision}:{path.as_posix()}"

    def is_file(self, path: PurePath) -> bool:
        """Whether there is such a file."""
        return path in self.files

    def is_folder(self, path: PurePath) -> bool:
        """Whether a file is below it."""
        return any(path in each.parents for each in self.files)

    def read(self, path: PurePath) -> SourceFile:
        """The file; raises ProblemsError where there is none."""
        name = self.name_of(path)
        if path not in self.files:
            message = f"{name}: there is no such file"
            raise ProblemsError([Problem.unplaced("file-unreadable", message)])
        return SourceFile(name, self.files[PurePosixPath(path)], path.name)

    def surface(self, path: PurePath) -> SourceFile | None:
        """The surface.json of a generated package; None where there is none."""
        return self.read(path) if self.is_file(path) else None

    def folders(self, path: PurePath) -> tuple[PurePath, ...]:
        """The folders that a folder holds, by name."""
        inside = {each.relative_to(path) for each in self.files if path in each.parents}
        return tuple(sorted({path / each.parts[0] for each in inside if len(each.parts) > 1}))

    def reader(self, folder: PurePath) -> ReadFiles:
        """Reads what lies below the folder, as it was."""

        def read(names: Iterable[str]) -> Mapping[str, Found]:
            paths = {name: folder / name for name in names}
            inside = {PurePosixPath(each) for each in paths.values() if ".." not in each.parts}
            found = self.more(frozenset(inside - self.files.keys())) | dict(self.files)
            return {
                name: (
                    SourceFile(self.name_of(path), found[PurePosixPath(path)], name)
                    if path in found
                    else "there is no such file below the document's folder"
                )
                for name, path in paths.items()
            }

        return read

    def check_toolkit(self, folder: PurePath) -> None:
        """Nothing to forbid: a revision's links are left out."""


def document_sources(
    storage: Storage,
    path: PurePath,
    overlay: SourceFile | None = None,
    config: SourceFile | None = None,
) -> Sources:
    """The sources of a document, with all files that it is made of; raises ProblemsError."""
    openapi = storage.read(path)
    documents = [each for each in (openapi, overlay) if each]
    references = find_files(documents, openapi.base, storage.reader(path.parent))
    return Sources(openapi, overlay, config, max_bytes=storage.max_bytes, references=references)


def toolkit_sources(storage: Storage, folder: PurePath) -> Sources:
    """The sources of a toolkit, with the surface of its package where it is in a workspace.

    Raises ProblemsError where one cannot be read.
    """
    storage.check_toolkit(folder)
    names = (OVERLAY_NAME, CONFIG_NAME, RELEASED_NAME)
    overlay, config, released = (
        storage.read(folder / name) if storage.is_file(folder / name) else None for name in names
    )
    surface = None
    package = plainly_named_package(config)
    if package and folder.parent.name == "specs":
        # Names are kept that tools have had; without them an `operationId` would rename tools.
        surface = storage.surface(folder.parent.parent / "generated" / package / SURFACE_NAME)
    sources = document_sources(storage, folder / OPENAPI_NAME, overlay, config)
    return replace(sources, released=released, surface=surface)
