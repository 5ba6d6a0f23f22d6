"""Collects what a tool can be found by: the texts of each field, from its title to the members of its body."""

import re
from collections.abc import Iterator, Mapping
from itertools import islice, pairwise
from operator import itemgetter
from typing import Any, NamedTuple

from generator.core import pointers
from generator.document.nodes import mapping, sequence, text
from generator.plan.model import MODE, REQUEST_BODY, EnumClass, Package, Tool

_SLOT = re.compile(r"\{([^{}]+)\}")
_VERSION = re.compile(r"(v\d+(\.\d+)?|api|rest)$", re.IGNORECASE)
_LONG, _SHORT = 600, 200  # characters of a description that are read
_MOST_MEMBERS, _MOST_VALUES = 150, 20
_LEVELS = 2


class Field(NamedTuple):
    """What a field's words weigh, and how many of them are usual; none for a field where each word counts."""

    weight: float
    usual: int = 0


FIELDS = {
    "title": Field(3.0),
    "name": Field(1.5),
    "last": Field(2.0),
    "path": Field(2.0),
    "tags": Field(0.8),
    "arguments": Field(1.0, 8),
    "members": Field(1.2, 12),
    "values": Field(1.0, 12),
    "text": Field(0.5, 40),
    "texts": Field(0.3, 80),
}


Enums = Mapping[str, tuple[int, EnumClass]]
"""The enumerations of a package by name, each with its place among them."""


def enums_of(package: Package) -> Enums:
    """The package's enumerations, to be looked up for each of its tools."""
    return {each.name: (at, each) for at, each in enumerate(package.enums)}


def fields_of(enums: Enums, tool: Tool) -> dict[str, list[str]]:
    """The texts of each field."""
    *owners, last = static_segments(tool.path) or _SLOT.findall(tool.path) or [""]
    members = list(islice(_members(tool.schema or {}, tool.schema or {}, _LEVELS), _MOST_MEMBERS))
    body = [each for each in tool.arguments if each.key.startswith("body:")]
    texts = [each.description for each in body]
    texts += [text(schema.get("description")) for _, schema in members]
    return {
        "title": [tool.summary],
        "name": [tool.name],
        "last": [last],
        "path": owners,
        "tags": list(tool.tags),
        "arguments": list(_arguments(tool)),
        "members": [name for name, _ in members],
        "values": [*_enumerated(enums, tool), *_values(members)],
        "text": [tool.description[:_LONG]],
        "texts": [each[:_SHORT] for each in texts],
    }


def static_segments(path: str) -> list[str]:
    """The segments of a path that name things, rather than a version or one thing among others."""
    return [
        each for each in path.split("/") if each and "{" not in each and not _VERSION.match(each)
    ]


def owners_of(path: str) -> list[str]:
    """What one thing is chosen of: segments before a parameter, and what the parameters are called."""
    segments = [each for each in path.split("/") if each]
    named = [before for before, each in pairwise(segments) if "{" not in before and "{" in each]
    return [*named, *_SLOT.findall(path)]


def _arguments(tool: Tool) -> Iterator[str]:
    for each in tool.arguments:
        if each.key not in (MODE, REQUEST_BODY) and not each.key.startswith("path:"):
            yield each.name


def _enumerated(enums: Enums, tool: Tool) -> Iterator[str]:
    named = {each.type.enum for each in tool.arguments if each.type.enum and each.key != MODE}
    for _, enum in sorted((enums[name] for name in named if name in enums), key=itemgetter(0)):
        yield from (each.value for each in enum.members[:_MOST_VALUES])


def _values(members: list[tuple[str, Mapping[str, Any]]]) -> Iterator[str]:
    for _, schema in members:
        values = sequence(schema.get("enum"))[:_MOST_VALUES]
        yield from (each for each in values if isinstance(each, str))


def _members(schema: Any, root: Any, levels: int) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """The members of a body by name, those of their own values included, some levels deep."""
    schema = _resolved(mapping(schema), root)
    for name, member in mapping(schema.get("properties")).items():
        yield name, _resolved(mapping(member), root)
        if levels:
            yield from _members(member, root, levels - 1)
    for keyword in ("allOf", "oneOf", "anyOf"):
        for part in sequence(schema.get(keyword)) if levels else ():
            yield from _members(part, root, levels - 1 if "$ref" in mapping(part) else levels)
    if levels and "items" in schema:
        yield from _members(schema["items"], root, levels - 1)


def _resolved(schema: Mapping[str, Any], root: Any) -> Mapping[str, Any]:
    """The schema that a reference leads to, with what is said beside the reference."""
    target = text(schema.get("$ref"))
    if not target.startswith("#/"):
        return schema
    found = root
    for key in pointers.split(target):
        found = mapping(found).get(key, {})
    return {**mapping(found), **schema}
