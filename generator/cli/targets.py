"""What a command is about: toolkits of a workspace, or sources outside of one."""

from __future__ import annotations

import argparse
import os
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from generator.cli.arguments import file_reading
from generator.cli.result import usage_error
from generator.core.problems import ProblemsError
from generator.workspace.files import FileReading
from generator.workspace.toolkits import (
    ANY,
    SourcePaths,
    Toolkit,
    Workspace,
    find_workspace,
    naming_root,
)


@dataclass(frozen=True, slots=True)
class PackageTarget:
    """One package to be: what it is made of and where it goes.

    `folder` is the package's own folder; None means that of the package's name in the workspace,
    or, without either, that nothing is written. `arguments` call the target on the command line,
    and `scope` all that go with it. File names in problems are relative to `root`, those in patches
    to `patch_root`. `include` and `exclude` stand for what toolkit.yaml says of them.
    """

    paths: SourcePaths
    root: Path
    patch_root: Path
    arguments: tuple[str, ...]
    scope: tuple[str, ...] = ()
    workspace: Workspace | None = None
    folder: Path | None = None
    reading: FileReading = ANY
    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()


def targets_of(
    options: argparse.Namespace, names: Sequence[str], *, writes: bool = False
) -> tuple[tuple[PackageTarget, ...], Workspace | None]:
    """What the command is about; with the workspace where that is all of it."""
    if options.spec:
        if names:
            raise usage_error("name toolkits or give --spec, not both")
        return (_outside(options, writes),), None
    if options.overlay or options.config or (writes and options.out):
        raise usage_error("--overlay, --config and --out go with --spec")
    if options.include or options.exclude:
        hint = "a toolkit's own are said in its toolkit.yaml"
        raise usage_error("--include and --exclude go with --spec", hint)
    if document := next((each for each in names if Path(each).is_file()), None):
        hint = f"--spec {document} takes it without a workspace"
        raise usage_error(f"{document} is a file, not a toolkit", hint)
    workspace = find_workspace(options.workspace, Path.cwd())
    toolkits = workspace.select(names)
    reading = file_reading(options)
    targets = tuple(replace(target_inside(workspace, each), reading=reading) for each in toolkits)
    return targets, None if names else workspace


def target_inside(workspace: Workspace, toolkit: Toolkit) -> PackageTarget:
    """The package of a toolkit in a workspace."""
    scope = ("--workspace", str(workspace.root)) if workspace.root != _nearest() else ()
    root = naming_root(workspace.root)
    return PackageTarget(toolkit.paths, root, root, (*scope, toolkit.name), scope, workspace)


def names_document(word: str) -> bool:
    """Whether it is a file, or looks like one that there is not, which is then told to be missing."""
    path = Path(word)
    return not path.is_dir() if path.exists() else bool(path.suffix)


def unwritten(document: Path, options: argparse.Namespace) -> PackageTarget:
    """A document on its own, of which no package is written, as `add_sources` was told to read it."""
    root = naming_root(Path.cwd())
    return PackageTarget(
        SourcePaths(document),
        root,
        root,
        (str(document),),
        reading=file_reading(options),
        include=tuple(options.include),
        exclude=tuple(options.exclude),
    )


def _nearest() -> Path | None:
    """The workspace that a command without --workspace would use."""
    try:
        return find_workspace(None, Path.cwd()).root
    except ProblemsError:
        return None


def _outside(options: argparse.Namespace, writes: bool) -> PackageTarget:
    if writes and not options.out:
        raise usage_error("--spec needs --out DIR, the folder of the package")
    paths = (options.spec, options.overlay, options.config)
    openapi, overlay, config = (each and Path(os.path.abspath(each)) for each in paths)
    named = {"--spec": options.spec, "--overlay": options.overlay, "--config": options.config}
    named |= {"--out": options.out} if writes else {}
    here = Path.cwd()
    out = Path(os.path.abspath(options.out)) if writes else None
    beside = out and (here if out.is_relative_to(here) else out.parent)
    return PackageTarget(
        paths=SourcePaths(openapi, overlay, config),
        root=naming_root(here),
        # A patch applies in the checkout that the folder is in, or else right here.
        patch_root=naming_root(out.parent, beside) if out and beside else here,
        arguments=tuple(word for key, value in named.items() if value for word in (key, str(value)))
        + _choice_words(options),
        folder=out,
        reading=file_reading(options),
        include=tuple(options.include),
        exclude=tuple(options.exclude),
    )


def _choice_words(options: argparse.Namespace) -> tuple[str, ...]:
    """The selectors as they are given on a command line."""
    chosen = (("--include", options.include), ("--exclude", options.exclude))
    return tuple(word for name, each in chosen for selector in each for word in (name, selector))
