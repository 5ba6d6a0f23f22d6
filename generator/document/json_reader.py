"""Reads JSON with the place of every value, because YAML parsers refuse or change some valid JSON
(escaped surrogate pairs, long keys, raw U+2028)."""

from __future__ import annotations

import re
from json import JSONDecodeError, JSONDecoder

from generator.core.problems import Place
from generator.document.lines import Lines
from generator.document.scalars import integer, number, report_surrogate
from generator.document.tree_builder import TreeBuilder

_SPACE = re.compile(r"[ \t\n\r]*")
_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?P<rest>(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?)")
_WORD = re.compile(r"true|false|null")
_DECODER = JSONDecoder()
_WORDS = {"true": True, "false": False, "null": None}


class NotJson(Exception):
    """The text is not JSON; `expected` says what would be, at `line` and `column` from 1, or at the end."""

    def __init__(self, expected: str, line: int, column: int, *, is_at_end: bool) -> None:
        super().__init__(expected)
        self.expected = expected
        self.line = line
        self.column = column
        self.is_at_end = is_at_end


def read_json(text: str, builder: TreeBuilder) -> None:
    """Announces the document to the builder; raises NotJson, or Stop where a budget is used up."""
    _Reader(text, builder).read()


class _Reader:
    """Goes through the text without recursion, so that the builder's budget alone bounds depth."""

    def __init__(self, text: str, builder: TreeBuilder) -> None:
        self._text = text
        self._builder = builder
        self._locate = Lines(text).locate
        self._closers: list[str] = []
        self._is_open = False

    def read(self) -> None:
        position = self._value(self._skip(0))
        while self._closers:
            position = self._go_on(self._skip(position))
        position = self._skip(position)
        if position != len(self._text):
            raise self._error("the end of the document", position)

    def _go_on(self, position: int) -> int:
        """Reads the next member or item of the open container, or its end."""
        character, closer = self._text[position : position + 1], self._closers[-1]
        is_first, self._is_open = self._is_open, False
        if character == closer:
            self._closers.pop()
            self._builder.end()
            return position + 1
        if not is_first:
            if character != ",":
                raise self._error(f'"," or "{closer}"', position)
            position = self._skip(position + 1)
        return self._value(position) if closer == "]" else self._member(position)

    def _member(self, position: int) -> int:
        if not self._text.startswith('"', position):
            raise self._error("a key in double quotes", position)
        position = self._skip(self._string(position))
        if not self._text.startswith(":", position):
            raise self._error('":" after the key', position)
        return self._value(self._skip(position + 1))

    def _value(self, position: int) -> int:
        """Reads a scalar, or what opens an object or array."""
        character = self._text[position : position + 1]
        if character == '"':
            return self._string(position)
        if character == "{":
            self._builder.begin_object(*self._locate(position))
            return self._opened("}", position)
        if character == "[":
            self._builder.begin_array(*self._locate(position))
            return self._opened("]", position)
        return self._number_or_word(position)

    def _opened(self, closer: str, position: int) -> int:
        self._closers.append(closer)
        self._is_open = True
        return position + 1

    def _string(self, position: int) -> int:
        try:
            value, end = _DECODER.raw_decode(self._text, position)
        except JSONDecodeError as error:
            raise self._error("a string as JSON writes it", error.pos) from None
        line, column = self._locate(position)
        if not value.isascii():
            report_surrogate(value, Place(self._builder.file, line, column), self._builder)
        self._builder.scalar(value, value, line, column)
        return end

    def _number_or_word(self, position: int) -> int:
        line, column = self._locate(position)
        match = _WORD.match(self._text, position)
        if match:
            self._builder.scalar(_WORDS[match[0]], match[0], line, column)
            return match.end()
        match = _NUMBER.match(self._text, position)
        if not match:
            raise self._error("a value", position)
        place = Place(self._builder.file, line, column)
        read_number = number if match["rest"] else integer
        self._builder.scalar(read_number(match[0], place, self._builder), match[0], line, column)
        return match.end()

    def _skip(self, position: int) -> int:
        match = _SPACE.match(self._text, position)
        return match.end() if match else position

    def _error(self, expected: str, position: int) -> NotJson:
        is_at_end = position >= len(self._text)
        return NotJson(expected, *self._locate(position), is_at_end=is_at_end)
