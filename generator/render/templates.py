"""Finds the templates and fills them in; they print what they are given, and decide nothing."""

from functools import cache
from pathlib import Path
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template

from generator.core.shipped import templates_folder
from generator.emit import literals
from generator.emit.literals import NOTICE

HEADER = f"# {NOTICE}"


def print_template(name: str, **values: Any) -> str:
    """The text of the template of this name, given these values."""
    return _template(name).render(notice=NOTICE, header=HEADER, **values)


@cache
def _template(name: str) -> Template:
    template = _environment().get_template(name)
    template.globals = {}  # they use none of Jinja's functions, which each print would gather anew
    return template


def runtime_sources() -> dict[str, str]:
    """The modules that call and serve tools by their paths in a package, byte for byte."""
    return _runtime_sources(templates_folder() / "package" / "module").copy()


@cache  # as templates are: they do not change while we run
def _runtime_sources(folder: Path) -> dict[str, str]:
    return {
        path.relative_to(folder).as_posix(): path.read_text("utf-8")
        for street in ("_runtime", "_serving")
        for path in sorted((folder / street).rglob("*.py"))
    }


def _is_markup(name: str | None) -> bool:
    return name is not None and name.endswith((".svg.j2", ".html.j2"))


@cache
def _environment() -> Environment:
    environment = Environment(
        loader=FileSystemLoader(templates_folder() / "package"),
        undefined=StrictUndefined,
        autoescape=_is_markup,  # noqa: S701 - what is no markup has filters of its own
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
        auto_reload=False,  # they do not change while we run
        optimized=False,  # to look for constants takes longer than they do
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
