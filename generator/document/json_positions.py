"""Finds the place of a part of JSON in its text, when a problem needs it.

Objects and arrays on the way are gone through once each, as far as is needed, their members skipped
at the speed of C.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping
from functools import cached_property
from json import JSONDecoder
from operator import itemgetter
from types import MappingProxyType
from typing import Any

from generator.core.problems import Place
from generator.document.lines import Lines

_SPACE = re.compile(r"[ \t\n\r]*")
_PLAIN_NAME = re.compile(r'"([^"\\]*)"[ \t\n\r]*:[ \t\n\r]*')
_NEXT = re.compile(r"[ \t\n\r]*,?[ \t\n\r]*")
_DECODER = JSONDecoder()
_FEW = 40
"""Places: for more, all lines are counted."""

Members = dict[str, tuple[int, int]]
"""Where each member's key, or item, and its value begin."""


def skipped(text: str, position: int) -> int:
    """Where what follows the space begins."""
    match = _SPACE.match(text, position)
    return match.end() if match else position


class JsonPositions:
    """The places of one text, which is sound JSON."""

    def __init__(
        self, text: str, file: str, members: Mapping[int, Members] = MappingProxyType({})
    ) -> None:
        """`members` are all those of objects that were gone through already."""
        self.text = text
        self._file = file
        self._lines: Lines | None = None
        self._located = 0
        self._seen = [(0, 1, -1)]
        """Offsets in order, each with its line and where the line before ends."""
        self._members = dict(members)
        nothing: Iterator[tuple[str, tuple[int, int]]] = iter(())
        self._unread = dict.fromkeys(members, nothing)

    def start(self) -> Place:
        """The place of all of it."""
        before = self.text[: skipped(self.text, 0)]
        return Place(self._file, *Lines(before).locate(len(before)))

    def place(self, parts: Iterable[str]) -> Place:
        """The place of the part that keys and indexes lead to, or of the last that is there."""
        key = value = skipped(self.text, 0)
        for part in parts:
            found = self._member(value, part)
            if found is None:
                break
            key, value = found
        return self.at(key)

    def begin(self, parts: Iterable[str]) -> int:
        """Where the value begins that keys and indexes lead to; raises KeyError."""
        start = skipped(self.text, 0)
        for part in parts:
            found = self._member(start, part)
            if found is None:
                raise KeyError(part)
            start = found[1]
        return start

    def kind(self, start: int) -> str:
        """`{` or `[` where an object or an array begins, else something else."""
        return self.text[start]

    def scalar(self, start: int) -> tuple[Any, int]:
        """The text, number or other single value that begins there, and where it ends."""
        return _DECODER.raw_decode(self.text, start)

    def name(self, start: int) -> tuple[str, int]:
        """The name of the member that begins there, and where its value begins."""
        if found := _PLAIN_NAME.match(self.text, start):
            return found[1], found.end()
        name, end = _DECODER.raw_decode(self.text, start)
        return name, skipped(self.text, skipped(self.text, end) + 1)

    def after(self, end: int) -> int:
        """Where the next member or item begins after what ends there, or the end of what holds both."""
        found = _NEXT.match(self.text, end)
        return found.end() if found else end

    def at(self, offset: int) -> Place:
        """The place of a character. All lines are counted once for many, and anew for a few."""
        self._located += 1
        if self._lines is None and (self._located > _FEW or self._has_returns):
            self._lines = Lines(self.text)
        if self._lines:
            return Place(self._file, *self._lines.locate(offset))
        index = bisect_right(self._seen, offset, key=itemgetter(0))
        begin, line, before = self._seen[index - 1]
        line += self.text.count("\n", begin, offset)
        found = self.text.rfind("\n", begin, offset)
        before = before if found < 0 else found
        self._seen.insert(index, (offset, line, before))
        return Place(self._file, line, offset - before)

    @cached_property
    def _has_returns(self) -> bool:
        """Whether lines may end otherwise, which takes long to see in a long text."""
        return "\r" in self.text

    def _member(self, start: int, part: str) -> tuple[int, int] | None:
        """The member or item of what begins at an offset; sound JSON has no key twice."""
        known = self._members.setdefault(start, {})
        if part not in known:
            unread = self._unread.setdefault(start, self._further(start))
            for name, found in unread:
                known[name] = found
                if name == part:
                    break
        return known.get(part)

    def _further(self, start: int) -> Iterator[tuple[str, tuple[int, int]]]:
        """The members or items, each with where its key, or itself, and its value begin."""
        text = self.text
        if text[start] not in "{[":
            return
        is_object, position, count = text[start] == "{", skipped(text, start + 1), 0
        while text[position] not in "}]":
            at = position
            name, position = self.name(position) if is_object else (str(count), position)
            yield name, (at, position)
            count += 1
            position = self.after(_DECODER.raw_decode(text, position)[1])
