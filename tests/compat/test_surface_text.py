"""Tools that two surfaces spell alike are left out where reading both whole says the same, and nowhere else."""

from __future__ import annotations

import json
import random
from dataclasses import replace
from typing import Any

import pytest

from generator.compat.surface import Surface
from generator.compat.surface_json import dumps
from generator.compat.surface_text import read_quickly, version_in, without_tools_spelled_alike
from tests.compat.support import SURFACE, TRACK

_OTHERS = [replace(TRACK, name=f"Tool{each}", operation=f"GET /{each}") for each in range(4)]
_ALIASES = [
    replace(TRACK, name="Add", alias_of="Track", until="2.0.0"),
    replace(_OTHERS[1], name="Zero", alias_of="Tool1", until="3.0.0"),
]
_FULL = replace(SURFACE, tools=(*SURFACE.tools, *_OTHERS, *_ALIASES))


def _changed(name: str, **facts: Any) -> Surface:
    tools = [replace(each, **facts) if each.name == name else each for each in _FULL.tools]
    return replace(_FULL, tools=tuple(tools))


_RENAMED = [replace(TRACK.arguments[1], key="query:most"), *TRACK.arguments[2:]]
_LATER = {
    "nothing": (_FULL, set()),
    "the version": (replace(_FULL, version="2.0.0"), set()),
    "a tool": (_changed("Tool2", description="Other."), {"Tool2"}),
    "what an alias stands for": (_changed("Track", description="Other."), {"Track", "Add"}),
    "an alias": (_changed("Zero", until="4.0.0"), {"Zero", "Tool1"}),
    "a key": (_changed("Tool3", arguments=(TRACK.arguments[0], *_RENAMED)), {"Tool3"}),
    "one tool less": (replace(_FULL, tools=_FULL.tools[1:]), {"List"}),
}


@pytest.mark.parametrize("what", _LATER)
def test_what_is_different_stays_with_what_goes_with_it(what: str) -> None:
    later, apart = _LATER[what]
    old, new = dumps(_FULL), dumps(later)
    found = without_tools_spelled_alike(old, new)
    assert found is not None
    for text, side in zip((old, new), found, strict=True):
        whole = json.loads(text)
        tools = {name: tool for name, tool in whole["tools"].items() if name in apart}
        assert side == {**whole, "tools": tools}
        assert version_in(text) == whole["version"]


@pytest.mark.parametrize("what", _LATER)
def test_without_aliases_it_is_told_from_what_is_between_the_differences(what: str) -> None:
    old, new = (dumps(_without_aliases(each)) for each in (_FULL, _LATER[what][0]))
    found = without_tools_spelled_alike(old, new, with_aliases=False)
    assert found is not None
    assert found == without_tools_spelled_alike(old, new)


def test_a_recorded_name_is_part_of_a_tool() -> None:
    old = dumps(_FULL)
    stored = json.loads(old)
    stored["names"]["GET /2"]["arguments"]["query:limit"] = "most"
    text = json.dumps(stored, indent=2) + "\n"
    assert text.partition('"tools"')[2] == old.partition('"tools"')[2]
    found = without_tools_spelled_alike(text, old)
    assert found is not None and [*found[0]["tools"]] == ["Tool2"]


def _damaged(text: str, chance: random.Random) -> str:
    """The text with lines moved, doubled, lost or indented otherwise."""
    lines = text.split("\n")
    for _ in range(chance.randint(1, 3)):
        one, other = (chance.randrange(len(lines)) for _ in range(2))
        change = chance.choice(("swap", "double", "lose", "indent", "spoil", "move"))
        if change == "swap":
            lines[one], lines[other] = lines[other], lines[one]
        elif change == "double":
            lines[one:one] = lines[one : one + chance.randint(1, 20)]
        elif change == "lose":
            del lines[one : one + chance.randint(1, 20)]
        elif change == "indent":
            lines[one] = chance.choice(("  ", "    ", "")) + lines[one].strip()
        elif change == "spoil":
            lines[one] = lines[one].replace('"', "", 1)
        else:
            lines[other:other] = [lines.pop(one)]
        lines = lines or [""]
    return "\n".join(lines)


def _without_aliases(surface: Surface) -> Surface:
    return replace(surface, tools=tuple(each for each in surface.tools if not each.alias_of))


@pytest.mark.parametrize("with_aliases", [True, False])
def test_nothing_is_told_of_a_text_but_what_it_spells(with_aliases: bool) -> None:
    chance = random.Random(7)
    surfaces = [_FULL, *(surface for surface, _ in _LATER.values())]
    if not with_aliases:
        surfaces = [_without_aliases(each) for each in surfaces]
    full, *later = map(dumps, surfaces)
    told = 0
    for _ in range(300):
        old, new = _damaged(full, chance), chance.choice(later)
        found = without_tools_spelled_alike(old, new, with_aliases=with_aliases)
        if found is None:
            continue
        told += 1
        whole, after = read_quickly(old), json.loads(new)
        assert whole is not None
        assert {**found[0], "tools": {}} == {**whole, "tools": {}}
        for name in whole["tools"].keys() - found[0]["tools"].keys():
            assert whole["tools"][name] == after["tools"][name]
        assert found[0]["tools"].items() <= whole["tools"].items()
        left = whole["tools"].keys() - found[0]["tools"].keys()
        assert left == after["tools"].keys() - found[1]["tools"].keys()
    assert told > 20
