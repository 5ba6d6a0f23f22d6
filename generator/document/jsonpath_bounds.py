"""Holds RFC 9535 queries to a number of steps, since overlays and toolkit.yaml may ask for any.

Queries as such are short, and what they do is not: each `..*` after another multiplies what is looked at, a
name given twice doubles it. So of what segments select each part is taken once, and whatever takes time is
counted: parts that are looked at, selectors and filters that look at them, values that are compared, patterns.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from jsonpath_rfc9535 import (
    JSONPathEnvironment,
    JSONPathError,
    JSONPathNode,
)
from jsonpath_rfc9535.filter_expressions import (
    ComparisonExpression,
    Expression,
    FilterQuery,
    RelativeFilterQuery,
)
from jsonpath_rfc9535.parse import Parser
from jsonpath_rfc9535.segments import (
    JSONPathChildSegment,
    JSONPathRecursiveDescentSegment,
    JSONPathSegment,
)
from jsonpath_rfc9535.selectors import FilterSelector, JSONPathSelector, NameSelector

from generator.core.pointers import keys_along
from generator.document.plain_query import has_part
from generator.document.query_filters import Compared, named
from generator.document.query_patterns import BoundedMatch, BoundedSearch, Patterns, Spend
from generator.document.query_steps import MOST_STEPS, StepsLeft

_MOST_LETTERS, _MOST_SEGMENTS = 20_000, 100

_LETTERS, _PARTS, _LEVELS = 16, 8, 32
"""For one step: letters of a filter that is asked of a part, parts of an array or object that a descent passes over or
names that it looks for in one, levels of the place at which a part stands."""


class TooMuch(JSONPathError):
    """A query asks for more than it may."""

    def __init__(self, message: str) -> None:
        super().__init__(message, token=None)


class BoundedEnvironment(JSONPathEnvironment):
    """Compiles each query once, and counts the steps of those that run."""

    # Documents may be a few hundred levels deep; the library gives up at 100.
    max_recursion_depth = 500

    def __init__(self) -> None:
        self.parser_class = _Parser
        self._compiled: dict[str, Any] = {}
        self.begin(None)
        super().__init__()

    def begin(self, together: StepsLeft | None) -> None:
        """Another query may take its steps: of those that several have together, where these are given."""
        self._together = together
        self._left = MOST_STEPS

    def compile(self, query: str) -> Any:
        """The query, ready to be run; raises JSONPathError."""
        if len(query) > _MOST_LETTERS:
            raise TooMuch(f"it is longer than {_MOST_LETTERS:,} characters")
        if query not in self._compiled:
            self._compiled[query] = super().compile(query)
        return self._compiled[query]

    def setup_function_extensions(self) -> None:
        """The standard's functions, those with patterns in steps that are counted."""
        super().setup_function_extensions()
        patterns = Patterns(self.spend)
        self.function_extensions["match"] = BoundedMatch(patterns)
        self.function_extensions["search"] = BoundedSearch(patterns)

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

    def parse_relative_query(self, stream: Any) -> Expression:
        found = super().parse_relative_query(stream)
        return named(found) if isinstance(found, RelativeFilterQuery) else found

    def parse_infix_expression(self, stream: Any, left: Expression) -> Expression:
        found = super().parse_infix_expression(stream, left)
        if isinstance(found, ComparisonExpression):
            sides = [each for each in (found.left, found.right) if isinstance(each, FilterQuery)]
            if len(sides) == 2:
                found.left, found.right = (Compared(each, self.env.spend) for each in sides)
        return found


class _Child(JSONPathChildSegment):
    def __init__(self, like: JSONPathSegment, spend: Spend, *, takes_once: bool) -> None:
        super().__init__(env=like.env, token=like.token, selectors=like.selectors)
        self._spend = spend
        # Several selectors may select the same part.
        self._takes_once = takes_once and len(like.selectors) > 1
        filters = [str(each) for each in like.selectors if isinstance(each, FilterSelector)]
        self._of_filters = sum(1 + len(each) // _LETTERS for each in filters)

    def resolve(self, nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
        found = self._found(nodes)
        return _once(found) if self._takes_once else found

    def _found(self, nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
        for node in nodes:
            self._spend(self._steps(node))
            for selector in self.selectors:
                yield from self._selected(selector, node)

    def _steps(self, node: JSONPathNode) -> int:
        """What it takes to ask of a part, whatever is found."""
        candidates = len(node.value) if isinstance(node.value, (dict, list)) else 0
        return len(self.selectors) + len(node.location) // _LEVELS + candidates * self._of_filters

    def _selected(self, selector: JSONPathSelector, node: JSONPathNode) -> Iterable[JSONPathNode]:
        found = list(selector.resolve(node))
        self._spend(len(found))
        return found


class _Descent(JSONPathRecursiveDescentSegment):
    def __init__(self, like: JSONPathSegment, spend: Spend, *, takes_once: bool) -> None:
        super().__init__(env=like.env, token=like.token, selectors=like.selectors)
        self._child = _Child(like, spend, takes_once=takes_once)
        self._spend, self._takes_once = spend, takes_once
        names = [each.name for each in like.selectors if isinstance(each, NameSelector)]
        self._names = names if len(names) == len(like.selectors) else None
        self._each = 1 + len(names) // _PARTS

    def resolve(self, nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
        return self._child.resolve(self._visited(nodes))

    def _visited(self, nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
        visited: set[tuple[Any, ...]] = set()
        for node in nodes:
            at = tuple(node.location)
            self._spend(len(at))
            # What stands inside of another part comes after it, and was visited with it.
            if self._takes_once and any(at[:count] in visited for count in range(len(at) + 1)):
                continue
            visited.add(at)
            yield from self._inside(node)

    def _inside(self, start: JSONPathNode) -> Iterator[JSONPathNode]:
        """A part, and the objects and arrays in it, in the order of the document, where they may have what is wanted."""
        stack: list[tuple[Any, Any]] = [(start.value, ())]
        while stack:
            value, trail = stack.pop()
            count = len(value) if isinstance(value, (dict, list)) else 0
            self._spend(self._each + count // _PARTS)
            # Most of what a descent visits has no member of a name.
            if self._names is None or any(has_part(value, each) for each in self._names):
                yield _at_trail(start, value, trail)
            below = [
                (part, (trail, key))
                for key, part in _parts(value)
                if isinstance(part, (dict, list))
            ]
            stack += reversed(below)


def _at_trail(start: JSONPathNode, value: Any, trail: tuple[Any, ...]) -> JSONPathNode:
    """The part inside of another to which a trail of keys leads."""
    location = (*start.location, *keys_along(trail))
    return JSONPathNode(value=value, location=location, parent=start, root=start.root)


def _parts(value: object) -> Iterable[tuple[Any, object]]:
    if isinstance(value, list):
        return enumerate(value)
    return value.items() if isinstance(value, dict) else ()


def _once(nodes: Iterable[JSONPathNode]) -> Iterator[JSONPathNode]:
    seen: set[tuple[Any, ...]] = set()
    for node in nodes:
        location = tuple(node.location)
        if location not in seen:
            seen.add(location)
            yield node
