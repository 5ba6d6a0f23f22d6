"""What filters of queries ask of a part, in steps that are counted, and quickly where it is a name or two."""

from __future__ import annotations

from typing import Any

from jsonpath_rfc9535 import JSONPathNode, JSONPathNodeList, JSONPathQuery
from jsonpath_rfc9535.filter_expressions import (
    Expression,
    FilterContext,
    FilterQuery,
    RelativeFilterQuery,
)
from jsonpath_rfc9535.selectors import IndexSelector, NameSelector

from generator.document.located import size_of
from generator.document.plain_query import has_part
from generator.document.query_patterns import Spend


def named(query: RelativeFilterQuery) -> Expression:
    """The query, or where it consists of names alone one that is quick."""
    names = _names_of(query.query)
    return _NamedPart(query, names) if names else query


class _NamedPart(RelativeFilterQuery):
    """Names that lead from a part to another; the library would make a query of each of them for every part."""

    __slots__ = ("_names",)

    def __init__(self, like: RelativeFilterQuery, names: list[str | int]) -> None:
        super().__init__(like.token, like.query)
        self._names = names

    def evaluate(self, context: FilterContext) -> object:
        value: Any = context.current
        for name in self._names:
            if not has_part(value, name):
                return JSONPathNodeList()
            value = value[name]
        node = JSONPathNode(value=value, location=(), parent=None, root=context.root)
        return JSONPathNodeList([node])


class Compared(Expression):
    """What a query selects, to be compared with what another does: that may go through all of it."""

    def __init__(self, query: FilterQuery, spend: Spend) -> None:
        super().__init__(query.token)
        self._query, self._spend = query, spend

    def __str__(self) -> str:
        return str(self._query)

    def evaluate(self, context: FilterContext) -> object:
        found = self._query.evaluate(context)
        if isinstance(found, JSONPathNodeList):
            self._spend(sum(size_of(each.value)[0] for each in found))
        return found


def _names_of(query: JSONPathQuery) -> list[str | int] | None:
    """The names, and indexes from the start, that a query consists of; None where it is another or empty."""
    names: list[str | int] = []
    for segment in query.segments if query.singular_query() else ():
        selector = segment.selectors[0]
        if isinstance(selector, NameSelector):
            names.append(selector.name)
        elif isinstance(selector, IndexSelector) and selector.index >= 0:
            names.append(selector.index)
        else:
            return None
    return names or None
