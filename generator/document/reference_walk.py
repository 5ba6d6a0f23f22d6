"""Finds a document's references: `$ref` is one where the specification puts one, and plain data in
examples, defaults, extensions and lists of names."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import Any

from generator.core import pointers
from generator.core.schema_keywords import DEFINITIONS, SCHEMA_MAPS

REF = "$ref"

# Members whose values are data, or strings that only look like references.
_DATA = frozenset(
    ("example", "default", "enum", "const", "value", "dataValue", "mapping", "scopes", "security")
)

# Members whose values are objects with names for keys, so that a key means nothing by itself.
_NAMES = frozenset(
    (
        *SCHEMA_MAPS,
        *DEFINITIONS,
        *("schemas", "responses", "parameters", "examples", "requestBodies", "headers"),
        *("securitySchemes", "links", "callbacks", "pathItems", "mediaTypes", "content"),
        *("encoding", "paths", "webhooks", "variables", "additionalOperations"),
    )
)


class Kind(Enum):
    """What the keys of an object are."""

    FIELDS = "fields"
    NAMES = "names"


@dataclass(frozen=True, slots=True)
class Part:
    """An object or array of a document and how it is to be read."""

    pointer: str
    node: Any
    kind: Kind = Kind.FIELDS


@dataclass(frozen=True, slots=True)
class Reference:
    """A reference: the pointer of the object that holds it, that object, and its text.

    `is_named` marks what refers without `$ref` (a discriminator's mapping, a security requirement):
    it makes its target part of an operation, but replaces nothing.
    """

    pointer: str
    node: Mapping[str, Any]
    text: str
    kind: Kind = Kind.FIELDS
    is_named: bool = False


class Walk:
    """Goes through parts of one document; what several walks reach, the first one reports."""

    def __init__(self) -> None:
        self._visited: set[tuple[int, Kind]] = set()

    def references(self, parts: Iterable[Part]) -> Iterator[Reference]:
        """The references in the parts, in document order, without following any."""
        stack = list(parts)[::-1]
        while stack:
            part = stack.pop()
            mark = (id(part.node), part.kind)
            if mark in self._visited:
                continue
            self._visited.add(mark)
            yield from references_of(part)
            stack.extend(reversed(list(children(part))))


def references_of(part: Part) -> Iterator[Reference]:
    """The references that the object itself holds, not those of its members."""
    node = part.node
    if not isinstance(node, dict):
        return
    if isinstance(node.get(REF), str):
        yield Reference(part.pointer, node, node[REF], part.kind)
    if part.kind is Kind.FIELDS:
        for text in (*_mapped(node.get("discriminator")), *_required(node.get("security"))):
            yield Reference(part.pointer, node, text, is_named=True)


def children(part: Part) -> Iterator[Part]:
    """The members or items in which references can stand."""
    if isinstance(part.node, list):
        for index, item in enumerate(part.node):
            if isinstance(item, (dict, list)):
                yield Part(f"{part.pointer}/{index}", item)
    elif isinstance(part.node, dict):
        for key, value in part.node.items():
            kind = child_kind(part.kind, key, value)
            if kind is not None:
                yield Part(pointers.child(part.pointer, key), value, kind)


def child_kind(kind: Kind, key: str, value: Any) -> Kind | None:
    """How to read a member; None for scalars and data."""
    if not isinstance(value, (dict, list)):
        return None
    if kind is Kind.NAMES:
        return Kind.FIELDS
    if key in _DATA or key.startswith("x-"):
        return None
    if key in _NAMES and isinstance(value, dict):
        return Kind.NAMES
    return None if key == "examples" else Kind.FIELDS


def _mapped(discriminator: Any) -> Iterator[str]:
    """Targets of a discriminator's mapping: references, or bare names of schemas."""
    mapping = discriminator.get("mapping") if isinstance(discriminator, dict) else None
    for target in mapping.values() if isinstance(mapping, dict) else ():
        if isinstance(target, str):
            yield (
                target
                if target.startswith(pointers.ROOT)
                else pointers.join(("components", "schemas", target))
            )


def _required(security: Any) -> Iterator[str]:
    """The security schemes that a security field names."""
    for requirement in security if isinstance(security, list) else ():
        for name in requirement if isinstance(requirement, dict) else ():
            yield pointers.join(("components", "securitySchemes", name))
