"""`toolgen generate`: builds every target, then writes them all, or none where one has an error."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from generator.cli.arguments import add_cache, add_out, add_sources, add_strict, add_toolkits
from generator.cli.building import BuildOptions, build_valid
from generator.cli.package_trees import PackageTree, trees_of
from generator.cli.result import FINE, Result
from generator.cli.targets import targets_of
from generator.core.problems import Problem, ProblemsError, listed
from generator.workspace import package_folder
from generator.workspace.package_folder import PathDifference, Status
from generator.workspace.sources import Built
from generator.workspace.uninterrupted import uninterrupted

_DONE_SHOWN = 10


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    add_toolkits(parser)
    parser.add_argument("--force", action="store_true", help="lose files it never wrote")
    add_cache(parser)
    add_strict(parser)
    add_out(parser)
    add_sources(parser)


def run(options: argparse.Namespace) -> Result:
    """Build and write; where all toolkits are meant, packages that none of them makes are removed."""
    targets, workspace = targets_of(options, options.toolkit, writes=True)
    how = BuildOptions(options.strict, not options.no_cache, options.progress)
    built, warnings = build_valid(targets, how)
    trees = trees_of(targets, built, workspace, warnings)
    return Result(FINE, write_trees(trees, warnings, force=options.force), warnings)


def write_trees(
    trees: Sequence[PackageTree], warnings: Iterable[Problem], *, force: bool = False
) -> str:
    """Write them all, and a line about each; raises ProblemsError, warnings included, where
    something is in the way of one, before any is written."""
    blocked = [
        problem
        for each in trees
        for problem in package_folder.obstacles(each.differences, each.folder, force=force)
    ]
    if blocked:
        raise ProblemsError([*warnings, *blocked])
    with uninterrupted(to_the_end=True):
        return "".join(_written(trees, force))


def _written(trees: Sequence[PackageTree], force: bool) -> Iterator[str]:
    done: list[str] = []
    for each in trees:
        try:
            yield f"{_write(each, force)}\n"
        except ProblemsError as error:
            raise ProblemsError(_beside(done, error.problems)) from error
        if each.differences:
            done.append(each.name)


def _beside(done: Sequence[str], problems: Iterable[Problem]) -> list[Problem]:
    """What is wrong with one package, with which others are not as they were any more."""
    if not done:
        return [*problems]
    before = f"before it {listed(done, _DONE_SHOWN)} {'was' if len(done) == 1 else 'were'} changed as meant"
    return [replace(each, hint="; ".join(filter(None, (each.hint, before)))) for each in problems]


def _write(tree: PackageTree, force: bool) -> str:
    changes = package_folder.write_encoded(tree.contents, tree.folder, tree.compared, force=force)
    return _summary(changes, tree)


def _summary(changes: tuple[PathDifference, ...], written: PackageTree) -> str:
    if written.built is None:
        return f"{'removed  ' if changes else 'unchanged'}   {written.name}"
    if not changes:
        return f"unchanged   {written.name}{_left_out(written.built)}"
    counts = [
        f"{sum(each.status is status for each in changes)} {word}"
        for status, word in (
            (Status.CHANGED, "changed"),
            (Status.MISSING, "new"),
            (Status.UNEXPECTED, "removed"),
        )
    ]
    files = f"{len(written.built.files)} files: {', '.join(counts)}"
    return f"written     {written.name}  ({files}){_left_out(written.built)}"


def _left_out(built: Built) -> str:
    """How many operations have no tool, and why."""
    unable = sum(each.code == "operation-left-out" for each in built.skipped)
    counts = ((built.left_out, "by choice"), (unable, "as no tool can carry them"))
    said = [f"{count:,} {why}" for count, why in counts if count]
    return f"\n            operations left out: {', '.join(said)}" if said else ""
