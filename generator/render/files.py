"""Renders a package into the text of its files; the only place that knows templates."""

import hashlib
import json
from collections.abc import Mapping
from functools import cache
from pathlib import Path, PurePosixPath
from typing import Any

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from generator import FOLDER, __version__
from generator.emit import literals, naming
from generator.emit.literals import NOTICE
from generator.plan.model import Package, Tool
from generator.release.changelog import Section
from generator.render.python_format import format_python, sort_imports
from generator.workspace.toolkits import SURFACE_NAME

HEADER = f"# {NOTICE}"
MANIFEST = PurePosixPath("manifest.json")
_PYTHONS = "3.10 | 3.11 | 3.12 | 3.13 | 3.14"


def templates_folder() -> Path:
    """Where the templates are: inside an installed wheel, or beside the generator in a checkout."""
    inside = FOLDER / "_templates"
    return inside if inside.is_dir() else FOLDER.parent / "templates"


def render(
    package: Package, inputs: Mapping[str, str], surface: str, changelog: tuple[Section, ...]
) -> dict[PurePosixPath, str]:
    """Every file of the package by its path inside it; `inputs` are the digests that the manifest records.

    `surface` is the text of surface.json.
    """
    texts = {
        **_files(package),
        SURFACE_NAME: surface,
        "CHANGELOG.md": _print("CHANGELOG.md.j2", package=package, changelog=changelog),
    }
    files = {PurePosixPath(path): text for path, text in texts.items()}
    files[MANIFEST] = _manifest(package, files, inputs)
    return dict(sorted(files.items()))


def _files(package: Package) -> dict[str, str]:
    root = package.module
    python = {
        f"{root}/__init__.py": _print("module/__init__.py.j2", package=package),
        f"{root}/__main__.py": _print("module/__main__.py.j2", package=package),
        f"{root}/_api.py": _print(
            "module/_api.py.j2", package=package, imports=sort_imports(package.imports)
        ),
        f"{root}/tools/__init__.py": _print(
            "module/tools/__init__.py.j2",
            imports=_tool_imports(package),
            names=naming.in_import_order(function for _, function in _functions(package)),
        ),
        **{f"{root}/tools/{tool.module}.py": _tool(tool) for tool in package.tools},
        **{
            f"{root}/tools/{alias.module}.py": _print(
                "module/tools/alias.py.j2", tool=tool, alias=alias
            )
            for tool in package.tools
            for alias in tool.aliases
        },
    }
    if package.enums:
        names = naming.in_import_order(enum.name for enum in package.enums)
        python[f"{root}/enums.py"] = _print("module/enums.py.j2", package=package, names=names)
    return {
        "pyproject.toml": _print("pyproject.toml.j2", package=package),
        "README.md": _print(
            "README.md.j2",
            package=package,
            with_bodies=_with_bodies(package),
            example=_example(package),
        ),
        "LICENSE": _print("LICENSE.j2", package=package),
        f"docs/{package.page}.md": _print("docs/page.md.j2", package=package),
        "docs/toolkit.json": literals.json_text(_facts(package)),
        **_badges(package),
        **{path: format_python(source) for path, source in python.items()},
        f"{root}/py.typed": "",
        **{
            f"{root}/schemas/{tool.schema_file}": _schema(tool)
            for tool in package.tools
            if tool.schema is not None
        },
        **_runtime(root),
    }


def _print(name: str, **values: Any) -> str:
    return _environment().get_template(name).render(notice=NOTICE, header=HEADER, **values)


def _functions(package: Package) -> list[tuple[str, str]]:
    """Module and function of every tool, and of every earlier name of one."""
    tools = [(tool.module, tool.function) for tool in package.tools]
    aliases = (alias for tool in package.tools for alias in tool.aliases)
    return [*tools, *((alias.module, alias.function) for alias in aliases)]


def _tool_imports(package: Package) -> list[str]:
    return sort_imports(
        tuple(f"from .{module} import {function}" for module, function in _functions(package))
    )


def _tool(tool: Tool) -> str:
    imports = sort_imports(tool.imports)
    return _print("module/tools/tool.py.j2", tool=tool, imports=imports)


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
        docstring=literals.docstring,
        toml=literals.toml,
        markdown=literals.markdown,
        markdown_code=literals.markdown_code,
    )
    return environment


def _with_bodies(package: Package) -> bool:
    return any(tool.schema is not None for tool in package.tools)


def _example(package: Package) -> dict[str, str] | None:
    """A call of the first tool whose request body has an example."""
    tool = next((tool for tool in package.tools if tool.examples), None)
    if tool is None:
        return None
    body = json.dumps(json.loads(tool.examples[0].json))
    arguments = json.dumps({"mode": "execute", "request_body": body}, indent=2)
    return {"tool": tool.name, "arguments": arguments}


def _schema(tool: Tool) -> str:
    dialect = "https://json-schema.org/draft/2020-12/schema"
    return literals.json_text({"$comment": NOTICE, "$schema": dialect, **(tool.schema or {})})


def _runtime(root: str) -> dict[str, str]:
    """The runtime's modules, byte for byte; unlike the others, they are formatted where they are kept."""
    folder = templates_folder() / "package" / "module" / "_runtime"
    return {
        f"{root}/_runtime/{path.relative_to(folder).as_posix()}": path.read_text("utf-8")
        for path in sorted(folder.rglob("*.py"))
    }


def _badges(package: Package) -> dict[str, str]:
    badges = (
        ("version", package.version, "#0a66c2"),
        ("license", package.license, "#b58900"),
        ("python", _PYTHONS, "#3c7a3c"),
    )
    return {
        f"docs/badges/{label}.svg": _badge(label, value, color) for label, value, color in badges
    }


def _badge(label: str, value: str, color: str) -> str:
    split, rest = 7 * len(label) + 14, 7 * len(value) + 14
    return _print(
        "docs/badges/badge.svg.j2",
        label=label,
        value=value,
        color=color,
        split=split,
        width=split + rest,
    )


def _facts(package: Package) -> dict[str, Any]:
    """What docs/toolkit.json says: the facts of the page, for machines."""
    return {
        "generated": NOTICE,
        "toolkit": package.toolkit,
        "package": package.module,
        "version": package.version,
        "title": package.title,
        "description": package.description,
        "author": package.author,
        "license": package.license,
        "secrets": [package.secret] if package.secret else [],
        "environment": [{"name": name, "description": says} for name, says in package.environment],
        "tools": [_tool_facts(package, tool) for tool in package.tools],
        "enums": [
            {
                "name": enum.name,
                "description": enum.description,
                "members": [
                    {"name": member.name, "value": member.value, "description": member.description}
                    for member in enum.members
                ],
            }
            for enum in package.enums
        ],
    }


def _tool_facts(package: Package, tool: Tool) -> dict[str, Any]:
    return {
        "name": tool.name,
        "qualified_name": f"{package.toolkit}.{tool.name}",
        "aliases": [{"name": alias.name, "until": alias.until} for alias in tool.aliases],
        "operation": {"method": tool.method, "path": tool.path},
        "summary": tool.summary,
        "description": tool.description,
        "parameters": [
            {
                "name": argument.name,
                "type": argument.shown_type,
                "enum": argument.enum,
                "required": argument.required,
                "description": argument.description,
                "deprecated_for": argument.deprecated_for or None,
            }
            for argument in tool.arguments
        ],
        "behavior": {
            "operations": list(tool.behavior.operations),
            "read_only": tool.behavior.read_only,
            "destructive": tool.behavior.destructive,
            "idempotent": tool.behavior.idempotent,
        },
        "secrets": [tool.secret] if tool.secret else [],
        "request_schema": (
            f"{package.module}/schemas/{tool.schema_file}" if tool.schema_file else None
        ),
        "examples": [
            {"name": example.name, "summary": example.summary, "body": example.json}
            for example in tool.examples
        ],
    }


def _manifest(
    package: Package, files: Mapping[PurePosixPath, str], inputs: Mapping[str, str]
) -> str:
    digests = {
        str(path): hashlib.sha256(text.encode("utf-8")).hexdigest()
        for path, text in sorted(files.items())
    }
    return literals.json_text(
        {
            "generated": NOTICE,
            "generator": __version__,
            "package": package.module,
            "version": package.version,
            "counts": {
                "tools": len(package.tools),
                "enums": len(package.enums),
                "files": len(files),
            },
            "inputs": dict(sorted(inputs.items())),
            "files": digests,
        }
    )
