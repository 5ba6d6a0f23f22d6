"""Reads what successful calls answer in JSON, so that a change to it is noticed."""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from generator.core import pointers
from generator.core.json_value import node_at
from generator.core.memory import NO_MEMORY, digest
from generator.core.problems import Problem, Severity
from generator.core.progress import SILENCE, Progress, counted
from generator.document import references
from generator.document.located import Document, place_of
from generator.document.nodes import mapping
from generator.document.part_digests import DocumentMemory
from generator.document.reference_walk import REF
from generator.jsonschema.answer import LEVELS, Answers
from generator.openapi.answer_bounds import Bound, bound_of
from generator.openapi.answer_readers import Answer, Found, readers_of, schemas_of, unread
from generator.openapi.answers import SUCCESS
from generator.openapi.api import Operation, ResponseBody
from generator.openapi.media_types import json_media_type

_MOST_IN_ONE = 5_000
_MOST_ON_AVERAGE = 200
_FEW = 5
"""Levels: fewer are worth a word."""

_SMALL = 20_000
"""Schemas: so many in all are never too many."""


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
    readers, problems = readers_of(document, found, memory)
    answers = [each for each in found.values() if each in readers]
    levels = _levels(readers, answers)
    if levels < _FEW:
        problems.append(_shallow(document, levels))
    written: dict[Found, dict[str, Any]] = {}
    for pointers_, reader in counted(progress, "reading answers", readers.items(), len(readers)):
        if reader.size(levels) <= _MOST_IN_ONE:
            written[pointers_] = reader.schema(levels)
        reader.keep()
    problems += [
        unread(document, key, each, "it has too many fields, or schemas one in the other")
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
    distinct = [each for each in dict.fromkeys(found.values()) if each]
    readers, _ = schemas_of(document, distinct, answers.reader)
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
        readers, _ = readers_of(document, wanted, forgetful)
    else:
        readers, _ = readers_of(document, found, forgetful)
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
    reader = readers_of(document, {operation.key: found}, forgetful)[0].get(found)
    if reader is None or reader.size(levels) > _MOST_IN_ONE:
        return operation
    schema = reader.schema(levels)
    return replace(operation, response=ResponseBody(schema, found)) if schema else operation


def _is_small(bound: Bound) -> bool:
    """Whether answers within the bound are read to the full depth."""
    most = max(_SMALL, _MOST_ON_AVERAGE * bound.answers)
    return bound.largest <= _MOST_IN_ONE and bound.total <= most


def _levels(readers: Mapping[Found, Answer], answers: list[Found]) -> int:
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
