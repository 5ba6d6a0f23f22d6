"""Prints changes for a terminal, a pull request, a program, and the changelog of a package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator.compat.change_groups import Group, grouped
from generator.compat.changes import Change, gravest_first
from generator.core.change_levels import Level
from generator.core.problems import Place, escaped, listed
from generator.core.text import amount, shorten
from generator.emit import literals
from generator.emit.prose import escape_invisible

_CELL = 160
_LINE = 400
_MOST_TOOLS = 12
_MOST_PARTS = 4
_MOST_GROUPS = 5_000
"""More differences than anybody reads; JSON has all."""

_TITLES = {
    Level.BREAKING: "Breaking",
    Level.RISKY: "Risky",
    Level.ADDITIVE: "Additive",
    Level.PROSE: "Texts",
}


def summary(changes: Iterable[Change], needed: str = "") -> str:
    """How many changes of each level there are, on one line; `needed` is the version they need."""
    found = list(changes)
    return _summary(grouped(found), len(found), needed)


def _summary(groups: Sequence[Group], found: int, needed: str) -> str:
    if not found:
        return "No difference."
    counts = {level: sum(each.first.level is level for each in groups) for level in Level}
    text = ", ".join(f"{count} {level.value}" for level, count in counts.items() if count)
    if len(groups) < found:
        text += f" ({found} over all tools)"
    return f"{text}; this needs version {needed}." if needed else f"{text}."


def text_report(changes: Iterable[Change], title: str = "", needed: str = "") -> str:
    """Lines for a terminal, the gravest change first, the summary last."""
    found = list(changes)
    groups = grouped(found)
    lines = [escaped(title)] if title else []
    for group in groups[:_MOST_GROUPS]:
        first = group.first
        head = f"{first.level.value}[{first.code}] {first.about or 'package'}: {first.message}"
        details = (
            ("was", first.old),
            ("is", first.new),
            ("also", listed(group.others, _MOST_TOOLS)),
            ("at", _places(group)),
        )
        lines.append(_line(head))
        lines += [_line(f"  {label}: {value}") for label, value in details if value]
    lines += _others(groups)
    return "\n".join([*lines, _summary(groups, len(found), needed)]) + "\n"


def markdown_report(changes: Iterable[Change], title: str = "", needed: str = "") -> str:
    """A summary line, then a table for each level; nothing of the texts counts as markup."""
    found = list(changes)
    groups = grouped(found)
    blocks = [f"## {literals.markdown(title)}"] if title else []
    blocks.append(f"**{literals.markdown(_summary(groups, len(found), needed))}**")
    for level in Level:
        rows = [each for each in groups[:_MOST_GROUPS] if each.first.level is level]
        if rows:
            blocks += [f"### {_TITLES[level]}", _table(rows)]
    return "\n\n".join([*blocks, *_others_apart(groups)]) + "\n"


def json_report(changes: Iterable[Change], title: str = "", needed: str = "") -> str:
    """The changes as JSON: `summary` counts them by level, `changes` lists them."""
    ordered = gravest_first(changes)
    counts = {level.value: sum(each.level is level for each in ordered) for level in Level}
    report = {"title": title, "needed_version": needed, "summary": counts}
    return literals.json_text(report | {"changes": [as_json(each) for each in ordered]})


def as_json(change: Change) -> dict[str, object]:
    """A change as a JSON object."""
    return {
        "code": change.code,
        "level": change.level.value,
        "tool": change.tool,
        "where": change.where,
        "message": change.message,
        "old": change.old,
        "new": change.new,
        "old_place": _place(change.old_place),
        "new_place": _place(change.new_place),
    }


def changelog_entry(changes: Iterable[Change], version: str) -> str:
    """What the changelog of a package says below the heading of the version, in Markdown."""
    blocks = []
    groups = grouped(changes, by_place=False)
    for level in Level:
        items = [_item(each) for each in groups[:_MOST_GROUPS] if each.first.level is level]
        if items:
            since = f" as of {version}" if level is Level.BREAKING else ""
            heading = literals.markdown(f"{_TITLES[level]}{since}")
            blocks.append("\n".join([f"### {heading}", "", *dict.fromkeys(items)]))
    return "\n\n".join([*blocks, *_others_apart(groups)]) + "\n" if blocks else ""


def _others(groups: Sequence[Group]) -> list[str]:
    """That there are more than are told, the gravest of which are."""
    others = len(groups) - _MOST_GROUPS
    return [f"And {amount(others, 'other difference')}."] if others > 0 else []


def _others_apart(groups: Sequence[Group]) -> list[str]:
    """The same in Markdown, below no level: they may be of any."""
    return [f"### Others\n\n{each}" for each in _others(groups)]


def _item(group: Group) -> str:
    tools, parts = (
        ", ".join(map(literals.markdown_code, each)) for each in (group.tools, group.parts)
    )
    about = " ".join(filter(None, (tools, parts)))
    message = literals.markdown(shorten(group.first.message, _LINE))
    return f"- {about}: {message}." if about else f"- {message[:1].upper()}{message[1:]}."


def _table(groups: Sequence[Group]) -> str:
    heads = ("Tool", "Where", "Change", "Was", "Is", "Rule", "Place")
    lines = [f"| {' | '.join(heads)} |", f"| {' | '.join('---' for _ in heads)} |"]
    for each in groups:
        first = each.first
        cells = (
            listed(map(literals.markdown_code, each.tools), _MOST_TOOLS),
            listed(map(literals.markdown_code, each.parts), _MOST_PARTS),
            literals.markdown(shorten(first.message, _LINE)),
            literals.markdown(shorten(first.old, _CELL)),
            literals.markdown(shorten(first.new, _CELL)),
            first.code,
            literals.markdown_code(places) if (places := _places(each)) else "",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _places(group: Group) -> str:
    """The first place before and after, and how many more there are."""
    pairs = (
        " -> ".join(dict.fromkeys(str(each) for each in pair if each)) for pair in group.places
    )
    return listed(pairs, 1)


def _place(place: Place | None) -> dict[str, object] | None:
    if place is None:
        return None
    return {"file": place.file, "line": place.line, "column": place.column}


def _line(value: str) -> str:
    return escaped(shorten(escape_invisible(value) if value[:2] != "  " else value, _LINE))
