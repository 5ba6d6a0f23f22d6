"""Estimates what a tool costs a language model, without a network and without a tokenizer."""

from collections.abc import Mapping
from typing import Any

from generator.core.json_value import compact
from generator.plan.model import Argument, Tool

ESTIMATE = "a token for four characters of JSON"
_CHARACTERS = 4


def tokens_of(toolkit: str, tool: Tool, enums: Mapping[str, list[str]]) -> tuple[int, int]:
    """About how many tokens a tool takes where it is listed, and its request schema where it is told.

    `enums` are the values of the enumerations by name.
    """
    asked = len(compact(tool.schema)) if tool.has_modes and tool.schema else 0
    listed = len(compact(_listed(toolkit, tool, enums)))
    return listed // _CHARACTERS, asked // _CHARACTERS


def _listed(toolkit: str, tool: Tool, enums: Mapping[str, list[str]]) -> dict[str, Any]:
    """The tool as a client is told of it, but for what all tools answer alike."""
    return {
        "name": f"{toolkit}_{tool.name}",
        "description": tool.description,
        "inputSchema": {
            "type": "object",
            "properties": {each.name: _property(each, enums) for each in tool.arguments},
            "required": [each.name for each in tool.arguments if each.required],
        },
    }


def _property(argument: Argument, enums: Mapping[str, list[str]]) -> dict[str, Any]:
    kind: dict[str, Any] = {"type": argument.type.scalar}
    if argument.type.enum:
        kind["enum"] = enums[argument.type.enum]
    if argument.type.is_array:
        kind = {"type": "array", "items": kind}
    return {**kind, "description": argument.description}
