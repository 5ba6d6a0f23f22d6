"""Prints what an MCP bundle (.mcpb) is packed from, beside the wheel that it carries."""

from typing import Any

from generator.emit import literals
from generator.emit.literals import NOTICE
from generator.plan.model import Package
from generator.render.publish.launch import always_needed, launch
from generator.render.python_format import format_python
from generator.render.templates import print_template

_HERE = "${__dirname}"
"""Where a client unpacks a bundle."""

_SERVER = "server.py"


def bundle(package: Package) -> dict[str, str]:
    """The files by their paths; none without the author that a bundle has to name."""
    if not package.author:
        return {}
    wheel = f"{package.module}-{package.version}-py3-none-any.whl"
    values = {"package": package, "launch": launch(package), "wheel": wheel}
    return {
        "mcpb/manifest.json": literals.json_text(_manifest(package)),
        "mcpb/pyproject.toml": print_template("mcpb/pyproject.toml.j2", **values),
        f"mcpb/{_SERVER}": format_python(print_template("mcpb/server.py.j2", **values)),
    }


def _manifest(package: Package) -> dict[str, Any]:
    said = package.publication
    facts = {
        "manifest_version": "0.4",
        "name": launch(package).script,
        "display_name": package.title,
        "version": package.version,
        "description": package.description,
        "author": {"name": package.author},
        "homepage": said.homepage,
        "repository": {"type": "git", "url": said.repository} if said.repository else None,
        "license": package.license,
        "server": _server(package),
        "tools": [
            {"name": f"{package.toolkit}_{tool.name}", "description": tool.summary}
            for tool in package.tools
        ],
        "user_config": _asked(package),
        "compatibility": {
            "platforms": ["darwin", "win32", "linux"],
            "runtimes": {"python": ">=3.10"},
        },
        "_meta": {"toolgen": {"generated": NOTICE}},
    }
    return {key: value for key, value in facts.items() if value}


def _server(package: Package) -> dict[str, Any]:
    secrets = {each.name: f"${{user_config.{each.name}}}" for each in launch(package).secrets}
    started = {"command": "uv", "args": ["run", "--directory", _HERE, _SERVER]}
    return {
        "type": "uv",
        "entry_point": _SERVER,
        "mcp_config": {**started, **({"env": secrets} if secrets else {})},
    }


def _asked(package: Package) -> dict[str, Any]:
    """The secrets that the client asks for and keeps; what some tools can do without may stay empty."""
    needed = always_needed(package)
    return {
        each.name: {
            "type": "string",
            "title": each.name,
            "description": each.description or each.name,
            "sensitive": True,
            **({"required": True} if each.name in needed else {"required": False, "default": ""}),
        }
        for each in launch(package).secrets
    }
