"""The argument `fields`: its grammar, what it takes out of a value, and what it says where nothing fits."""

from typing import Any

import pytest
from runtime_under_test.fields import (  # type: ignore[import-not-found]
    FieldsError,
    Selection,
    has_places,
    parse,
    paths_of,
    written,
)
from runtime_under_test.selecting import missing, select  # type: ignore[import-not-found]

VALUE: dict[str, Any] = {
    "items": [{"id": n, "name": f"n{n}", "tags": [["a", {"id": n}], []]} for n in range(6)],
    "next": None,
    "body": "abcdefghij",
    "a.b": {"x": 1, 'q"': 2, "": 3},
    "map": {f"k{n}": {"id": n, "n": 1} for n in range(5)},
    "mixed": [{"id": 1}, "text", None, {"other": 2}],
}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("items.id", {"items": [{"id": n} for n in range(6)]}),
        (" items[2:4].id , next ", {"items": [{"id": 2}, {"id": 3}], "next": None}),
        ("items[4].name,items[:2].id", {"items": [{"id": 0}, {"id": 1}, {"name": "n4"}]}),
        ("items[-1].id", {"items": [{"id": 5}]}),
        ("items[-2:-1].id", {"items": [{"id": 4}]}),
        ("items[1:2].id,items[1:3].name", {"items": [{"id": 1, "name": "n1"}, {"name": "n2"}]}),
        ("items[90:]", {"items": []}),
        ("items[0].tags.id", {"items": [{"tags": [[{}, {"id": 0}], []]}]}),
        ("items[0].tags[0][1:]", {"items": [{"tags": [[{"id": 0}]]}]}),
        ("body[2:5]", {"body": "cde"}),
        ("body[-3:]", {"body": "hij"}),
        ('"a.b".x', {"a.b": {"x": 1}}),
        (r'"a.b"."q\"","a.b".""', {"a.b": {'q"': 2, "": 3}}),
        ("map.*.id", {"map": {f"k{n}": {"id": n} for n in range(5)}}),
        ("map[1:3].id", {"map": {"k1": {"id": 1}, "k2": {"id": 2}}}),
        ("mixed.id", {"mixed": [{"id": 1}, {}, None, {}]}),
        ("next[0:3]", {"next": None}),
        ("nothing,body.x", {}),
        ("[1:3].x,body", {"body": "abcdefghij", "next": None}),
        ("*", VALUE),
        ("items[],next", {"items": VALUE["items"], "next": None}),
    ],
)
def test_what_is_wanted_keeps_its_shape(text: str, expected: Any) -> None:
    assert select(VALUE, parse(text)) == expected


@pytest.mark.parametrize(
    ("value", "text", "expected"),
    [
        ([{"id": 1, "n": 1}, {"id": 2}], "id", [{"id": 1}, {"id": 2}]),
        ([{"id": 1, "n": 1}, {"id": 2}], "[1:].id", [{"id": 2}]),
        ([[1, 2, 3], [4, 5, 6]], "[:][1:]", [[2, 3], [5, 6]]),
        ("a long text", "[2:6]", "long"),
        ("a long text", "name", ""),
        ([1, 2], "name", [{}, {}]),
        (7, "[0:1]", 7),
    ],
)
def test_any_value_can_be_the_root(value: Any, text: str, expected: Any) -> None:
    assert select(value, parse(text)) == expected


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("", "expected a name, `*`, `[` or a name in double quotes at the end"),
        (
            "items.",
            "expected a name, `*`, `[` or a name in double quotes at the end (after `items.`)",
        ),
        ("a,,b", "expected a name, `*`, `[` or a name in double quotes before `,b` (after `a,`)"),
        ("items[x]", "expected a slice such as [20:40], [20:] or [3] before `[x]` (after `items`)"),
        ("items[1:2:3]", "expected a slice such as [20:40], [20:] or [3] before `[1:2:3]`"),
        ("items[1 2]", "expected a slice such as [20:40] at the end"),
        ('a"b"', 'expected `,`, `.` or `[` before `"b"`'),
        ("a]", "expected `,`, `.` or `[` before `]`"),
        (r'"\x"', "the quotes hold no JSON string"),
        ("a" * 10_001, "takes 10,000 characters at most"),
        (".".join("a" * 101), "a path takes 100 steps at most"),
    ],
)
def test_what_is_wrong_is_said_where_it_is(text: str, says: str) -> None:
    with pytest.raises(FieldsError) as caught:
        parse(text)
    assert str(caught.value).startswith(says)


@pytest.mark.parametrize(
    ("text", "again"),
    [
        ("items[20:40].id,next", "items[20:40].id,next"),
        ('a . "b.c" [3]', 'a."b.c"[3:4]'),
        ("[:10].id,[20:].id", "[:10].id,[20:].id"),
        ("a[0:5]", "a[:5]"),
        ("a.b,a", "a"),
    ],
)
def test_it_is_written_as_it_is_read(text: str, again: str) -> None:
    assert written(paths_of(parse(text))) == again
    assert written(paths_of(parse(again))) == again


@pytest.mark.parametrize(
    "text", ["items[20:40].id,next", "[20:]", "a.b[2:].c", "*[3].id", "a[].b[1:]"]
)
def test_slices_say_which_places_are_wanted(text: str) -> None:
    assert has_places(parse(text))


@pytest.mark.parametrize("text", ["items.id,next", "*.id", "a[].id", 'a."[3]"'])
def test_names_say_nothing_of_places(text: str) -> None:
    assert not has_places(parse(text)) and not has_places(Selection(whole=True))


def test_paths_that_lead_nowhere_are_told() -> None:
    assert missing(VALUE, parse("items.id,items.no,zz.a,body.x,next.a")) == [
        "items.no",
        "zz",
        "body.x",
    ]
    assert missing({"items": []}, parse("items.id")) == []
