"""What was measured, as docs/figures.md shows it, and kept until it is measured again."""

import json
import os
import platform
from collections.abc import Iterator
from dataclasses import asdict
from itertools import groupby
from pathlib import Path

from .comparators import CACHE, ROOT
from .measure import Figure, Missing, Row, number

PAGE = ROOT / "docs" / "figures.md"
_HEAD = """\
# Figures

Measured by `nox -s bench`, which writes this page, on a machine with {cores} cores, Python {python}, {system}. Times
are medians of whole processes on the clock; a ratio is made of two that ran in turns. Compare ratios, for seconds belong to the machine.
"""


def keep(section: str, rows: list[Row]) -> None:
    """Remember what a section measured."""
    CACHE.mkdir(exist_ok=True)
    listed = [asdict(row) for row in rows]
    _file(section).write_text(json.dumps(listed), encoding="utf-8")


def write(sections: list[str]) -> None:
    """Write the page from what is remembered of these sections."""
    files = [_file(section) for section in sections]
    rows = [_row(each) for file in files if file.exists() for each in json.loads(file.read_text())]
    PAGE.write_text(page(rows), encoding="utf-8")


def page(rows: list[Row]) -> str:
    """The page: a table a group, ratios with a target first."""
    python = ".".join(platform.python_version_tuple()[:2])
    head = _HEAD.format(cores=os.cpu_count(), python=python, system=platform.system())
    groups = groupby(rows, key=lambda row: row.group)
    return "\n".join([head, *(_table(name, list(each)) for name, each in groups)])


def _table(group: str, rows: list[Row]) -> str:
    lines = [
        f"## {group[:1].upper()}{group[1:]}",
        "",
        "| what | measured | bar | |",
        "|---|---|---|---|",
    ]
    return "\n".join([*lines, *_lines(rows), ""])


def _lines(rows: list[Row]) -> Iterator[str]:
    for row in rows:
        if isinstance(row, Missing):
            yield f"| {row.what} | not measured | | {row.why} |"
            continue
        bar = "" if row.target is None else f"{number(row.target)} {row.unit}"
        said = ", ".join(word for word in (row.verdict, row.note) if word)
        yield f"| {row.what} | {number(row.value)} {row.unit} | {bar} | {said} |"


def _row(kept: dict[str, object]) -> Row:
    return Missing(**kept) if "why" in kept else Figure(**kept)  # type: ignore[arg-type]


def _file(section: str) -> Path:
    return CACHE / f"{section}.figures.json"
