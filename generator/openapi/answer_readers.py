"""Reads the schemas of answers: one by one where not all can be read, and no further than was remembered."""

from collections import deque
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from generator.core import pointers
from generator.core.memory import Memory, digest, remembered
from generator.core.problems import Problem, Severity
from generator.core.stored_values import Stored
from generator.document.located import Document, place_of
from generator.document.nodes import text
from generator.document.part_digests import DocumentMemory
from generator.jsonschema import SchemaError
from generator.jsonschema.answer import AnswerSchemas
from generator.jsonschema.schema_walk import Meter
from generator.openapi.budget import steps_of_parts

Found = tuple[str, ...]
"""Pointers to the schemas of one operation's answers."""

Reader = Callable[[Mapping[str, Any], Sequence[str], str, Meter | None], AnswerSchemas]


class Answer:
    """One answer: how large it is and what its schema is to some depth, as was found now or once."""

    def __init__(
        self,
        found: Found,
        memory: Memory,
        key: str,
        sizes: dict[str, int],
        read: Callable[[], AnswerSchemas],
    ) -> None:
        self._found = found
        self._memory = memory
        self._key = key
        self._sizes = sizes
        self._known = len(sizes)
        self._read = read

    def size(self, levels: int) -> int:
        """How many schemas it has to that depth, with each reference followed."""
        if str(levels) not in self._sizes:
            self._sizes[str(levels)] = self._read().size(self._found, levels)
        return self._sizes[str(levels)]

    def schema(self, levels: int) -> dict[str, Any]:
        """What it is to that depth."""
        key = self._key and digest(self._key, str(levels))
        return remembered(
            self._memory, key, _SCHEMA, lambda: self._read().schema(self._found, levels)
        )

    def keep(self) -> None:
        """Lets later runs know the sizes, where any are new."""
        if self._key and len(self._sizes) > self._known:
            self._memory.keep(self._key, self._sizes)


_SCHEMA: Stored[dict[str, Any]] = Stored(dict[str, Any])


def readers_of(
    document: Document, found: Mapping[str, Found], memory: DocumentMemory
) -> tuple[dict[Found, Answer], list[Problem]]:
    """What reads each answer: one for all, unless one of them cannot be read."""
    distinct = list(dict.fromkeys(each for each in found.values() if each))
    keys = {each: memory.key("answer", each, _version(document), alone=True) for each in distinct}
    sizes = {each: _sizes_kept(memory.memory, keys[each]) for each in distinct}
    readers, reasons = schemas_of(document, [each for each in distinct if not sizes[each]])
    every = cache(lambda: schemas_of(document, distinct)[0])

    def answer(each: Found) -> Answer:
        read = (lambda: readers[each]) if each in readers else (lambda: every()[each])
        return Answer(each, memory.memory, keys[each], sizes[each], read)

    problems = [
        unread(document, key, (reasons[each][1],), reasons[each][0])
        for key, each in found.items()
        if each in reasons
    ]
    return {each: answer(each) for each in distinct if each not in reasons}, problems


def _sizes_kept(memory: Memory, key: str) -> dict[str, int]:
    """The sizes of an answer as they were kept, by depth."""
    kept = memory.recall(key) if key else None
    sizes = kept.items() if isinstance(kept, dict) else ()
    return {depth: size for depth, size in sizes if isinstance(size, int)}


def schemas_of(
    document: Document, answers: Sequence[Found], reader: Reader = AnswerSchemas
) -> tuple[dict[Found, AnswerSchemas], dict[Found, tuple[str, str]]]:
    """What reads each of these answers, and why others cannot be read, with where that is.

    Where some cannot, each half is tried by itself, and its halves; all of these have one bound together.
    """
    root, version = document.root, _version(document)
    readers: dict[Found, AnswerSchemas] = {}
    reasons: dict[Found, tuple[str, str]] = {}
    waiting = deque([tuple(answers)])
    meter: Meter | None = None  # as much as the whole needs, once
    while waiting:
        group = waiting.popleft()
        try:
            every = [pointer for each in group for pointer in each]
            readers |= dict.fromkeys(group, reader(root, every, version, meter))
        except SchemaError as error:
            meter = meter or Meter(steps_of_parts(root))
            if len(group) > 1:
                middle = len(group) // 2
                waiting += group[:middle], group[middle:]
            else:
                where = group[0][0] if error.pointer == pointers.ROOT else error.pointer
                reasons[group[0]] = str(error), where
    return readers, reasons


def _version(document: Document) -> str:
    return text(document.root.get("openapi"))


def unread(document: Document, key: str, found: Found, reason: str) -> Problem:
    message = f"what {key} answers is not compared: {reason}"
    place = place_of(document.root, found[0])
    return Problem("response-unread", message, place, found[0], severity=Severity.WARNING)
