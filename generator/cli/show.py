"""`toolgen show`: shows what an agent will see of a toolkit: names, descriptions, schemas, and their sizes."""

import argparse
import json
from collections.abc import Iterator, Mapping
from typing import Any

from generator.build import Planned, plan_sources
from generator.cli.arguments import add_cache, add_sources
from generator.cli.building import sources_of
from generator.cli.result import FINE, Result, usage_error
from generator.cli.targets import targets_of
from generator.compat.surface import Surface, SurfaceArgument
from generator.core.problems import Problem, ProblemsError
from generator.core.suggest import did_you_mean
from generator.plan.model import Tool

_DIALECT = "https://json-schema.org/draft/2020-12/schema"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("name", nargs="*", metavar="TOOLKIT [TOOL]", help="with --spec: [TOOL]")
    parser.add_argument("--json", action="store_true", help="as JSON")
    # Nothing is printed that could be kept, so there is nothing to build anew.
    add_cache(parser)
    add_sources(parser)


def run(options: argparse.Namespace) -> Result:
    """A table of all tools, or everything about one; raises ProblemsError for a name unknown."""
    names = list(options.name)
    toolkit = [] if options.spec or not names else [names.pop(0)]
    if len(names) > 1 or not (options.spec or toolkit):
        raise usage_error("show takes a toolkit and at most one of its tools")
    targets, _ = targets_of(options, toolkit)
    planned = plan_sources(sources_of(targets[0]))
    seen = describe(planned, names[0] if names else None)
    if options.json:
        text = json.dumps(seen, indent=2, ensure_ascii=False) + "\n"
    else:
        text = _one(seen) if names else _all(seen)
    return Result(FINE, text, planned.problems, is_data=options.json)


def describe(planned: Planned, tool: str | None) -> dict[str, Any]:
    """The toolkit, or the one tool, as data; sizes are bytes of minified UTF-8 JSON."""
    package, surface = planned.package, planned.surface
    tools = [seen for each in package.tools for seen in _seen(surface, each)]
    if tool is None:
        return {"toolkit": str(package.toolkit), "package": str(package.module), "tools": tools}
    named = {each["name"]: each for each in tools}
    short = tool.removeprefix(f"{package.toolkit}.").removeprefix(f"{package.toolkit}_")
    if short not in named:
        hint = did_you_mean(short, named, otherwise=f"one of {', '.join(named)}")
        raise ProblemsError([Problem.unplaced("tool-unknown", f"there is no tool {tool}", hint)])
    return named[short]


def _seen(surface: Surface, tool: Tool) -> Iterator[dict[str, Any]]:
    """The tool, and under each of its earlier names what Arcade lists of what is deprecated."""
    known = surface.tool(tool.name)
    request = {"$schema": _DIALECT, **(tool.schema or {})} if tool.has_modes else None
    seen = {
        "name": str(tool.name),
        "operation": tool.key,
        "summary": tool.summary,
        **_listed(surface, tool.name, tool.description, known.arguments if known else ()),
        "request_schema": request,
        "request_schema_bytes": _size(request) if request is not None else 0,
    }
    yield seen
    for alias in tool.aliases:
        says = alias.deprecation
        description = f"[DEPRECATED: {says}] {tool.summary}"
        listed = {**seen["listed"], **_name_and(surface, alias.name, description)}
        yield {
            **seen,
            "name": str(alias.name),
            "deprecated": says,
            "listed": listed,
            "listed_bytes": _size(listed),
        }


def _listed(
    surface: Surface, name: str, description: str, arguments: tuple[SurfaceArgument, ...]
) -> dict[str, Any]:
    named = _name_and(surface, name, description)
    listed = {**named, "inputSchema": _input_schema(arguments)}
    return {"listed": listed, "listed_bytes": _size(listed)}


def _name_and(surface: Surface, name: str, description: str) -> dict[str, Any]:
    return {"name": f"{surface.toolkit}_{name}", "description": description}


def _input_schema(arguments: tuple[SurfaceArgument, ...]) -> dict[str, Any]:
    """The input schema as Arcade's MCP server lists it."""
    properties = {
        str(each.name): {**each.type_schema(each.values), "description": each.description}
        for each in arguments
    }
    required = [str(each.name) for each in arguments if each.required]
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": required} if required else schema


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _all(seen: Mapping[str, Any]) -> str:
    rows = [
        (
            each["name"],
            f"{each['operation']}{' (deprecated)' if 'deprecated' in each else ''}",
            str(each["listed_bytes"]),
            str(each["request_schema_bytes"]),
        )
        for each in seen["tools"]
    ]
    rows.insert(0, ("tool", "operation", "listed bytes", "schema bytes"))
    widths = [max(len(row[column]) for row in rows) for column in range(4)]
    lines = [
        "  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip() for row in rows
    ]
    return "\n".join([f"{seen['toolkit']} in {seen['package']}", "", *lines]) + "\n"


def _one(seen: Mapping[str, Any]) -> str:
    listed = seen["listed"]
    parts = [
        f"{listed['name']} ({seen['operation']}), {seen['listed_bytes']} bytes as listed",
        listed["description"],
        "input schema:\n" + json.dumps(listed["inputSchema"], indent=2, ensure_ascii=False),
    ]
    if seen["request_schema"] is not None:
        schema = json.dumps(seen["request_schema"], indent=2, ensure_ascii=False)
        parts.append(f"request schema, {seen['request_schema_bytes']} bytes minified:\n{schema}")
    return "\n\n".join(parts) + "\n"
