"""Writes the overlay that mends what can be mended of a document: one action a change, each with
its reason."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.core import pointers
from generator.core.json_value import canonical, is_index, node_at
from generator.core.problems import Problem
from generator.document.load import load
from generator.document.located import Document
from generator.document.meant_parts import MeantParts
from generator.document.nodes import mapping
from generator.emit.yaml_values import quoted, scalar
from generator.overlay.apply import apply_what_fits
from generator.validation.check import validation_problems
from generator.validation.mend import Mend, object_mends
from generator.validation.openapi_objects import owner_kind
from generator.validation.schema_mends import schema_mends

# A change may bring to light what it hid.
_MOST_ROUNDS = 5
_ENOUGH = 500
"""Changes after which nothing more is looked for: each round takes as long as the first."""

_PLAIN = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")


@dataclass(frozen=True, slots=True)
class Correction:
    """A change with the query that selects the part which it changes."""

    target: str
    mend: Mend


def corrections_of(document: Document) -> tuple[Correction, ...]:
    """The changes after which as little as possible is wrong with the document, in order."""
    kept: dict[tuple[str, str], Correction] = {}
    corrected = document
    for _ in range(_MOST_ROUNDS):
        proposed = _in_order(corrected.root, _proposed(corrected))
        found = {key: each for each in proposed if (key := _key(each)) not in kept}
        corrected, unfit = _applied(corrected, list(found.values()))
        kept |= {key: each for key, each in found.items() if each not in unfit}
        if len(unfit) == len(found) or len(kept) >= _ENOUGH:
            break
    # Changes that fit one by one may together put back what was there.
    fitted, unfit = list(kept.values()), [*kept.values()]
    while unfit:
        _, unfit = _applied(document, fitted)
        fitted = [each for each in fitted if each not in unfit]
    return tuple(fitted)


def _applied(
    document: Document, corrections: list[Correction]
) -> tuple[Document, list[Correction]]:
    """The document with the changes that fit it, and the others."""
    if not corrections:
        return document, []
    overlay = load(_text(document.file, corrections).encode(), "overlay.yaml")
    document, misfits = apply_what_fits(document, overlay)
    return document, [corrections[int(pointers.split(each.pointer)[1])] for each in misfits]


def overlay_text(corrections: Sequence[Correction], remarks: Iterable[str]) -> str:
    """The overlay with these changes; remarks stand before them."""
    notes = "".join(f"# {each}\n" for each in remarks)
    head = "# Corrections to openapi.yaml: keep what is right, change or drop what is not.\n"
    return f"{head}{notes}{_text('openapi.yaml', corrections)}"


def guesses(document: Document, problems: Iterable[Problem]) -> Iterator[str]:
    """For each broken reference among the problems, where it stands and what was probably meant;
    pointers alone, which hold no character that could end a comment."""
    meant = MeantParts(document.root)
    for problem in problems:
        if problem.code.startswith("ref-"):
            hint = meant.by(str(node_at(document.root, problem.pointer)))
            yield f"{problem.pointer} leads nowhere{f'; {hint}' if hint else ''}"


def _proposed(document: Document) -> Iterator[Mend]:
    for problem in validation_problems(document):
        yield from _for(document.root, problem)


def _for(root: Any, problem: Problem) -> Iterator[Mend]:
    kind, rest = owner_kind(problem.pointer)
    if kind == "schema":
        return schema_mends(root, problem.pointer, rest)
    return object_mends(root, problem.pointer, problem.message)


def _in_order(root: Any, mends: Iterable[Mend]) -> list[Correction]:
    """Each once, and items of lists removed last and from the end, so that indexes stay true."""
    once = {(each.pointer, canonical(each.update)): each for each in mends}.values()
    located = [(_location(root, each.pointer), each) for each in once]
    items = [pair for pair in located if pair[1].removes and isinstance(pair[0][-1], int)]
    items.sort(key=lambda pair: [str(part).rjust(9) for part in pair[0]], reverse=True)
    others = [pair for pair in located if pair not in items]
    return [Correction(_query(location), mend) for location, mend in (*others, *items)]


def _location(root: Any, pointer: str) -> tuple[str | int, ...]:
    """The keys and indexes that a pointer goes through, told apart by what has them."""
    found: list[str | int] = []
    for part in pointers.split(pointer):
        found.append(int(part) if isinstance(root, list) and is_index(part) else part)
        root = mapping(root).get(part) if isinstance(root, dict) else root[int(part)]
    return tuple(found)


def _text(extends: str, corrections: Sequence[Correction]) -> str:
    actions = "".join(_action(each) for each in corrections)
    info = "info: { title: Corrections, version: 1.0.0 }"
    return f"overlay: 1.1.0\n{info}\nextends: {scalar(extends)}\nactions:\n{actions}"


def _action(correction: Correction) -> str:
    mend = correction.mend
    change = "remove: true" if mend.removes else f"update: {scalar(mend.update)}"
    target, reason = quoted(correction.target), quoted(mend.reason)
    return f"  - target: {target}\n    description: {reason}\n    {change}\n"


def _key(correction: Correction) -> tuple[str, str]:
    """What tells one change from another, whatever their reasons."""
    return correction.target, canonical(correction.mend.update)


def _query(location: Iterable[str | int]) -> str:
    """The query of RFC 9535 that selects one part."""
    return "$" + "".join(
        f"[{part}]" if isinstance(part, int) else _named(part) for part in location
    )


def _named(part: str) -> str:
    if _PLAIN.fullmatch(part):
        return f".{part}"
    escaped = part.replace("\\", "\\\\").replace("'", "\\'")
    return f"['{escaped}']"
