"""Prints catalog.json: what Arcade's server lists of a package, as data, with what leads to each tool.

Whoever lists the tools by it needs none of their modules; a test holds it to Arcade's own list.
"""

import json
from collections.abc import Iterator, Mapping
from functools import partial
from typing import Any

from generator.core.memory import NO_MEMORY
from generator.emit.literals import NOTICE
from generator.emit.naming import ClassName
from generator.plan.model import Argument, Package, Tool, ToolAlias
from generator.render.arcade.answer_schema import answer_schemas
from generator.render.arcade.authorization import requirement
from generator.render.printed_tools import PrintedTools

CATALOG = "catalog.json"

_Values = Mapping[ClassName, tuple[str, ...]]


def catalog(package: Package, printed: PrintedTools | None = None) -> str:
    """The text of catalog.json: a line a tool, in the order in which they are listed."""
    values = {each.name: tuple(m.value for m in each.members) for each in package.enums}
    printed = printed or PrintedTools(NO_MEMORY, package)
    entries: dict[str, str] = {}
    for tool in package.tools:
        entries |= printed.of(CATALOG, tool, partial(_lines, package, tool, values))
    lines = ",\n".join(entries[name] for name in sorted(entries))
    answer = json.dumps(answer_schemas()["Answer"])
    secrets = json.dumps([each.name for each in package.secrets])
    head = f'"generated": {json.dumps(NOTICE)},\n"answer": {answer},\n"secrets": {secrets},\n'
    if package.groups:
        groups = {name: list(each) for name, each in package.groups.items()}
        head += f'"groups": {json.dumps(groups)},\n'
    return f'{{\n{head}"tools": [\n{lines}\n]\n}}\n'


def _lines(package: Package, tool: Tool, values: _Values) -> dict[str, str]:
    """The lines of a tool and of its earlier names, by name."""
    return {str(each["name"]): json.dumps(each) for each in _entries(package, tool, values)}


def _entries(package: Package, tool: Tool, values: _Values) -> Iterator[dict[str, Any]]:
    """The tool, and a tool for each of its earlier names."""
    entry = {
        "name": f"{package.toolkit}_{tool.name}",
        "title": tool.name,
        "description": tool.description,
        "inputSchema": _input_schema(tool, values),
        **({} if tool.answer == "Answer" else {"outputSchema": answer_schemas()[tool.answer]}),
        "annotations": _annotations(tool),
        "_meta": {"arcade": _arcade(package, tool)},
        "module": f"tools.{tool.module}",
        "function": tool.function,
        "operation": tool.key,
        "operationId": tool.operation_id,
        "tags": list(tool.tags),
        "summary": tool.summary,
        "readOnly": tool.behavior.read_only,
        "deprecated": tool.deprecated,
        "secrets": list(tool.secrets),
        **_schemas(tool),
    }
    yield entry
    for alias in tool.aliases:
        yield {**entry, **_of_alias(package, alias, entry)}


def _of_alias(package: Package, alias: ToolAlias, entry: Mapping[str, Any]) -> dict[str, Any]:
    """In what the entry of an earlier name is different from the tool's."""
    return {
        "name": f"{package.toolkit}_{alias.name}",
        "title": alias.name,
        "description": f"[DEPRECATED: {alias.deprecation}] {alias.description}",
        "annotations": {**entry["annotations"], "title": alias.name},
        "module": f"tools.{alias.module}",
        "function": alias.function,
        "deprecated": True,
    }


def _input_schema(tool: Tool, values: _Values) -> dict[str, Any]:
    required = [each.name for each in tool.arguments if each.required]
    return {
        "type": "object",
        "properties": {each.name: _property(each, values) for each in tool.arguments},
        "additionalProperties": False,
        **({"required": required} if required else {}),
    }


def _property(argument: Argument, values: _Values) -> dict[str, Any]:
    kind = argument.type
    single: dict[str, Any] = {"type": kind.scalar}
    if kind.enum:
        single["enum"] = list(values[kind.enum])
    typed = {"type": "array", "items": single} if kind.is_array else single
    return {**typed, "description": argument.description}


def _annotations(tool: Tool) -> dict[str, Any]:
    hints = {
        "readOnlyHint": tool.behavior.read_only,
        "destructiveHint": tool.behavior.destructive,
        "idempotentHint": tool.behavior.idempotent,
        "openWorldHint": True,
    }
    return {"title": tool.name, **_told(hints)}


def _arcade(package: Package, tool: Tool) -> dict[str, Any]:
    """What Arcade says of a tool beyond the protocol: what a call needs, and what it does."""
    requirements: dict[str, Any] = {}
    if tool.authorization:
        requirements["authorization"] = requirement(tool.authorization)
    if tool.secrets:
        requirements["secrets"] = [{"key": name} for name in tool.secrets]
    behavior = {
        "operations": list(tool.behavior.operations),
        "read_only": tool.behavior.read_only,
        "destructive": tool.behavior.destructive,
        "idempotent": tool.behavior.idempotent,
        "open_world": True,
    }
    domains = list(package.service_domains)
    return {
        **({"requirements": requirements} if requirements else {}),
        "metadata": {
            **({"classification": {"service_domains": domains}} if domains else {}),
            "behavior": _told(behavior),
        },
    }


def _schemas(tool: Tool) -> dict[str, Any]:
    """The files that hold what the schema of the arguments leaves out, by what they are of."""
    files = {
        "request": tool.schema_file if tool.has_modes else "",
        "arguments": tool.endpoint.rules if tool.rules else "",
        "answer": tool.answer_file,
    }
    told = {name: file for name, file in files.items() if file}
    return {"schemas": told} if told else {}


def _told(values: Mapping[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}
