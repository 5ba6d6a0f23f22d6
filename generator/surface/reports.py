"""Prints changes for a terminal, a pull request, a program, and the changelog of a package."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from generator import literals
from generator.problems import Place, escaped
from generator.surface.changes import Change, Level, in_order

_CELL = 160
_LINE = 400

_TITLES = {
    Level.BREAKING: "Breaking",
    Level.RISKY: "Risky",
    Level.ADDITIVE: "Additive",
    Level.PROSE: "Texts",
}


def summary(changes: Iterable[Change], needed: str = "") -> str:
    """How many changes of each level there are, on one line; `needed` is the version they need."""
    found = list(changes)
    if not found:
        return "No difference."
    counts = {level: sum(each.level is level for each in found) for level in Level}
    text = ", ".join(f"{count} {level.value}" for level, count in counts.items() if count)
    return f"{text}; this needs version {needed}." if needed else f"{text}."


def text(changes: Iterable[Change], title: str = "", needed: str = "") -> str:
    """Lines for a terminal, the gravest change first, the summary last."""
    ordered = in_order(changes)
    lines = [escaped(title)] if title else []
    for each in ordered:
        about = " ".join(filter(None, (each.tool, each.where)))
        lines.append(_line(f"{each.level.value}[{each.code}] {about or 'package'}: {each.message}"))
        details = (("was", each.old), ("is", each.new), ("at", _places(each)))
        lines += [_line(f"  {label}: {value}") for label, value in details if value]
    return "\n".join([*lines, summary(ordered, needed)]) + "\n"


def markdown(changes: Iterable[Change], title: str = "", needed: str = "") -> str:
    """A summary line, then a table for each level; nothing of the texts counts as markup."""
    ordered = in_order(changes)
    blocks = [f"## {literals.markdown(title)}"] if title else []
    blocks.append(f"**{literals.markdown(summary(ordered, needed))}**")
    for level in Level:
        rows = [each for each in ordered if each.level is level]
        if rows:
            blocks += [f"### {_TITLES[level]}", _table(rows)]
    return "\n\n".join(blocks) + "\n"


def json_text(changes: Iterable[Change], title: str = "", needed: str = "") -> str:
    """The changes as JSON: `summary` counts them by level, `changes` lists them."""
    ordered = in_order(changes)
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
    ordered = in_order(changes)
    for level in Level:
        items = [_item(each) for each in ordered if each.level is level]
        if items:
            since = f" as of {version}" if level is Level.BREAKING else ""
            heading = literals.markdown(f"{_TITLES[level]}{since}")
            blocks.append("\n".join([f"### {heading}", "", *dict.fromkeys(items)]))
    return "\n\n".join(blocks) + "\n" if blocks else ""


def _item(change: Change) -> str:
    about = " ".join(literals.markdown_code(each) for each in (change.tool, change.where) if each)
    message = literals.markdown(_cut(change.message, _LINE))
    return f"- {about}: {message}." if about else f"- {message[:1].upper()}{message[1:]}."


def _table(changes: Sequence[Change]) -> str:
    heads = ("Tool", "Where", "Change", "Was", "Is", "Rule", "Place")
    lines = [f"| {' | '.join(heads)} |", f"| {' | '.join('---' for _ in heads)} |"]
    for each in changes:
        cells = (
            literals.markdown_code(each.tool) if each.tool else "",
            literals.markdown_code(each.where) if each.where else "",
            literals.markdown(_cut(each.message, _LINE)),
            literals.markdown(_cut(each.old, _CELL)),
            literals.markdown(_cut(each.new, _CELL)),
            each.code,
            literals.markdown_code(places) if (places := _places(each)) else "",
        )
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _places(change: Change) -> str:
    found = (str(place) for place in (change.old_place, change.new_place) if place)
    return " -> ".join(dict.fromkeys(found))


def _place(place: Place | None) -> dict[str, object] | None:
    if place is None:
        return None
    return {"file": place.file, "line": place.line, "column": place.column}


def _line(value: str) -> str:
    return escaped(_cut(literals.visible(value) if value[:2] != "  " else value, _LINE))


def _cut(value: str, length: int) -> str:
    return value if len(value) <= length else value[: length - 1] + "…"
