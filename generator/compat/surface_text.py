"""Leaves out of two stored surfaces the tools that both spell alike, so that these are not read as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from generator.document.nodes import mapping, text
from generator.document.quick_json import read_json_quickly
from generator.document.tree_builder import Budget

DEEPEST = 400
"""Levels of JSON that a stored surface may have."""

_BEGIN, _END = '\n  "tools": {\n    "', "\n  }"
_BETWEEN = ',\n    "'
"""As `surface_json` lays it out; what stands deeper in a tool has more before its quotation mark."""

_NO_TOOLS = {"": 0}
"""Stands where the tools stood."""

_ALIAS_OF = re.compile(r'\n      "alias_of": "([^"]*)"')


@dataclass(frozen=True, slots=True)
class _Layout:
    """A surface without its tools, and the text of each of these from its name on."""

    rest: Mapping[str, Any]
    tools: tuple[str, ...]


def read_quickly(stored: str) -> dict[str, Any] | None:
    """The object that a text of a surface spells; None where that may not be sound."""
    return read_json_quickly(stored, Budget(max_depth=DEEPEST))


def version_in(stored: str) -> Any:
    """The version that a sound stored surface has; None where that cannot be told."""
    layout = _layout(stored)
    return (layout.rest if layout else read_quickly(stored) or {}).get("version")


def without_tools_spelled_alike(old: str, new: str) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """What both spell, but for tools of which nothing is different; None where that cannot be told.

    `new` is as we write it, so that what is spelled as in it is sound, whoever wrote `old`. Not left
    out are tools with other names than before, and those that one of another group stands for.
    """
    before, after = _layout(old), _layout(new)
    if before is None or after is None or len(set(before.tools)) < len(before.tools):
        return None
    renamed = _renamed(before, after)
    spelled = set(before.tools) & set(after.tools)
    alike = {each for each in spelled if not any(name in each for name in renamed)}
    apart = [_read(each for each in side.tools if each not in alike) for side in (before, after)]
    groups = {
        text(mapping(tool).get("alias_of")) or name
        for side in apart
        for name, tool in (side or {}).items()
    }
    back = {each for each in alike if _group(each) in groups}
    others = _read(back)
    if apart[0] is None or apart[1] is None or others is None:
        return None
    if apart[0].keys() & {_name(each) for each in alike}:
        return None  # one name twice
    return (
        {**before.rest, "tools": {**apart[0], **others}},
        {**after.rest, "tools": {**apart[1], **others}},
    )


@lru_cache(maxsize=2)
def _layout(stored: str) -> _Layout | None:
    """None where the tools are not laid out as we do, or what is around them is not sound."""
    head, begin, rest = stored.partition(_BEGIN)
    tools, end, tail = rest.partition(_END)
    if not begin or not end:
        return None
    around = read_quickly(f'{head}\n  "tools": {json.dumps(_NO_TOOLS)}{tail}')
    if around is None or around.get("tools") != _NO_TOOLS:
        return None
    return _Layout(around, tuple(tools.split(_BETWEEN)))


def _read(tools: Iterable[str]) -> dict[str, Any] | None:
    """The tools that some texts spell; None where each is not one and whole."""
    found: dict[str, Any] = {}
    for number, each in enumerate(tools, start=1):
        tool = read_quickly(f'{{"{each}}}')
        if tool is None or len(tool) != 1:
            return None
        found |= tool
        if len(found) != number:
            return None
    return found


def _renamed(before: _Layout, after: _Layout) -> list[str]:
    """How tools begin to say that they call an operation of which the recorded names are different."""
    names = [mapping(each.rest.get("names")) for each in (before, after)]
    different = [
        each
        for each in names[0].keys() | names[1].keys()
        if names[0].get(each) != names[1].get(each)
    ]
    return [f'"operation": {json.dumps(each)}' for each in different]


def _group(tool: str) -> str:
    """The name of the tool that one stands for, or its own."""
    found = _ALIAS_OF.search(tool)
    return found[1] if found else _name(tool)


def _name(tool: str) -> str:
    return tool.partition('"')[0]
