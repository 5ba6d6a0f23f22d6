"""Reads what successful calls answer in JSON, so that a change to it is noticed."""

from collections.abc import Callable, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from functools import cache
from typing import Any

from generator.core import pointers
from generator.core.json_value import node_at
from generator.core.memory import NO_MEMORY, Memory, digest, remembered
from generator.core.problems import Problem, Severity
from generator.core.progress import SILENCE, Progress, counted
from generator.core.stored_values import Stored
from generator.document import references
from generator.document.located import Document, place_of
from generator.document.nodes import mapping, text
from generator.document.part_digests import DocumentMemory
from generator.document.reference_walk import REF
from generator.jsonschema import SchemaError
from generator.jsonschema.answer import LEVELS, Answers, AnswerSchemas
from generator.openapi.answer_bounds import Bound, bound_of
from generator.openapi.answers import SUCCESS
from generator.openapi.api import Operation, ResponseBody
from generator.openapi.media_types import json_media_type

_MOST_IN_ONE = 5_000
_MOST_ON_AVERAGE = 200
_FEW = 5
"""Levels: fewer are worth a word."""

_SMALL = 20_000
"""Schemas: so many in all are never too many."""

_Found = tuple[str, ...]
"""Pointers to the schemas of one operation's answers."""


def with_responses(
    document: Document,
    operations: tuple[Operation, ...],
    memory: DocumentMemory,
    progress: Progress = SILENCE,
) -> tuple[tuple[Operation, ...], int, tuple[Problem, ...]]:
    """The operations with the schemas of their answers, how many levels deep these are read, and warnings.

    Answers are often made of all that an API knows, each part with all the others in it. So they
    are read as deep as keeps them small, and all of a document's to the same depth.
    """
    found = {each.key: tuple(_schemas(document.root, each)) for each in operations}
    readers, problems = _readers(document, found, memory)
    answers = [each for each in found.values() if each in readers]
    levels = _levels(readers, answers)
    if levels < _FEW:
        problems.append(_shallow(document, levels))
    written: dict[_Found, dict[str, Any]] = {}
    for pointers_, reader in counted(progress, "reading answers", readers.items(), len(readers)):
        if reader.size(levels) <= _MOST_IN_ONE:
            written[pointers_] = reader.schema(levels)
        reader.keep()
    problems += [
        _unread(document, key, each, "it has too many fields, or schemas one in the other")
        for key, each in found.items()
        if each in readers and each not in written
    ]
    bodies = {
        key: ResponseBody(written[each], each) if written.get(each) else None
        for key, each in found.items()
    }
    read = tuple(
        replace(
            each,
            response=bodies[each.key],
            digest=each.digest and digest(each.digest, str(levels)),
        )
        for each in operations
    )
    return read, levels, tuple(problems)


def bound_of_answers(document: Document, operations: Iterable[Operation]) -> Bound | None:
    """How much the operations answer at most, told without reading it; None where that cannot be."""
    return bound_of(document.root, [tuple(_schemas(document.root, each)) for each in operations])


def bound_of_any(
    document: Document, sure: Iterable[Operation], unsure: Iterable[Operation]
) -> Bound | None:
    """The same of operations that tools can carry, and of any of others that they may be able to."""
    bound = bound_of_answers(document, sure)
    found = [tuple(_schemas(document.root, each)) for each in unsure]
    rest = bound_of(document.root, found, _MOST_ON_AVERAGE)
    return bound + rest if bound is not None and rest is not None else None


def are_read_deep(document: Document, operations: Iterable[Operation], rest: Bound) -> bool:
    """Whether answers are sure to be read to the full depth, those within the bound among them."""
    bound = bound_of_answers(document, operations)
    return bound is not None and _is_small(bound + rest)


def with_deep_responses(
    document: Document, operations: tuple[Operation, ...], answers: Answers
) -> tuple[Operation, ...]:
    """The operations with the schemas of their answers, read to the full depth."""
    found = {each.key: tuple(_schemas(document.root, each)) for each in operations}
    readers, _ = _schemas_of(document, [each for each in dict.fromkeys(found.values()) if each])
    bodies = {
        key: ResponseBody(schema, each)
        for key, each in found.items()
        if each in readers
        and readers[each].size(each, LEVELS) <= _MOST_IN_ONE
        and (schema := answers.schema(readers[each], each, LEVELS))
    }
    return tuple(replace(each, response=bodies.get(each.key)) for each in operations)


def with_compared_responses(
    document: Document,
    operations: tuple[Operation, ...],
    equal: Container[str],
    bound: Bound | None,
) -> tuple[tuple[Operation, ...], int]:
    """The operations with the schemas of their answers, but on the paths that are `equal` to those
    of another document; and how many levels deep they are read, for which all count.

    `bound` is that of the answers which are not read.
    """
    found = {each.key: tuple(_schemas(document.root, each)) for each in operations}
    wanted = {each.key: found[each.key] for each in operations if each.path not in equal}
    forgetful = DocumentMemory(NO_MEMORY, document.root)
    rest = bound_of(document.root, wanted.values())
    levels = LEVELS
    if bound and rest and _is_small(bound + rest):
        readers, _ = _readers(document, wanted, forgetful)
    else:
        readers, _ = _readers(document, found, forgetful)
        levels = _levels(readers, [each for each in found.values() if each in readers])
    written = {
        each: readers[each].schema(levels)
        for each in dict.fromkeys(wanted.values())
        if each in readers and readers[each].size(levels) <= _MOST_IN_ONE
    }
    bodies = {
        key: ResponseBody(written[each], each) for key, each in wanted.items() if written.get(each)
    }
    described = {
        each.key: replace(each, response=bodies.get(each.key))
        for each in operations
        if each.key in wanted
    }
    return tuple(described.get(each.key, each) for each in operations), levels


def with_answer(document: Document, operation: Operation, levels: int) -> Operation:
    """The operation with the schema of its answer, read so many levels deep."""
    found = tuple(_schemas(document.root, operation))
    forgetful = DocumentMemory(NO_MEMORY, document.root)
    reader = _readers(document, {operation.key: found}, forgetful)[0].get(found)
    if reader is None or reader.size(levels) > _MOST_IN_ONE:
        return operation
    schema = reader.schema(levels)
    return replace(operation, response=ResponseBody(schema, found)) if schema else operation


def _is_small(bound: Bound) -> bool:
    """Whether answers within the bound are read to the full depth."""
    most = max(_SMALL, _MOST_ON_AVERAGE * bound.answers)
    return bound.largest <= _MOST_IN_ONE and bound.total <= most


class _Answer:
    """One answer: how large it is and what its schema is to some depth, as was found now or once."""

    def __init__(
        self,
        found: _Found,
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


def _readers(
    document: Document, found: Mapping[str, _Found], memory: DocumentMemory
) -> tuple[dict[_Found, _Answer], list[Problem]]:
    """What reads each answer: one for all, unless one of them cannot be read."""
    distinct = list(dict.fromkeys(each for each in found.values() if each))
    keys = {each: memory.key("answer", each, _version(document), alone=True) for each in distinct}
    sizes = {each: _sizes_kept(memory.memory, keys[each]) for each in distinct}
    readers, reasons = _schemas_of(document, [each for each in distinct if not sizes[each]])
    every = cache(lambda: _schemas_of(document, distinct)[0])

    def answer(each: _Found) -> _Answer:
        read = (lambda: readers[each]) if each in readers else (lambda: every()[each])
        return _Answer(each, memory.memory, keys[each], sizes[each], read)

    problems = [
        _unread(document, key, (reasons[each][1],), reasons[each][0])
        for key, each in found.items()
        if each in reasons
    ]
    return {each: answer(each) for each in distinct if each not in reasons}, problems


def _sizes_kept(memory: Memory, key: str) -> dict[str, int]:
    """The sizes of an answer as they were kept, by depth."""
    kept = memory.recall(key) if key else None
    sizes = kept.items() if isinstance(kept, dict) else ()
    return {depth: size for depth, size in sizes if isinstance(size, int)}


def _schemas_of(
    document: Document, answers: Sequence[_Found]
) -> tuple[dict[_Found, AnswerSchemas], dict[_Found, tuple[str, str]]]:
    """What reads each of these answers, and why others cannot be read, with where that is."""
    root, version = document.root, _version(document)
    try:
        every = [pointer for each in answers for pointer in each]
        return dict.fromkeys(answers, AnswerSchemas(root, every, version)), {}
    except SchemaError:
        pass
    readers: dict[_Found, AnswerSchemas] = {}
    reasons: dict[_Found, tuple[str, str]] = {}
    for each in answers:
        try:
            readers[each] = AnswerSchemas(root, each, version)
        except SchemaError as error:
            where = each[0] if error.pointer == pointers.ROOT else error.pointer
            reasons[each] = str(error), where
    return readers, reasons


def _version(document: Document) -> str:
    return text(document.root.get("openapi"))


def _levels(readers: Mapping[_Found, _Answer], answers: list[_Found]) -> int:
    """The depth at which the answers are no more than a person can look through, 1 at least.

    One that is too wide, however little deep, is not read at all, and so makes no other shallow.
    """
    answers = [each for each in answers if readers[each].size(1) <= _MOST_IN_ONE]
    for levels in range(LEVELS, 1, -1):
        sizes = [readers[each].size(levels) for each in answers]
        most = max(_SMALL, _MOST_ON_AVERAGE * len(sizes))
        if max(sizes, default=0) <= _MOST_IN_ONE and sum(sizes) <= most:
            return levels
    return 1


def _schemas(root: Mapping[str, Any], operation: Operation) -> Iterator[str]:
    """Pointers to the schemas; `default` stands for success only where no other status does."""
    pointer = pointers.child(operation.pointer, "responses")
    responses = mapping(node_at(root, pointer))
    statuses = [status for status in responses if SUCCESS.fullmatch(status)]
    for status in statuses or [each for each in responses if each == "default"]:
        child = pointers.child(pointer, status)
        at, _ = references.follow(root, responses[status], child)
        # Members beside a reference mean nothing here, so what it leads to is looked up itself.
        content = mapping(mapping(node_at(root, at)).get("content"))
        media_type = json_media_type(content)
        if media_type is None or "schema" not in mapping(content[media_type]):
            continue
        schema = mapping(content[media_type])["schema"]
        at = pointers.join([*pointers.split(at), "content", media_type, "schema"])
        is_plain = isinstance(schema, dict) and schema.keys() == {REF}
        yield references.follow(root, schema, at)[0] if is_plain else at


def _shallow(document: Document, levels: int) -> Problem:
    depth = "1 level" if levels == 1 else f"{levels} levels"
    message = f"what operations answer is compared {depth} deep: below, it has too many fields"
    place = place_of(document.root, "#/paths")
    return Problem("response-depth", message, place, "#/paths", severity=Severity.WARNING)


def _unread(document: Document, key: str, found: _Found, reason: str) -> Problem:
    message = f"what {key} answers is not compared: {reason}"
    place = place_of(document.root, found[0])
    return Problem("response-unread", message, place, found[0], severity=Severity.WARNING)
