"""JSON values are equal, typed and looked up by one reading of JSON Schema and of RFC 6901."""

from typing import Any

import pytest

from generator.core.json_value import canonical, compact, is_equal, look_up, node_at, type_name
from generator.core.most_alike import pair_most_alike

EQUAL = [
    (1, 1.0),
    (0, -0.0),
    (10**16, 1e16),
    ([1, {"a": 2.0}], [1.0, {"a": 2}]),
    ({"a": 1, "b": 2}, {"b": 2, "a": 1}),
    ("1.0", "1.0"),
]
UNLIKE = [
    (1, True),
    (0, False),
    (0, None),
    ("1", 1),
    ("1.0", "1"),
    ([1], [True]),
    ([1, 2], [2, 1]),
    ({"a": 1}, {"a": 1, "b": None}),
    (1.5, 1),
]


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_equal_values_have_one_text(one: Any, other: Any) -> None:
    assert is_equal(one, other)
    assert canonical(one) == canonical(other)


@pytest.mark.parametrize(("one", "other"), UNLIKE)
def test_unlike_values_have_different_texts(one: Any, other: Any) -> None:
    assert not is_equal(one, other)
    assert canonical(one) != canonical(other)


def test_numbers_are_shown_as_they_were_written() -> None:
    assert compact({"b": 1.0, "a": "é"}) == '{"a":"é","b":1.0}'


@pytest.mark.parametrize(
    ("value", "name"),
    [
        (None, "null"),
        (True, "boolean"),
        (1, "integer"),
        (1.0, "integer"),
        (1.5, "number"),
        ("", "string"),
        ([], "array"),
        ({}, "object"),
    ],
)
def test_a_value_has_a_type(value: Any, name: str) -> None:
    assert type_name(value) == name


@pytest.mark.parametrize("part", ["01", "-1", "+1", "1.0", "²", "", "2", "9" * 5000])
def test_what_is_no_index_leads_nowhere(part: str) -> None:
    root = {"a": ["x", "y"]}
    assert look_up(root, "#/a/1") == "y"
    assert node_at(root, f"#/a/{part}") is None
    with pytest.raises(KeyError):
        look_up(root, f"#/a/{part}")


def test_the_most_alike_are_paired_first() -> None:
    left = {0: {"a", "b"}, 1: {"a", "b", "c"}, 2: set[str]()}
    right = {5: {"a", "b", "c"}, 6: {"a"}, 7: set[str]()}
    assert pair_most_alike(left, right, 0.5) == {1: 5, 0: 6}
