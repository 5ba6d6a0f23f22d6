"""Matches the patterns of queries in a number of steps that is known before.

They are matched without going back, yet for each character the engine may follow all of a pattern at once, which
repetitions inside of repetitions make as large as it may be. So a match takes steps for its characters, and more of
them for a pattern that needs more room.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any, NamedTuple

from jsonpath_rfc9535.function_extensions import Match, Search

_SMALL = 10_000
_BYTES = (_SMALL, 30_000, 100_000, 300_000, 1_000_000)
"""What room a pattern may need; the first in which it finds room tells what it takes to match it."""

_CHARACTERS, _ROOM, _COMPILED = 16, 20_000, 1_000
"""For one step: so many characters of a small pattern; so many bytes of a larger one, for each character; so many
bytes of room that is tried."""

Spend = Callable[[int], None]


class _Matcher(NamedTuple):
    find: Callable[[str], bool]
    bytes: int

    def steps(self, characters: int) -> int:
        if self.bytes == _SMALL:
            return characters // _CHARACTERS
        return characters * self.bytes // _ROOM


class Patterns:
    """The patterns of some queries; those used last are kept."""

    def __init__(self, spend: Spend) -> None:
        self._spend = spend
        self._matcher = lru_cache(maxsize=64)(self._compiled)

    def finds(self, pattern: Any, text: Any) -> bool:
        """Whether a pattern is found; one that is none is found nowhere, as the standard has it."""
        if not isinstance(pattern, str) or not isinstance(text, str):
            return False
        matcher = self._matcher(pattern)
        if matcher is None:
            return False
        self._spend(matcher.steps(len(text)))
        try:
            return matcher.find(text)
        except ValueError:  # of surrogates
            return False

    def _compiled(self, pattern: str) -> _Matcher | None:
        # Only queries with patterns pay for the import.
        from jsonschema_rs import Draft202012Validator, RegexOptions, ValidationError

        for most in _BYTES:
            self._spend(1 + most // _COMPILED + len(pattern) // _CHARACTERS)
            options = RegexOptions(size_limit=most)
            try:
                validator = Draft202012Validator({"pattern": pattern}, pattern_options=options)
            except (ValueError, ValidationError):
                continue
            return _Matcher(validator.is_valid, most)
        return None


class BoundedMatch(Match):
    """`match()` of the standard: the pattern takes all of the text."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns

    def __call__(self, string: Any, pattern: Any) -> bool:
        whole = f"^(?:{pattern})$" if isinstance(pattern, str) else None
        return self._patterns.finds(whole, string)


class BoundedSearch(Search):
    """`search()` of the standard: the pattern takes some of the text."""

    def __init__(self, patterns: Patterns) -> None:
        self._patterns = patterns

    def __call__(self, string: Any, pattern: Any) -> bool:
        return self._patterns.finds(pattern, string)
