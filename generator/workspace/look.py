"""A look at a whole workspace under way, whose answer is kept for as long as nothing is different."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from generator.workspace import cache_files
from generator.workspace.unchanged import Here, Unclear


@dataclass(frozen=True, slots=True)
class Look:
    """What a command line of these words looks at, and the digest of all that was there at first."""

    words: tuple[str, ...]
    digest: str

    @classmethod
    def begun(cls, words: Sequence[str]) -> Look | None:
        """A look that begins; None where its answer is not kept."""
        try:
            return cls(tuple(words), Here(words).digest())
        except (OSError, Unclear):
            return None

    def keep(self, said: str) -> None:
        """Keep the answer, unless anything became different during the look."""
        try:
            here = Here(self.words)
            if here.digest() == self.digest:
                cache_files.write(
                    Path(here.entry), self.digest, [said.encode("utf-8", "surrogateescape")]
                )
        except (OSError, Unclear):
            pass  # the next one looks again
