"""Finds references that lead nowhere, out of the document, or on and on."""

from __future__ import annotations

import marshal
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.core import pointers
from generator.core.json_value import node_at
from generator.core.problems import MOST_TOLD, Problem, Severity, excerpt, first_told, in_order
from generator.document.located import Document
from generator.document.meant_parts import MeantParts
from generator.document.part_digests import left_of
from generator.document.reference_walk import REF, Part, Walk
from generator.document.references import MOST_LINKS, Target, follow, resolve, told_at
from generator.document.value_facts import MARSHAL, references_in


def broken_references(
    document: Document, unchecked: Mapping[str, Any] | None = None
) -> tuple[Problem, ...]:
    """Every broken reference, as a warning: external, missing, or leading back to itself with
    nothing between. Whoever needs what one of them means is left out, and says so.

    `unchecked` is what is left of the root without parts that are known to have none.
    """
    root = document.root if unchecked is None else unchecked
    faults = _Faults(document.root)
    texts = _possible_texts(dict(root))
    broken = {
        each: replace(found, severity=Severity.WARNING)
        for each in texts
        if (found := faults.of(each))
    }
    if not broken:
        return ()
    # Places are looked for in those parts alone that may hold one of them.
    root = left_of(root, lambda _, part: not broken.keys().isdisjoint(_possible_texts(part)))
    walked = Walk().references([Part(pointers.ROOT, root)])
    told = in_order(
        told_at(document.root, broken[each.text], each.pointer)
        for each in walked
        if not each.is_named and each.text in broken
    )
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


def fault_of(root: Mapping[str, Any], node: Any, pointer: str) -> Problem | None:
    """What is wrong with the reference that a part is, if it is one that leads to no part."""
    if follow(root, node, pointer)[1] is not None or not isinstance(node, dict):
        return None
    while isinstance(node, dict) and isinstance(node.get(REF), str):
        found = _Faults(root).of(node[REF])
        target = resolve(root, node[REF], pointer)
        if found or isinstance(target, Problem):
            return found and told_at(root, found, pointer)
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


class _Faults:
    """Tells what is wrong with references, whoever has them; where a part leads to is found once."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = dict(root)  # which knows no places
        self._links: dict[str, Target | Problem] = {}

    def of(self, ref: str) -> Problem | None:
        """The problem of a reference, without its place; None where it leads somewhere."""
        target = resolve(self._root, ref, pointers.ROOT)
        if isinstance(target, Problem):
            return target
        passed: set[str] = set()
        while isinstance(target.node, dict) and isinstance(target.node.get(REF), str):
            if target.pointer in passed:
                return _endless(ref, "leads back to itself")
            passed.add(target.pointer)
            if len(passed) == MOST_LINKS:
                return _endless(ref, f"leads on through {MOST_LINKS} others and more")
            step = self._link(target)
            if isinstance(step, Problem):
                break
            target = step
        return None

    def _link(self, part: Target) -> Target | Problem:
        if part.pointer not in self._links:
            self._links[part.pointer] = resolve(self._root, part.node[REF], part.pointer)
        return self._links[part.pointer]


def _endless(ref: str, why: str) -> Problem:
    return Problem.unplaced(
        "ref-cycle",
        f"the reference {excerpt(ref)} {why}",
        "one of the parts on the way has to be written out",
        expected="a chain of references that ends at something else",
    )
