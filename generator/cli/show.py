"""Shows what an agent will see of a toolkit: names, descriptions, input and request schemas, and their sizes."""

import json
from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath
from typing import Any

from generator.core.problems import Problem, ProblemsError
from generator.core.suggest import did_you_mean
from generator.plan.aliases import deprecation
from generator.workspace.toolkits import Built


def show_text(built: Built, tool: str | None) -> str:
    """A table of all tools, or everything about the one named `tool`; raises `ProblemsError` for a name unknown."""
    seen = describe(built, tool)
    return _one(seen) if tool else _all(seen)


def show_json(built: Built, tool: str | None) -> str:
    """The same as JSON."""
    return json.dumps(describe(built, tool), indent=2, ensure_ascii=False) + "\n"


def describe(built: Built, tool: str | None) -> dict[str, Any]:
    """The same as data; sizes are bytes of minified UTF-8 JSON."""
    facts = json.loads(built.files[PurePosixPath("docs/toolkit.json")])
    tools = []
    for each in facts["tools"]:
        seen = _seen(built, facts, each)
        tools += [seen, *_earlier(facts, each, seen)]
    if tool is None:
        return {"toolkit": facts["toolkit"], "package": facts["package"], "tools": tools}
    named = {each["name"]: each for each in tools}
    short = tool.removeprefix(f"{facts['toolkit']}.").removeprefix(f"{facts['toolkit']}_")
    if short not in named:
        hint = did_you_mean(short, named, otherwise=f"one of {', '.join(named)}")
        raise ProblemsError(
            [Problem("tool-unknown", f"there is no tool {tool}", None, "", hint=hint)]
        )
    return named[short]


def _seen(built: Built, facts: Mapping[str, Any], tool: Mapping[str, Any]) -> dict[str, Any]:
    enums = {
        each["name"]: [member["value"] for member in each["members"]] for each in facts["enums"]
    }
    input_schema = _input_schema(tool, enums)
    listed = {
        "name": f"{facts['toolkit']}_{tool['name']}",
        "description": tool["description"],
        "inputSchema": input_schema,
    }
    request = _request_schema(built, tool)
    return {
        "name": tool["name"],
        "operation": f"{tool['operation']['method']} {tool['operation']['path']}",
        "summary": tool["summary"],
        "listed": listed,
        "listed_bytes": _size(listed),
        "request_schema": request,
        "request_schema_bytes": _size(request) if request is not None else 0,
    }


def _earlier(
    facts: Mapping[str, Any], tool: Mapping[str, Any], seen: Mapping[str, Any]
) -> Iterator[dict[str, Any]]:
    """The tool under each of its earlier names, as Arcade lists what is deprecated."""
    for alias in tool["aliases"]:
        says = deprecation(tool["name"], alias["until"])
        listed = {
            **seen["listed"],
            "name": f"{facts['toolkit']}_{alias['name']}",
            "description": f"[DEPRECATED: {says}] {tool['summary']}",
        }
        listing = {"listed": listed, "listed_bytes": _size(listed)}
        yield {**seen, "name": alias["name"], "deprecated": says, **listing}


def _request_schema(built: Built, tool: Mapping[str, Any]) -> dict[str, Any] | None:
    if tool["request_schema"] is None:
        return None
    schema: dict[str, Any] = json.loads(built.files[PurePosixPath(tool["request_schema"])])
    return {key: value for key, value in schema.items() if key != "$comment"}


def _input_schema(tool: Mapping[str, Any], enums: Mapping[str, list[str]]) -> dict[str, Any]:
    """The input schema as Arcade's MCP server lists it."""
    properties = {
        each["name"]: {**_type(each, enums), "description": each["description"]}
        for each in tool["parameters"]
    }
    required = [each["name"] for each in tool["parameters"] if each["required"]]
    schema = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**schema, "required": required} if required else schema


def _type(parameter: Mapping[str, Any], enums: Mapping[str, list[str]]) -> dict[str, Any]:
    shown = parameter["type"]
    item = {"type": "string", "enum": enums[parameter["enum"]]} if parameter["enum"] else None
    if shown.startswith("array of "):
        return {"type": "array", "items": item or {"type": shown.removeprefix("array of ")}}
    return item or {"type": shown}


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
