"""Estimates what a tool costs a language model, without a network and without a tokenizer."""

import json
import re
from collections.abc import Mapping
from typing import Any

from generator.plan.model import Argument, Tool

ESTIMATE = "words and signs are counted, as tokenizers mostly cut JSON; models differ"
_PIECE = re.compile(r" ?[A-Za-z]{1,9}|\d{1,3}|[^\sA-Za-z\d]{1,3}")
"""Of the tools of three vendors it finds one to six in a hundred more than there are in o200k_base."""


def tokens_of(toolkit: str, tool: Tool, enums: Mapping[str, list[str]]) -> tuple[int, int]:
    """About how many tokens a tool takes where it is listed, and its request schema where it is told.

    `enums` are the values of the enumerations by name.
    """
    asked = _count(tool.schema) if tool.has_modes and tool.schema else 0
    return _count(_listed(toolkit, tool, enums)), asked


def _count(value: Any) -> int:
    return len(_PIECE.findall(json.dumps(value, ensure_ascii=False)))


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
