"""Loads what serves the tools from the templates, where it is not yet part of a package."""

import importlib.util
import sys
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "templates" / "package" / "module" / "_serving"
NAME = "serving_under_test"


def _load() -> None:
    spec = importlib.util.spec_from_file_location(
        NAME, FOLDER / "__init__.py", submodule_search_locations=[str(FOLDER)]
    )
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[NAME] = module
    spec.loader.exec_module(module)


_load()
