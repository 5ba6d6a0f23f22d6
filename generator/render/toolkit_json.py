"""Prints docs/toolkit.json: what the documentation page says, for machines."""

import json
from typing import Any

from generator.emit import literals
from generator.emit.json_layout import LaidOut, indented_json
from generator.emit.literals import NOTICE
from generator.plan.model import Argument, EnumClass, Package, Tool
from generator.render.printed_tools import PrintedTools


def toolkit_json(package: Package, printed: PrintedTools) -> str:
    """The text of docs/toolkit.json."""
    return literals.json_text(_facts(package, printed))


def _facts(package: Package, printed: PrintedTools) -> dict[str, Any]:
    return {
        "generated": NOTICE,
        "toolkit": package.toolkit,
        "package": package.module,
        "version": package.version,
        "title": package.title,
        "description": package.description,
        "author": package.author,
        "license": package.license,
        "secrets": [each.name for each in package.secrets],
        "environment": [{"name": name, "description": says} for name, says in package.environment],
        "tools": [_printed_facts(package, tool, printed) for tool in package.tools],
        "enums": [_enum_facts(enum) for enum in package.enums],
        **_choice_facts(package),
        **_origin_facts(package),
    }


def _origin_facts(package: Package) -> dict[str, Any]:
    """Where names and texts come from: a line a tool, since nobody reads it but programs."""
    if not package.origins:
        return {}
    tools = {name: LaidOut(json.dumps(each)) for name, each in package.origins["tools"].items()}
    return {"origins": {**package.origins, "tools": tools}}


def _choice_facts(package: Package) -> dict[str, Any]:
    """What there is no tool for, and which parts can be served on their own, where there is any."""
    left_out, facts = package.left_out, dict[str, Any]()
    if left_out.by_choice:
        facts["left_out_by_choice"] = {
            "include": list(left_out.include),
            "exclude": list(left_out.exclude),
            "operations": list(left_out.by_choice),
        }
    if left_out.unable:
        facts["left_out_as_unable"] = [
            {"operation": key, "reason": reason} for key, reason in left_out.unable
        ]
    if package.groups:
        facts["groups"] = {name: list(each) for name, each in package.groups.items()}
    return facts


def _printed_facts(package: Package, tool: Tool, printed: PrintedTools) -> LaidOut:
    def text() -> dict[str, str]:
        return {"tool": indented_json(_tool_facts(package, tool), "\n    ")}

    return LaidOut(printed.of("docs/toolkit.json", tool, text)["tool"])


def _enum_facts(enum: EnumClass) -> dict[str, Any]:
    return {
        "name": enum.name,
        "description": enum.description,
        "members": [
            {"name": member.name, "value": member.value, "description": member.description}
            for member in enum.members
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
        "parameters": [_argument_facts(argument) for argument in tool.arguments],
        "behavior": {
            "operations": list(tool.behavior.operations),
            "read_only": tool.behavior.read_only,
            "destructive": tool.behavior.destructive,
            "idempotent": tool.behavior.idempotent,
        },
        "secrets": list(tool.secrets),
        **_access_facts(tool),
        "request_schema": (
            f"{package.module}/schemas/{tool.schema_file}" if tool.schema_file else None
        ),
        "response_schema": (
            f"{package.module}/schemas/{tool.answer_file}" if tool.answer_file else None
        ),
        "examples": [
            {"name": example.name, "summary": example.summary, "body": example.text}
            for example in tool.examples
        ],
    }


def _access_facts(tool: Tool) -> dict[str, Any]:
    """What there is to say of a tool that does not simply need all its secrets."""
    facts: dict[str, Any] = {}
    if tool.optional_secrets:
        facts["optional_secrets"] = list(tool.optional_secrets)
        facts["secret_alternatives"] = [list(each) for each in tool.alternatives]
        facts["works_without_secrets"] = tool.endpoint.key_optional
    if needed := tool.authorization:
        facts["authorization"] = {
            "provider": needed.provider,
            "id": needed.id or None,
            "scopes": list(needed.scopes),
        }
    return facts


def _argument_facts(argument: Argument) -> dict[str, Any]:
    return {
        "name": argument.name,
        "type": argument.type.label,
        "enum": argument.type.enum,
        "required": argument.required,
        "description": argument.description,
        "deprecated_for": argument.deprecated_for or None,
    }
