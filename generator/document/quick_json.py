"""Reads sound JSON at the speed of C, noting places of its upper levels alone; whatever is wrong is left to the slow reader."""

from __future__ import annotations

import json
import re
from math import isinf
from typing import Any, NoReturn

from generator.document.json_positions import Members, skipped
from generator.document.scalars import MAX_DIGITS
from generator.document.tree_builder import Budget

# Escapes of halves of surrogate pairs, the second of a pair with its first; an escaped backslash may
# be taken for the beginning of one.
_SURROGATES = re.compile(r"\\u[dD][89a-fA-F]..(?:\\u[dD][c-fC-F]..)?")


_PAIR_LENGTH = 12


class _Doubtful(ValueError):
    """Something is wrong, or may be."""


_UPPER = 3
"""Levels of which it is noted where their members begin: down to each operation and each component."""


def read_json_quickly(text: str, budget: Budget) -> dict[str, Any] | None:
    """The object that the text spells; None where it may not be a sound one within the budget."""
    found = read_json_with_members(text, budget)
    return found[0] if found else None


def read_json_with_members(
    text: str, budget: Budget
) -> tuple[dict[str, Any], dict[int, Members]] | None:
    """The same, and where the members of the upper objects begin, by where these do themselves."""
    begins: dict[int, Members] = {}
    try:
        if "\\ud" in text or "\\uD" in text:
            _check_surrogates(text)
        root, end = _upper_object(text, skipped(text, 0), _UPPER, begins)
    except (IndexError, ValueError, RecursionError):
        return None
    is_all = skipped(text, end) == len(text)
    return (root, begins) if is_all and _is_within(root, budget) else None


def _upper_object(
    text: str, start: int, levels: int, begins: dict[int, Members]
) -> tuple[dict[str, Any], int]:
    """The object that begins there, and where it ends; what is below the upper levels is read in C."""
    _expect("{", text, start)
    pairs: list[tuple[str, Any]] = []
    members = begins[start] = {}
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
        if levels > 1 and text[begin] == "{":
            value, end = _upper_object(text, begin, levels - 1, begins)
        else:
            value, end = _DECODE(text, begin)
        pairs.append((name, value))
        members[name] = position, begin
        position = skipped(text, end)
    return _object(pairs), position + 1


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


def _is_within(root: dict[str, Any], budget: Budget) -> bool:
    """Whether there are no more values, and no more levels, than the budget has."""
    values, levels = 1, 0
    level: list[Any] = [root]
    while level:
        levels += 1
        values += sum(map(len, level))
        if levels > budget.max_depth or values > budget.max_nodes:
            return False
        level = [
            each
            for node in level
            for each in (node.values() if type(node) is dict else node)
            if type(each) is dict or type(each) is list
        ]
    return True
