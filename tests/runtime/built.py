"""Tools of a case, generated into a folder and imported from there, as a user has them."""

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from generator.build import build
from generator.workspace import package_folder
from generator.workspace.sources import Sources
from generator.workspace.toolkits import SourcePaths, read_sources

CASES = Path(__file__).parents[1] / "cases"


@contextmanager
def imported(case: str, folder: Path) -> Iterator[ModuleType]:
    """The module `tools` of the case's package, written into the folder, while it can be imported.

    Cases may name their packages alike: what was imported of such a one before is forgotten.
    """
    built = build(sources(CASES / case))
    package_folder.write_package(built.files, folder, force=True)
    _forget(built.package)
    sys.path.insert(0, str(folder))
    # What was written a moment ago may be newer than what the finders remember of its folder.
    importlib.invalidate_caches()
    try:
        yield importlib.import_module(f"{built.package}.tools")
    finally:
        sys.path.remove(str(folder))
        _forget(built.package)


@contextmanager
def generated(case: str, folder: Path) -> Iterator[Callable[[str], Any]]:
    """The case's tools by the name of their function, while its package can be imported."""
    with imported(case, folder) as tools:
        yield lambda name: getattr(tools, name)


def sources(folder: Path) -> Sources:
    """The sources of a case."""
    overlay, config = folder / "overlay.yaml", folder / "toolkit.yaml"
    paths = SourcePaths(
        next(folder.glob("openapi.*")),
        overlay if overlay.exists() else None,
        config if config.exists() else None,
    )
    return read_sources(paths, folder)


def _forget(package: str) -> None:
    for name in [each for each in sys.modules if each.partition(".")[0] == package]:
        del sys.modules[name]
