"""Reads sound JSON at the speed of C, without places; whatever is wrong is left to the slow reader."""

from __future__ import annotations

import json
import re
from math import isinf
from typing import Any, NoReturn

from generator.document.scalars import MAX_DIGITS
from generator.document.tree_builder import Budget

# Escapes of halves of surrogate pairs, the second of a pair with its first; an escaped backslash may
# be taken for the beginning of one.
_SURROGATES = re.compile(r"\\u[dD][89a-fA-F]..(?:\\u[dD][c-fC-F]..)?")


_PAIR_LENGTH = 12


class _Doubtful(ValueError):
    """Something is wrong, or may be."""


def read_json_quickly(text: str, budget: Budget) -> dict[str, Any] | None:
    """The object that the text spells; None where it may not be a sound one within the budget."""
    try:
        if "\\ud" in text or "\\uD" in text:
            _check_surrogates(text)
        root = json.loads(
            text,
            object_pairs_hook=_object,
            parse_int=_integer,
            parse_float=_number,
            parse_constant=_refuse,
        )
    except (ValueError, RecursionError):
        return None
    is_sound = isinstance(root, dict) and _is_within(root, budget)
    return root if is_sound else None


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
