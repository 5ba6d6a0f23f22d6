"""Finds, in the schemas of requests, unions whose branches overlap and discriminators that lead nowhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from generator.core import pointers
from generator.core.json_value import canonical
from generator.core.problems import Problem, excerpt
from generator.core.schema_keywords import ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS
from generator.document import references
from generator.document.nodes import mapping, sequence, text
from generator.jsonschema import Discriminators, SchemaError, discriminator_of, may_overlap

_NEGATED = ("not", "if")


Schemas: TypeAlias = Sequence[tuple[str, Mapping[str, Any]]]
"""Schemas with their pointers."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the schema at a pointer."""

    code: str
    message: str
    pointer: str
    hint: str


def overlap_findings(root: Mapping[str, Any], schemas: Schemas) -> Iterator[Finding]:
    """Each ``oneOf`` that does not tell its branches apart; a union written out again is not told again."""
    seen: set[str] = set()
    for pointer, schema in schemas:
        branches = sequence(schema.get("oneOf"))
        if len(branches) < 2 or discriminator_of(schema) or (form := canonical(schema)) in seen:
            continue
        seen.add(form)
        if _may_overlap(root, pointer):
            yield Finding(
                "union-overlap",
                "the branches of oneOf do not exclude each other: a value may fit several",
                pointer,
                "a value that fits any of them is sent; anyOf says so, and strict_unions: true in"
                " toolkit.yaml refuses what fits several",
            )


def discriminator_findings(schemas: Schemas, discriminators: Discriminators) -> Iterator[Finding]:
    """Each discriminator that maps a value to what is no schema of the document."""
    for pointer, schema in schemas:
        found = discriminator_of(schema)
        lost = list(discriminators.lost(found)) if found else []
        if found and lost:
            target = excerpt(found.mapping[lost[0]])
            yield Finding(
                "discriminator-ignored",
                f"the discriminator maps {excerpt(lost[0])} to {target}, where there is no schema",
                pointers.child(pointer, "discriminator"),
                "name a schema of components, or write a reference to one",
            )


def _may_overlap(root: Mapping[str, Any], pointer: str) -> bool:
    try:
        return may_overlap(root, pointer, openapi_version=text(root.get("openapi")))
    except SchemaError:
        return False  # what refers to it is left out, and says why


def schemas_in(
    root: Mapping[str, Any], asked: Iterable[str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The schemas at the pointers and all that they are made of, each once, negations left out."""
    seen: set[str] = set()
    waiting = list(asked)[::-1]
    while waiting:
        target = references.resolve(root, waiting.pop(), pointers.ROOT)
        if isinstance(target, Problem) or target.pointer in seen:
            continue
        seen.add(target.pointer)
        schema = mapping(target.node)
        yield target.pointer, schema
        below = list(_below(schema, target.pointer))
        if isinstance(schema.get("$ref"), str):
            below.append(schema["$ref"])
        waiting += below[::-1]


def _below(schema: Mapping[str, Any], pointer: str) -> Iterator[str]:
    for keyword, value in schema.items():
        here = pointers.child(pointer, keyword)
        if keyword in ONE_SCHEMA and keyword not in _NEGATED:
            yield here
        elif keyword in SCHEMA_LISTS:
            yield from (pointers.child(here, at) for at in range(len(sequence(value))))
        elif keyword in SCHEMA_MAPS:
            yield from (pointers.child(here, str(name)) for name in mapping(value))
