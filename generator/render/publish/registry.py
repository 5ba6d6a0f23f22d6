"""Prints server.json, by which the MCP registry knows a package."""

from typing import Any

from generator.core.text import shorten_at_word
from generator.emit import literals
from generator.emit.literals import NOTICE
from generator.plan.model import Package
from generator.render.publish.launch import UVX, always_needed, launch

SERVER = "server.json"

_SCHEMA = "https://static.modelcontextprotocol.io/schemas/2025-12-11/server.schema.json"
_OWN = "io.modelcontextprotocol.registry/publisher-provided"
_LONGEST = 100
"""Characters of a title or a description."""


def registry_name(package: Package) -> str:
    """The name that the registry has for the package; empty where nobody publishes it there."""
    owner = package.publication.owner
    return f"io.github.{owner}/{launch(package).script}" if owner else ""


def server_json(package: Package) -> dict[str, str]:
    """The file by its path, where somebody publishes the package."""
    name = registry_name(package)
    return {SERVER: literals.json_text(_server(package, name))} if name else {}


def _server(package: Package, name: str) -> dict[str, Any]:
    said = package.publication
    host = said.repository.removeprefix("https://").partition(".")[0]
    facts = {
        "$schema": _SCHEMA,
        "name": name,
        "title": shorten_at_word(package.title, _LONGEST),
        "description": shorten_at_word(package.description, _LONGEST),
        "version": package.version,
        "websiteUrl": said.homepage,
        "repository": {"url": said.repository, "source": host} if said.repository else None,
        "icons": [{"src": said.icon}] if said.icon else None,
        "packages": [_from_index(package)],
        "_meta": {_OWN: {"generated": NOTICE}},
    }
    return {key: value for key, value in facts.items() if value}


def _from_index(package: Package) -> dict[str, Any]:
    """Clients run `uvx`, these arguments, and the package's name, which is that of its program too."""
    server = launch(package)
    with_extra = {
        "type": "named",
        "name": "--with",
        "value": f"{server.requirement}=={package.version}",
    }
    return {
        "registryType": "pypi",
        "identifier": server.script,
        "version": package.version,
        "runtimeHint": UVX,
        "runtimeArguments": [with_extra],
        "transport": {"type": "stdio"},
        "environmentVariables": _variables(package),
    }


def _variables(package: Package) -> list[dict[str, Any]]:
    needed = always_needed(package)
    secrets = [
        {
            "name": each.name,
            "description": each.description or each.name,
            "isRequired": each.name in needed,
            "isSecret": True,
        }
        for each in dict.fromkeys((*package.secrets, *launch(package).secrets))
    ]
    return [*secrets, *({"name": name, "description": says} for name, says in package.environment)]
