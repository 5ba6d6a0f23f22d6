"""Finds the templates and fills them in; they print what they are given, and decide nothing."""

import sys
from functools import cache
from importlib import import_module
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator import FOLDER
from generator.emit import literals
from generator.emit.literals import NOTICE

HEADER = f"# {NOTICE}"


def templates_folder() -> Path:
    """Where the templates are: inside an installed wheel, or beside the generator in a checkout."""
    inside = FOLDER / "_templates"
    return inside if inside.is_dir() else FOLDER.parent / "templates"


def print_template(name: str, **values: Any) -> str:
    """The text of the template of this name, given these values."""
    return _environment().get_template(name).render(notice=NOTICE, header=HEADER, **values)


def runtime_sources() -> dict[str, str]:
    """The modules that call and serve tools by their paths in a package, byte for byte."""
    folder = templates_folder() / "package" / "module"
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for street in ("_runtime", "_serving")
        for path in sorted((folder / street).rglob("*.py"))
    }


def _is_markup(name: str | None) -> bool:
    return name is not None and name.endswith((".svg.j2", ".html.j2"))


@cache
def shipped_module(name: str) -> ModuleType:
    """A module of the packages, for what the generator has to do as they do; it imports what is beside it alone."""
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


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_folder() / "package"),
        undefined=StrictUndefined,
        autoescape=_is_markup,  # noqa: S701 - what is no markup has filters of its own
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters.update(
        python=literals.python,
        python_text=literals.python_text,
        docstring=literals.docstring,
        toml=literals.toml,
        markdown=literals.markdown,
        markdown_code=literals.markdown_code,
        markdown_block=literals.markdown_block,
    )
    return environment
