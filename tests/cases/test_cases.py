"""Every case gives the package, warnings or errors that are kept beside it, byte for byte."""

import shutil
from collections.abc import Mapping
from pathlib import Path, PurePosixPath

import pytest

from generator.build import build
from generator.core.problems import Problem, ProblemsError, problem_text
from generator.render.python_format import unlike_black
from generator.workspace import package_folder, patch
from generator.workspace.toolkits import SourcePaths, read_sources

FOLDER = Path(__file__).parent
CASES = sorted(path.parent.name for path in FOLDER.glob("*/openapi.*"))

_SAME_EVERYWHERE = (
    "manifest.json",
    # All that these two say stands in the other files; tests/release reads them.
    "surface.json",
    "CHANGELOG.md",
    "LICENSE",
    "docs/badges/version.svg",
    "docs/badges/license.svg",
    "docs/badges/python.svg",
)

_COPIES = {"_runtime", "_serving"}

_OF_MODULES = ("py.typed", "catalog.json")
"""What is left out inside of the importable package; tests/render holds the catalog to what Arcade lists."""


_ALIKE = ("docs/index.html", "docs/arcade.json", "mcpb", "evals")
_WITH_PAGE = ("overlay",)
"""Cases whose page for people is kept, and what is printed for elsewhere: most of these is alike in all, and
tests/render reads them."""


@pytest.mark.parametrize("name", CASES)
def test_case(name: str, request: pytest.FixtureRequest) -> None:
    folder = FOLDER / name
    files = _outcome(folder)
    expected = folder / "expected"
    if request.config.getoption("--update-cases"):
        shutil.rmtree(expected, ignore_errors=True)
        package_folder.write_package(files, expected, force=True)
    differences = package_folder.compare(files, expected)
    assert not differences, patch.patch(differences, PurePosixPath(f"tests/cases/{name}/expected"))


def test_there_are_cases_and_each_has_expectations() -> None:
    assert len(CASES) >= 20
    assert [name for name in CASES if not any((FOLDER / name / "expected").iterdir())] == []


def _outcome(folder: Path) -> Mapping[PurePosixPath, str]:
    """The package without what every package has alike, and what is said about it in problems.txt."""
    openapi = next(folder.glob("openapi.*"))
    overlay, config = folder / "overlay.yaml", folder / "toolkit.yaml"
    paths = SourcePaths(
        openapi, overlay if overlay.exists() else None, config if config.exists() else None
    )
    try:
        built = build(read_sources(paths, folder))
    except ProblemsError as error:
        return {PurePosixPath("problems.txt"): _text(error.problems)}
    # What the printer lays out is held to black here; the runtime's modules are copies.
    assert not unlike_black(
        {path: text for path, text in built.files.items() if not _is_common(path)}
    )
    said = _text((*built.warnings, *built.skipped))
    kept = {path: text for path, text in built.files.items() if not _is_common(path)}
    if folder.name not in _WITH_PAGE:
        kept = {path: text for path, text in kept.items() if not _is_alike(path)}
    return {**kept, **({PurePosixPath("problems.txt"): said} if said else {})}


def _is_common(path: PurePosixPath) -> bool:
    return str(path) in _SAME_EVERYWHERE or _COPIES & {*path.parts} or path.name in _OF_MODULES


def _is_alike(path: PurePosixPath) -> bool:
    return any(path.is_relative_to(each) for each in _ALIKE)


def _text(problems: tuple[Problem, ...]) -> str:
    return "".join(f"{problem_text(problem)}\n" for problem in problems)
