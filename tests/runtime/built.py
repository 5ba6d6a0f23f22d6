"""Tools of a case, generated into a folder and imported from there, as a user has them."""

import importlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from generator.build import build
from generator.workspace import package_folder
from generator.workspace.toolkits import SourcePaths, read_sources

CASES = Path(__file__).parents[1] / "cases"


@contextmanager
def generated(case: str, folder: Path) -> Iterator[Callable[[str], Any]]:
    """The case's tools by the name of their function, while its package can be imported."""
    source = CASES / case
    config = source / "toolkit.yaml"
    paths = SourcePaths(source / "openapi.yaml", None, config if config.exists() else None)
    built = build(read_sources(paths, source))
    package_folder.write_package(built.files, folder, force=True)
    (package,) = (each.parent.name for each in folder.glob("*/_api.py"))
    sys.path.insert(0, str(folder))
    # What was written a moment ago may be newer than what the finders remember of its folder.
    importlib.invalidate_caches()
    try:
        modules = [
            importlib.import_module(f"{package}.tools.{each.stem}")
            for each in sorted((folder / package / "tools").glob("[!_]*.py"))
        ]
        yield lambda name: next(vars(each)[name] for each in modules if name in vars(each))
    finally:
        sys.path.remove(str(folder))
        for name in [each for each in sys.modules if each.partition(".")[0] == package]:
            del sys.modules[name]
