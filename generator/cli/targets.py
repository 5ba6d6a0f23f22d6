"""Builds packages for the commands, each on the surface that its folder holds now."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath

from generator.core.problems import Problem, ProblemsError, Severity, in_order
from generator.workspace import cache
from generator.workspace.toolkits import (
    SURFACE_NAME,
    Built,
    Sources,
    Workspace,
    likely_package,
    read_surface,
)


@dataclass(frozen=True, slots=True)
class Target:
    """One package to be: what it is made of and where it goes.

    `folder` is the package's own folder; None means that of the package's name in the workspace,
    or, without either, that nothing is written. `arguments` call the target on the command line. File names
    in problems are relative to `root`, those in patches to `patch_root`.
    """

    sources: Sources
    root: Path
    patch_root: Path
    arguments: tuple[str, ...]
    workspace: Workspace | None = None
    folder: Path | None = None


@dataclass(frozen=True, slots=True)
class Options:
    """What changes how a command runs."""

    strict: bool = False
    force: bool = False
    use_memo: bool = True


def sound(
    targets: Iterable[Target], options: Options
) -> tuple[tuple[Built, ...], tuple[Problem, ...]]:
    """The targets built, with warnings; raises ProblemsError where there is any error."""
    built, problems = build_all(targets, options)
    if any(each.severity is Severity.ERROR for each in problems):
        raise ProblemsError(problems)
    return built, problems


def build_all(
    targets: Iterable[Target], options: Options
) -> tuple[tuple[Built, ...], tuple[Problem, ...]]:
    """Those of the targets that could be built, and every problem of all of them."""
    built: list[Built] = []
    problems: list[Problem] = []
    for target in targets:
        try:
            each = _build(target, options)
        except ProblemsError as error:
            problems += error.problems
        else:
            built.append(each)
            problems += (*each.warnings, *each.skipped)
    if options.strict:
        problems = [replace(each, severity=Severity.ERROR) for each in problems]
    return tuple(built), in_order(dict.fromkeys(problems))


def _build(target: Target, options: Options) -> Built:
    """The package, built on the surface that its folder holds now, or that of the folder which it had."""
    if target.workspace is None:
        surface = target.folder / SURFACE_NAME if target.folder else None
        return _built_on(surface, target, options)
    parent, guess = target.workspace.generated, likely_package(target.sources.config)
    built = _built_on(parent / guess / SURFACE_NAME if guess else None, target, options)
    if built.package != guess:
        built = _built_on(parent / built.package / SURFACE_NAME, target, options)
    if not (parent / built.package).exists() and (earlier := _earlier(target.workspace, built)):
        built = _built_on(earlier / SURFACE_NAME, target, options)
    return built


def _earlier(workspace: Workspace, built: Built) -> Path | None:
    """The folder of the package from before it was renamed: one that no toolkit makes any more, of
    which most operations are the same. None where two could be it."""
    claimed = {_package_of(each.sources.config) for each in workspace.toolkits()}
    if "" in claimed:
        return None
    operations = _operations(built.files[PurePosixPath(SURFACE_NAME)])
    found = [
        each
        for each in workspace.orphans({*claimed, built.package})
        if _are_most(operations, _operations(read_surface(each / SURFACE_NAME) or b""))
    ]
    return found[0] if len(found) == 1 else None


def _are_most(one: set[str], other: set[str]) -> bool:
    return 2 * len(one & other) > max(len(one), len(other))


def _package_of(config: Path | None) -> str:
    """The package that a toolkit.yaml names, however it writes that; empty where it cannot be told."""
    if config is None or (plain := likely_package(config)):
        return plain if config else ""
    from generator.document.load import load

    try:
        return str(load(config.read_bytes(), config.name).root.get("package", ""))
    except (OSError, ProblemsError):
        return ""


def _operations(surface: str | bytes) -> set[str]:
    try:
        names = json.loads(surface)["names"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return set()
    return set(names) if isinstance(names, dict) else set()


def _built_on(surface: Path | None, target: Target, options: Options) -> Built:
    sources = replace(target.sources, surface=surface)

    def really_build() -> Built:
        # Brings in every library, of which a memo hit needs none.
        from generator.build import build

        return build(sources, root=target.root)

    return cache.remembered(sources, target.root, really_build, enabled=options.use_memo)
