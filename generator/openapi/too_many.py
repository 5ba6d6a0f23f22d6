"""Says where a document has more operations than one of its size may have, each of which becomes a tool,
or more parameters of them, each of which becomes an argument, or where they share too much."""

import json
from collections.abc import Container, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import Any

from generator.core.problems import Problem
from generator.document.located import Document, place_of
from generator.document.nodes import mapping
from generator.document.reference_walk import REF
from generator.openapi.operation_nodes import operation_nodes
from generator.openapi.parameters import MOST_PARAMETERS, number_of_parameters
from generator.openapi.shared_parts import SharedParts

_MOST = 2_048
"""The largest documents of vendors have a thousand; the files of one cost a thousandth of a second and more."""
_MOST_TOGETHER = 12_288
"""Of all operations together, those of a path counted for each: twelve for each of a thousand."""
_MOST_SHARED = 24_576
"""And what they take from elsewhere: a dozen servers, keys and media types for each of the most operations."""
_MOST_PARTS = 16_384
"""Of all that operations are made of, by what each takes to be printed: sixteen for each of a thousand."""
_LETTERS = 400
"""Of a larger document there may be an operation for so many: vendors take four times as many, and more."""
_LETTERS_OF_PARAMETER = 100
_LETTERS_OF_PART = 60

_ANSWERED = (REF, "content")
"""What a response has that describes an answer."""


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
    sized = _Sized(document)
    each_one = [(pointer, 1) for pointer, *_ in wanted]
    if many := _beyond(sized, each_one, _MOST, "operations", _LETTERS):
        return many
    counted = ((pointer, number_of_parameters(pointer, item)) for pointer, _, _, item in wanted)
    listed = [(pointer, count) for pointer, count in counted if count <= MOST_PARAMETERS]
    what = "parameters of operations"
    if many := _beyond(sized, listed, _MOST_TOGETHER, what, _LETTERS_OF_PARAMETER):
        return many
    shared = SharedParts(document.root)
    taken = [(pointer, shared.of(path, method, item)) for pointer, path, method, item in wanted]
    what = "servers, keys, headers and media types that operations share"
    if many := _beyond(sized, taken, _MOST_SHARED, what, _LETTERS):
        return many
    made = [(pointer, _parts(pointer, method, item)) for pointer, _, method, item in wanted]
    return _beyond(sized, made, _MOST_PARTS, "parts of operations", _LETTERS_OF_PART)


def _parts(pointer: str, method: str, item: Mapping[str, Any]) -> int:
    """What an operation is made of: itself, which counts as three, parameters, body, which counts as
    two, and answers."""
    node = mapping(item[method])
    answers = mapping(node.get("responses")).values()
    return (
        3
        + min(number_of_parameters(pointer, item), MOST_PARAMETERS)
        + 2 * ("requestBody" in node)
        + any(isinstance(each, dict) and not each.keys().isdisjoint(_ANSWERED) for each in answers)
    )


def most_operations(document: Document, count: int) -> int:
    """How many operations such a document may have, where there are so many."""
    return _Sized(document).most(count, _MOST, _LETTERS)


def most_parameters(document: Document, count: int) -> int:
    """The same of parameters."""
    return _Sized(document).most(count, _MOST_TOGETHER, _LETTERS_OF_PARAMETER)


@dataclass(frozen=True)
class _Sized:
    """A document whose letters are counted where something is many in it, and then once.

    They are JSON's, which people can count: `characters_of`, by which other bounds go, finds about four fifths
    of them, so that documents which are taken now would be refused.
    """

    document: Document

    @cached_property
    def _letters(self) -> int:
        return len(json.dumps(self.document.root))

    def most(self, count: int, most: int, letters: int) -> int:
        """How many of something there may be, where there are so many: `most`, or one for so many letters."""
        return max(most, self._letters // letters) if count > most else most


def _beyond(
    sized: _Sized,
    counted: Sequence[tuple[str, int]],
    most: int,
    what: str,
    letters: int,
) -> Problem | None:
    """The problem of the operation with which there are too many."""
    count = sum(each for _, each in counted)
    most = sized.most(count, most, letters)
    if count <= most:
        return None
    together = accumulate(each for _, each in counted)
    pointer = next(at for (at, _), so_far in zip(counted, together, strict=True) if so_far > most)
    return Problem(
        "operation-budget",
        f"there are {count:,} {what}, too many for a document of this size",
        place_of(sized.document.root, pointer),
        pointer,
        f"at most {most:,} {what}",
        "include or exclude in toolkit.yaml, or --include, choose among them",
    )
