"""Queries end with nodes or words, whatever they ask for."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import pytest
from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathNode
from jsonpath_rfc9535.selectors import NameSelector

from generator.document import jsonpath_bounds
from generator.document.jsonpath import LibraryQueries
from generator.document.plain_query import plain_location
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


class _Counted(StepsLeft):
    """As many steps as are asked for, and how many those were."""

    def __init__(self) -> None:
        super().__init__(0, None)
        self.count = 0

    def are_enough(self, steps: int) -> bool:
        self.count += steps
        return True


def _steps(query: str, root: Any) -> int:
    counted = _Counted()
    Queries().select(query, root, counted)
    return counted.count


_WIDE = {"a": list(range(2_000)), "d": "ab" * 2_000 + "c"}
_NESTED = r"(?:[ab]{0,99}\\B){0,30}c"
"""Follows thousands of ways at once."""


@pytest.mark.parametrize(
    ("query", "least"),
    [
        ("$.a[?@==-1]", 2_000),
        ("$.a[?" + "||".join(["1==2"] * 100) + "]", 70_000),
        ("$.a[?" + "||".join(["@.b"] * 100) + "]", 50_000),
        ("$.a[" + ",".join(["9999"] * 500) + "]", 500),
        ("$..b", 100),
        ("$[?@==$.a]", 4_000),
        ("$[?search(@, 'x')]", 250),
        (f"$[?search(@, '{_NESTED}')]", 4_001 * 15),
    ],
)
def test_what_takes_time_takes_steps(query: str, least: int) -> None:
    assert least <= _steps(query, _WIDE) < 4 * least


def test_patterns_take_steps_once_each_and_those_without_room_as_well() -> None:
    strings = ["ab"] * 100
    for pattern in ("ab", "(?:a{1,900}){1,900}"):
        once, often = (_steps(f"$[?search(@, '{pattern}')]", strings[:count]) for count in (1, 100))
        assert 10 < once
        assert often - once < 10 * 99


def test_a_compared_name_is_found_as_by_the_library() -> None:
    root = {"a": [{"b": [1, {"c": None}]}, {"b": [False]}, {"b": "x"}, [5], 1, None, {}]}
    found = {
        query: [each.location[1] for each in select(f"$.a[?{query}]", root)]
        for query in (
            "@.b",
            "@.b[1].c == null",
            "@.b[0] == false",
            "@.b[-1] == false",
            "@[0] > 4",
            "@ == 1",
            "@.x == @.y",
            "length(@.b) == 1",
            "count(@.b) == 0",
            "!@.b",
        )
    }
    assert list(found.values()) == [
        [0, 1, 2],
        [0],
        [1],
        [1],
        [3],
        [4],
        [0, 1, 2, 3, 4, 5, 6],
        [1, 2],
        [3, 4, 5, 6],
        [3, 4, 5, 6],
    ]


@pytest.mark.parametrize(
    "query",
    [
        "$",
        "$.a.b",
        "$['a']",
        "$[\"a\"]['b'][2].c",
        "$.a.b[3]",
        "$.d[0]",
        "$.d.x",
        "$.b",
        "$.a['b'][0]",
    ],
)
def test_a_query_of_names_is_answered_as_by_the_library(query: str) -> None:
    library = LibraryQueries().select(query, _ROOT, None)
    assert plain_location(query) is not None
    assert [each.location for each in select(query, _ROOT)] == library


@pytest.mark.parametrize(
    "query",
    [
        "",
        "a",
        "$.",
        "$.a[01]",
        "$[-1]",
        "$..a",
        "$.*",
        "$['a','b']",
        "$['a\\'b']",
        "$.a b",
        "$['é']",
    ],
)
def test_other_queries_are_left_to_the_library(query: str) -> None:
    assert plain_location(query) is None


def test_queries_that_only_name_a_part_take_no_steps_and_others_are_compiled_once(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    compiled: list[str] = []
    compile_it = JSONPathEnvironment.compile

    def counted(self: JSONPathEnvironment, query: str) -> Any:
        compiled.append(query)
        return compile_it(self, query)

    monkeypatch.setattr(JSONPathEnvironment, "compile", counted)
    queries, none = Queries(), StepsLeft(0, None)
    assert none.are_enough(600_000)
    for _ in range(3):
        assert queries.select("$.a.b[0]", _ROOT, none)
        assert queries.select("$.*.b", _ROOT)
        assert queries.meant("$.*.x", _ROOT, StepsLeft(1, _ROOT)) == ""
    assert compiled == ["$.*.b", "$.*.x"]


def test_a_hint_is_no_more_than_its_steps_allow() -> None:
    root = {f"name{each:04}": 1 for each in range(1_000)}
    assert Queries().meant("$.nam0001", root, StepsLeft(1, root)) == "did you mean name0001?"
    few = StepsLeft(1, None, part=600)
    assert Queries().meant("$.nam0001", root, few) == ""
    assert not few.are_enough(0)
