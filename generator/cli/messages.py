"""Shows problems to whoever reads them: on a terminal with the line that each is about, and each kind once."""

from __future__ import annotations

import os
import unicodedata
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TextIO

from generator.core.problems import Place, Problem, Severity, escaped, problem_text

MOST_ALIKE = {Severity.ERROR: 10, Severity.WARNING: 3}
"""Problems of one code: of more than these a terminal shows the first, and their number."""

_COLORS = {Severity.ERROR: "1;31", Severity.WARNING: "1;33"}
_FAINT, _CARET = "2", "1;36"
_LARGEST_FILE = 100_000_000
_COLUMNS = 100


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads: a person at a terminal or a program, in colour or not, with all or each kind once."""

    at_terminal: bool = False
    in_color: bool = False
    wants_all: bool = True


def reader_of(stream: TextIO | None, variables: Mapping[str, str], *, wants_all: bool) -> Reader:
    """Who reads a stream. NO_COLOR and FORCE_COLOR decide on colour, else a terminal has it."""
    is_terminal = stream is not None and stream.isatty()
    forced = variables.get("FORCE_COLOR", "0") not in ("", "0")
    can = forced or (is_terminal and variables.get("TERM") != "dumb")
    return Reader(is_terminal, can and not variables.get("NO_COLOR"), wants_all)


def messages(
    problems: Iterable[Problem], reader: Reader, lines: Callable[[Place], str | None]
) -> Iterator[str]:
    """The problems as text; `lines` gives the line of a place, where it can be had."""
    problems = tuple(problems)
    counts = Counter((each.severity, each.code) for each in problems)
    seen: set[tuple[Severity, str]] = set()
    for each in problems:
        kind = each.severity, each.code
        is_many = counts[kind] > MOST_ALIKE[each.severity]
        if reader.wants_all or not reader.at_terminal or not is_many:
            yield _text(each, reader, lines)
        elif kind not in seen:
            more = f"  and {counts[kind] - 1:,} more {each.code}; --all lists them"
            yield f"{_text(each, reader, lines)}\n{_colored(more, _FAINT, reader)}"
        seen.add(kind)


def _text(problem: Problem, reader: Reader, lines: Callable[[Place], str | None]) -> str:
    head, *details = problem_text(problem).split("\n")
    word = f"{problem.severity.value}[{problem.code}]"
    before, found, after = head.partition(word)
    if found:
        head = before + _colored(word, _COLORS[problem.severity], reader) + after
    line = lines(problem.place) if problem.place and reader.at_terminal else None
    shown = _pointed_at(line, problem.place, reader) if line and problem.place else ()
    return "\n".join([head, *shown, *details])


def _pointed_at(line: str, place: Place, reader: Reader) -> tuple[str, ...]:
    """The line, or the part of it around the place, and a caret below the place."""
    start = max(0, place.column - 1 - _COLUMNS // 2) if len(line) > _COLUMNS else 0
    part = line[start : start + _COLUMNS]
    before = _plain(line[start : place.column - 1])
    number = str(place.line)
    bar = _colored(" | ", _FAINT, reader)
    caret = _colored("^", _CARET, reader)
    width = sum(map(_width, before))
    return (
        f"  {_colored(number, _FAINT, reader)}{bar}{_plain(part)}",
        f"  {' ' * len(number)}{bar}{' ' * width}{caret}",
    )


def _plain(text: str) -> str:
    return escaped(text.replace("\t", "    "))


def _width(character: str) -> int:
    return 2 if unicodedata.east_asian_width(character) in "WF" else 1


def _colored(text: str, color: str, reader: Reader) -> str:
    return f"\x1b[{color}m{text}\x1b[0m" if reader.in_color else text


def lines_below(*folders: Path) -> Callable[[Place], str | None]:
    """Looks up lines of files that places name relative to one of the folders; a file is read once."""

    @cache
    def read(name: str) -> tuple[str, ...]:
        for folder in folders:
            path = folder / name
            try:
                if path.is_file() and os.stat(path).st_size <= _LARGEST_FILE:
                    text = path.read_bytes().decode("utf-8-sig")
                    return tuple(text.replace("\r\n", "\n").replace("\r", "\n").split("\n"))
            except (
                OSError,
                ValueError,
            ):  # ValueError of names that are no paths, and of other text
                continue
        return ()

    def line_at(place: Place) -> str | None:
        found = read(place.file)
        return found[place.line - 1] if 0 < place.line <= len(found) else None

    return line_at
