"""Reads of two documents what is different in them alone, where the rest is sure to decide nothing of it.

Of operations on paths that are equal in both, their bodies above all are expensive to read. They are
left alone, though that leaves open which of these operations tools can carry.
"""

from collections.abc import Container, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.document.located import Document
from generator.document.nodes import mapping, text
from generator.jsonschema.answer import LEVELS, Answers
from generator.openapi.answer_bounds import Bound
from generator.openapi.api import Api, Operation
from generator.openapi.operation_nodes import operation_nodes
from generator.openapi.outlines import outlines
from generator.openapi.parameters import PLACES, declared_parameters
from generator.openapi.reader import TAKEN, Reader, Taken
from generator.openapi.responses import are_read_deep, bound_of_any, with_deep_responses
from generator.openapi.security import SecuritySchemes
from generator.openapi.unsupported import Unsupported


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
    known, others = outlines(old), outlines(new)
    if [_plain(each, equal) for each in known] != [_plain(each, equal) for each in others]:
        return None
    if any(_has_own_servers(each) for each in (old, new)):
        return None  # of which there is an environment variable each, unless all have the same
    same = tuple(each for each in known if each.path in equal)
    bound = bound_of_any(old, *_sure_and_unsure(old, same))
    answers = Answers()
    apis = [bound and _read(each, equal, bound, taken, answers) for each in (old, new)]
    if apis[0] is None or apis[1] is None:
        return None
    return Different((apis[0], apis[1]), same)


def _plain(operation: Operation, equal: Container[str]) -> tuple[str, Operation | None]:
    """What has to be the same in both: all of what is equal, which operations there are otherwise."""
    is_same = operation.path in equal
    return operation.key, replace(operation, pointer="") if is_same else None


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
    document: Document, same: Iterable[Operation]
) -> tuple[list[Operation], list[Operation]]:
    """Of the equal operations those that tools can carry, and those of which only reading them tells."""
    schemes = SecuritySchemes(document.root)
    found: tuple[list[Operation], list[Operation]] = [], []
    items = {
        f"{method.upper()} {path}": item for _, path, method, item in operation_nodes(document.root)
    }
    for each in same:
        is_sure = _is_sure(document, each, items[each.key], schemes)
        found[0 if is_sure else 1].append(each)
    return found


def _is_sure(
    document: Document, operation: Operation, item: Mapping[str, Any], schemes: SecuritySchemes
) -> bool:
    """Whether a tool can carry the operation for certain: there is no body, and nothing odd that is needed."""
    node = mapping(item[operation.method.lower()])
    if "requestBody" in node:
        return False
    try:
        schemes.alternatives(node)
        declared = declared_parameters(document.root, operation.pointer, item)
    except Unsupported:
        return False
    needed = (each for _, each in declared if each.get("required") or each.get("in") == "path")
    return all(text(each.get("in")) in PLACES and _is_plain(each.get("schema")) for each in needed)


def _is_plain(schema: Any) -> bool:
    """Whether there is no way in which the schema of a parameter could be wrong."""
    schema = mapping(schema)
    values = schema.get("enum", [""])
    return (
        schema.get("type") in ("string", "integer", "number", "boolean")
        and schema.keys() <= {"type", "description", "default", "enum"}
        and isinstance(schema.get("description", ""), str)
        and isinstance(schema.get("default", ""), (str, int))
        and isinstance(values, list)
        and all(isinstance(each, str) for each in values)
        and bool(values)
    )


def _read(
    document: Document,
    equal: Container[str],
    bound: Bound,
    taken: Taken,
    answers: Answers,
) -> Api | None:
    """The facts of the document without the equal operations, whose answers are within the bound."""
    reader = Reader(document, *taken, silent=True)
    different = tuple(reader.operations({}, equal))
    if reader.rounds > 1 or not are_read_deep(document, different, bound):
        return None
    api = reader.api(with_deep_responses(document, different, answers), LEVELS)
    used = {each.key for each in api.schemes}
    return api if used >= _named_schemes(document) else None


def _named_schemes(document: Document) -> set[str]:
    """The security schemes that any operation may be carried with."""
    schemes = SecuritySchemes(document.root)
    named = {
        key for _, node in _nodes(document) for each in schemes.requirements(node) for key in each
    }
    return named & schemes.usable.keys()
