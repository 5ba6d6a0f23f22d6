"""Finds what ships with packages, and loads modules of theirs for what the generator does as they do."""

import sys
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

from generator import FOLDER


def templates_folder() -> Path:
    """Where the templates are: inside an installed wheel, or beside the generator in a checkout."""
    inside = Path(FOLDER, "_templates")
    return inside if inside.is_dir() else Path(FOLDER).parent / "templates"


@cache
def shipped_module(name: str) -> ModuleType:
    """A module of the packages by its name in them; it imports what is beside it alone."""
    *streets, module = name.split(".")
    folder = templates_folder().joinpath("package", "module", *streets)
    package = ".".join(("toolgen_shipped", *streets))
    if package not in sys.modules:
        _load(package, folder / "__init__.py")
    return import_module(f"{package}.{module}")


def _load(package: str, file: Path) -> None:
    spec = spec_from_file_location(package, file, submodule_search_locations=[str(file.parent)])
    assert spec is not None and spec.loader is not None
    sys.modules[package] = module_from_spec(spec)
    spec.loader.exec_module(sys.modules[package])
