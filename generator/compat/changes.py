"""The kinds of change that users notice, and how much each matters to them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.core.change_levels import RULES, Level
from generator.core.problems import Place


@dataclass(frozen=True, slots=True)
class Change:
    """One thing that is different. `old` and `new` are short texts of what it was and is.

    `where` is the part of the tool: "arguments.mode", "request_body.traits.email", "" for all of it;
    `tool` is empty where the change is the package's own.
    """

    code: str
    level: Level
    tool: str
    where: str
    message: str
    old: str = ""
    new: str = ""
    old_place: Place | None = None
    new_place: Place | None = None

    def __hash__(self) -> int:
        # Texts, which know their hashes; a change is asked for its own many times.
        return hash((self.code, self.tool, self.where, self.old, self.new))

    @property
    def about(self) -> str:
        """Tool and part; empty for the package."""
        return " ".join(each for each in (self.tool, self.where) if each)


"""Every code, with what it means; one code has one level."""


def change(
    code: str,
    tool: str,
    where: str,
    message: str,
    old: str = "",
    new: str = "",
    old_place: Place | None = None,
    new_place: Place | None = None,
) -> Change:
    """A change with the level of its code."""
    return Change(code, RULES[code], tool, where, message, old, new, old_place, new_place)


def gravest_first(changes: Iterable[Change]) -> tuple[Change, ...]:
    """The gravest first, then by tool and part; each once."""

    def key(each: Change) -> tuple[int, str, str, str, str, str]:
        return each.level.rank, each.tool, each.where, each.code, each.old, each.new

    return tuple(sorted(dict.fromkeys(changes), key=key))


def gravest(changes: Iterable[Change]) -> Level | None:
    """The level of the gravest change; None where there is no change."""
    return min((each.level for each in changes), key=lambda level: level.rank, default=None)
