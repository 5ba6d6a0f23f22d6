"""Rules that no schema can state: operations and tags have names of their own, paths their parameters."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.core import pointers
from generator.core.path_placeholders import placeholders
from generator.core.problems import excerpt
from generator.document import references
from generator.document.nodes import mapping, sequence
from generator.validation.openapi_objects import OPERATIONS
from generator.validation.violation import Violation

_Located = tuple[str, Mapping[str, Any]]
"""An object and its pointer."""


def operation_violations(root: Mapping[str, Any]) -> Iterator[Violation]:
    """What is wrong with operations by what other parts of the document say."""
    names: dict[str, str] = {}
    for path, entry in mapping(root.get("paths")).items():
        if path.startswith("x-"):
            continue
        pointer, node = references.follow(root, entry, pointers.join(["paths", path]))
        item = mapping(node)
        shared = list(_parameters(root, item, pointer))
        yield from _repeated(shared)
        for where, operation in _operations(item, pointer):
            own = list(_parameters(root, operation, where))
            yield from _named_again(operation, where, names)
            yield from _repeated(own)
            yield from _without_place(path, [*own, *shared], where)


def _operations(item: Mapping[str, Any], pointer: str) -> Iterator[_Located]:
    added = f"{pointer}/additionalOperations"
    candidates = (
        *((pointers.child(pointer, each), item.get(each)) for each in OPERATIONS),
        *(
            (pointers.child(added, method), node)
            for method, node in mapping(item.get("additionalOperations")).items()
        ),
    )
    for where, node in candidates:
        if isinstance(node, dict):
            yield where, node


def _parameters(
    root: Mapping[str, Any], holder: Mapping[str, Any], pointer: str
) -> Iterator[_Located]:
    """The parameters of an operation or path, by where each is listed; broken references give none."""
    for index, entry in enumerate(sequence(holder.get("parameters"))):
        where = f"{pointer}/parameters/{index}"
        _, node = references.follow(root, entry, where)
        if isinstance(node, dict):
            yield where, node


def _named_again(
    operation: Mapping[str, Any], pointer: str, names: dict[str, str]
) -> Iterator[Violation]:
    name = operation.get("operationId")
    if isinstance(name, str) and name in names:
        message, hint = "another operation has this operationId", f"{names[name]} has it too"
        yield Violation(f"{pointer}/operationId", message, "an operationId of its own", hint)
    elif isinstance(name, str):
        names[name] = pointer


def _repeated(parameters: list[_Located]) -> Iterator[Violation]:
    known: set[tuple[str, str]] = set()
    for pointer, node in parameters:
        key = repr(node.get("name")), repr(node.get("in"))
        if key in known:
            message = "two parameters have the same name and place"
            yield Violation(pointer, message, "each parameter once")
        known.add(key)


def _without_place(path: str, parameters: list[_Located], pointer: str) -> Iterator[Violation]:
    """Path parameters and the placeholders of the path, where one has no other."""
    names = dict.fromkeys(placeholders(path))
    declared = {
        str(node.get("name")): where for where, node in parameters if node.get("in") == "path"
    }
    missing = [name for name in names if name not in declared]
    astray = [name for name in declared if name not in names]
    are_one = len(missing) == len(astray) == 1
    for name in [] if are_one else missing:
        message, hint = f"{excerpt(name)} in the path has no parameter", "a required string is sent"
        yield Violation(pointer, message, "one required parameter for each {placeholder}", hint)
    for name in astray:
        message = f"the path has no place for the parameter {excerpt(name)}"
        hint = f"it is taken for {excerpt(missing[0])}" if are_one else "it is not sent"
        yield Violation(declared[name], message, "a {placeholder} in the path", hint)


def tag_violations(root: Mapping[str, Any]) -> Iterator[Violation]:
    """Tags that are declared twice, or whose parents, which 3.2 has, are not there or go in a circle."""
    parents: dict[str, tuple[str, Any]] = {}
    for index, tag in enumerate(sequence(root.get("tags"))):
        pointer, name = f"#/tags/{index}", mapping(tag).get("name")
        if not isinstance(name, str):
            continue
        if name in parents:
            message = f"the tag {excerpt(name)} is already declared"
            yield Violation(f"{pointer}/name", message, "each tag once")
        parents.setdefault(name, (pointer, tag.get("parent")))
    if str(root.get("openapi")).startswith("3.2"):
        yield from _parent_violations(parents)


def _parent_violations(parents: Mapping[str, tuple[str, Any]]) -> Iterator[Violation]:
    sound: set[str] = set()
    for name, (pointer, parent) in parents.items():
        if parent is not None and parent not in parents:
            message = f"there is no tag {excerpt(parent)}"
            yield Violation(f"{pointer}/parent", message, "the name of another tag")
        trail: dict[str, None] = {}
        while name in parents and name not in sound and name not in trail:
            trail[name] = None
            name = str(parents[name][1])
        if name in trail:
            where, message = (
                parents[name][0],
                "the tag is its own parent, directly or through others",
            )
            yield Violation(f"{where}/parent", message, "parents that end at a tag without one")
        sound.update(trail)
