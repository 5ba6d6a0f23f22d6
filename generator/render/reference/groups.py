"""Puts tools into groups, for people who look through them."""

import re
from collections.abc import Sequence

from generator.plan.model import Tool

ALL = "Tools"
_VERSION = re.compile(r"v?\d+(\.\d+)*|api|rest", re.IGNORECASE)


def groups_of(tools: Sequence[Tool]) -> dict[str, str]:
    """The group of each tool by its key; one group of all where others would hold a tool each."""
    found = {tool.key: _first_name(tool.path) for tool in tools}
    if len(set(found.values())) * 2 > len(tools):
        return dict.fromkeys(found, ALL)
    return found


def _first_name(path: str) -> str:
    """The first part of a path that is a name."""
    parts = (part for part in path.split("/") if part and "{" not in part)
    return next((part for part in parts if not _VERSION.fullmatch(part)), ALL)
