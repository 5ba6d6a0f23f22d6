"""Holds documents to OpenAPI's own rules: its published schemas, and what no schema can state."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from functools import partial
from itertools import islice
from typing import TYPE_CHECKING, Any

from generator.core import pointers
from generator.core.memory import NO_MEMORY
from generator.core.problems import (
    MOST_TOLD,
    Problem,
    ProblemsError,
    Severity,
    excerpt,
    first_told,
    in_order,
)
from generator.document.broken_references import broken_references, told_of
from generator.document.located import Document, MarkedDict, place_of
from generator.document.part_digests import DocumentMemory
from generator.document.sound_parts import SoundParts
from generator.validation import published_schemas
from generator.validation.openapi_objects import objects
from generator.validation.operation_rules import operation_violations, tag_violations
from generator.validation.portions import told_in_portions
from generator.validation.readings import reading_of
from generator.validation.schema_rules import SchemaRules
from generator.validation.steps import Steps
from generator.validation.unevaluated import told_together
from generator.validation.versions import Version, version_of, version_problem
from generator.validation.violation import Violation

if TYPE_CHECKING:
    from generator.document.moves import Moves

_MOST_STEPS = 300_000


def document_problems(document: Document, memory: DocumentMemory) -> tuple[Problem, ...]:
    """What is wrong with a document by OpenAPI's rules and in its references.

    Raises `ProblemsError` where it is not read.
    """
    sound = SoundParts(document, memory)
    found = validation_problems(document, sound)
    if any(each.severity is Severity.ERROR for each in found):
        raise ProblemsError(found)
    broken = broken_references(document, sound.unchecked)
    sound.keep((*found, *broken))
    return (*told_of(broken), *found)


def validation_problems(document: Document, sound: SoundParts | None = None) -> tuple[Problem, ...]:
    """Everything that is wrong with a document, in order, at most a thousand problems.

    All are warnings but for a version that is not read: a fault is read as what is plainly meant, or
    as nothing said, and an operation that cannot do without is left out by whoever reads it.
    Nothing outside the document is opened, whatever it refers to. Parts that are known to be sound
    are passed over.
    """
    sound = sound or SoundParts(document, DocumentMemory(NO_MEMORY, document.root))
    refused = version_problem(document)
    if refused:
        return (refused,)
    found: dict[tuple[str, str], Violation] = {}
    others = partial(Violation, pointers.ROOT)
    for each in first_told(_violations(document, sound), "rules are broken", others):
        found.setdefault((each.pointer, each.message), each)
    return in_order(_as_problem(document.root, each) for each in found.values())


def _violations(document: Document, sound: SoundParts) -> Iterator[Violation]:
    root = document.root
    if document.original:
        yield from _original_violations(document.original, document.moves[0])
    else:
        yield from _schema_violations(root, sound.unchecked)
    yield from tag_violations(root)
    yield from operation_violations(root)
    steps = Steps(_MOST_STEPS - sound.steps_before)
    found = list(islice(_rule_violations(root, sound, steps), MOST_TOLD + 1))
    if steps.are_used_up and sound.steps_before:
        # Which parts the steps would have been left for shows where all are gone through.
        sound.check_all()
        steps = Steps(_MOST_STEPS)
        found = list(islice(_rule_violations(root, sound, steps), MOST_TOLD + 1))
    yield from found
    if steps.are_used_up:
        message = "defaults and required names are not all checked: the schemas are too entangled"
        yield Violation("#/components/schemas", message)


def _rule_violations(
    root: Mapping[str, Any], sound: SoundParts, steps: Steps
) -> Iterator[Violation]:
    rules = SchemaRules(root, steps)
    for each in objects(sound.unchecked):
        if each.kind == "schema" and rules.concern(each.node):
            before = steps.taken
            yield from rules.violations(each)
            if steps.taken != before:
                sound.note_step(each.pointer, steps.taken - before)


def _schema_violations(
    root: Mapping[str, Any], unchecked: Mapping[str, Any]
) -> Iterator[Violation]:
    """What OpenAPI's schema says, and in it the dialect that the document's schemas follow."""
    version, dialect = version_of(root), ""
    if version is None:
        return
    if version.dialect:
        named = root.get("jsonSchemaDialect", version.dialect)
        known = published_schemas.known_dialect(named)
        if known is None and isinstance(named, str):
            message = f"the dialect {excerpt(named)} is not known"
            yield Violation("#/jsonSchemaDialect", message, "a draft of JSON Schema")
        dialect = known or version.dialect
    yield from _found(version, dialect, unchecked)


def _original_violations(original: Document, moves: Moves) -> Iterator[Violation]:
    """What the schema of the document's own version says, wherever the part that it says it of has gone."""
    version = version_of(original.root)
    root = original.root
    for each in _found(version, "", root) if version else ():
        place = place_of(root, each.pointer)
        for pointer in moves.forward(each.pointer):
            yield replace(each, pointer=pointer, place=place)


def _found(version: Version, dialect: str, root: Mapping[str, Any]) -> Iterator[Violation]:
    """What the schema of a version says of a document, or of a part of one."""
    return told_in_portions(
        published_schemas.compiled(version, dialect),
        root,
        published_schemas.asked(version),
        told_together,
    )


def _as_problem(root: MarkedDict, violation: Violation) -> Problem:
    pointer = violation.pointer
    return Problem(
        "openapi-invalid",
        violation.message,
        violation.place or place_of(root, pointer),
        pointer,
        violation.expected,
        violation.hint or reading_of(root, pointer),
        severity=Severity.WARNING,
    )
