"""Runs RFC 9535 queries on documents, so that only runs with an overlay import the library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from jsonpath_rfc9535 import JSONPathError, JSONPathQuery
from jsonpath_rfc9535.selectors import NameSelector

from generator.core.suggest import did_you_mean
from generator.document.jsonpath_bounds import BoundedEnvironment
from generator.document.query_steps import StepsLeft

_COMPARED = 16


class QueryError(Exception):
    """A query that does not follow RFC 9535, or asks for too much; `str()` says where it fails."""


@dataclass(frozen=True, slots=True)
class Node:
    """A part of a document that a query selects; `holder` is the object or array that it is in."""

    value: Any
    location: tuple[str | int, ...]
    holder: Any

    def path(self) -> str:
        """The normalized path of RFC 9535, such as `$['paths'][0]`."""
        steps = (
            f"[{each}]" if isinstance(each, int) else f"[{_quoted(each)}]" for each in self.location
        )
        return "$" + "".join(steps)


def select(query: str, root: Any, steps: StepsLeft | None = None) -> list[Node]:
    """The nodes that a query selects, in order and each once; raises QueryError.

    The steps are those that several queries have together.
    """
    environment = BoundedEnvironment(steps)
    try:
        found = {tuple(node.location): node.value for node in environment.find(query, root)}
    except RecursionError:
        raise QueryError("it is nested too deep") from None
    except (ValueError, OverflowError):
        raise QueryError("a number in it has no room") from None
    except JSONPathError as error:
        raise QueryError(str(error)) from None
    return [Node(value, location, _holder(root, location)) for location, value in found.items()]


def meant(query: str, root: Any, steps: StepsLeft | None = None) -> str:
    """A hint for a sound query that selects nothing: the name at which it goes astray, and one that is near."""
    environment = BoundedEnvironment(steps)
    try:
        return _nearest(environment, environment.compile(query), root)
    except (JSONPathError, RecursionError):
        return ""  # what it takes to tell is more than the query itself


def _nearest(environment: BoundedEnvironment, parsed: JSONPathQuery, root: Any) -> str:
    for length, segment in enumerate(parsed.segments):
        before = JSONPathQuery(env=environment, segments=parsed.segments[:length])
        here = [node.value for node in before.find(root)]
        beyond = JSONPathQuery(env=environment, segments=parsed.segments[: length + 1])
        if not beyond.find(root):
            names = {name for each in here if isinstance(each, dict) for name in each}
            # Each name is held to the one that is wanted, letter by letter.
            environment.spend(sum(_COMPARED + len(name) for name in names))
            wanted = [each.name for each in segment.selectors if isinstance(each, NameSelector)]
            return did_you_mean(wanted[0], sorted(names)) if len(wanted) == 1 else ""
    return ""


def _holder(root: Any, location: tuple[str | int, ...]) -> Any:
    """What holds the part at a location, walked to from the root: releases of the library differ in how they tell."""
    if not location:
        return None
    holder = root
    for part in location[:-1]:
        holder = holder[part]
    return holder


def _quoted(name: str) -> str:
    escaped = name.replace("\\", "\\\\").replace("'", "\\'")
    return f"'{escaped}'"
