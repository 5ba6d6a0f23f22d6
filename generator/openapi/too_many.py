"""Says where a document has more operations than one of its size may have, each of which becomes a tool,
or more parameters of them, each of which becomes an argument, or where they share too much."""

import json
from collections.abc import Container, Sequence
from itertools import accumulate

from generator.core.problems import Problem
from generator.document.located import Document, place_of
from generator.openapi.operation_nodes import operation_nodes
from generator.openapi.parameters import MOST_PARAMETERS, number_of_parameters
from generator.openapi.shared_parts import SharedParts

_MOST = 2_048
"""The largest documents of vendors have a thousand; the files of one cost a thousandth of a second and more."""
_MOST_TOGETHER = 8_192
"""Of all operations together, those of a path counted for each: three times as many as vendors have."""
_MOST_SHARED = 24_576
"""And what they take from elsewhere: a dozen servers, keys and media types for each of the most operations."""
_LETTERS = 400
"""Of a larger document there may be one for so many: vendors take four times as many, and more."""


def too_many_operations(
    document: Document, passed_over: Container[str] = frozenset()
) -> Problem | None:
    """What is wrong with their number, or that of their parameters, or what they share; those that are
    passed over do not count."""
    wanted = [
        (pointer, path, method, item)
        for pointer, path, method, item in operation_nodes(document.root)
        if f"{method.upper()} {path}" not in passed_over
    ]
    if many := _beyond(document, [(pointer, 1) for pointer, *_ in wanted], _MOST, "operations"):
        return many
    counted = ((pointer, number_of_parameters(pointer, item)) for pointer, _, _, item in wanted)
    listed = [(pointer, count) for pointer, count in counted if count <= MOST_PARAMETERS]
    if many := _beyond(document, listed, _MOST_TOGETHER, "parameters of operations"):
        return many
    shared = SharedParts(document.root)
    taken = [(pointer, shared.of(path, method, item)) for pointer, path, method, item in wanted]
    what = "servers, keys, headers and media types that operations share"
    return _beyond(document, taken, _MOST_SHARED, what)


def most_operations(document: Document, count: int) -> int:
    """How many operations such a document may have, where there are so many."""
    return _most(document, count, _MOST)


def most_parameters(document: Document, count: int) -> int:
    """The same of parameters."""
    return _most(document, count, _MOST_TOGETHER)


def _most(document: Document, count: int, most: int) -> int:
    return max(most, len(json.dumps(document.root)) // _LETTERS) if count > most else most


def _beyond(
    document: Document, counted: Sequence[tuple[str, int]], most: int, what: str
) -> Problem | None:
    """The problem of the operation with which there are too many."""
    count = sum(each for _, each in counted)
    most = _most(document, count, most)
    if count <= most:
        return None
    together = accumulate(each for _, each in counted)
    pointer = next(at for (at, _), so_far in zip(counted, together, strict=True) if so_far > most)
    return Problem(
        "operation-budget",
        f"there are {count:,} {what}, too many for a document of this size",
        place_of(document.root, pointer),
        pointer,
        f"at most {most:,} {what}",
        "include or exclude in toolkit.yaml, or --include, choose among them",
    )
