"""Says in lengths what an expression asks that is too large for engines: letters of one kind, so many of them."""

from __future__ import annotations

import re
from typing import NamedTuple

from generator.core.pattern_positions import CLASS
from generator.core.patterns import is_pattern

_KIND = rf"(?!\\[a-zA-Z0-9](?<![dDwWsSpPu]))(?:{CLASS})"
_MANY = re.compile(
    r"(?P<start>\^?)(?P<before>(?:[A-Za-z0-9 :/_,;@#=%&-]|\\[./{}-])*)"
    rf"(?P<kind>{_KIND})\{{(?P<least>[0-9]{{1,9}})(?:(?P<open>,)(?P<most>[0-9]{{0,9}}))?\}}"
    r"(?P<end>\$?)",
    re.DOTALL,
)


class Lengths(NamedTuple):
    """A smaller expression, and the lengths of texts that it means together with the large one."""

    pattern: str
    least: int = 0
    most: int | None = None


def as_lengths(pattern: str) -> Lengths | None:
    """What means the same, of an expression that is none for its size alone; None where nothing does."""
    found = _MANY.fullmatch(pattern)
    if not found or is_pattern(pattern):
        return None
    if found["end"] and not found["start"]:
        return None  # it may begin anywhere
    if found["most"] and int(found["most"]) < int(found["least"]):
        return None  # it is wrong
    lengths = _whole(found) if found["end"] else _anywhere(found)
    return lengths if is_pattern(lengths.pattern) else None


def _whole(found: re.Match[str]) -> Lengths:
    before, kind, least = found.group("before", "kind", "least")
    most = found["most"] if found["open"] else least
    fixed = len(re.sub(r"\\(.)", r"\1", before))
    return Lengths(f"^{before}{kind}*$", fixed + int(least), fixed + int(most) if most else None)


def _anywhere(found: re.Match[str]) -> Lengths:
    """Where anything may follow, the least is enough."""
    start, before, kind, least = found.group("start", "before", "kind", "least")
    return Lengths(f"{start}{before}{kind}{{{least}}}")
