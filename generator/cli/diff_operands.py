"""Finds what the two sides of a difference name: a document, a toolkit, a package, or a revision."""

from __future__ import annotations

import os
import tempfile
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePosixPath

from generator.build import plan_sources
from generator.compat.surface import Places, Surface
from generator.compat.surface_json import loads, places_in
from generator.compat.surface_places import ShownPlaces
from generator.core.problems import Place, Problem, ProblemsError, excerpt
from generator.document.load import load
from generator.release.record import Call, read_released
from generator.workspace import revisions
from generator.workspace.toolkits import (
    CONFIG_NAME,
    RELEASED_NAME,
    SURFACE_NAME,
    Sources,
    Toolkit,
    Workspace,
    find_workspace,
    likely_package,
    name_in,
    naming_root,
    toolkit_in,
)

_OPENAPI = "openapi.yaml"
_READ = frozenset({_OPENAPI, "overlay.yaml", CONFIG_NAME, RELEASED_NAME, SURFACE_NAME})


@dataclass(frozen=True, slots=True)
class Side:
    """One package as one side has it, with the calls recorded at its release.

    `name` pairs it with the other side's; empty for a document on its own, which has none.
    """

    name: str
    surface: Surface
    places: Places = field(default_factory=dict[str, Place])
    calls: tuple[Call, ...] = ()


@dataclass(frozen=True, slots=True)
class Where:
    """What operands are relative to: the folder, the workspace that was named, if any, and the
    overlay and toolkit.yaml that go with a document on its own."""

    folder: Path
    workspace: Path | None = None
    overlay: Path | None = None
    config: Path | None = None


@dataclass(frozen=True, slots=True)
class Operand:
    """The packages that an operand names: one, or where it is a workspace all that this has."""

    sides: tuple[Side, ...]
    is_workspace: bool = False


def read_operand(operand: str, where: Where) -> Operand:
    """Every package that the operand names; raises ProblemsError.

    An existing file or folder is taken first, then a toolkit of the workspace, then a revision:
    `REV` for the workspace as it was, or `REV:path` with a path from the top of the repository.
    """
    path = where.folder / operand
    if operand and path.exists():
        return _read_path(Path(os.path.abspath(path)), where, naming_root(where.folder))
    if toolkit := _toolkit_named(operand, where):
        return Operand((_toolkit_side(toolkit, naming_root(where.folder)),))
    name, colon, inside = operand.partition(":")
    revision = revisions.find_revision(where.workspace or where.folder, name)
    inside = inside if colon else _workspace_inside(revision, where)
    with tempfile.TemporaryDirectory(prefix="toolgen-") as folder:
        top = Path(folder).resolve()
        at = PurePosixPath(inside)
        at = at.parent if at.name == CONFIG_NAME else at
        chosen = _export(revision, at, top, may_lack=not colon)
        if chosen is None:
            return Operand((), is_workspace=True)
        return _read_revision(revision, chosen, where, top)


def _toolkit_named(name: str, where: Where) -> Toolkit | None:
    try:
        workspace = find_workspace(where.workspace, where.folder)
    except ProblemsError:
        return None
    known = {each.name for each in workspace.toolkits()}
    return workspace.select([name])[0] if name in known else None


def _workspace_inside(revision: revisions.Revision, where: Where) -> str:
    root = find_workspace(where.workspace, where.folder).root.resolve()
    if root.is_relative_to(revision.top.resolve()):
        return root.relative_to(revision.top.resolve()).as_posix()
    raise ProblemsError([_problem("revision-unknown", f"{root} is not in {revision.top}")])


def _export(
    revision: revisions.Revision, inside: PurePosixPath, top: Path, *, may_lack: bool
) -> Path | None:
    """What the revision holds at the path, below `top`; None where it may lack and does."""
    # Names are kept by what was generated, which is beside the folder of the toolkits.
    workspace = inside.parent.parent if inside.parent.name == "specs" else inside

    def is_wanted(path: PurePosixPath) -> bool:
        if path == inside or (path.is_relative_to(inside) and path.name in _READ):
            return True
        return path.is_relative_to(workspace / "generated") and path.name == SURFACE_NAME

    found = revisions.export(revision, top, is_wanted)
    chosen = top.joinpath(*inside.parts)
    if any(each.is_relative_to(inside) for each in found) and chosen.exists():
        return chosen
    if may_lack:
        return None
    message = f"{revision.name} holds nothing to compare at {excerpt(str(inside))}"
    raise ProblemsError([_problem("revision-path-missing", message)])


def _read_revision(revision: revisions.Revision, chosen: Path, where: Where, top: Path) -> Operand:
    """The sides, with the revision's name before each file."""

    def of_revision(place: Place) -> Place:
        return replace(place, file=f"{revision.name}:{place.file}")

    try:
        read = _read_path(chosen, where, top)
    except ProblemsError as error:
        named = [(each, each.place and of_revision(each.place)) for each in error.problems]
        raise ProblemsError(replace(each, place=place) for each, place in named) from error
    sides = [replace(side, places=ShownPlaces(side.places, of_revision)) for side in read.sides]
    return replace(read, sides=tuple(sides))


def _read_path(path: Path, where: Where, root: Path) -> Operand:
    if path.is_file():
        return Operand((_file_side(path, where, root),))
    if (path / _OPENAPI).is_file():
        return Operand((_toolkit_side(_toolkit_at(path), root),))
    if (path / SURFACE_NAME).is_file():
        return Operand((_stored_side(path / SURFACE_NAME, root),))
    if (path / "specs").is_dir():
        workspace = Workspace(path)
        names = [each.name for each in workspace.toolkits()]
        found = workspace.select(names) if names else ()
        return Operand(tuple(_toolkit_side(each, root) for each in found), is_workspace=True)
    message = f"{name_in(path, root)} is no workspace, toolkit or generated package"
    hint = f"a folder with specs/, {_OPENAPI} or {SURFACE_NAME}, or one of these files"
    raise ProblemsError([_problem("operand-unknown", message, hint)])


def _toolkit_at(folder: Path) -> Toolkit:
    """The toolkit in the folder; in a workspace its links must not lead out of that."""
    if folder.parent.name == "specs" and (folder / CONFIG_NAME).is_file():
        return Workspace(folder.parent.parent).select([str(folder)])[0]
    return toolkit_in(folder)


def _file_side(path: Path, where: Where, root: Path) -> Side:
    if path.name == CONFIG_NAME:
        return _toolkit_side(_toolkit_at(path.parent), root)
    if path.name == RELEASED_NAME or path.name.endswith(SURFACE_NAME):
        return _stored_side(path, root)
    return _built_side("", Sources(path, where.overlay, where.config), root)


def _toolkit_side(toolkit: Toolkit, root: Path) -> Side:
    """A toolkit's package as it would be generated now, on top of what its workspace holds."""
    config = toolkit.sources.config
    config = config if config and config.exists() else None
    package, specs = likely_package(config), toolkit.folder.parent
    surface = specs.parent / "generated" / package / SURFACE_NAME
    known = surface if package and specs.name == "specs" else None
    return _built_side(toolkit.name, replace(toolkit.sources, config=config, surface=known), root)


def _built_side(name: str, sources: Sources, root: Path) -> Side:
    planned = plan_sources(sources, root=root)
    calls = planned.before.released.calls if planned.before.released else ()
    return Side(name, planned.surface, planned.places, calls)


def _stored_side(path: Path, root: Path) -> Side:
    shown = name_in(path, root)
    data = path.read_bytes()
    if path.name == RELEASED_NAME:
        released = read_released(load(data, shown))
        return Side(path.parent.name, released.surface, {}, released.calls)
    try:
        text = data.decode("utf-8")
    except UnicodeDecodeError:
        raise ProblemsError([_problem("not-utf-8", f"{shown} is not UTF-8 text")]) from None
    surface = loads(text, shown)
    return Side(surface.package, surface, places_in(text, shown))


def _problem(code: str, message: str, hint: str = "") -> Problem:
    return Problem(code, message, place=None, pointer="", hint=hint)
