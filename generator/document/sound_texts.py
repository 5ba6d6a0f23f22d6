"""The texts of values in which an earlier run found nothing wrong, so that they are read without a look at each part."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any, TypeAlias

from generator.core.memory import NO_MEMORY, Memory, digest

_KEY = digest("sound texts")
"""Of all of them, by the digests of each: they are many, and little is said of each."""

Size: TypeAlias = tuple[int, int, int, int]
"""How many values a value is made of, itself included, how many levels it has, and, as if all keys of a level
were as long as its longest, how many characters lead to the deepest value, and to each of them together."""

Spelled: TypeAlias = dict[int, tuple[Any, str]]
"""Objects and arrays by their `id`, each with the digest of the text that it was read from."""


@dataclass(frozen=True, slots=True)
class SoundTexts:
    """The sizes of texts that were sound, by their digests: `known` from before, and `found` now."""

    memory: Memory
    known: dict[str, list[int]]
    found: dict[str, list[int]]
    spelled: Spelled = field(default_factory=dict)
    """The values of the texts, where they are remembered at all."""

    @classmethod
    def of(cls, memory: Memory) -> SoundTexts:
        """Those that the memory has."""
        kept = memory.recall(_KEY)
        sizes = kept.items() if isinstance(kept, dict) else ()
        known = {key: each for key, each in sizes if [*map(type, each)] == [int] * 4}
        return cls(memory, known, {})

    def size(self, text: str, value: Any) -> Size | None:
        """The size of the value that a sound text spells; None where it is not known to be one."""
        key = digest(text)
        known = self.known.get(key)
        if known is None:
            return None
        self._note(key, known, value)
        return known[0], known[1], known[2], known[3]

    def note(self, text: str, value: Any, size: Size) -> None:
        """Keeps the size of the value that a text spells that was found sound."""
        if self.memory is not NO_MEMORY:
            self._note(digest(text), list(size), value)

    def _note(self, key: str, size: list[int], value: Any) -> None:
        self.found[key] = size
        if isinstance(value, dict | list):
            self.spelled[id(value)] = value, key

    def keep(self) -> None:
        """Leaves them to later runs."""
        self.memory.keep(_KEY, self.found)
