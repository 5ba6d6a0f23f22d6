"""Compares the folders of targets with what should be in them, for the commands that write or check."""

from __future__ import annotations

import os
import shlex
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.cli.targets import PackageTarget
from generator.core.problems import Problem, ProblemsError, collected, escaped
from generator.workspace import package_folder
from generator.workspace.encoded_files import encode
from generator.workspace.files import real_path
from generator.workspace.manifest_paths import manifest_paths
from generator.workspace.package_folder import Compared, PathDifference
from generator.workspace.sources import Built
from generator.workspace.toolkits import Workspace, naming_root


@dataclass(frozen=True, slots=True)
class PackageTree:
    """A folder and what should be in it; a package without a toolkit should hold nothing."""

    folder: Path
    shown: PurePosixPath
    arguments: tuple[str, ...]
    built: Built | None
    compared: Compared
    contents: Mapping[str, bytes]

    @property
    def differences(self) -> tuple[PathDifference, ...]:
        """Where the folder differs."""
        return self.compared.differences

    @property
    def command(self) -> str:
        """What mends a difference, as it can be shown."""
        return escaped(shlex.join(("toolgen", "generate", *self.arguments)))

    @property
    def name(self) -> str:
        """What messages call the folder."""
        return escaped(str(self.shown))


def trees_of(
    targets: Sequence[PackageTarget],
    built: Iterable[Built],
    workspace: Workspace | None,
    warnings: Iterable[Problem],
) -> tuple[PackageTree, ...]:
    """The folder of each target, and with a workspace those of packages that no toolkit makes any
    more; raises ProblemsError, warnings included, where one must not be written."""
    built = tuple(built)
    trees: list[PackageTree] = []
    problems = [problem for each in built for problem in each.refused]
    for target, each in zip(targets, built, strict=True):
        with collected(problems):
            folder = _folder(target, each)
            trees.append(_tree(folder, target.patch_root, target.arguments, each))
    problems += _made_twice(trees)
    if problems:
        raise ProblemsError([*warnings, *problems])
    if workspace:
        root = naming_root(workspace.root)
        left_over = workspace.orphans(each.package for each in built)
        trees += [_tree(folder, root, targets[0].scope, None) for folder in left_over]
    return tuple(trees)


def shown_path(path: Path, root: Path) -> PurePosixPath:
    """The path as seen from the top of the checkout, for `git apply` and GitHub."""
    return PurePosixPath(os.path.relpath(path, root).replace(os.sep, "/"))


def _tree(folder: Path, root: Path, arguments: tuple[str, ...], built: Built | None) -> PackageTree:
    contents = encode(built.files if built else {})
    compared = package_folder.compare_encoded(contents, folder)
    return PackageTree(folder, shown_path(folder, root), arguments, built, compared, contents)


def _folder(target: PackageTarget, built: Built) -> Path:
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
        _check_surroundings(folder)
    for path in target.paths.all():
        if real_path(path).is_relative_to(real_path(folder)):
            raise ProblemsError([_unsafe(f"{folder} holds {path.name}, which it is made from")])
    return folder


def _check_surroundings(folder: Path) -> None:
    """Raises ProblemsError in folders of which others write all: git, or the next run for a package."""
    real = real_path(folder)
    if ".git" in real.parts:
        raise ProblemsError([_unsafe(f"{folder} is in the folder that git keeps for itself")])
    for each in real.parents:
        if manifest_paths(each):
            raise ProblemsError([_unsafe(f"{folder} is inside of another package, {each}")])


def _made_twice(trees: list[PackageTree]) -> list[Problem]:
    folders = [str(each.folder).casefold() for each in trees]
    return [
        _unsafe(f"two toolkits make the package {each.shown}")
        for number, each in enumerate(trees)
        if str(each.folder).casefold() in folders[:number]
    ]


def _unsafe(message: str) -> Problem:
    return Problem.unplaced("tree-unsafe-folder", message)
