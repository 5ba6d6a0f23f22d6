"""Leaves out of two stored surfaces the tools that both spell alike, so that these are not read as JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from generator.core.text import common_ends
from generator.document.budget import Budget
from generator.document.nodes import mapping, text
from generator.document.quick_json import read_json_quickly

BUDGET = Budget(max_depth=400, max_keys=1_000_000, max_named=10**10)
"""Of a stored surface: more levels and longer ways than documents have, whose parts stand in each other there."""

_BEGIN, _END = '\n  "tools": {\n    "', "\n  }"
_BETWEEN = ',\n    "'
"""As `surface_json` lays it out; what stands deeper in a tool has more before its quotation mark."""

_NO_TOOLS = {"": 0}
"""Stands where the tools stood."""

_ALIAS_OF = re.compile(r'\n      "alias_of": "([^"]*)"')


@dataclass(frozen=True, slots=True)
class _Layout:
    """A surface without its tools, and the text of these, with what stands between two around it."""

    rest: Mapping[str, Any]
    tools: str


class _Apart(NamedTuple):
    """The tools of both that are not spelled alike, and the texts of those that are."""

    old: dict[str, Any]
    new: dict[str, Any]
    alike: set[str]

    @property
    def groups(self) -> set[str]:
        """The names that these tools stand for."""
        sides = (self.old.items(), self.new.items())
        return {
            text(mapping(tool).get("alias_of")) or name for side in sides for name, tool in side
        }


def read_quickly(stored: str) -> dict[str, Any] | None:
    """The object that a text of a surface spells; None where that may not be sound."""
    return read_json_quickly(stored, BUDGET)


def version_in(stored: str) -> Any:
    """The version that a sound stored surface has; None where that cannot be told."""
    around = _around(stored)
    return (around[0] if around else read_quickly(stored) or {}).get("version")


def without_tools_spelled_alike(
    old: str, new: str, *, with_aliases: bool = True
) -> tuple[dict[str, Any], dict[str, Any]] | None:
    """What both spell, but for tools of which nothing is different; None where that cannot be told.

    `new` is as we write it, so that what is spelled as in it is sound, whoever wrote `old`. Not left
    out are tools with other names than before, and those that one of another group stands for, where
    `new` is one `with_aliases`.
    """
    before, after = _layout(old), _layout(new)
    if before is None or after is None:
        return None
    renamed = _renamed(before, after)
    narrow = not renamed and not with_aliases
    apart = _apart_between(before.tools, after.tools) if narrow else None
    apart = apart or _apart(before.tools, after.tools, renamed)
    if apart is None or apart.old.keys() & {_name(each) for each in apart.alike}:
        return None  # one name twice
    groups = apart.groups
    others = _read(each for each in apart.alike if _group(each) in groups)
    if others is None:
        return None
    return (
        {**before.rest, "tools": {**apart.old, **others}},
        {**after.rest, "tools": {**apart.new, **others}},
    )


def _apart_between(old: str, new: str) -> _Apart | None:
    """The same as `_apart` without aliases, told from what stands between the first difference and
    the last; None where something around that may go with it."""
    begin, rest = common_ends(old, new)
    begin = old.rindex(_BETWEEN, 0, begin)
    rest = min(rest, len(old) - begin, len(new) - begin)
    ends = [side.index(_BETWEEN, len(side) - rest) for side in (old, new)]
    sides = [side[begin : at + len(_BETWEEN)] for side, at in zip((old, new), ends, strict=True)]
    apart = _apart(sides[0], sides[1], [])
    if apart is None:
        return None
    # What is new is sound, so that no name in it is around it as well.
    named = apart.new.keys() | {_name(each) for each in apart.alike}
    return apart if (apart.old.keys() | apart.groups) <= named else None


def _apart(old: str, new: str, renamed: list[str]) -> _Apart | None:
    """None where a tool is not one and whole, or spelled twice."""
    sides = [side.split(_BETWEEN)[1:-1] for side in (old, new)]
    if len(set(sides[0])) < len(sides[0]):
        return None
    spelled = set(sides[0]).intersection(sides[1])
    alike = {each for each in spelled if not any(name in each for name in renamed)}
    before, after = (_read(each for each in side if each not in alike) for side in sides)
    return None if before is None or after is None else _Apart(before, after, alike)


def _layout(stored: str) -> _Layout | None:
    """None where the tools are not laid out as we do, or what is around them is not sound."""
    if (found := _around(stored)) is None:
        return None
    rest, begin, end = found
    return _Layout(rest, f"{_BETWEEN}{stored[begin:end]}{_BETWEEN}")


def _around(stored: str) -> tuple[Mapping[str, Any], int, int] | None:
    """A surface without its tools, and where the text of these begins and ends."""
    # The last end is found at once. Where the tools end before it, they are not found to be sound.
    begin, end = stored.find(_BEGIN), stored.rfind(_END)
    if not 0 <= begin < end:
        return None
    around = f'{stored[:begin]}\n  "tools": {json.dumps(_NO_TOOLS)}{stored[end + len(_END) :]}'
    rest = _read_again(around)
    if rest is None or rest.get("tools") != _NO_TOOLS:
        return None
    return rest, begin + len(_BEGIN), end


@lru_cache(maxsize=2)
def _read_again(stored: str) -> Mapping[str, Any] | None:
    """The same as `read_quickly`, of what is read several times."""
    return read_quickly(stored)


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
