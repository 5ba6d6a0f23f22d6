"""What breaks a rule, by the pointer of the part that it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.core.problems import Place, excerpt, listed

_LIST_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: where, what is wrong, what would be right, and how it is read as it is.

    `place` is given where the part is written elsewhere than the document says.
    """

    pointer: str
    message: str
    expected: str = ""
    hint: str = ""
    place: Place | None = None


def names(values: Iterable[str]) -> str:
    """A list of names for a message, cut where it gets long."""
    return listed(map(excerpt, values), _LIST_LENGTH)
