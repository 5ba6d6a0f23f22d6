"""A small API whose vendor, and whose maintainers, rename things."""

import json
from collections.abc import Mapping
from typing import Any

from generator.compat.surface_json import dumps
from generator.compat.surface_of_package import surface_of
from generator.core.problems import Problem, ProblemsError
from generator.document.load import load
from generator.openapi.parse import parse
from generator.plan.model import Package
from generator.plan.package import plan
from generator.plan.previous_names import Names, names_of
from generator.plan.toolkit_yaml import Config, read_config

READ = "GET /tickets/{ticket}"
LIST = "GET /tickets"


def document(**changes: Any) -> dict[str, Any]:
    """Two operations; `read` and `list` are their operationIds, `more` further paths."""
    parameter = {"name": "ticket", "in": "path", "required": True, "schema": {"type": "integer"}}
    limit = {"name": "limit", "in": "query", "schema": {"type": "integer"}}
    more_parameters = changes.get("parameters", [])
    answers = {"responses": {"200": {"description": "Fine."}}}
    read = {"operationId": changes.get("read", "readTicket"), **answers}
    listed = {"operationId": changes.get("list", "listTickets"), **answers}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Desk", "version": "1"},
        "servers": [{"url": "https://desk.example"}],
        "paths": {
            "/tickets/{ticket}": {"get": {**read, "parameters": [parameter]}},
            "/tickets": {"get": {**listed, "parameters": [limit, *more_parameters]}},
            **changes.get("more", {}),
        },
    }


def config(version: str = "1.1.0", **tools: Any) -> Config:
    """A toolkit.yaml; `read` and `list` are what it says of the two tools."""
    said = {key: tools[name] for name, key in (("read", READ), ("list", LIST)) if name in tools}
    raw = {
        "toolkit": tools.get("toolkit", "Desk"),
        "package": "arcade_desk",
        "version": version,
        "title": "Desk",
        "description": "Tools for tickets.",
        "tools": {**said, **tools.get("more", {})},
    }
    return read_config(load(json.dumps(raw).encode(), "toolkit.yaml"))


def planned(
    document_: Mapping[str, Any],
    config_: Config | None = None,
    recorded: Mapping[str, Names] | None = None,
) -> tuple[Package, tuple[Problem, ...]]:
    """The package and the warnings."""
    loaded = load(json.dumps(document_).encode(), "openapi.json")
    api, _ = parse(loaded)
    return plan(loaded, api, config_ or Config(), recorded or {})


def refused(
    document_: Mapping[str, Any], config_: Config, recorded: Mapping[str, Names] | None = None
) -> dict[str, Problem]:
    """The errors by code."""
    try:
        planned(document_, config_, recorded)
    except ProblemsError as error:
        return {each.code: each for each in error.problems}
    raise AssertionError("nothing was refused")


def names_after(document_: Mapping[str, Any], config_: Config | None = None, **had: Any) -> Any:
    """What is read from the surface.json of the package, as the next run reads it."""
    package, _ = planned(document_, config_, **had)
    api, _ = parse(load(json.dumps(document_).encode(), "openapi.json"))
    return names_of(dumps(surface_of(package, api)))


def tools(package: Package) -> dict[str, str]:
    """Tools' names by operation."""
    return {tool.key: str(tool.name) for tool in package.tools}


def arguments(package: Package, key: str) -> dict[str, str]:
    """Arguments' names by the parameter's key; old names are left out."""
    tool = next(each for each in package.tools if each.key == key)
    return {each.key: str(each.name) for each in tool.arguments if not each.deprecated_for}
