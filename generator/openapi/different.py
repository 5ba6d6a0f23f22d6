"""Reads of two documents what is different in them alone, where the rest is sure to decide nothing of it.

Of operations on paths that are equal in both, their bodies above all are expensive to read. They are
left alone, though that leaves open which of these operations tools can carry.
"""

from collections.abc import Container, Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from generator.document.located import Document
from generator.document.nodes import mapping
from generator.jsonschema.answer import LEVELS
from generator.openapi.api import Api, Operation
from generator.openapi.operation_nodes import operation_nodes
from generator.openapi.outlines import outlines
from generator.openapi.reader import TAKEN, Reader, Taken
from generator.openapi.responses import is_read_deep, with_deep_responses
from generator.openapi.security import SecuritySchemes


@dataclass(frozen=True, slots=True)
class Different:
    """The facts of two documents but for the operations that are the same in both; of these, outlines."""

    apis: tuple[Api, Api]
    same: tuple[Operation, ...]


def parse_different(
    old: Document, new: Document, equal: Container[str], taken: Taken = TAKEN
) -> Different | None:
    """What is different where operations that are not on the `equal` paths are; None where the
    others, be they left out or not, may decide something of these.

    Names are not looked at: they are made elsewhere.
    """
    same = _outlined(old, equal)
    if same != _outlined(new, equal) or list(_keys(old)) != list(_keys(new)):
        return None
    if any(_has_own_servers(each) for each in (old, new)):
        return None  # of which there is an environment variable each, unless all have the same
    sure, unsure = _sure_and_unsure(old, equal, taken)
    apis = [_read(each, equal, sure, unsure, taken) for each in (old, new)]
    if apis[0] is None or apis[1] is None:
        return None
    return Different((apis[0], apis[1]), same)


def _outlined(document: Document, equal: Container[str]) -> tuple[Operation, ...]:
    return tuple(replace(each, pointer="") for each in outlines(document) if each.path in equal)


def _keys(document: Document) -> Iterator[tuple[str, str]]:
    """Path and method of each operation: what is different stands where it stood."""
    for _, path, method, _ in operation_nodes(document.root):
        yield path, method


def _nodes(document: Document) -> Iterator[tuple[str, Any]]:
    """The key of each operation, and its object."""
    for _, path, method, item in operation_nodes(document.root):
        yield f"{method.upper()} {path}", mapping(item[method])


def _has_own_servers(document: Document) -> bool:
    return any(
        item.get("servers") or mapping(item[method]).get("servers")
        for _, _, method, item in operation_nodes(document.root)
    )


def _sure_and_unsure(
    document: Document, equal: Container[str], taken: Taken
) -> tuple[tuple[Operation, ...], tuple[Operation, ...]]:
    """Of the equal operations those that tools can carry, and those that they may not be able to:
    what has a body."""
    same = [each for each in outlines(document) if each.path in equal]
    with_body = {key for key, node in _nodes(document) if "requestBody" in node}
    unsure = [each for each in same if each.key in with_body]
    others = with_body | {key for key, _ in _nodes(document)} - {each.key for each in same}
    reader = Reader(document, *taken, passed_over=frozenset(others), silent=True)
    return tuple(reader.operations()), tuple(unsure)


def _read(
    document: Document,
    equal: Container[str],
    sure: Iterable[Operation],
    unsure: Iterable[Operation],
    taken: Taken,
) -> Api | None:
    """The facts of the document without the equal operations."""
    reader = Reader(document, *taken, silent=True)
    different = tuple(reader.operations({}, equal))
    if not is_read_deep(document, different, sure, unsure):
        return None
    api = reader.api(with_deep_responses(document, different), LEVELS)
    used = {each.key for each in api.schemes}
    return api if used >= _named_schemes(document) else None


def _named_schemes(document: Document) -> set[str]:
    """The security schemes that any operation may be carried with."""
    schemes = SecuritySchemes(document.root)
    named = {
        key for _, node in _nodes(document) for each in schemes.requirements(node) for key in each
    }
    return named & schemes.usable.keys()
