"""`toolgen check`: compares every target with its folder, both ways, and writes nothing."""

from __future__ import annotations

import argparse
from collections.abc import Iterable

from generator.cli.arguments import add_out, add_sources, add_strict, add_toolkits
from generator.cli.building import BuildOptions, build_valid
from generator.cli.package_trees import PackageTree, trees_of
from generator.cli.result import FINDINGS, FINE, Result
from generator.cli.targets import targets_of
from generator.workspace import package_folder
from generator.workspace.look import Look
from generator.workspace.sources import Built


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    add_toolkits(parser)
    parser.add_argument(
        "--full", action="store_true", help="build anew, and ask black; trust no earlier run"
    )
    add_strict(parser)
    add_out(parser)
    add_sources(parser)


def run(options: argparse.Namespace) -> Result:
    """Compare; a finding where anything differs, with what mends it."""
    look = Look.begun(options.words)
    result = _compared(options)
    if look and result.code == FINE and not result.problems:
        look.keep("" if options.quiet else result.text)
    return result


def _compared(options: argparse.Namespace) -> Result:
    targets, workspace = targets_of(options, options.toolkit, writes=True)
    built, warnings = build_valid(
        targets, BuildOptions(options.strict, not options.full, options.progress)
    )
    if options.full:
        _hold_to_black(built)
    trees = trees_of(targets, built, workspace, warnings)
    drifted = [each for each in trees if each.differences]
    unchanged = "".join(f"unchanged   {each.name}\n" for each in trees if not each.differences)
    if not drifted:
        return Result(FINE, unchanged, warnings)
    text, annotations = _drift(drifted)
    return Result(FINDINGS, unchanged + text, warnings, annotations)


def _hold_to_black(built: Iterable[Built]) -> None:
    """That the printer has laid out every module as black does is ours to see to, so it is a bug where not."""
    from generator.render.python_format import unlike_black

    for each in built:
        if found := unlike_black(each.files):
            raise ValueError(f"black writes otherwise: {', '.join(map(str, found))}")


def _drift(drifted: list[PackageTree]) -> tuple[str, tuple[str, ...]]:
    """Status lines, patches and the commands that mend, as text; and notes for GitHub."""
    from generator.workspace import patch

    status: list[str] = []
    notes: list[str] = []
    foreign: list[str] = []
    for each in drifted:
        status += [patch.status_line(change, each.shown) for change in each.differences]
        notes += patch.drift_annotations(each.differences, each.shown, each.command)
        paths = package_folder.foreign_files(each.differences, each.folder)
        foreign += [patch.quoted_path(str(each.shown / path)) for path in paths]
    mending = [f"to mend: {each}" for each in dict.fromkeys(each.command for each in drifted)]
    if foreign:
        mending.append(f"first move away what it never wrote: {', '.join(foreign)}")
    patches = [patch.patch(each.differences, each.shown) for each in drifted]
    blocks = ("\n".join(status) + "\n", *patches, "\n".join(mending) + "\n")
    return "\n".join(each for each in blocks if each), tuple(notes)
