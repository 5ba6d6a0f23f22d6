"""Collects changes while two surfaces are compared, and finds the places of each in both."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

from generator.compat.changes import Change, change
from generator.compat.surface import Places
from generator.core.problems import Place
from generator.schemadiff.differences import SchemaDifference

Compare: TypeAlias = Callable[[Mapping[str, Any], Mapping[str, Any]], Iterable[SchemaDifference]]

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
    nearest: dict[tuple[str, str], Place | None] = field(default_factory=dict)
    """By side and path the place of a part, or the nearest around it: what recursion leads to has long paths."""

    compared: dict[tuple[Compare, bytes, bytes], Sequence[SchemaDifference]] = field(
        default_factory=dict
    )
    """By the digests of two schemas what they differ in: many tools may take or give the same."""

    def of_tool(self, old: str, new: str) -> Collector:
        """The same collector, opened at a tool."""
        return replace(self, old_tool=old, new_tool=new)

    def found_by(
        self, compare: Compare, old: Mapping[str, Any], new: Mapping[str, Any]
    ) -> Sequence[SchemaDifference]:
        """What `compare` finds in two schemas, now or once."""
        key = compare, _digest(old), _digest(new)
        if key not in self.compared:
            self.compared[key] = tuple(compare(old, new))
        return self.compared[key]

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
                self._place("old", self.old_tool, where if old_where is None else old_where),
                self._place("new", self.new_tool, where),
            )
        )

    def _place(self, side: str, tool: str, where: str) -> Place | None:
        """Where the part is written, or else the nearest part around it."""
        places = self.old_places if side == "old" else self.new_places
        path = f"tools/{tool}/{where}".rstrip("/") if tool else where
        passed: list[str] = []
        place = None
        while path and path != "tools" and (side, path) not in self.nearest:
            passed.append(path)
            if place := places.get(path):
                break
            path = _LAST_PART.sub("", path)
        else:
            place = self.nearest.get((side, path))
        self.nearest.update({(side, each): place for each in passed})
        return place


def _digest(schema: Mapping[str, Any]) -> bytes:
    # Keys keep their order, and numbers the way they are written, which the findings show.
    return hashlib.sha256(json.dumps(schema).encode()).digest()
