"""Bounds what documents can make of the few rules whose work is not linear by itself."""

from __future__ import annotations


class Steps:
    """So many steps in all; whoever finds them used up stops, and is said to have stopped."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.taken = 0

    @property
    def are_used_up(self) -> bool:
        """Whether something was left unchecked."""
        return self.taken > self.limit

    def take(self) -> bool:
        """Whether one more step may be made."""
        self.taken += 1
        return self.taken <= self.limit
