"""Finds the place of a part of JSON in its text, when a problem needs it.

Objects and arrays on the way are gone through once each, their members skipped at the speed of C.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from json import JSONDecoder

from generator.core.problems import Place
from generator.document.lines import Lines

_SPACE = re.compile(r"[ \t\n\r]*")
_DECODER = JSONDecoder()

Members = dict[str, tuple[int, int]]
"""Where each member's key, or item, and its value begin."""


class JsonPositions:
    """The places of one text, which is sound JSON."""

    def __init__(self, text: str, file: str) -> None:
        self._text = text
        self._file = file
        self._lines: Lines | None = None
        self._members: dict[int, Members] = {}

    def start(self) -> Place:
        """The place of all of it."""
        before = self._text[: self._skip(0)]
        return Place(self._file, *Lines(before).locate(len(before)))

    def place(self, parts: Iterable[str]) -> Place:
        """The place of the part that keys and indexes lead to, or of the last that is there."""
        key = value = self._skip(0)
        for part in parts:
            members = self._inside(value)
            if part not in members:
                break
            key, value = members[part]
        self._lines = self._lines or Lines(self._text)
        return Place(self._file, *self._lines.locate(key))

    def _inside(self, start: int) -> Members:
        """The members or items of what begins at an offset; of two keys the last one counts."""
        known = self._members.get(start)
        if known is None:
            known = self._members[start] = {}
            opening = self._text[start]
            if opening in "{[":
                self._go_through(start + 1, opening == "{", known)
        return known

    def _go_through(self, position: int, is_object: bool, found: Members) -> None:
        text = self._text
        position = self._skip(position)
        while text[position] not in "}]":
            start, name = position, str(len(found))
            if is_object:
                name, position = _DECODER.raw_decode(text, position)
                position = self._skip(self._skip(position) + 1)
            found[name] = (start, position)
            position = self._skip(_DECODER.raw_decode(text, position)[1])
            if text[position] == ",":
                position = self._skip(position + 1)

    def _skip(self, position: int) -> int:
        match = _SPACE.match(self._text, position)
        return match.end() if match else position
