"""The schemas, or whole parts, below which an earlier run found nothing to tell of, which need not be gone through again."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from generator.core.memory import NO_MEMORY, digest
from generator.document.part_digests import DocumentMemory, part_at


class SoundSchemas:
    """Tells them by the parts of the document that they stand in, each with all that it reaches.

    `how` is what else the findings follow from.
    """

    def __init__(self, memory: DocumentMemory, how: str) -> None:
        self._memory = memory
        self._key = digest("sound schemas", how)
        kept = None if memory.memory is NO_MEMORY else memory.memory.recall(self._key)
        self._known = kept.keys() if isinstance(kept, dict) else frozenset[str]()

    def without(self, asked: Iterable[str]) -> Iterator[str]:
        """The pointers but for those of sound schemas."""
        if not self._known:
            yield from asked
            return
        for each in asked:
            if self._memory.part_key(part_at(each)) not in self._known:
                yield each

    def keep(self, asked: Iterable[str], spoilt: Iterable[str]) -> None:
        """Lets later runs pass over what leads to none of the pointers at which something was found."""
        if self._memory.memory is NO_MEMORY:
            return
        unsound = self._memory.leading_to(spoilt)
        if "" in unsound:
            return  # what stands in no part may be reached from any
        parts = dict.fromkeys(map(part_at, asked))
        sound = [self._memory.part_key(each) for each in parts if each and each not in unsound]
        self._memory.memory.keep(self._key, dict.fromkeys(sound, True))
