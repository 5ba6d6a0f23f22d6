"""Puts tools into groups, for people who look through them."""

import re

from generator.plan.model import Package, Tool
from generator.plan.selection import Selection, Subject

ALL = "Tools"
OTHERS = "Other tools"
_VERSION = re.compile(r"v?\d+(\.\d+)*|api|rest", re.IGNORECASE)


def groups_of(package: Package) -> dict[str, str]:
    """The group of each tool by its key: of toolkit.yaml where it names any, else of the document.

    Where groups would hold a tool each there is one of all.
    """
    if package.groups:
        return {tool.key: _chosen(package, tool) for tool in package.tools}
    found = {tool.key: tool.tags[0] if tool.tags else _first_name(tool) for tool in package.tools}
    if len(set(found.values())) * 2 > len(found):
        return dict.fromkeys(found, ALL)
    return found


def _chosen(package: Package, tool: Tool) -> str:
    """The first group that takes the tool."""
    subject = Subject(
        tool.method,
        tool.path,
        tool.operation_id,
        tool.tags,
        tool.deprecated,
        tool.behavior.read_only,
    )
    named = package.groups.items()
    return next(
        (name for name, own in named if Selection(own, package.groups).takes(subject)), OTHERS
    )


def _first_name(tool: Tool) -> str:
    """The first part of its path that is a name."""
    parts = (part for part in tool.path.split("/") if part and "{" not in part)
    return next((part for part in parts if not _VERSION.fullmatch(part)), ALL)
