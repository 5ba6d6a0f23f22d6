"""`toolgen init`: writes a first folder of sources for a document, which generates as it stands."""

from __future__ import annotations

import argparse
import os
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from pathlib import Path

from generator.build import plan_inputs, read_inputs
from generator.cli.arguments import add_choice, add_reading, add_workspace, file_reading, given
from generator.cli.package_trees import shown_path
from generator.cli.result import FINE, Result, usage_error
from generator.core.problems import Problem, ProblemsError, escaped
from generator.document.load import Budget, load
from generator.emit import naming
from generator.overlay.mending import corrections_of, guesses, overlay_text
from generator.plan.toolkit_schema import SCHEMA
from generator.plan.toolkit_text import toolkit_text
from generator.workspace import atomic_swap
from generator.workspace.atomic_file import replace_file
from generator.workspace.files import UnwritableError, is_there, make_folder
from generator.workspace.reference_files import with_base_renamed
from generator.workspace.sources import (
    CONFIG_NAME,
    OPENAPI_NAME,
    OVERLAY_NAME,
    SourceFile,
    Sources,
)
from generator.workspace.toolkits import SourcePaths, find_workspace, naming_root, read_sources
from generator.workspace.uninterrupted import note_changed, uninterrupted

# File names that say what a document is, and not of which API.
_GENERAL = frozenset(("openapi", "swagger", "api", "spec", "schema", "index"))


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("spec", type=given, metavar="SPEC", help="an OpenAPI document")
    parser.add_argument(
        "--out", type=given, metavar="DIR", help="default: specs/NAME of the workspace"
    )
    add_choice(parser)
    add_workspace(parser)
    add_reading(parser)


def run(options: argparse.Namespace) -> Result:
    """Write the document as it is, what was derived from it, and what mends it; raises ProblemsError
    where the document cannot be used, or something stands in the way."""
    path = Path(os.path.abspath(options.spec))
    sources = read_sources(SourcePaths(path), naming_root(Path.cwd()), file_reading(options))
    sources = replace(
        _renamed(sources), include=tuple(options.include), exclude=tuple(options.exclude)
    )
    document = load(sources.openapi.data, sources.openapi.name, Budget.for_bytes(options.max_bytes))
    corrections = corrections_of(replace(document, file=OPENAPI_NAME))
    if corrections:
        overlay = SourceFile(OVERLAY_NAME, overlay_text(corrections, ()).encode())
        sources = replace(sources, overlay=overlay)
    planned = plan_inputs(read_inputs(sources))
    remarks = tuple(guesses(document, planned.problems))
    folder = _folder(options, _name(path, planned.package.page))
    schema = Path(os.path.relpath(SCHEMA, folder)).as_posix()
    texts = {CONFIG_NAME: toolkit_text(planned.package, schema, () if corrections else remarks)}
    if corrections:
        texts[OVERLAY_NAME] = overlay_text(corrections, remarks)
    files = {OPENAPI_NAME: sources.openapi.data, **_parts(sources)}
    files |= {name: text.encode() for name, text in sorted(texts.items())}
    return Result(FINE, _written(folder, files), planned.problems)


def _renamed(sources: Sources) -> Sources:
    """The sources with the document under the name that it is kept by, which its other files refer to."""
    old, own = sources.openapi.base, replace(sources.openapi, kept_as=OPENAPI_NAME)
    files = {
        name: with_base_renamed(file, old, OPENAPI_NAME)
        for name, file in sources.references.files.items()
    }
    own = with_base_renamed(own, old, OPENAPI_NAME)
    return replace(sources, openapi=own, references=replace(sources.references, files=files))


def _parts(sources: Sources) -> Mapping[str, bytes]:
    """The other files of the document, below its folder as they were; those elsewhere stay there."""
    return {
        name: file.data
        for name, file in sources.references.files.items()
        if name.partition("/")[0] != ".."
    }


def _name(path: Path, otherwise: str) -> str:
    """What the folder is called: as the file is, unless that says nothing."""
    name = "_".join(naming.words(path.name.partition(".")[0])).lower()
    return otherwise if name in _GENERAL or not name else name


def _folder(options: argparse.Namespace, name: str) -> Path:
    if options.out:
        if options.workspace:
            raise usage_error("give --out or --workspace, not both")
        folder = Path(os.path.abspath(options.out))
        if not folder.name:
            message = f"{folder} is the top of all folders; sources have one of their own"
            raise ProblemsError([Problem.unplaced("tree-unsafe-folder", message)])
        return folder
    if options.workspace:
        return Path(os.path.abspath(options.workspace)) / "specs" / name
    try:
        return find_workspace(None, Path.cwd()).root / "specs" / name
    except ProblemsError:
        # The first toolkit makes the workspace.
        return Path.cwd() / "specs" / name


def _written(folder: Path, files: Mapping[str, bytes]) -> str:
    """Write them all or none, unless one of them, or an overlay from before, is there already."""
    root = naming_root(Path.cwd())
    # The lock is for another run that begins the same folder.
    with (
        uninterrupted(to_the_end=True),
        UnwritableError.told_of(folder),
        atomic_swap.exclusive(folder),
    ):
        atomic_swap.recover_all(folder)
        if there := _in_the_way(folder, files):
            message = f"{shown_path(folder, root)} has {', '.join(there)} already"
            hint = "init writes first files only: name another folder with --out"
            raise ProblemsError([Problem.unplaced("file-exists", message, hint)])
        if is_there(folder):
            _add(folder, files)
        else:
            atomic_swap.replace(folder, files)
        note_changed(folder)
    shown = (escaped(str(shown_path(folder / name, root))) for name in files)
    return "".join(f"written     {each}\n" for each in shown)


def _in_the_way(folder: Path, files: Mapping[str, bytes]) -> list[str]:
    """The files that are there already. What a run that was killed has begun is none of them: some
    of those to be written, and as they are to be."""
    names = dict.fromkeys((OPENAPI_NAME, OVERLAY_NAME, CONFIG_NAME, *files))
    there = [each for each in names if is_there(folder / each)]
    if files.keys() <= {*there}:
        return there
    return [each for each in there if not _holds(folder / each, files.get(each))]


def _holds(path: Path, data: bytes | None) -> bool:
    if data is None or not path.is_file() or path.stat().st_size != len(data):
        return False
    return path.read_bytes() == data


def _add(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write them beside what a folder holds; where one cannot be, those before are taken away."""
    written: list[Path] = []
    try:
        for name, data in files.items():
            make_folder((folder / name).parent)
            replace_file(folder / name, data)
            written.append(folder / name)
    except BaseException:
        for each in written:
            with suppress(OSError):
                os.unlink(each)
        raise
