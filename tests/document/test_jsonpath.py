"""Queries end with nodes or words, whatever they ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from jsonpath_rfc9535 import JSONPathNode
from jsonpath_rfc9535.selectors import NameSelector

from generator.document import jsonpath_bounds
from generator.document.queries import Node, Queries
from generator.document.query_errors import QueryError
from generator.document.query_steps import StepsLeft

_ROOT = {"a": {"b": [1, 2, {"c": "x" * 40 + "!"}]}, "d": "one\ntwo"}


def select(query: str, root: Any) -> list[Node]:
    return Queries().select(query, root)


def meant(query: str, root: Any) -> str:
    return Queries().meant(query, root, StepsLeft(1, root))


@pytest.mark.parametrize(
    "query",
    [
        f"$[{'9' * 5000}]",
        f"$[?@.a == {'9' * 5000}]",
        "$[?@.a == 1e999999999]",
        "$" + ".a" * 10_000,
        "$" + ".a" * 200,
        "$..[?" + "||".join(["@.a"] * 3000) + "]",
        "$..[?" + "@[?" * 150 + "@" + "]" * 150 + "]",
    ],
    ids=lambda query: str(query)[:20],
)
def test_a_query_that_asks_for_too_much_is_told(query: str) -> None:
    with pytest.raises(QueryError, match=r"it |room|index"):
        select(query, _ROOT)


@pytest.mark.parametrize(
    ("query", "count"),
    [
        ("$..[?search(@, '((x|x)*)*$')]", 2),
        ("$..[?match(@, '((x|x)*)*')]", 0),
        ("$..[?match(@, 'one|one.two')]", 0),
        ("$..[?search(@, '[')]", 0),
        ("$..[?search(@, 'a{1,1000}{1,1000}{1,1000}')]", 0),
        ("$..[?match(@, 1)]", 0),
    ],
)
def test_patterns_are_matched_in_linear_time(query: str, count: int) -> None:
    assert len(select(query, _ROOT)) == count


def test_steps_over_steps_take_each_part_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonpath_bounds, "MOST_STEPS", 2000)

    found = select("$" + "..[*,*,*]" * 3, _ROOT)

    assert [each.path() for each in found] == [
        each.path() for each in select("$.*.*.*", _ROOT) + select("$.*.*.*.*", _ROOT)
    ]
    assert select("$" + "['a','a']" * 40, _ROOT) == []


def test_filters_are_counted_as_well(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(jsonpath_bounds, "MOST_STEPS", 10_000)
    query = "$..[?@" + "['a','a']" * 40 + "]"
    nested: Any = 0
    for _ in range(50):
        nested = {"a": nested}

    with pytest.raises(QueryError, match="too many steps"):
        select(query, nested)
    assert meant(query, nested) == ""


def test_a_filter_counts_the_same_part_as_often_as_it_is_selected() -> None:
    assert len(select("$[?count(@['b','b']) == 2]", _ROOT)) == 1


def test_a_descent_asks_no_part_for_a_name_that_it_does_not_have(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[Any] = []
    resolve = NameSelector.resolve

    def counted(self: NameSelector, node: JSONPathNode) -> Iterable[JSONPathNode]:
        asked.append(node.value)
        return resolve(self, node)

    monkeypatch.setattr(NameSelector, "resolve", counted)
    wide = {"a": [{"b": each} for each in range(50)], "c": [{"end": 1}, [{"x": {"end": 2}}]]}
    found = [each.location for each in select("$..end", wide)]
    assert found == [("c", 0, "end"), ("c", 1, 0, "x", "end")]
    assert len(asked) == 2
