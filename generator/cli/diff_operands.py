"""Finds what the two sides of a difference name: a document, a toolkit, a package, or a revision."""

from __future__ import annotations

import os
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path, PurePath, PurePosixPath
from typing import TYPE_CHECKING

from generator.build import Inputs, Planned, plan_inputs, read_inputs
from generator.cli.diff_planning import plan_both
from generator.compat.surface import Places, Surface
from generator.compat.surface_json import loads, places_in
from generator.core.problems import Place, Problem, ProblemsError, collected, excerpt
from generator.core.progress import SILENCE, Progress
from generator.document.load import load
from generator.plan.toolkit_yaml import Config
from generator.release.record import Call, read_released
from generator.workspace.files import FileReading, real_path
from generator.workspace.sources import (
    CONFIG_NAME,
    OPENAPI_NAME,
    OVERLAY_NAME,
    RELEASED_NAME,
    SURFACE_NAME,
    SourceFile,
    Sources,
)
from generator.workspace.storage import Disk, Snapshot, Storage, document_sources, toolkit_sources
from generator.workspace.toolkits import ANY, Toolkit, find_workspace, naming_root, read_file

if TYPE_CHECKING:
    from generator.workspace.revisions import Revision

_READ = frozenset({OPENAPI_NAME, OVERLAY_NAME, CONFIG_NAME, RELEASED_NAME, SURFACE_NAME})


@dataclass(frozen=True, slots=True)
class Side:
    """One package as one side has it, with the calls recorded at its release.

    `name` pairs it with the other side's; empty for a document on its own, which has none.
    """

    name: str
    surface: Surface
    places: Places = field(default_factory=dict[str, Place])
    calls: tuple[Call, ...] = ()
    config: Config = field(default_factory=Config)


@dataclass(frozen=True, slots=True)
class Unbuilt:
    """A package of which the sources are known, and nothing has been made yet."""

    name: str
    sources: Sources


@dataclass(frozen=True, slots=True)
class Where:
    """What operands are relative to: the folder, the workspace that was named, if any, and the
    overlay and toolkit.yaml that go with a document on its own."""

    folder: Path
    workspace: Path | None = None
    overlay: Path | None = None
    config: Path | None = None
    reading: FileReading = ANY


@dataclass(frozen=True, slots=True)
class Operand:
    """The packages that an operand names: one, or where it is a workspace all that this has."""

    sides: tuple[Side | Unbuilt, ...]
    is_workspace: bool = False


@dataclass(frozen=True, slots=True)
class Built:
    """The packages of an operand, each made."""

    sides: tuple[Side, ...]
    is_workspace: bool = False


def read_operand(operand: str, where: Where) -> Operand:
    """Every package that the operand names; raises ProblemsError.

    An existing file or folder is taken first, then a toolkit of the workspace, then a revision:
    `REV` for the workspace as it was, or `REV:path` with a path from the top of the repository.
    """
    path = where.folder / operand
    disk = Disk(naming_root(where.folder), where.reading)
    if operand and path.exists():
        return _read_path(disk, Path(os.path.abspath(path)), where)
    if toolkit := _toolkit_named(operand, where):
        return Operand((_toolkit_side(disk, toolkit.folder),))
    name, colon, inside = operand.partition(":")
    from generator.workspace import revisions  # which starts git, that few comparisons need

    revision = revisions.find_revision(where.workspace or where.folder, name)
    at = PurePosixPath(inside if colon else _workspace_inside(revision, where))
    at = at.parent if at.name == CONFIG_NAME else at
    snapshot = _snapshot(revision, at, where)
    if snapshot.is_file(at) or snapshot.is_folder(at):
        return _read_path(snapshot, at, where)
    if not colon:
        return Operand((), is_workspace=True)
    message = f"{revision.name} holds nothing to compare at {excerpt(str(at))}"
    raise ProblemsError([Problem.unplaced("revision-path-missing", message)])


def _toolkit_named(name: str, where: Where) -> Toolkit | None:
    try:
        workspace = find_workspace(where.workspace, where.folder)
    except ProblemsError:
        return None
    known = {each.name for each in workspace.toolkits()}
    return workspace.select([name])[0] if name in known else None


def _workspace_inside(revision: Revision, where: Where) -> str:
    root = real_path(find_workspace(where.workspace, where.folder).root)
    if root.is_relative_to(real_path(revision.top)):
        return root.relative_to(real_path(revision.top)).as_posix()
    raise ProblemsError([Problem.unplaced("revision-unknown", f"{root} is not in {revision.top}")])


def _snapshot(revision: Revision, inside: PurePosixPath, where: Where) -> Snapshot:
    """What the revision holds at the path, and the surfaces of its packages."""
    from generator.workspace import revisions

    # Names are kept by what was generated, which is beside the folder of the toolkits.
    workspace = inside.parent.parent if inside.parent.name == "specs" else inside

    def is_wanted(path: PurePosixPath) -> bool:
        if path == inside or (path.is_relative_to(inside) and path.name in _READ):
            return True
        return path.is_relative_to(workspace / "generated") and path.name == SURFACE_NAME

    def more(paths: frozenset[PurePosixPath]) -> dict[PurePosixPath, bytes]:
        return revisions.read_files(revision, paths.__contains__) if paths else {}

    return Snapshot(
        revision.name, revisions.read_files(revision, is_wanted), more, where.reading.max_bytes
    )


def _read_path(storage: Storage, path: PurePath, where: Where) -> Operand:
    if storage.is_file(path):
        return Operand((_file_side(storage, path, where),))
    if storage.is_file(path / OPENAPI_NAME):
        return Operand((_toolkit_side(storage, path),))
    if storage.is_file(path / SURFACE_NAME):
        return Operand((_stored_side(path, storage.read(path / SURFACE_NAME)),))
    if storage.is_folder(path / "specs"):
        folders = storage.folders(path / "specs")
        found = [each for each in folders if storage.is_file(each / CONFIG_NAME)]
        return Operand(tuple(_toolkit_side(storage, each) for each in found), is_workspace=True)
    message = f"{storage.name_of(path)} is no workspace, toolkit or generated package"
    hint = f"a folder with specs/, {OPENAPI_NAME} or {SURFACE_NAME}, or one of these files"
    raise ProblemsError([Problem.unplaced("operand-unknown", message, hint)])


def _file_side(storage: Storage, path: PurePath, where: Where) -> Side | Unbuilt:
    if path.name == CONFIG_NAME:
        return _toolkit_side(storage, path.parent)
    if path.name == RELEASED_NAME or path.name.endswith(SURFACE_NAME):
        return _stored_side(path.parent, storage.read(path))
    root = naming_root(where.folder)
    given = (where.overlay, where.config)
    overlay, config = (read_file(each, root, where.reading) if each else None for each in given)
    return Unbuilt("", document_sources(storage, path, overlay, config))


def _toolkit_side(storage: Storage, folder: PurePath) -> Unbuilt:
    """A toolkit's package as it would be generated now, on top of what its workspace holds."""
    return Unbuilt(folder.name, toolkit_sources(storage, folder))


def built(old: Operand, new: Operand, progress: Progress = SILENCE) -> tuple[Built, Built]:
    """All packages of both operands, made; raises ProblemsError with what is wrong in any.

    What two of one name, which will be compared, have in common is in neither.
    """
    problems: list[Problem] = []
    known = _built_together(old, new, progress) if old.is_workspace is new.is_workspace else {}
    found: list[Built] = []
    for at, operand in enumerate((old, new)):
        sides: list[Side] = []
        for each in operand.sides:
            with collected(problems):
                sides.append(_built_side(each, known.get((at, each.name)), progress))
        found.append(Built(tuple(sides), operand.is_workspace))
    if problems:
        raise ProblemsError(dict.fromkeys(problems))
    return found[0], found[1]


def _built_together(
    old: Operand, new: Operand, progress: Progress
) -> dict[tuple[int, str], Planned | Inputs]:
    """For operand and name what is known already: made of pairs of one name, or only read."""
    known: dict[tuple[int, str], Planned | Inputs] = {}
    others = {each.name: each for each in new.sides if isinstance(each, Unbuilt)}
    for side in old.sides:
        if isinstance(side, Unbuilt) and side.name in others:
            with suppress(ProblemsError):  # told once it is made by itself
                before, after = (
                    read_inputs(each.sources, progress=progress)
                    for each in (side, others[side.name])
                )
                progress.begin("looking for what is different")
                planned = plan_both(before, after)
                known[0, side.name], known[1, side.name] = planned or (before, after)
    return known


def _built_side(side: Side | Unbuilt, known: Planned | Inputs | None, progress: Progress) -> Side:
    if isinstance(side, Side):
        return side
    inputs = known or read_inputs(side.sources, progress=progress)
    return _side(
        side.name, inputs if isinstance(inputs, Planned) else plan_inputs(inputs, progress=progress)
    )


def _side(name: str, planned: Planned) -> Side:
    released = planned.inputs.before.released
    calls = released.calls if released else ()
    return Side(name, planned.surface, planned.places, calls, planned.inputs.config)


def _stored_side(folder: PurePath, file: SourceFile) -> Side:
    if file.base == RELEASED_NAME:
        released = read_released(load(file.data, file.name))
        return Side(folder.name, released.surface, {}, released.calls)
    try:
        text = file.data.decode("utf-8")
    except UnicodeDecodeError:
        message = f"{file.name} is not UTF-8 text"
        raise ProblemsError([Problem.unplaced("not-utf-8", message)]) from None
    surface = loads(text, file.name)
    return Side(surface.package, surface, places_in(text, file.name))
