"""Problems are values, so that one run can collect all of them and one place can print them."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from enum import Enum
from itertools import islice
from typing import TypeVar

from generator.core.text import shorten, without_middle

MOST_TOLD = 1_000
"""Problems that one run tells of one kind: nobody reads more."""

_Said = TypeVar("_Said")

_EXCERPT_LENGTH = 60
_LINE_LENGTH = 1000
_WORD_LENGTH = 200
_LONG_WORD = re.compile(rf"\S{{{_WORD_LENGTH + 1},}}")


@dataclass(frozen=True, slots=True, order=True)
class Place:
    """A position in a file; line and column count characters from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Severity(Enum):
    """Whether a problem stops the run."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong with the input.

    `code` is kebab-case and stable, `pointer` a URI-fragment JSON pointer such as
    `#/paths/~1track/post` into the file that `place` names.
    """

    code: str
    message: str
    place: Place | None
    pointer: str
    expected: str = ""
    hint: str = ""
    severity: Severity = Severity.ERROR
    is_omission: bool = False
    """Whether it says that a part of the input is left out of the package."""

    @classmethod
    def unplaced(
        cls,
        code: str,
        message: str,
        hint: str = "",
        *,
        expected: str = "",
        severity: Severity = Severity.ERROR,
    ) -> Problem:
        """A problem that is not of one place in a file."""
        return cls(code, message, None, "", expected, hint, severity)


class ProblemsError(Exception):
    """Raised where nothing useful can be returned; carries every problem found, in order."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        self.problems: tuple[Problem, ...] = in_order(problems)
        super().__init__("\n".join(f"{each.code}: {each.message}" for each in self.problems))


@contextmanager
def collected(problems: list[Problem]) -> Iterator[None]:
    """Puts the problems that are raised inside on the list, so that what follows is looked at too."""
    try:
        yield
    except ProblemsError as error:
        problems.extend(error.problems)


def in_order(problems: Iterable[Problem]) -> tuple[Problem, ...]:
    """The problems sorted by file, line and column; those without a place come last."""

    def key(problem: Problem) -> tuple[bool, Place, str, str, str]:
        place = problem.place or Place("", 0, 0)
        return (problem.place is None, place, problem.pointer, problem.code, problem.message)

    return tuple(sorted(problems, key=key))


def first_told(every: Iterable[_Said], what: str, last: Callable[[str], _Said]) -> Iterator[_Said]:
    """All of these, of many the first, and the `last` with a message that there are others, which are not looked for.

    `what` says of them what is wrong, such as "rules are broken".
    """
    rest = iter(every)
    yield from islice(rest, MOST_TOLD)
    for _ in rest:
        yield last(others_untold(what))
        return


def others_untold(what: str) -> str:
    """The message that there are more than are told."""
    return f"more than {MOST_TOLD:,} {what}; the others are not told"


def problem_text(problem: Problem) -> str:
    """The problem as lines of text that are safe to show in a terminal."""
    where = f"{problem.place}: " if problem.place else ""
    head = f"{where}{problem.severity.value}[{problem.code}] {told(problem.message)}"
    said = (("expected", told(problem.expected)), ("hint", told(problem.hint)))
    lines = [
        head,
        *(f"  {label}: {text}" for label, text in (("at", problem.pointer), *said) if text),
    ]
    return "\n".join(map(shown, lines))


def told(text: str) -> str:
    """What a problem says, in a line that is safe to show: long names without their middles, for what is
    wrong with them stands behind."""
    return shown(_LONG_WORD.sub(lambda word: without_middle(word[0], _WORD_LENGTH), text))


def shown(text: str) -> str:
    """A line that is safe to show, of no more than a thousand characters."""
    return without_middle(escaped(without_middle(text, 2 * _LINE_LENGTH)), _LINE_LENGTH)


def escaped(text: str) -> str:
    """The text with every character that could steer a terminal or hide spelled as an escape.

    That covers control, format (bidi marks, zero-width), surrogate, private and unassigned
    characters, the two Unicode line separators, and spaces that look like the plain one.
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(each if _is_visible(each) else _escape(each) for each in text)


def excerpt(value: object) -> str:
    """A short quotation of a value from the input, for use inside a message."""
    text = shorten(value if isinstance(value, str) else repr(value), 2 * _EXCERPT_LENGTH)
    text = shorten(escaped(text), _EXCERPT_LENGTH)
    return f'"{text}"' if isinstance(value, str) else text


def listed(names: Iterable[str], most: int) -> str:
    """The names, and how many more there are than may be listed."""
    shown = list(names)
    more = f" and {len(shown) - most} more" if len(shown) > most else ""
    return ", ".join(shown[:most]) + more


def _is_visible(character: str) -> bool:
    return character == " " or unicodedata.category(character)[0] not in "CZ"


def _escape(character: str) -> str:
    return character.encode("unicode_escape").decode("ascii")
