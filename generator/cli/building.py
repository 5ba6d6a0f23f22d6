"""Builds targets, each on the surface that its package's folder holds now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from generator.cli.result import usage_error
from generator.cli.targets import PackageTarget
from generator.core.problems import Problem, ProblemsError, Severity, collected, in_order
from generator.core.progress import SILENCE, Progress
from generator.workspace import cache
from generator.workspace.cache_files import cache_folder
from generator.workspace.files import real_path
from generator.workspace.sources import (
    SURFACE_NAME,
    Built,
    SourceFile,
    Sources,
    plainly_named_package,
)
from generator.workspace.toolkits import Toolkit, Workspace, read_file, read_sources, read_surface

if TYPE_CHECKING:
    from generator.build import Planned


@dataclass(frozen=True, slots=True)
class BuildOptions:
    """How targets are built: whether warnings are errors, and whether earlier results are taken."""

    strict: bool = False
    use_cache: bool = True
    progress: Progress = SILENCE


def build_valid(
    targets: Iterable[PackageTarget], options: BuildOptions
) -> tuple[tuple[Built, ...], tuple[Problem, ...]]:
    """The targets built, with warnings; raises ProblemsError where there is any error."""
    built, problems = build_all(targets, options)
    if any(each.severity is Severity.ERROR for each in problems):
        raise ProblemsError(problems)
    return built, problems


def build_all(
    targets: Iterable[PackageTarget], options: BuildOptions
) -> tuple[tuple[Built, ...], tuple[Problem, ...]]:
    """Those of the targets that could be built, and every problem of all of them."""
    built: list[Built] = []
    problems: list[Problem] = []
    for target in targets:
        if options.use_cache:
            _check_cache(target)
        with collected(problems):
            build = partial(_build, about=_told_apart(target), options=options)
            sources = sources_of(target)
            each = cache.cached(sources, build, enabled=options.use_cache)
            built.append(each)
            problems += _found(sources, each)
    if options.strict:
        problems = [replace(each, severity=Severity.ERROR) for each in problems]
    return tuple(built), in_order(dict.fromkeys(problems))


def _check_cache(target: PackageTarget) -> None:
    """Raises ProblemsError where the cache is among packages, in which it would be a stranger's files."""
    folder, packages = cache_folder(), target.folder
    if target.workspace:
        packages = target.workspace.generated
    if folder and packages and real_path(folder).is_relative_to(real_path(packages)):
        hint = "let TOOLGEN_CACHE_DIR name a folder elsewhere, or use --no-cache"
        raise usage_error(f"the cache, {folder}, is where packages are written", hint)


def _found(sources: Sources, built: Built) -> list[Problem]:
    """What is to be told of the package, but for what its toolkit.yaml says to ignore."""
    found = [*built.warnings, *built.skipped]
    config = sources.config
    if config is None or not (b"ignore:" in config.data or b"levels:" in config.data):
        return found
    from generator.cli.exceptions import accepted  # reads YAML, for which most need not wait

    return accepted(found, config, date.today())


def sources_of(target: PackageTarget) -> Sources:
    """The target's sources, with the surface of its package's folder, or of the folder that the
    package had before it was renamed; raises ProblemsError."""
    sources = read_sources(target.paths, target.root, target.reading)
    folder = target.folder
    if target.workspace:
        package = _package_of(sources.config)
        folder = target.workspace.generated / package if package else None
        if folder and not folder.exists():
            folder = _earlier(target.workspace, package, sources)
    surface = read_surface(folder / SURFACE_NAME, target.root, target.reading) if folder else None
    return replace(sources, surface=surface, include=target.include, exclude=target.exclude)


def _earlier(workspace: Workspace, package: str, sources: Sources) -> Path | None:
    """The folder of the package from before it was renamed: one that no toolkit makes any more, of
    which most operations are the same. None where two could be it."""
    claimed = {_claimed_by(each, workspace.root) for each in workspace.toolkits()}
    orphans = () if "" in claimed else workspace.orphans({*claimed, package})
    if not orphans:
        return None
    operations = {each.key for each in _plan(sources).package.tools}
    found = [each for each in orphans if _are_most(operations, _operations(each))]
    return found[0] if len(found) == 1 else None


def _claimed_by(toolkit: Toolkit, root: Path) -> str:
    """The package that a toolkit makes; empty where it cannot be told."""
    try:
        return _package_of(read_file(toolkit.paths.config, root) if toolkit.paths.config else None)
    except ProblemsError:
        return ""


def _are_most(one: set[str], other: set[str]) -> bool:
    return 2 * len(one & other) > max(len(one), len(other))


def _operations(folder: Path) -> set[str]:
    """The operations of a generated package; none where its surface cannot be read."""
    surface = read_surface(folder / SURFACE_NAME, folder)
    try:
        names = json.loads(surface.data if surface else b"")["names"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return set()
    return set(names) if isinstance(names, dict) else set()


def _package_of(config: SourceFile | None) -> str:
    """The package that a toolkit.yaml names, however it writes that; empty where it cannot be told."""
    if config is None or (name := plainly_named_package(config)):
        return name if config else ""
    from generator.document.load import load_once

    try:
        return str(load_once(config.data, config.name).root.get("package", ""))
    except ProblemsError:
        return ""


def _told_apart(target: PackageTarget) -> str:
    """What tells the target from others, wherever they lie."""
    return str((target.folder or target.paths.openapi).absolute())


def _build(sources: Sources, *, about: str, options: BuildOptions) -> Built:
    # Brings in every library, of which a result from the cache needs none.
    from generator.build import build
    from generator.workspace.memory import PackageMemory

    folder = cache_folder() if options.use_cache else None
    if folder is None:
        return build(sources, progress=options.progress)
    memory = PackageMemory(folder, about)
    try:
        return build(sources, memory, options.progress)
    finally:
        memory.save()


def _plan(sources: Sources) -> Planned:
    from generator.build import plan_sources

    return plan_sources(sources)
