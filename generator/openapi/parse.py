"""Reads a corrected OpenAPI 3 document, or two that are to be compared, into facts."""

from collections.abc import Container, Mapping
from dataclasses import replace
from types import MappingProxyType

from generator.core.memory import NO_MEMORY
from generator.core.problems import Problem
from generator.core.progress import SILENCE, Progress
from generator.document.located import Document
from generator.document.part_digests import DocumentMemory
from generator.openapi.api import Api, Operation
from generator.openapi.reader import TAKEN, Reader, Taken
from generator.openapi.responses import (
    bound_of_answers,
    with_compared_responses,
    with_responses,
)
from generator.openapi.schemas import AS_MEANT, Reading


def parse(
    document: Document,
    body_types: Mapping[str, str] = MappingProxyType({}),
    reading: Reading = AS_MEANT,
    left_out: tuple[Operation, ...] = (),
    memory: DocumentMemory | None = None,
    progress: Progress = SILENCE,
) -> tuple[Api, tuple[Problem, ...]]:
    """The API's facts, and a warning for each operation or parameter that is left out, and for what
    is not taken at its word.

    `body_types` are the media types that are wanted of those that an operation takes, by its key;
    operations that are `left_out` are not read.
    """
    memory = memory or DocumentMemory(NO_MEMORY, document.root)
    passed_over = frozenset(each.key for each in left_out)
    reader = Reader(document, body_types, reading, passed_over, memory, progress=progress)
    read = tuple(reader.operations())
    operations, levels, unread = with_responses(document, read, memory, progress)
    api = replace(reader.api(operations, levels), left_out=left_out)
    said = (*reader.unused_schemes(), *reader.schemas.problems(memory))
    return api, (*reader.left_out, *unread, *said)


def parse_both(
    old: Document, new: Document, equal: Container[str], taken: Taken = TAKEN
) -> tuple[Api, Api]:
    """The facts of two documents that are to be compared, without a word of what is wrong.

    Operations on the `equal` paths are the same in both: they are read once, their answers not at all.
    """
    reader, other = (Reader(each, *taken, silent=True) for each in (old, new))
    before = tuple(reader.operations())
    known = {each.key: each for each in before if each.path in equal}
    bound = bound_of_answers(old, known.values())
    after = tuple(other.operations(known, equal, reader.steps))
    return (
        reader.api(*with_compared_responses(old, before, equal, bound)),
        other.api(*with_compared_responses(new, after, equal, bound)),
    )
