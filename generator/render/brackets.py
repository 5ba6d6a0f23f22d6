"""Reads printed Python as statements, and a statement as words, strings and brackets with items."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from typing import TypeAlias

_STRING = r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'"
_STRINGS = re.compile(_STRING)
_BRACKET = re.compile(r"[\[\](){}]")
_WORD = r"[^\s\[\](){},\"']+"
_TOKEN = re.compile(rf"{_STRING}|[\[({{,]\s*|[\])}}]|\s+|{_WORD}(?: {_WORD})*")
"""What a statement is made of; brackets and commas take along the space that an item begins with."""

_QUOTES = "\"'"
_CLOSING = {"(": ")", "[": "]", "{": "}"}


@dataclass(slots=True, eq=False)
class Brackets:
    """Brackets and what they hold.

    `is_value` where they are a tuple, list or dict, rather than arguments or a subscript.
    """

    opening: str
    is_value: bool
    items: list["Line"] = field(default_factory=list)
    has_comma: bool = False
    _flat: str = ""
    _is_open: bool | None = None

    @property
    def closing(self) -> str:
        """The bracket that ends them."""
        return _CLOSING[self.opening]

    @property
    def is_open(self) -> bool:
        """Whether a trailing comma asks for one item a line: not that of a tuple of one item."""
        is_single = self.is_value and self.opening == "(" and len(self.items) == 1
        return self.has_comma and not is_single

    @property
    def flat(self) -> str:
        """They and all that they hold on one line; they hold nothing new from then on."""
        if not self._flat:
            comma = "," if self.has_comma else ""
            self._flat = f"{self.opening}{', '.join(map(flat, self.items))}{comma}{self.closing}"
        return self._flat

    @property
    def has_open(self) -> bool:
        """Whether they, or brackets inside them, are written one item a line."""
        if self._is_open is None:
            self._is_open = self.is_open or any(map(is_open, self.items))
        return self._is_open


Part: TypeAlias = str | Brackets
Line: TypeAlias = list[Part]


def statements(source: str) -> Iterator[str]:
    """The statements of a module, each with all its lines; and its empty lines, remarks and docstrings."""
    held: list[str] = []
    depth = 0
    for line in source.splitlines():
        held.append(line)
        depth += _opened(line)
        if not depth:
            yield "\n".join(held)
            held = []


@lru_cache(maxsize=1 << 10)  # most lines of a tool's module stand in all others as well
def _opened(line: str) -> int:
    """How many more brackets a line opens than it closes."""
    if not _BRACKET.search(line) or line.lstrip().startswith(("#", '"""')):
        return 0
    code = _STRINGS.sub("", line) if '"' in line or "'" in line else line
    return sum(map(code.count, "([{")) - sum(map(code.count, ")]}"))


def parse_line(statement: str) -> Line:
    """The parts of a statement, whatever lines it is written on."""
    tokens = iter(_TOKEN.findall(statement))
    line, _ = _item(tokens)
    return line


def _item(tokens: Iterator[str]) -> tuple[Line, str]:
    """The parts up to a comma or a closing bracket, and that."""
    line: Line = []
    for token in tokens:
        first = token[0]
        if first in ",)]}":
            return _stripped(line), first
        if first in _CLOSING:
            line.append(_brackets(first, line, tokens))
        elif line:
            _append(line, token)
        elif not token.isspace():
            line.append(token)
    return _stripped(line), ""


def _append(line: Line, token: str) -> None:
    """Joins words to words; what parts words is one space, whatever it was."""
    text = " " if token.isspace() else token
    last = line[-1]
    if isinstance(last, str) and last[0] not in _QUOTES and text[0] not in _QUOTES:
        line[-1] = last + text
    else:
        line.append(text)


def _brackets(opening: str, before: Line, tokens: Iterator[str]) -> Brackets:
    last = before[-1] if before else " "
    is_value = isinstance(last, str) and not is_string(last) and last[-1] in " =:"
    brackets = Brackets(opening, is_value)
    end = ","
    while end == ",":
        item, end = _item(tokens)
        if item:
            brackets.items.append(item)
        else:
            brackets.has_comma = bool(brackets.items)
    return brackets


def _stripped(line: Line) -> Line:
    """Without the space at its end, and without what parts two strings; none begins with space."""
    if len(line) < 2:
        return line
    while isinstance(line[-1], str) and line[-1].isspace():
        line.pop()
    return [part for part in line if part != " "]


def flat(line: Line) -> str:
    """The parts on one line."""
    if len(line) == 1 and isinstance(line[0], str):
        return line[0]
    text = ""
    for part in line:
        if isinstance(part, Brackets):
            text += part.flat
        elif text and text[-1] in _QUOTES and part[0] in _QUOTES:
            text += f" {part}"
        else:
            text += part
    return text


def is_open(line: Line) -> bool:
    """Whether a trailing comma says that brackets are to be written one item a line."""
    for part in line:
        if isinstance(part, Brackets) and part.has_open:
            return True
    return False


def is_string(part: Part) -> bool:
    """Whether a part is a string."""
    return isinstance(part, str) and part[0] in _QUOTES
