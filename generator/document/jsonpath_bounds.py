"""Holds RFC 9535 queries to a number of steps, since overlays and toolkit.yaml may ask for any.

Queries as such are short, and what they do is not: each `..*` after another multiplies what is looked at, a
name given twice doubles it, and a pattern may backtrack without end. So of what segments select each part
is taken once, steps are counted, filters included, and patterns are matched in linear time.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from typing import Any

from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathError, JSONPathNode
from jsonpath_rfc9535.function_extensions import Match, Search
from jsonpath_rfc9535.parse import Parser
from jsonpath_rfc9535.segments import (
    JSONPathChildSegment,
    JSONPathRecursiveDescentSegment,
    JSONPathSegment,
)
from jsonpath_rfc9535.selectors import NameSelector

from generator.document.query_steps import MOST_STEPS, StepsLeft

_MOST_LETTERS, _MOST_SEGMENTS, _PATTERN_BYTES = 20_000, 100, 1_000_000

Spend = Callable[[int], None]


class TooMuch(JSONPathError):
    """A query asks for more than it may."""

    def __init__(self, message: str) -> None:
        super().__init__(message, token=None)


class BoundedEnvironment(JSONPathEnvironment):
    """Compiles queries, and counts the steps of all that it has compiled."""

    # Documents may be a few hundred levels deep; the library gives up at 100.
    max_recursion_depth = 500

    def __init__(self, steps: StepsLeft | None = None) -> None:
        self.parser_class = _Parser
        self._together = steps
        self._left = MOST_STEPS
        super().__init__()

    def compile(self, query: str) -> Any:
        """The query, ready to be run; raises JSONPathError."""
        if len(query) > _MOST_LETTERS:
            raise TooMuch(f"it is longer than {_MOST_LETTERS:,} characters")
        return super().compile(query)

    def setup_function_extensions(self) -> None:
        """The standard's functions, those with patterns in linear time."""
        super().setup_function_extensions()
        self.function_extensions["match"] = _Match()
        self.function_extensions["search"] = _Search()

    def spend(self, steps: int) -> None:
        """Counts steps; raises TooMuch where there are too many."""
        self._left -= steps
        if self._left < 0:
            raise TooMuch("it takes too many steps")
        if self._together and not self._together.are_enough(steps):
            raise TooMuch("it and those before it take too many steps")


class _Parser(Parser):
    env: BoundedEnvironment

    def parse_query(self, stream: Any, *, in_filter: bool = False) -> Iterator[JSONPathSegment]:
        for count, each in enumerate(super().parse_query(stream, in_filter=in_filter)):
            if count == _MOST_SEGMENTS:
                raise TooMuch(f"it is more than {_MOST_SEGMENTS} steps deep")
            spend = self.env.spend
            descends = isinstance(each, JSONPathRecursiveDescentSegment)
            # What `count()` of a filter counts may be the same part several times.
            yield (_Descent if descends else _Child)(each, spend, takes_once=not in_filter)


class _Child(JSONPathChildSegment):
    def __init__(self, like: JSONPathSegment, spend: Spend, *, takes_once: bool) -> None:
        super().__init__(env=like.env, token=like.token, selectors=like.selectors)
        self._spend, self._takes_once = spend, takes_once

    def resolve(self, nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
        found = self._found(nodes)
        return _once(found) if self._takes_once else found

    def _found(self, nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
        for node in nodes:
            self._spend(1)
            for selector in self.selectors:
                # Most of what a descent visits has no member of a name.
                if isinstance(selector, NameSelector) and not _has(node.value, selector.name):
                    continue
                for each in selector.resolve(node):
                    self._spend(1)
                    yield each


class _Descent(JSONPathRecursiveDescentSegment):
    def __init__(self, like: JSONPathSegment, spend: Spend, *, takes_once: bool) -> None:
        super().__init__(env=like.env, token=like.token, selectors=like.selectors)
        self._child = _Child(like, spend, takes_once=takes_once)
        self._takes_once = takes_once

    def resolve(self, nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
        return self._child.resolve(self._visited(nodes))

    def _visited(self, nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
        seen: set[tuple[Any, ...]] = set()
        starts = list(nodes)
        for node in starts:
            # What stands inside of another part comes after it, and was visited with it.
            if self._takes_once and tuple(node.location) in seen:
                continue
            for each in _inside(node):
                if len(starts) > 1:
                    seen.add(tuple(each.location))
                yield each


def _inside(node: JSONPathNode) -> Iterator[JSONPathNode]:
    """A part, and the objects and arrays in it, in the order of the document."""
    stack = [node]
    while stack:
        node = stack.pop()
        yield node
        value = node.value
        items = value.items() if isinstance(value, dict) else ()
        stack += [
            node.new_child(part, key, node)
            for key, part in reversed([*(enumerate(value) if isinstance(value, list) else items)])
            if isinstance(part, (dict, list))
        ]


def _has(value: object, name: str) -> bool:
    return isinstance(value, dict) and name in value


def _once(nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
    seen: set[tuple[Any, ...]] = set()
    for node in nodes:
        location = tuple(node.location)
        if location not in seen:
            seen.add(location)
            yield node


class _Match(Match):
    def __call__(self, string: Any, pattern: Any) -> bool:
        return isinstance(pattern, str) and _finds(f"^(?:{pattern})$", string)


class _Search(Search):
    def __call__(self, string: Any, pattern: Any) -> bool:
        return isinstance(pattern, str) and _finds(pattern, string)


def _finds(pattern: str, string: Any) -> bool:
    """Whether a pattern is found, in linear time; one that is none is found nowhere, as the standard has it."""
    from jsonschema_rs import ValidationError

    try:
        return isinstance(string, str) and bool(_matcher(pattern).is_valid(string))
    except (ValueError, ValidationError):  # also of surrogates
        return False


@lru_cache(maxsize=64)
def _matcher(pattern: str) -> Any:
    import jsonschema_rs

    linear = jsonschema_rs.RegexOptions(size_limit=_PATTERN_BYTES)
    return jsonschema_rs.Draft202012Validator({"pattern": pattern}, pattern_options=linear)
