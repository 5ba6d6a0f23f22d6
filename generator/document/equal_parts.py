"""Tells which paths of two documents are equal with all that they reach, before anything is read of them.

Equal means to the letter: the same members in the same order, since order decides some names, and
`1` is neither `1.0` nor `true`.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.core import pointers
from generator.document.nodes import mapping
from generator.document.value_facts import LENGTHS, spelled

_OF_NO_OPERATION = frozenset(("info", "tags", "externalDocs", "paths", "components"))
"""Members of the root that say nothing of operations, and those that are compared part by part."""

_ELSEWHERE = re.compile(rb"#(?:[/%](?!components/[^/]+/)|(?<=\x01\0\0\0#))")
"""What a reference to no component has in it, as `spelled` has it."""

_SCHEMAS = ("components", "schemas")
_WHOLE: tuple[str, ...] = ()

_Part = tuple[str, ...]
"""Where a part stands that references lead to, or into: `components/schemas/Name`, `paths//track`."""


def equal_paths(old: Mapping[str, Any], new: Mapping[str, Any]) -> frozenset[str]:
    """The paths whose operations are the same in both documents, all that they refer to included.

    There is none where the documents differ in what counts for every operation, such as servers.
    """
    if _common(old) != _common(new):
        return frozenset()
    parts, others = _parts(old), _parts(new)
    changed = {at for at in parts.keys() | others.keys() if parts.get(at) != others.get(at)}
    if _names(old) != _names(new) or any(at[:2] == _SCHEMAS for at in changed):
        changed.add(_SCHEMAS)
    if changed and not _has_component(changed):
        # What leads to a path does so by few references, and others count once a component does.
        leading = _leading_elsewhere(parts)
        changed = _with_what_reaches(changed, (each for each in _nodes(old) if each[0] in leading))
    if _has_component(changed):
        changed = _with_what_reaches(changed, _nodes(old))
    both = parts.keys() & others.keys()
    return frozenset(at[1] for at in both - changed if at[0] == "paths")


def _common(root: Mapping[str, Any]) -> bytes:
    """All that counts for every operation, as bytes."""
    shared = {key: each for key, each in root.items() if key not in _OF_NO_OPERATION}
    return spelled([shared, mapping(root.get("components")).get("securitySchemes")])


def _names(root: Mapping[str, Any]) -> list[str]:
    """The names of the schemas, in their order, which that of a union's branches may follow."""
    return list(mapping(mapping(root.get("components")).get("schemas")))


def _parts(root: Mapping[str, Any]) -> dict[_Part, bytes]:
    """The path items and the components, spelled out."""
    return {at: spelled(node) for at, node in _nodes(root)}


def _nodes(root: Mapping[str, Any]) -> Iterator[tuple[_Part, Any]]:
    for path, item in mapping(root.get("paths")).items():
        yield ("paths", path), item
    for section, named in mapping(root.get("components")).items():
        for name, each in mapping(named).items():
            yield ("components", section, name), each


def _has_component(parts: Iterable[_Part]) -> bool:
    return any(at[:1] == ("components",) for at in parts)


def _leading_elsewhere(parts: Mapping[_Part, bytes]) -> set[_Part]:
    """The parts of which a reference may lead to what is no component, which is rare."""
    return {at for at, each in parts.items() if _ELSEWHERE.search(each)}


def _with_what_reaches(changed: set[_Part], nodes: Iterable[tuple[_Part, Any]]) -> set[_Part]:
    """The changed parts and all from which references lead to one of them, or to all of the document."""
    reached_by: dict[_Part, set[_Part]] = {}
    for at, node in nodes:
        for target in _targets(node):
            reached_by.setdefault(target, set()).add(at)
    found = changed | {_WHOLE}
    waiting = list(found)
    while waiting:
        fresh = reached_by.get(waiting.pop(), set()) - found
        found |= fresh
        waiting += fresh
    return found


def _targets(node: Any) -> Iterator[_Part]:
    """The parts that something may refer to, under whatever key.

    A base's discriminator may make a union of any schemas that take the base up.
    """
    stack = [node]
    while stack:
        node = stack.pop()
        if isinstance(node, str):
            if node.startswith(pointers.ROOT) and (part := _part_of(node)) is not None:
                yield part
        elif isinstance(node, dict):
            if "discriminator" in node:
                yield _SCHEMAS
            stack += node.values()
        elif isinstance(node, list):
            stack += node


def _part_of(pointer: str) -> _Part | None:
    """The part that a pointer leads into, all of the document where that is more than one; None for
    what only looks like a pointer."""
    try:
        steps = pointers.split(pointer)
    except ValueError:
        return None
    wanted = LENGTHS.get(steps[0] if steps else "", 0)
    return steps[:wanted] if wanted and len(steps) >= wanted else _WHOLE
