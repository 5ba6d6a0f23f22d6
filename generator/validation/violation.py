"""What breaks a rule, before it is known whether anything needs the part that it stands in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from generator.core.problems import Place, excerpt, listed

_LIST_LENGTH = 8


class Rule(Enum):
    """Whose rule is broken, which decides how much that matters."""

    OPENAPI = "OpenAPI"
    JSON_SCHEMA = "JSON Schema"
    ADVICE = "advice"


@dataclass(frozen=True, slots=True)
class Violation:
    """One broken rule: where, what is wrong, what would be right, and whose rule it is.

    `place` is given where the part is written elsewhere than the document says.
    """

    pointer: str
    message: str
    expected: str = ""
    rule: Rule = Rule.OPENAPI
    place: Place | None = None


def names(values: Iterable[str]) -> str:
    """A list of names for a message, cut where it gets long."""
    return listed(map(excerpt, values), _LIST_LENGTH)
