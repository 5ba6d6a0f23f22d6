"""Reads sound JSON at the speed of C, noting places of its upper levels alone; whatever is wrong is left to the slow reader."""

from __future__ import annotations

import json
import re
from itertools import chain
from math import isinf
from typing import Any, NoReturn

from generator.core import pointers
from generator.core.memory import NO_MEMORY, Memory
from generator.document.budget import Budget
from generator.document.json_positions import Members, skipped
from generator.document.scalars import MAX_DIGITS
from generator.document.sound_texts import Size, SoundTexts, Spelled

# Escapes of halves of surrogate pairs, the second of a pair with its first; an escaped backslash may
# be taken for the beginning of one.
_SURROGATES = re.compile(r"\\u[dD][89a-fA-F]..(?:\\u[dD][c-fC-F]..)?")


_PAIR_LENGTH = 12


class _Doubtful(ValueError):
    """Something is wrong, or may be."""


_MOST_MISSED = 8
"""Texts in a row that are not known, after which the whole is taken to be spelled anew."""

_UPPER = 3
"""Levels of which it is noted where their members begin: down to each operation and each component."""


def read_json_quickly(text: str, budget: Budget) -> dict[str, Any] | None:
    """The object that the text spells; None where it may not be a sound one within the budget."""
    found = read_json_with_members(text, budget)
    return found[0] if found else None


def read_json_with_members(
    text: str, budget: Budget, memory: Memory = NO_MEMORY
) -> tuple[dict[str, Any], dict[int, Members], Spelled] | None:
    """The same, where the members of the upper objects begin, by where these do themselves, and
    what the values below were read from.

    Texts in the memory, which were sound before, are not looked at again.
    """
    reader = _Reader(text, SoundTexts.of(memory))
    try:
        if "\\ud" in text or "\\uD" in text:
            _check_surrogates(text)
        root, end = reader.object(skipped(text, 0), 1)
    except (IndexError, ValueError, RecursionError):
        return None
    if skipped(text, end) < len(text) or not reader.is_within(budget):
        return None
    reader.sound.keep()
    return root, reader.members, reader.sound.spelled


class _Reader:
    """Reads the upper objects of a text itself, and what is below them in C."""

    def __init__(self, text: str, sound: SoundTexts) -> None:
        self.sound = sound
        self.members: dict[int, Members] = {}
        self._text = text
        self._values = 0
        self._levels = 0
        self._upper_keys = [0] * (_UPPER + 1)
        self._lower_keys = 0
        self._named = 0
        self._missed = 0

    def is_within(self, budget: Budget) -> bool:
        """Whether what was read has no more values, levels, and at worst characters of keys, than the
        budget has."""
        upper = sum(self._upper_keys)
        if upper + self._lower_keys > budget.max_keys:
            return False
        if self._values * upper + self._named > budget.max_named:
            return False
        return self._values <= budget.max_nodes and self._levels <= budget.max_depth

    def object(self, start: int, level: int) -> tuple[dict[str, Any], int]:
        """The object that begins there, on a level of the document, and where it ends."""
        text = self._text
        _expect("{", text, start)
        self._count((1, 1, 0, 0), level)
        pairs: list[tuple[str, Any]] = []
        members = self.members[start] = {}
        position = skipped(text, start + 1)
        while text[position] != "}":
            if pairs:
                _expect(",", text, position)
                position = skipped(text, position + 1)
            _expect('"', text, position)
            name, end = _DECODE(text, position)
            colon = skipped(text, end)
            _expect(":", text, colon)
            begin = skipped(text, colon + 1)
            members[name] = position, begin
            self._upper_keys[level] = max(self._upper_keys[level], pointers.length_of(name))
            value, end = self._value(begin, level + 1)
            pairs.append((name, value))
            position = skipped(text, end)
        return _object(pairs), position + 1

    def _value(self, start: int, level: int) -> tuple[Any, int]:
        if self._text[start] == "{" and level <= _UPPER:
            return self.object(start, level)
        if self.sound.known and self._missed < _MOST_MISSED:
            value, end = _DECODE_SOUND(self._text, start)
            if size := self.sound.size(self._text[start:end], value):
                self._missed = 0
                self._count(size, level)
                return value, end
            self._missed += 1
        value, end = _DECODE(self._text, start)
        size = _size(value)
        self.sound.note(self._text[start:end], value, size)
        self._count(size, level)
        return value, end

    def _count(self, size: Size, level: int) -> None:
        values, levels, keys, named = size
        self._values += values
        self._named += named
        self._lower_keys = max(self._lower_keys, keys)
        self._levels = max(self._levels, level - 1 + levels)


def _expect(character: str, text: str, position: int) -> None:
    if text[position] != character:
        raise _Doubtful


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    result = dict(pairs)
    if len(result) != len(pairs):
        raise _Doubtful
    return result


def _integer(text: str) -> int:
    if len(text) > MAX_DIGITS:
        raise _Doubtful
    return int(text)


def _number(text: str) -> float:
    value = float(text)
    if isinf(value):
        raise _Doubtful
    return value


def _refuse(_: str) -> NoReturn:
    raise _Doubtful


def _check_surrogates(text: str) -> None:
    for match in _SURROGATES.finditer(text):
        is_pair = len(match[0]) == _PAIR_LENGTH and match[0][3] in "89abAB"
        if not is_pair:
            raise _Doubtful


_DECODE = json.JSONDecoder(
    object_pairs_hook=_object, parse_int=_integer, parse_float=_number, parse_constant=_refuse
).raw_decode
_DECODE_SOUND = json.JSONDecoder().raw_decode


def _size(value: Any) -> Size:
    values, levels, keys, named = 1, 0, 0, 0
    level: list[Any] = [value] if isinstance(value, (dict, list)) else []
    while level:
        levels += 1
        count = sum(map(len, level))
        names = list(chain.from_iterable(node for node in level if type(node) is dict))
        length = len if all(map(str.isascii, names)) else pointers.length_of
        keys += max(map(length, names), default=0)
        values += count
        named += count * keys
        level = [
            each
            for node in level
            for each in (node.values() if type(node) is dict else node)
            if type(each) is dict or type(each) is list
        ]
    return values, levels, keys, named
