"""The parts of a document in which an earlier run found nothing wrong, which need not be looked at again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from typing import Any

from generator.core.memory import NO_MEMORY, digest
from generator.core.problems import Problem
from generator.document.located import Document, UnmarkedRoot
from generator.document.part_digests import DocumentMemory, left_of, part_at, parts_of

_KEY = digest("sound parts")
"""Of all of them, by the keys of each: they are many, and little is said of each."""


class SoundParts:
    """What is left to check of one document, and how much work the rest has been.

    Only JSON is remembered: in YAML parts may be one object by aliases, of which faults are told once.
    """

    def __init__(self, document: Document, memory: DocumentMemory) -> None:
        self._memory = memory
        self._root = document.root
        is_told_apart = isinstance(document.root, UnmarkedRoot) and document.original is None
        self._is_used = is_told_apart and memory.memory is not NO_MEMORY
        self._sound: dict[str, int] = {}
        self.steps: Counter[str] = Counter()
        """What the check of each part has cost, where that is bounded in all."""
        if self._is_used:
            self._recall()
        self.unchecked = self._without_sound()

    @property
    def steps_before(self) -> int:
        """What the checks of the parts that are passed over have cost."""
        return sum(self._sound.values())

    def check_all(self) -> None:
        """Passes no part over."""
        self._sound = {}
        self.unchecked = self._without_sound()

    def note_step(self, pointer: str, steps: int) -> None:
        """Counts what the check of the part around a pointer costs."""
        self.steps[part_at(pointer)] += steps

    def keep(self, problems: Iterable[Problem]) -> None:
        """Lets later runs pass over the parts that have none of the problems."""
        spoilt = {part_at(each.pointer) for each in problems}
        if not self._is_used or "" in spoilt:
            return  # what is wrong with all of it may lie in any part
        sound = {
            self._memory.part_key(pointer): self._sound.get(pointer, self.steps[pointer])
            for pointer, _ in parts_of(self._root)
            if pointer not in spoilt
        }
        self._memory.memory.keep(_KEY, sound)

    def _recall(self) -> None:
        kept = self._memory.memory.recall(_KEY)
        if not isinstance(kept, dict):
            return
        for pointer, _ in parts_of(self._root):
            steps = kept.get(self._memory.part_key(pointer))
            if isinstance(steps, int):
                self._sound[pointer] = steps

    def _without_sound(self) -> Mapping[str, Any]:
        """The root without those parts."""
        if not self._sound:
            return self._root
        return left_of(self._root, lambda pointer, _: pointer not in self._sound)
