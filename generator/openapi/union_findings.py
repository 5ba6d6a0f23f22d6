"""Finds, in the schemas of requests, unions whose branches overlap and discriminators that lead nowhere."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from generator.core import pointers
from generator.core.json_value import canonical, node_at
from generator.core.problems import Problem, excerpt
from generator.core.schema_keywords import HOLDING, LIST, ONE
from generator.document import references
from generator.document.nodes import mapping, sequence, text
from generator.jsonschema import Discriminators, SchemaError, discriminator_of, may_overlap
from generator.jsonschema.schema_walk import Meter

_NEGATED = ("not", "if")
_MOST_STEPS = 100_000
"""Four times as many as the largest documents of vendors need."""


Schemas: TypeAlias = Sequence[tuple[str, Mapping[str, Any]]]
"""Schemas with their pointers."""


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong with the schema at a pointer."""

    code: str
    message: str
    pointer: str
    hint: str
    is_repeated: bool = False
    """Whether the same was found before, in what is written the same, so that it is not told again."""


def overlap_findings(root: Mapping[str, Any], schemas: Schemas) -> Iterator[Finding]:
    """Each ``oneOf`` that does not tell its branches apart.

    Where too many are too much together, the last are passed over: this is a remark, and no reason to wait.
    """
    seen: dict[str, bool] = {}
    meter = Meter(_MOST_STEPS)
    for pointer, schema in schemas:
        if len(sequence(schema.get("oneOf"))) < 2 or discriminator_of(schema):
            continue
        form = canonical(schema)
        is_repeated = form in seen
        if not is_repeated:
            seen[form] = _may_overlap(root, pointer, meter)
        if seen[form]:
            yield Finding(
                "union-overlap",
                "the branches of oneOf do not exclude each other: a value may fit several",
                pointer,
                "a value that fits any of them is sent; anyOf says so, and strict_unions: true in"
                " toolkit.yaml refuses what fits several",
                is_repeated,
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


def _may_overlap(root: Mapping[str, Any], pointer: str, meter: Meter) -> bool:
    try:
        version = text(root.get("openapi"))
        return may_overlap(root, pointer, openapi_version=version, meter=meter)
    except SchemaError:
        return False  # what refers to it is left out, and says why


def schemas_in(
    root: Mapping[str, Any], asked: Iterable[str]
) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The schemas at the pointers and all that they are made of, each once, negations left out."""
    seen: set[str] = set()
    waiting = [(each, node_at(root, each)) for each in asked][::-1]
    while waiting:
        pointer, node = waiting.pop()
        if pointer in seen:
            continue
        seen.add(pointer)
        schema = mapping(node)
        yield pointer, schema
        below = list(_below(schema, pointer))
        if isinstance(schema.get("$ref"), str) and (found := _reached(root, schema["$ref"])):
            below.append(found)
        waiting += below[::-1]


def _reached(root: Mapping[str, Any], reference: str) -> tuple[str, Any] | None:
    target = references.resolve(root, reference, pointers.ROOT)
    return None if isinstance(target, Problem) else (target.pointer, target.node)


def _below(schema: Mapping[str, Any], pointer: str) -> Iterator[tuple[str, Any]]:
    for keyword, value in schema.items():
        form = HOLDING.get(keyword)
        if form is None or keyword in _NEGATED:
            continue
        here = f"{pointer}/{keyword}"
        if form == ONE:
            yield here, value
        elif form == LIST:
            yield from ((f"{here}/{at}", each) for at, each in enumerate(sequence(value)))
        else:
            for name, each in mapping(value).items():
                yield pointers.child(here, str(name)), each
