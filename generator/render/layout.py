"""Lays printed Python out as black does, without black: what fits stays on its line, the rest opens its brackets.

A statement that is too long is broken at its last brackets. What is inside them stays together on a
line of its own where it fits, else it is written one item a line with a trailing comma. Black decides
the same of everything that the templates print; of what it would decide by further rules (`Unsure`),
it is asked itself. `check --full` and the tests hold every file to black.
"""

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import NoReturn

from generator.render.brackets import (
    Brackets,
    Line,
    flat,
    is_open,
    is_string,
    parse_line,
    statements,
)
from generator.render.text_width import Unsure, fits

_INDENT = "    "
_IMPORT = re.compile(r"(from \S+ import )(\w[\w, ]*)")
_DOCSTRING = re.compile(
    r'"""[^"\\\s](?:[^"]*[^"\\\s])?"""' r'|"[^"\\\s](?:.*[^"\\\s])?"' r"|'[^'\\\s](?:.*[^'\\\s])?'"
)
"""Docstrings that black leaves as they are, if they have the quotes that it prefers."""

_OPENED = re.compile(r"((?:@|(?:async )?def )\w+\()\n(.*)\n(\)[^\n]*)", re.DOTALL)
"""A decorator or a definition as templates print it, with an item a line."""

_OPEN = re.compile(r",\s*[])}]")
"""A comma before a closing bracket."""

_DELIMITED = re.compile(r"\s(?:\||\+|and|or|if|for|in)\s")
"""Operators that black may break a line at; those of one-line values never need it."""


def lay_out(source: str) -> str:
    """`source` as black lays it out; raises `Unsure` where only black knows."""
    return "".join(f"{line}\n" for each in statements(source) for line in _statement(each))


def _statement(text: str) -> Iterator[str]:
    """The lines of a whole statement, or of what is none: an empty line, a remark, a docstring."""
    if _is_laid_out(text):
        return iter([text])
    if text.startswith("from "):
        return _import(text)
    if opened := _OPENED.fullmatch(text):
        return _of_opened(*opened.groups())
    parts = parse_line(text.strip())
    return _lines(parts, text[: len(text) - len(text.lstrip())], "", inside=False)


def _is_laid_out(text: str) -> bool:
    first = text.lstrip()[:1]
    if first in ('"', "'"):
        return _DOCSTRING.fullmatch(text.lstrip()) is not None or _unsure()
    return first in ("", "#") or _is_line(text)


def _is_line(text: str) -> bool:
    """Whether it is one line that stays one."""
    return "\n" not in text and not _OPEN.search(text) and fits(text)


def _of_opened(first: str, items: str, last: str) -> Iterator[str]:
    """A statement whose brackets are open as it is printed: each item is laid out by itself."""
    yield _short(first)
    for each in statements(items):
        yield from _item(each)
    yield _short(last)


@lru_cache(maxsize=1 << 10)  # many items stand in other tools' modules as well
def _item(text: str) -> tuple[str, ...]:
    _require(text.endswith(","))
    if _is_line(text):
        return (text,)
    indent = text[: len(text) - len(text.lstrip())]
    return tuple(_lines(parse_line(text[:-1].strip()), indent, ",", inside=True))


def _import(text: str) -> Iterator[str]:
    found = _IMPORT.fullmatch(text)
    if not found:
        _unsure()
    yield f"{found[1]}("
    for name in found[2].split(", "):
        yield _short(f"{_INDENT}{name},")
    yield ")"


def _lines(parts: Line, indent: str, end: str, *, inside: bool) -> Iterator[str]:
    """One line of black's, broken where it has to be; `inside` are lines within brackets."""
    if not is_open(parts) and fits(whole := f"{indent}{flat(parts)}{end}"):
        yield whole
    elif inside and len(parts) > 1 and all(is_string(part) for part in parts):
        yield from _strings(parts, indent, end)
    else:
        yield from _broken(parts, indent, end, inside)


def _broken(parts: Line, indent: str, end: str, inside: bool) -> Iterator[str]:
    place = _last_brackets(parts)
    if place is None:
        return _without_brackets(parts, indent, end, inside)
    return _opened(parts, place, indent, end)


def _opened(parts: Line, place: int, indent: str, end: str) -> Iterator[str]:
    brackets = parts[place]
    assert isinstance(brackets, Brackets)
    yield _short(f"{indent}{flat(parts[:place])}{brackets.opening}")
    yield from _body(brackets, indent + _INDENT)
    yield _short(f"{indent}{brackets.closing}{flat(parts[place + 1 :])}{end}")


def _without_brackets(parts: Line, indent: str, end: str, inside: bool) -> Iterator[str]:
    """A string or a name that is too long stays as it is; what is assigned is put on a line of its own."""
    words = " ".join(part for part in parts if isinstance(part, str) and not is_string(part))
    _require(not _DELIMITED.search(words))
    name, value = flat(parts[:-1]), flat(parts[-1:])
    if inside or not fits(f"{indent}{_INDENT}{value}"):
        yield f"{indent}{name}{value}{end}"
        return
    _require(is_string(parts[-1]) and name.endswith(" = "))
    yield f"{indent}{name}("
    yield f"{indent}{_INDENT}{value}"
    yield f"{indent})"


def _body(brackets: Brackets, indent: str) -> Iterator[str]:
    items = brackets.items
    if len(items) == 1 and not brackets.is_open:
        yield from _lines(items[0], indent, "," if brackets.has_comma else "", inside=True)
        return
    is_exploded = brackets.is_value or brackets.has_open
    if not is_exploded and fits(together := indent + ", ".join(map(flat, items))):
        yield together
        return
    for item in items:
        yield from _lines(item, indent, ",", inside=True)


def _strings(parts: Line, indent: str, end: str) -> Iterator[str]:
    for part in parts[:-1]:
        yield f"{indent}{part}"
    yield f"{indent}{parts[-1]}{end}"


def _last_brackets(parts: Line) -> int | None:
    places = [place for place, part in enumerate(parts) if isinstance(part, Brackets)]
    if not places:
        return None
    first = parts[0]
    is_definition = isinstance(first, str) and first.startswith(("def ", "async def "))
    return places[0] if is_definition else places[-1]


def _short(line: str) -> str:
    """A line that is short enough; of others only black knows how it breaks them."""
    _require(fits(line))
    return line


def _require(condition: bool) -> None:
    if not condition:
        _unsure()


def _unsure() -> NoReturn:
    raise Unsure
