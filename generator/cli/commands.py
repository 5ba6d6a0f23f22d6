"""What each command does, as a value: nothing here prints or exits."""

from __future__ import annotations

import os
import shlex
from dataclasses import dataclass, replace
from pathlib import Path, PurePosixPath
from typing import TYPE_CHECKING

from generator.cli.targets import Options, Target, build_all, sound
from generator.core.problems import Problem, ProblemsError, Severity, in_order
from generator.workspace import atomic_swap, package_folder
from generator.workspace.package_folder import Difference, Status
from generator.workspace.toolkits import (
    RELEASED_NAME,
    Built,
    Toolkit,
    Workspace,
    naming_root,
)

if TYPE_CHECKING:
    from generator.cli.diff_operands import Where
    from generator.pull import Wanted

FINE, FINDINGS, BAD_INPUT = 0, 1, 2
"""Exit codes; a bug of ours is 3."""

_UNREADABLE = frozenset({"file-missing", "file-unreadable"})


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended: exit code, text for stdout, problems, and notes for GitHub alone."""

    code: int
    text: str = ""
    problems: tuple[Problem, ...] = ()
    annotations: tuple[str, ...] = ()
    is_data: bool = False
    """Whether the text is JSON or Markdown, which another program reads, byte for byte."""


@dataclass(frozen=True, slots=True)
class _Tree:
    """A folder and what should be in it; a package without a toolkit should hold nothing."""

    folder: Path
    shown: PurePosixPath
    arguments: tuple[str, ...]
    built: Built | None
    differences: tuple[Difference, ...]

    @property
    def command(self) -> str:
        """What mends a difference."""
        return shlex.join(("toolgen", "generate", *self.arguments))


def generate(targets: tuple[Target, ...], workspace: Workspace | None, options: Options) -> Result:
    """Build every target, then write them all; nothing is written where one has an error.

    `workspace` is given where all its toolkits are wanted: packages that none of them makes any
    more are removed.
    """
    trees, warnings = _trees(targets, workspace, options)
    blocked = [
        problem
        for each in trees
        for problem in package_folder.obstacles(each.differences, each.folder, force=options.force)
    ]
    if blocked:
        raise ProblemsError([*warnings, *blocked])
    lines = []
    for each in trees:
        files = each.built.files if each.built else {}
        changes = package_folder.write(files, each.folder, force=options.force)
        lines.append(f"{_summary(changes, each)}\n")
    return Result(FINE, "".join(lines), warnings)


def check(targets: tuple[Target, ...], workspace: Workspace | None, options: Options) -> Result:
    """Compare every target with its folder, both ways; writes nothing."""
    trees, warnings = _trees(targets, workspace, options)
    drifted = [each for each in trees if each.differences]
    unchanged = "".join(f"unchanged   {each.shown}\n" for each in trees if not each.differences)
    if not drifted:
        return Result(FINE, unchanged, warnings)
    text, annotations = _drift(drifted)
    return Result(FINDINGS, unchanged + text, warnings, annotations)


def lint(targets: tuple[Target, ...], options: Options) -> Result:
    """Every problem of the targets; a warning counts as a finding only when strict."""
    built, problems = build_all(targets, options)
    problems = in_order([*problems, *(problem for each in built for problem in each.refused)])
    errors = [each for each in problems if each.severity is Severity.ERROR]
    unreadable = any(each.code in _UNREADABLE for each in errors)
    code = BAD_INPUT if unreadable else FINDINGS if errors else FINE
    warnings = len(problems) - len(errors)
    return Result(code, f"{len(errors)} errors, {warnings} warnings\n", problems)


def show(target: Target, tool: str | None, as_json: bool, options: Options) -> Result:
    """What an agent will see of a toolkit, or of one of its tools."""
    from generator.cli.show import show_json, show_text

    built, warnings = sound([target], options)
    render = show_json if as_json else show_text
    return Result(FINE, render(built[0], tool), warnings, is_data=as_json)


def pull(toolkits: tuple[Toolkit, ...], root: Path, named: bool, wanted: Wanted) -> Result:
    """Compare toolkits' documents with the vendors'; `named` says that these were asked for."""
    from generator.pull import pull_all

    text, drifted, problems = pull_all(toolkits, root, named, wanted)
    code = BAD_INPUT if problems else FINDINGS if drifted else FINE
    return Result(code, text, problems)


def diff(old: str, new: str, where: Where, form: str, fail_on: str) -> Result:
    """What is different for users of the tools; a finding where a change is at least `fail_on`."""
    from generator.cli import diff

    compared = diff.compare_operands(old, new, where)
    code = FINDINGS if diff.reaches(compared, fail_on) else FINE
    return Result(code, diff.report(compared, form), is_data=form != "text")


def release(toolkit: Toolkit, target: Target, calls: Path | None, options: Options) -> Result:
    """Record what the toolkit gives now as released, and generate it with its changelog."""
    from generator.cli import release

    (built,), warnings = sound([target], options)
    if built.refused:
        raise ProblemsError([*warnings, *built.refused])
    made = release.release(toolkit, built, calls, target.root)
    path = toolkit.folder / RELEASED_NAME
    atomic_swap.write_file(path, made.text.encode("utf-8"))
    shown = _shown(path, target.patch_root)
    released = replace(target, sources=replace(target.sources, released=path))
    written = generate((released,), None, options)
    text = f"released    {made.version}, recorded in {shown}\n{written.text}"
    return Result(written.code, text, (*written.problems, *made.warnings))


def _trees(
    targets: tuple[Target, ...], workspace: Workspace | None, options: Options
) -> tuple[tuple[_Tree, ...], tuple[Problem, ...]]:
    built, warnings = sound(targets, options)
    trees = []
    problems = [problem for each in built for problem in each.refused]
    for target, each in zip(targets, built, strict=True):
        try:
            folder = _folder(target, each)
            trees.append(_tree(folder, target.patch_root, target.arguments, each))
        except ProblemsError as error:
            problems += error.problems
    problems += _twins(trees)
    if problems:
        raise ProblemsError([*warnings, *problems])
    if workspace:
        root = naming_root(workspace.root)
        left_over = workspace.orphans(each.package for each in built)
        everything = targets[0].arguments[:-1]
        trees += [_tree(folder, root, everything, None) for folder in left_over]
    return tuple(trees), warnings


def _tree(folder: Path, root: Path, arguments: tuple[str, ...], built: Built | None) -> _Tree:
    differences = package_folder.compare(built.files if built else {}, folder)
    return _Tree(folder, _shown(folder, root), arguments, built, differences)


def _folder(target: Target, built: Built) -> Path:
    """The package's folder; raises ProblemsError where it would hold one of its own sources, or
    leads elsewhere."""
    if target.folder is None:
        if target.workspace is None or PurePosixPath(built.package).name != built.package:
            raise ValueError(f"no folder for the package {built.package!r}")
        generated = target.workspace.generated
        folder = generated / built.package
        if generated.is_symlink():
            raise ProblemsError([_unsafe(f"{generated} is a symbolic link")])
    else:
        folder = target.folder
    for _, path in target.sources.by_role():
        if path.resolve().is_relative_to(folder.resolve()):
            raise ProblemsError([_unsafe(f"{folder} holds {path.name}, which it is made from")])
    return folder


def _twins(trees: list[_Tree]) -> list[Problem]:
    folders = [str(each.folder).casefold() for each in trees]
    return [
        _unsafe(f"two toolkits make the package {each.shown}")
        for number, each in enumerate(trees)
        if str(each.folder).casefold() in folders[:number]
    ]


def _summary(changes: tuple[Difference, ...], written: _Tree) -> str:
    if not changes:
        return f"unchanged   {written.shown}"
    if written.built is None:
        return f"removed     {written.shown}"
    counts = [
        f"{sum(each.status is status for each in changes)} {word}"
        for status, word in (
            (Status.CHANGED, "changed"),
            (Status.MISSING, "new"),
            (Status.UNEXPECTED, "removed"),
        )
    ]
    return f"written     {written.shown}  ({len(written.built.files)} files: {', '.join(counts)})"


def _drift(drifted: list[_Tree]) -> tuple[str, tuple[str, ...]]:
    """Status lines, patches and the commands that mend, as text; and notes for GitHub."""
    from generator.workspace import patch

    status: list[str] = []
    notes: list[str] = []
    foreign: list[str] = []
    for each in drifted:
        status += [patch.status_line(change, each.shown) for change in each.differences]
        notes += patch.drift_annotations(each.differences, each.shown, each.command)
        paths = package_folder.foreign_files(each.differences, each.folder)
        foreign += [patch.quoted(str(each.shown / path)) for path in paths]
    mending = [f"to mend: {each}" for each in dict.fromkeys(each.command for each in drifted)]
    if foreign:
        mending.append(f"first move away what it never wrote: {', '.join(foreign)}")
    patches = [patch.patch(each.differences, each.shown) for each in drifted]
    blocks = ("\n".join(status) + "\n", *patches, "\n".join(mending) + "\n")
    return "\n".join(each for each in blocks if each), tuple(notes)


def _shown(folder: Path, root: Path) -> PurePosixPath:
    """The folder as seen from the top of the checkout, for `git apply` and GitHub."""
    return PurePosixPath(os.path.relpath(folder, root).replace(os.sep, "/"))


def _unsafe(message: str) -> Problem:
    return Problem("tree-unsafe-folder", message, place=None, pointer="")
