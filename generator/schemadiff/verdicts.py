"""Remembers what was proven of pairs of schemas, until it turns out what that rests on."""

from __future__ import annotations

Pair = tuple[str, str]
"""Two schemas by their texts."""


class Verdicts:
    """What is known of pairs, and in which order the favorable verdicts came.

    While a pair is taken for proven, others may be proven by it. Where it is not proven in the end,
    all that was proven since is withdrawn. What was not proven without help stays so.
    """

    def __init__(self) -> None:
        self.implied: dict[Pair, bool] = {}
        self.exclusive: dict[Pair, bool] = {}
        self._within: dict[Pair, tuple[bool, int]] = {}
        self._favorable: list[tuple[dict[Pair, bool] | dict[Pair, tuple[bool, int]], Pair]] = []

    def assume(self, pair: Pair) -> int:
        """Take an implication for proven; the result is needed to withdraw that."""
        self.implied[pair] = True
        self._favorable.append((self.implied, pair))
        return len(self._favorable) - 1

    def withdraw(self, pair: Pair, since: int) -> None:
        """The implication is not proven, and nothing is that was proven since it was assumed."""
        for known, doubtful in self._favorable[since:]:
            known.pop(doubtful, None)
        del self._favorable[since:]
        self.implied[pair] = False

    def note_exclusive(self, pair: Pair) -> None:
        """No value passes both."""
        self.exclusive[pair] = True
        self._favorable.append((self.exclusive, pair))

    def note_within(self, pair: Pair, holds: bool, depth: int) -> None:
        """What was found of opened schemas, where so many levels of the limit were used up."""
        self._within[pair] = (holds, depth)
        if holds:
            self._favorable.append((self._within, pair))

    def within(self, pair: Pair, depth: int) -> bool | None:
        """What is known of opened schemas; None where from here a proof may get further than before."""
        holds, found_at = self._within.get(pair, (False, depth + 1))
        return holds if holds or found_at <= depth else None
