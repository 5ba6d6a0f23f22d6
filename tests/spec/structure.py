"""What an OpenAPI document says apart from its prose, so that two documents can be compared by it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator import pointers

PROSE = frozenset({"title", "summary", "description", "example", "examples"})

# Under these keywords the keys are names, so that a property called `title` is no prose.
NAMES = frozenset({"properties", "schemas", "responses", "securitySchemes", "paths"})


def skeleton(node: Any, names: bool = False) -> Any:
    """A copy of a document without titles, descriptions, examples and `x-` keys.

    `names` says that the keys of this node are names and none of them is left out.
    """
    if isinstance(node, Mapping):
        return {
            key: skeleton(value, not names and key in NAMES)
            for key, value in node.items()
            if names or not (key in PROSE or key.startswith("x-"))
        }
    if isinstance(node, list):
        return [skeleton(item) for item in node]
    return node


def reachable(document: Mapping[str, Any], extra: tuple[str, ...] = ()) -> dict[str, Any]:
    """The document with only those components that its paths, or the `extra` references, lead to.

    Security schemes all stay: operations name them without a reference.
    """
    found: set[str] = set()
    waiting = [*_references(document["paths"]), *extra]
    while waiting:
        reference = waiting.pop()
        if reference not in found:
            found.add(reference)
            waiting.extend(_references(_target(document, reference)))
    components = {
        section: {
            name: value
            for name, value in members.items()
            if section == "securitySchemes" or f"#/components/{section}/{name}" in found
        }
        for section, members in document["components"].items()
    }
    return {**document, "components": components}


def differences(ours: Any, theirs: Any, pointer: str = "#") -> Iterator[str]:
    """One line a difference, with its JSON pointer; the order of keys is none, that of items is."""
    if isinstance(ours, Mapping) and isinstance(theirs, Mapping):
        for key in {**ours, **theirs}:
            place = pointers.child(pointer, key)
            if key not in theirs:
                yield f"{place}: only ours"
            elif key not in ours:
                yield f"{place}: only theirs"
            else:
                yield from differences(ours[key], theirs[key], place)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for index, (our_item, their_item) in enumerate(zip(ours, theirs)):
            yield from differences(our_item, their_item, pointers.child(pointer, str(index)))
    elif type(ours) is not type(theirs) or ours != theirs:
        yield f"{pointer}: {ours!r} is ours, {theirs!r} is theirs"


def _references(node: Any) -> Iterator[str]:
    if isinstance(node, Mapping):
        if isinstance(node.get("$ref"), str):
            yield node["$ref"]
        for value in node.values():
            yield from _references(value)
    elif isinstance(node, list):
        for item in node:
            yield from _references(item)


def _target(document: Mapping[str, Any], reference: str) -> Any:
    node: Any = document
    for part in pointers.split(reference):
        node = node[part]
    return node
