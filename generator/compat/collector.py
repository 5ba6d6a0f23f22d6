"""Collects changes while two surfaces are compared, and finds the places of each in both."""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from generator.compat.changes import Change, change
from generator.compat.surface import Places
from generator.core.problems import Place

_LAST_PART = re.compile(
    r'(\["(?:[^"\\]|\\.)*"\]|\.[^.\[\]/]*|\[[^\[\]]*\]|/[^/.\[\]]*|.)$', re.DOTALL
)


@dataclass(frozen=True, slots=True)
class Collector:
    """The changes so far. A renamed tool is written under different names on the two sides."""

    old_places: Places
    new_places: Places
    old_tool: str = ""
    new_tool: str = ""
    changes: list[Change] = field(default_factory=list)

    def of_tool(self, old: str, new: str) -> Collector:
        """The same collector, opened at a tool."""
        return Collector(self.old_places, self.new_places, old, new, self.changes)

    def note(
        self,
        code: str,
        where: str,
        message: str,
        old: str = "",
        new: str = "",
        *,
        old_where: str | None = None,
    ) -> None:
        """Write down a change; `old_where` is the part's earlier path, where it had another."""
        self.changes.append(
            change(
                code,
                self.new_tool or self.old_tool,
                where,
                message,
                old,
                new,
                _place(self.old_places, self.old_tool, where if old_where is None else old_where),
                _place(self.new_places, self.new_tool, where),
            )
        )


def _place(places: Places, tool: str, where: str) -> Place | None:
    """Where the part is written, or else the nearest part around it."""
    path = f"tools/{tool}/{where}".rstrip("/") if tool else where
    while path and path != "tools":
        if place := places.get(path):
            return place
        path = _LAST_PART.sub("", path)
    return None
