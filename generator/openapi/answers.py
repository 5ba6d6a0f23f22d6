"""Reads what is documented of successful answers besides their schemas: types, headers, redirects."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from typing import Any

from generator.core import pointers
from generator.core.json_value import node_at
from generator.document import references
from generator.document.nodes import mapping
from generator.openapi.api import Operation

SUCCESS = re.compile(r"2(\d\d|XX)", re.IGNORECASE | re.ASCII)
_REDIRECT = re.compile(r"3(\d\d|XX)", re.IGNORECASE | re.ASCII)
_REDIRECTS = (300, 301, 302, 303, 304, 307, 308)
_TOKEN = r"[\w!#$%&'*+.^`|~-]+"
_MEDIA_TYPE = re.compile(
    rf'({_TOKEN}/{_TOKEN})((\s*;\s*{_TOKEN}=({_TOKEN}|"[\w .:/+-]*"))*)\s*;?', re.ASCII
)
_HEADER = re.compile(_TOKEN, re.ASCII)
_RATE_LIMIT = re.compile(r"rate-?limit", re.IGNORECASE)
_SAID_ANYWAY = frozenset(
    ["content-type", "content-length", "content-encoding", "set-cookie"]
    + ["location", "link", "retry-after"]  # these are told of any answer that has them
)


def with_answer_facts(root: Mapping[str, Any], operation: Operation) -> Operation:
    """The operation with what is documented of its answers besides their schemas."""
    responses = _responses(root, operation)
    redirects = [each for each in responses if _REDIRECT.fullmatch(each[0])]
    good = [each for status, each in responses if SUCCESS.fullmatch(status)]
    # As for schemas, `default` stands for success only where no other status does.
    good = good or [each for status, each in responses if status == "default"]
    answered = [*good, *(each for _, each in redirects)]
    types = [name for each in good or answered for name in mapping(each.get("content"))]
    return replace(
        operation,
        accepts=tuple(dict.fromkeys(_media_types(types))),
        response_headers=tuple(_headers(answered, [each for _, each in responses])),
        redirects=tuple(sorted({code for status, _ in redirects for code in _codes(status)})),
    )


def _responses(
    root: Mapping[str, Any], operation: Operation
) -> list[tuple[str, Mapping[str, Any]]]:
    pointer = pointers.child(operation.pointer, "responses")
    return [
        (status, mapping(references.follow(root, entry, pointers.child(pointer, status))[1]))
        for status, entry in mapping(node_at(root, pointer)).items()
    ]


def _media_types(names: Iterable[str]) -> Iterator[str]:
    """The types that a header can hold, without a charset, which is no part of what is asked for."""
    for name in names:
        if found := _MEDIA_TYPE.fullmatch(name.strip()):
            parameters = (each.strip() for each in found[2].split(";")[1:])
            kept = [each for each in parameters if not each.lower().startswith(("charset=", "q="))]
            yield "; ".join([found[1], *kept])


def _headers(
    answered: Iterable[Mapping[str, Any]], responses: Iterable[Mapping[str, Any]]
) -> Iterator[str]:
    """The names of the documented headers, each once however its case.

    Limits of the rate count where any response names them: they come with every one.
    """
    seen = set(_SAID_ANYWAY)
    names = [name for each in answered for name in mapping(each.get("headers"))]
    others = [name for each in responses for name in mapping(each.get("headers"))]
    for name in (*names, *(each for each in others if _RATE_LIMIT.search(each))):
        if _HEADER.fullmatch(name) and name.lower() not in seen:
            seen.add(name.lower())
            yield name


def _codes(status: str) -> tuple[int, ...]:
    return (int(status),) if status.isdecimal() else _REDIRECTS
