"""Leaves the tools out of two surfaces that are the same in both, so that neither is read nor compared whole."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.compat.surface import Surface
from generator.compat.surface_json import loads, read_stored
from generator.compat.surface_text import read_quickly, without_tools_spelled_alike
from generator.core.problems import ProblemsError
from generator.document.nodes import mapping, text

_READ_BY = ("format", "answer_levels")
"""What decides how tools are compared, whatever is said of them."""

_ENCODE = json.JSONEncoder(check_circular=False).encode


def without_equal_tools(
    old: str, new: Surface, new_text: str, file: str
) -> tuple[Surface, Surface]:
    """The stored surface `old` and the new one, each without the tools that are the same in both.

    A tool stays with those that are earlier names of it. Raises ProblemsError for what `loads` refuses.
    """
    with_aliases = any(each.alias_of for each in new.tools)
    read = without_tools_spelled_alike(old, new_text, with_aliases=with_aliases)
    stored, written = read or (read_quickly(old), json.loads(new_text))
    if stored is None or not isinstance(stored.get("tools"), dict):
        return loads(old, file), new
    if any(stored.get(key) != written.get(key) for key in _READ_BY):
        return loads(old, file), new
    apart = _different(_tools(stored), _tools(written))
    tools = {name: tool for name, tool in mapping(stored.get("tools")).items() if name in apart}
    try:
        surface = read_stored({**stored, "tools": tools}, file)
    except ProblemsError:
        return loads(old, file), new  # which knows where it is wrong
    return surface, replace(new, tools=tuple(each for each in new.tools if each.name in apart))


def _tools(surface: Mapping[str, Any]) -> dict[str, tuple[str, str]]:
    """Each tool with the one that it stands for, and with all that is said of it."""
    names = mapping(surface.get("names"))
    return {
        name: (
            text(mapping(tool).get("alias_of")) or name,
            _ENCODE([tool, names.get(text(mapping(tool).get("operation")))]),
        )
        for name, tool in mapping(surface.get("tools")).items()
    }


def _different(old: Mapping[str, tuple[str, str]], new: Mapping[str, tuple[str, str]]) -> set[str]:
    """The tools that differ, or are in one surface alone, and those that go with them."""
    found = {name for name in old.keys() | new.keys() if old.get(name) != new.get(name)}
    groups = {side[name][0] for name in found for side in (old, new) if name in side}
    return {name for side in (old, new) for name, (group, _) in side.items() if group in groups}
