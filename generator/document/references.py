"""Follows references inside a document, and never out of it: no file or address is ever opened."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from generator.core import pointers
from generator.core.json_value import member, node_at
from generator.core.problems import (
    MOST_TOLD,
    Problem,
    Severity,
    excerpt,
    first_told,
    in_order,
)
from generator.document.located import Document, MarkedDict, place_of
from generator.document.meant_parts import MeantParts
from generator.document.part_digests import left_of
from generator.document.reference_walk import (
    REF,
    Kind,
    Part,
    Reference,
    Walk,
    child_kind,
    references_of,
)
from generator.document.value_facts import MARSHAL, references_in
from generator.workspace.reference_files import NoFile, path_of

_MOST_LINKS = 16
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
        pointer, parts = _read(ref)
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


@lru_cache(maxsize=1 << 14)  # a document has few references, and each many times
def _read(ref: str) -> tuple[str, tuple[str, ...]]:
    """The one spelling of a pointer, and the keys and indexes that it goes through."""
    parts = pointers.split(ref)
    return pointers.join(parts), parts


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
        if len(visited) == _MOST_LINKS:
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


def broken_references(
    document: Document, unchecked: Mapping[str, Any] | None = None
) -> tuple[Problem, ...]:
    """Every broken reference, as a warning: external, missing, or leading back to itself with
    nothing between. Whoever needs what one of them means is left out, and says so.

    `unchecked` is what is left of the root without parts that are known to have none.
    """
    root = document.root if unchecked is None else unchecked
    possible = (Reference(pointers.ROOT, {}, text) for text in _possible_texts(dict(root)))
    broken = {each.text for each in possible if _fault_of(document.root, each)}
    if not broken:
        return ()
    # Places are looked for in those parts alone that may hold one of them.
    root = left_of(root, lambda _, part: not broken.isdisjoint(_possible_texts(part)))
    walked = Walk().references([Part(pointers.ROOT, root)])
    found = (_fault_of(document.root, each) for each in walked)
    told = in_order(replace(each, severity=Severity.WARNING) for each in found if each)
    return tuple(_with_hints(document.root, told))


def told_of(broken: Sequence[Problem]) -> tuple[Problem, ...]:
    """Of more than a thousand broken references those, and that there are others."""

    def others(message: str) -> Problem:
        return replace(broken[MOST_TOLD], message=message, expected="", hint="")

    return tuple(first_told(broken, "references are broken", others))


def _with_hints(root: Mapping[str, Any], problems: Iterable[Problem]) -> Iterator[Problem]:
    meant = MeantParts(root)
    for each in problems:
        is_missing = each.code == "ref-missing"
        hint = meant.by(str(node_at(root, each.pointer))) if is_missing else ""
        yield replace(each, hint=hint or each.hint)


def fault(root: Mapping[str, Any], node: Any, pointer: str) -> Problem | None:
    """What is wrong with the reference that a part is, if it is one that leads to no part."""
    if follow(root, node, pointer)[1] is not None or not isinstance(node, dict):
        return None
    while isinstance(node, dict) and isinstance(node.get(REF), str):
        found = _fault_of(root, Reference(pointer, node, node[REF]))
        target = resolve(root, node[REF], pointer)
        if found or isinstance(target, Problem):
            return found
        pointer, node = target.pointer, target.node
    return None


def _possible_texts(part: Any) -> set[str]:
    """The texts of whatever looks like a reference, data included."""
    try:
        return references_in(marshal.dumps(part, MARSHAL))
    except ValueError:  # objects that have places
        return set(_texts_below(part))


def _texts_below(part: Any) -> Iterator[str]:
    # A component may be `true`, or anything else that holds nothing.
    stack: list[Any] = [part] if isinstance(part, (dict, list)) else []
    while stack:
        node = stack.pop()
        if isinstance(node, dict):
            if isinstance(node.get(REF), str):
                yield node[REF]
            node = node.values()
        stack += [each for each in node if isinstance(each, (dict, list))]


def _fault_of(root: Mapping[str, Any], reference: Reference) -> Problem | None:
    """The problem of a reference; None where it leads somewhere, or is none by `$ref`."""
    if reference.is_named:
        return None
    target = resolve(root, reference.text, reference.pointer)
    if isinstance(target, Problem):
        return target
    passed: set[str] = set()
    while isinstance(target.node, dict) and isinstance(target.node.get(REF), str):
        if target.pointer in passed:
            return _endless(root, reference, "leads back to itself")
        passed.add(target.pointer)
        if len(passed) == _MOST_LINKS:
            return _endless(root, reference, f"leads on through {_MOST_LINKS} others and more")
        step = resolve(root, target.node[REF], target.pointer)
        if isinstance(step, Problem):
            break
        target = step
    return None


def _endless(root: Mapping[str, Any], reference: Reference, why: str) -> Problem:
    return _reference_problem(
        root,
        reference.pointer,
        "ref-cycle",
        f"the reference {excerpt(reference.text)} {why}",
        "a chain of references that ends at something else",
        "one of the parts on the way has to be written out",
    )


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
    pointer = pointers.child(at, REF)
    place = place_of(root, pointer) if isinstance(root, MarkedDict) else None
    return Problem(code, message, place, pointer, expected, hint)
