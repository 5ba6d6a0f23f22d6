"""Puts docs/index.html together: its data, its style and its scripts, each allowed by its digest alone."""

from base64 import b64encode
from functools import cache
from hashlib import sha256

from markupsafe import Markup

from generator.core.shipped import templates_folder
from generator.plan.model import Package
from generator.render.printed_tools import PrintedTools
from generator.render.reference.data import reference_data
from generator.render.templates import print_template

SCRIPTS = (
    "dom",
    "data",
    "json_text",
    "formats",
    "validator",
    "keywords",
    "body_check",
    "shapes",
    "tree",
    "form",
    "form_unions",
    "form_members",
    "snippets",
    "styles",
    "curl",
    "curl_body",
    "builder",
    "markdown",
    "chart",
    "toolkit_page",
    "tool_page",
    "search",
    "main",
)
"""The modules of the page's script, those that others begin with first."""


def reference_page(package: Package, printed: PrintedTools) -> str:
    """The text of docs/index.html."""
    style, script = _style(), _script()
    return print_template(
        "docs/index.html.j2",
        package=package,
        style=Markup(style),
        style_hash=_digest(style),
        script=Markup(script),
        script_hash=_digest(script),
        data=Markup(reference_data(package, printed)),
    )


@cache
def _style() -> str:
    return _source("style.css")


@cache
def _script() -> str:
    """All modules as one script, which leaves no name behind."""
    body = "\n".join(_source(f"{name}.js") for name in SCRIPTS)
    return f'(() => {{\n"use strict";\n{body}}})();\n'


def _source(name: str) -> str:
    text = (templates_folder() / "package" / "docs" / "reference" / name).read_text("utf-8")
    assert "</" not in text, f"{name} must not hold what could end its element"
    return text


def _digest(text: str) -> str:
    """The source expression that allows exactly this text."""
    return f"sha256-{b64encode(sha256(text.encode()).digest()).decode()}"
