"""Reads what the upper levels of a JSON answer look like, texts included: where paging is documented."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import partial
from typing import Any

from generator.core import pointers
from generator.core.json_value import node_at
from generator.core.memory import Memory, digest, remembered
from generator.core.stored_values import Stored
from generator.document import references
from generator.document.nodes import mapping, sequence, text
from generator.openapi.answers import SUCCESS
from generator.openapi.api import AnswerField, Operation
from generator.openapi.page_members import page_members

_PAGED = re.compile(
    r"page|cursor|token|offset|skip|after|since|start|next|bookmark|scroll", re.IGNORECASE
)
_LEVELS = 4
_MOST_FIELDS = 400
_PARTS = ("allOf", "anyOf", "oneOf")

_STORED: Stored[tuple[tuple[AnswerField, ...], bool]] = Stored(tuple[tuple[AnswerField, ...], bool])


def with_outlines(
    root: Mapping[str, Any], operations: Iterable[Operation], memory: Memory
) -> Iterator[Operation]:
    """The operations, those with the upper levels of their answers that may be pages of a list."""
    for each in operations:
        names = [*(parameter.name for parameter in each.parameters), *_members(each)]
        if each.response is None or not any(map(_PAGED.search, names)):
            yield each
            continue
        key = each.digest and digest("outline", each.digest)
        fields, has_link = remembered(memory, key, _STORED, partial(_outline, root, each))
        yield replace(each, outline=fields, has_link=has_link)


def _outline(root: Mapping[str, Any], operation: Operation) -> tuple[tuple[AnswerField, ...], bool]:
    assert operation.response is not None, "there is nothing to outline"
    fields = tuple(_fields(root, operation.response.schema_pointers[0]))
    return fields, _has_link(root, operation)


def _members(operation: Operation) -> Iterator[str]:
    if operation.body is not None:
        yield from mapping(operation.body.schema.get("properties"))
        yield from (path[-1] for path, _ in page_members(operation.body.schema))


def _has_link(root: Mapping[str, Any], operation: Operation) -> bool:
    """Whether a successful answer is documented to have a `Link` header."""
    pointer = pointers.child(operation.pointer, "responses")
    for status, entry in mapping(node_at(root, pointer)).items():
        if SUCCESS.fullmatch(status):
            _, response = references.follow(root, entry, pointers.child(pointer, status))
            if any(name.lower() == "link" for name in mapping(mapping(response).get("headers"))):
                return True
    return False


def _fields(root: Mapping[str, Any], pointer: str) -> Iterator[AnswerField]:
    """The answer itself, and what is in it, the upper first; lists are not looked into."""
    level: list[tuple[tuple[str, ...], Any]] = [((), node_at(root, pointer))]
    seen: set[tuple[str, ...]] = set()
    for _ in range(_LEVELS):
        below: list[tuple[tuple[str, ...], Any]] = []
        for path, schema in level:
            parts = list(_parts(root, schema, 0))
            if path in seen or len(seen) > _MOST_FIELDS:
                continue
            seen.add(path)
            yield _field(root, path, parts)
            for part in parts:
                below += [
                    ((*path, name), each) for name, each in mapping(part.get("properties")).items()
                ]
        level = below


def _field(root: Mapping[str, Any], path: tuple[str, ...], parts: list[Any]) -> AnswerField:
    types = {kind for part in parts for kind in _types(part)}
    items = [each for part in parts if "items" in part for each in _parts(root, part["items"], 0)]
    return AnswerField(
        path=path,
        types=frozenset(types - {"null"}),
        description=" ".join(filter(None, (text(part.get("description")) for part in parts))),
        format=next(filter(None, (text(part.get("format")) for part in parts)), ""),
        members=tuple(
            dict.fromkeys(name for each in items for name in mapping(each.get("properties")))
        ),
    )


def _types(schema: Mapping[str, Any]) -> list[str]:
    kinds = schema.get("type")
    if kinds is None:
        return ["object"] if "properties" in schema else ["array"] if "items" in schema else []
    named = [kinds] if isinstance(kinds, str) else sequence(kinds)
    return [each for each in named if each and isinstance(each, str)]


def _parts(root: Mapping[str, Any], schema: Any, depth: int) -> Iterator[Mapping[str, Any]]:
    """The schema, and all those whose members are its own."""
    _, schema = references.follow(root, schema, pointers.ROOT)
    if not isinstance(schema, Mapping) or depth > _LEVELS:
        return
    yield schema
    for keyword in _PARTS:
        for each in sequence(schema.get(keyword)):
            yield from _parts(root, each, depth + 1)
