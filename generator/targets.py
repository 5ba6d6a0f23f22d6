"""Builds packages for the commands, each on the surface that its folder holds now."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from generator import memo
from generator.problems import Problem, ProblemsError, Severity, in_order
from generator.workspace import SURFACE_NAME, Built, Sources, likely_package


@dataclass(frozen=True, slots=True)
class Target:
    """One package to be: what it is made of and where it goes.

    `folder` is the package's own folder; None means `parent` and the package's name, or, without
    either, that nothing is written. `arguments` call the target on the command line. File names
    in problems are relative to `root`, those in patches to `patch_root`.
    """

    sources: Sources
    root: Path
    patch_root: Path
    arguments: tuple[str, ...]
    parent: Path | None = None
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
    """The package, built on the surface that its folder holds now."""
    if target.parent is None:
        surface = target.folder / SURFACE_NAME if target.folder else None
        return _built_on(surface, target, options)
    guess = likely_package(target.sources.config)
    built = _built_on(target.parent / guess / SURFACE_NAME if guess else None, target, options)
    if built.package != guess:
        built = _built_on(target.parent / built.package / SURFACE_NAME, target, options)
    return built


def _built_on(surface: Path | None, target: Target, options: Options) -> Built:
    sources = replace(target.sources, surface=surface)

    def really_build() -> Built:
        # Brings in every library, of which a memo hit needs none.
        from generator.build import build

        return build(sources, root=target.root)

    return memo.remembered(sources, target.root, really_build, enabled=options.use_memo)
