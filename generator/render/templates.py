"""Finds the templates and fills them in; they print what they are given, and decide nothing."""

from functools import cache
from pathlib import Path
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


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_folder() / "package"),
        undefined=StrictUndefined,
        autoescape=lambda name: name is not None and name.endswith((".svg.j2", ".html.j2")),
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
