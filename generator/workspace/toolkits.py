"""Knows where toolkits live, so that no other module depends on the layout of a checkout."""

from __future__ import annotations

import os
import stat
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from generator.core.problems import Problem, ProblemsError, collected
from generator.core.suggest import did_you_mean
from generator.workspace.atomic_swap import is_leftover
from generator.workspace.files import FileReading, is_there, read_plain, real_path
from generator.workspace.reference_files import find_files, reader
from generator.workspace.sources import (
    CONFIG_NAME,
    OPENAPI_NAME,
    OVERLAY_NAME,
    RELEASED_NAME,
    SourceFile,
    Sources,
)

ANY = FileReading()
"""What is read where nobody says otherwise."""


@dataclass(frozen=True, slots=True)
class SourcePaths:
    """Where the files lie that a package is made of; only the OpenAPI document is needed."""

    openapi: Path
    overlay: Path | None = None
    config: Path | None = None
    released: Path | None = None

    def all(self) -> tuple[Path, ...]:
        """Each of them that is given."""
        paths = (self.openapi, self.overlay, self.config, self.released)
        return tuple(path for path in paths if path is not None)


@dataclass(frozen=True, slots=True)
class Toolkit:
    """A folder of sources under `specs/`, known by the folder's name."""

    name: str
    folder: Path
    paths: SourcePaths


@dataclass(frozen=True, slots=True)
class Workspace:
    """A folder that holds `specs/` and `generated/`."""

    root: Path

    @property
    def generated(self) -> Path:
        """The folder of generated packages; it belongs to the program alone."""
        return self.root / "generated"

    def toolkits(self) -> tuple[Toolkit, ...]:
        """Every folder under `specs/` that has a `toolkit.yaml`, by name."""
        folders = sorted((self.root / "specs").iterdir())
        return tuple(
            toolkit_in(each)
            for each in folders
            # An `init` that was killed leaves a folder that may look like one.
            if not is_leftover(each.name) and is_there(each / CONFIG_NAME)
        )

    def select(self, names: Iterable[str]) -> tuple[Toolkit, ...]:
        """The toolkits asked for, each by name or by the path of its folder; all where none is.

        Raises ProblemsError for an unknown name, a file that leads out of the workspace, or
        where there is no toolkit at all.
        """
        known = self.toolkits()
        wanted = tuple(dict.fromkeys(names))
        if not known and not wanted:
            raise ProblemsError([Problem.unplaced("toolkit-missing", "specs/ holds no toolkit")])
        found = [self._named(known, name) for name in wanted] if wanted else list(known)
        problems = [each for each in found if isinstance(each, Problem)]
        chosen = dict.fromkeys(each for each in found if isinstance(each, Toolkit))
        problems.extend(problem for each in chosen for problem in self._outsiders(each))
        problems.extend(problem for each in chosen for problem in _misnamed(each))
        if problems:
            raise ProblemsError(problems)
        return tuple(chosen)

    def orphans(self, packages: Iterable[str]) -> tuple[Path, ...]:
        """Generated packages that no toolkit makes any more, as after a rename."""
        claimed = set(packages)
        if not self.generated.is_dir() or self.generated.is_symlink():
            return ()
        return tuple(
            each
            for each in sorted(self.generated.iterdir())
            if each.name not in claimed
            and not is_leftover(each.name)
            and not each.is_symlink()
            and _has_manifest(each)
        )

    def _named(self, known: tuple[Toolkit, ...], name: str) -> Toolkit | Problem:
        path = Path(name).absolute()
        for each in known:
            if each.name == name or (path.exists() and path.samefile(each.folder)):
                return each
        if Path(name).name == name and (self.root / "specs" / name).is_dir():
            hint = "toolkit, package, version, title and description are enough in it"
            return Problem.unplaced("toolkit-missing", f"specs/{name} has no {CONFIG_NAME}", hint)
        return _unknown(name, tuple(each.name for each in known))

    def _outsiders(self, toolkit: Toolkit) -> list[Problem]:
        """A committed symbolic link must not make the generator read a file elsewhere."""
        root = real_path(self.root)
        return [
            Problem.unplaced(
                "file-outside-workspace",
                f"{path.relative_to(self.root)} leads out of the workspace",
                hint="put the file itself there instead of a link",
            )
            for path in toolkit.paths.all()
            if not real_path(path).is_relative_to(root)
        ]


def read_sources(paths: SourcePaths, root: Path, reading: FileReading = ANY) -> Sources:
    """The files' bytes, under their names relative to `root`; raises ProblemsError with every
    file that cannot be read."""
    problems: list[Problem] = []

    def read(path: Path | None) -> SourceFile | None:
        with collected(problems):
            return read_file(path, root, reading) if path else None
        return None

    openapi = read(paths.openapi)
    overlay, config, released = map(read, (paths.overlay, paths.config, paths.released))
    if openapi is None or problems:
        raise ProblemsError(problems)
    read_parts = reader(paths.openapi.parent, lambda path: name_in(path, root), reading)
    documents = [each for each in (openapi, overlay) if each]
    return Sources(
        openapi,
        overlay,
        config,
        released,
        max_bytes=reading.max_bytes,
        references=find_files(documents, openapi.base, read_parts),
    )


def read_file(path: Path, root: Path, reading: FileReading = ANY) -> SourceFile:
    """One file, under its name relative to `root`; raises ProblemsError where it cannot be read."""
    name = name_in(path, root)
    return SourceFile(name, read_plain(path, name, reading.max_bytes))


def read_surface(path: Path, root: Path, reading: FileReading = ANY) -> SourceFile | None:
    """What a package's surface.json holds; None where there is no such plain file.

    A link there, or the package's folder being one, counts as nothing: it could lead anywhere. Raises
    ProblemsError where the file is too large.
    """
    try:
        if path.parent.is_symlink() or not stat.S_ISREG(os.lstat(path).st_mode):
            return None
    except (FileNotFoundError, NotADirectoryError):
        return None
    return read_file(path, root, reading)


def _misnamed(toolkit: Toolkit) -> list[Problem]:
    """A document under another name than the one that is read."""
    wanted = toolkit.paths.openapi
    others = (wanted.with_name(each) for each in ("openapi.json", "openapi.yml"))
    found = [] if is_there(wanted) else [each.name for each in others if each.is_file()]
    hint = f"rename it to {wanted.name}, which may hold JSON as well"
    shown = f"{wanted.parent.parent.name}/{toolkit.name}"
    return [
        Problem.unplaced("file-misnamed", f"{shown}/{name} is not read", hint) for name in found
    ]


def find_workspace(given: Path | None, start: Path) -> Workspace:
    """The workspace that was named, or the nearest folder at or above `start` with `specs/`."""
    candidates = (given,) if given else (start, *start.parents)
    for each in candidates:
        if (each / "specs").is_dir():
            return Workspace(Path(os.path.abspath(each)))
    where = f"{given} holds no specs/ folder" if given else "no specs/ folder here or above"
    hint = "name the folder with --workspace, or a document of your own with --spec FILE"
    raise ProblemsError([Problem.unplaced("workspace-missing", where, hint=hint)])


def naming_root(folder: Path, otherwise: Path | None = None) -> Path:
    """What file names in messages and patches are relative to: the checkout, as git sees it.

    Where the folder is in none it is `otherwise`, or the folder itself. `.git` is a file in a
    linked worktree.
    """
    nearest = (each for each in (folder, *folder.parents) if (each / ".git").exists())
    return next(nearest, otherwise or folder)


def name_in(path: Path, root: Path) -> str:
    """What messages call a file: its path below the root, or all of its path where it is not below."""
    return (path.relative_to(root) if path.is_relative_to(root) else path).as_posix()


def toolkit_in(folder: Path) -> Toolkit:
    """The toolkit whose sources the folder holds."""
    overlay, released = folder / OVERLAY_NAME, folder / RELEASED_NAME
    paths = SourcePaths(
        openapi=folder / OPENAPI_NAME,
        overlay=overlay if is_there(overlay) else None,
        config=folder / CONFIG_NAME,
        released=released if is_there(released) else None,
    )
    return Toolkit(folder.name, folder, paths)


def _unknown(name: str, known: tuple[str, ...]) -> Problem:
    hint = did_you_mean(name, known, most=3, otherwise=f"there is {', '.join(known)}")
    message = f"there is no toolkit {name}"
    return Problem.unplaced("toolkit-unknown", message, hint if known else "")


def _has_manifest(folder: Path) -> bool:
    return (folder / "manifest.json").is_file()
