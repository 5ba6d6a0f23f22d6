"""Follows references inside a document, and never out of it: no file or address is ever opened."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.core import pointers
from generator.core.json_value import member
from generator.core.problems import Problem, excerpt
from generator.document.located import MarkedDict, place_of
from generator.document.reference_walk import (
    REF,
    Kind,
    Part,
    Reference,
    Walk,
    child_kind,
    references_of,
)
from generator.workspace.reference_files import NoFile, path_of

MOST_LINKS = 16
"""Of a chain of references, which each of them may be the first of: vendors' longest have three."""


@dataclass(frozen=True, slots=True)
class Target:
    """What a reference leads to, with the one spelling of its pointer."""

    pointer: str
    node: Any


def resolve(root: Mapping[str, Any], ref: str, at: str) -> Target | Problem:
    """What `ref`, the `$ref` of the object at the pointer `at`, leads to in one step.

    The problem is `ref-external` where it leads out of the document, `ref-missing` where it leads
    nowhere; its place is that of the `$ref`, if the root knows places.
    """
    if not ref.startswith(pointers.ROOT):
        return _leads_out(root, at, ref)
    try:
        pointer, parts = pointers.spelled(ref), pointers.split(ref)
    except ValueError as error:
        return _missing(root, at, ref, str(error))
    node: Any = root
    for index, part in enumerate(parts):
        try:
            node = member(node, part)
        except KeyError:
            known = pointers.join(parts[:index])
            return _missing(root, at, ref, f"there is no {excerpt(part)} in {excerpt(known)}")
    return Target(pointer, node)


def follow(root: Mapping[str, Any], node: Any, pointer: str) -> tuple[str, Any]:
    """The part that a node stands for, and its pointer: the node itself unless it is a reference.

    Chains of references are followed to their end, unless that is very far. Members beside a `$ref` are laid over the
    target at its top level, except in OpenAPI 3.0, which ignores them. A broken reference gives
    None; `broken_references` reports it.
    """
    visited: set[str] = set()
    beside: dict[str, Any] = {}
    while isinstance(node, dict) and isinstance(node.get(REF), str):
        beside = {**siblings(node), **beside}
        target = resolve(root, node[REF], pointer)
        if isinstance(target, Problem) or target.pointer in visited:
            return pointer, None
        if len(visited) == MOST_LINKS:
            return pointer, None
        visited.add(target.pointer)
        pointer, node = target.pointer, target.node
    if beside and isinstance(node, dict) and not str(root.get("openapi")).startswith("3.0"):
        node = {**node, **beside}
    return pointer, node


def siblings(node: Mapping[str, Any]) -> dict[str, Any]:
    """The members that stand beside a `$ref`."""
    return {key: value for key, value in node.items() if key != REF}


def reachable(root: Mapping[str, Any], entry_points: Iterable[str]) -> frozenset[str]:
    """Pointers of the entry points and of everything that references lead to from them, however far.

    Discriminator mappings and security requirements count as references, the root's `security` too.
    """
    return frozenset(_reach(root, entry_points))


def actual_pointer(root: Mapping[str, Any], path: Iterable[str | int]) -> str:
    """The pointer of what keys and indexes lead to when references on the way are followed.

    It goes as far as the document does.
    """
    pointer, node = pointers.ROOT, root
    for part in path:
        if isinstance(node, dict) and part not in node and REF in node:
            pointer, node = follow(root, node, pointer)
        try:
            node = member(node, str(part))
        except KeyError:
            return pointer
        pointer = pointers.child(pointer, part)
    return pointer


def _reach(root: Mapping[str, Any], entry_points: Iterable[str]) -> set[str]:
    """The pointers of the entry points and of all targets."""
    reached: set[str] = set()
    walk = Walk()
    waiting = [part for entry in entry_points if (part := _part_at(root, entry))]
    for required in references_of(Part(pointers.ROOT, root)):
        waiting.extend(_targets(root, required))
    while waiting:
        part = waiting.pop()
        if part.pointer in reached:
            continue
        reached.add(part.pointer)
        for reference in walk.references([part]):
            waiting.extend(_targets(root, reference))
    return reached


def _targets(root: Mapping[str, Any], reference: Reference) -> Iterator[Part]:
    target = resolve(root, reference.text, reference.pointer)
    if isinstance(target, Target):
        yield Part(target.pointer, target.node, reference.kind)


def _part_at(root: Mapping[str, Any], pointer: str) -> Part | None:
    """The part at a pointer, with the way its keys are read there."""
    target = resolve(root, pointer, pointer)
    if isinstance(target, Problem):
        return None
    node: Any = root
    kind: Kind | None = Kind.FIELDS
    for part in pointers.split(pointer):
        value = member(node, part)
        kind = child_kind(kind or Kind.FIELDS, part, value) if isinstance(node, dict) else None
        node = value
    return Part(target.pointer, target.node, kind or Kind.FIELDS)


def _leads_out(root: Mapping[str, Any], at: str, ref: str) -> Problem:
    try:
        path_of(ref, "")
        hint = "put the file below the document's folder, or the part it means into components"
    except NoFile as why:
        hint = str(why)
    return _reference_problem(
        root,
        at,
        "ref-external",
        f"the reference {excerpt(ref)} leads out of the document",
        'a reference that begins with "#", or a relative one to a file below the document',
        hint,
    )


def _missing(root: Mapping[str, Any], at: str, ref: str, why: str) -> Problem:
    return _reference_problem(
        root,
        at,
        "ref-missing",
        f"the reference {excerpt(ref)} leads nowhere: {why}",
        "a JSON pointer to a part of this document, such as #/components/schemas/Name",
        "check the spelling; / in a name is written ~1 and ~ is written ~0",
    )


def _reference_problem(
    root: Mapping[str, Any], at: str, code: str, message: str, expected: str, hint: str
) -> Problem:
    return told_at(root, Problem(code, message, None, "", expected, hint), at)


def told_at(root: Mapping[str, Any], problem: Problem, at: str) -> Problem:
    """The problem of a reference as that of the part at the pointer."""
    pointer = pointers.child(at, REF)
    place = place_of(root, pointer) if isinstance(root, MarkedDict) else None
    return replace(problem, pointer=pointer, place=place)
