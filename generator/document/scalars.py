"""What a plain YAML 1.2 scalar means, by the core schema: `no` is a text, `0o17` a number."""

from __future__ import annotations

import re
from math import isfinite
from typing import Any

from generator.core.problems import Place, excerpt
from generator.document.tree_builder import TreeBuilder

# Python refuses to print integers of more than 4,300 digits; no API has one of a thousand.
MAX_DIGITS = 1000

_WORDS: dict[str, bool | None] = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_DECIMAL = re.compile(r"[-+]?[0-9]+")
_RADIX = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NOT_FINITE = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")
_SURROGATE = re.compile(r"[\ud800-\udfff]")


def resolved_scalar(text: str, place: Place, builder: TreeBuilder) -> Any:
    """The value of an unquoted scalar; numbers that cannot be kept are reported and read as 0."""
    if text in _WORDS:
        return _WORDS[text]
    if text[0] not in "+-.0123456789":
        return text
    if _DECIMAL.fullmatch(text) or _RADIX.fullmatch(text):
        return integer(text, place, builder)
    if _FLOAT.fullmatch(text):
        return number(text, place, builder)
    if _NOT_FINITE.fullmatch(text):
        _report_not_finite(text, place, builder)
        return 0
    return text


def integer(text: str, place: Place, builder: TreeBuilder) -> int:
    """The integer that digits spell: decimal (leading zeros change nothing), `0o17` or `0x1f`."""
    if len(text) > MAX_DIGITS:
        builder.report(
            "number-too-long",
            f"a number has {len(text):,} digits",
            place,
            f"at most {MAX_DIGITS:,} digits",
            "put it in quotes if it is meant as text",
        )
        return 0
    return int(text, 0) if text[:2] in ("0o", "0x") else int(text)


def number(text: str, place: Place, builder: TreeBuilder) -> float:
    """The floating-point number that a text spells."""
    value = float(text)
    if not isfinite(value):
        _report_not_finite(text, place, builder)
        return 0.0
    return value


def report_surrogate(text: str, place: Place, builder: TreeBuilder) -> None:
    """Reports a text that has half of a surrogate pair, which UTF-8 cannot carry."""
    if _SURROGATE.search(text):
        builder.report(
            "lone-surrogate",
            "a text has half of a surrogate pair, which is not a character",
            place,
            "a high surrogate followed by a low one",
        )


def _report_not_finite(text: str, place: Place, builder: TreeBuilder) -> None:
    builder.report(
        "number-not-finite",
        f"{excerpt(text)} is not a number that JSON can carry",
        place,
        "a finite number",
        "put it in quotes if it is meant as text",
    )
