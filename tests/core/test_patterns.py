"""Patterns that generated packages can hold values to, and those that are none."""

import pytest

from generator.core.pattern_lengths import as_lengths
from generator.core.patterns import is_pattern, is_too_large
from generator.jsonschema.leniency import with_lengths
from tests.jsonschema.support import judge


@pytest.mark.parametrize(
    "pattern", ["^[a-z]+$", r"^\d{4}-\d{2}$", "", "MD", "T", r"^YYYY$", "Y{4}"]
)
def test_what_an_engine_compiles_is_a_pattern(pattern: str) -> None:
    assert is_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(", "[z-a]", "YYYY-MM-DDThh:mm:ssZ", "yyyy/MM/dd", "HH:MM"])
def test_what_no_engine_compiles_and_what_pictures_a_date_is_none(pattern: str) -> None:
    assert not is_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(a*)*" * 30_000, f"({'(a*)*' * 400}){{100}}", "(a)" * 40_000])
def test_what_would_take_gigabytes_to_match_is_none(pattern: str) -> None:
    assert not is_pattern(pattern)


def test_letters_that_nearly_picture_a_date_are_looked_at_once() -> None:
    assert not is_pattern("Y" * 300_000 + "x")  # a date tried at each of them takes minutes


def test_groups_that_are_not_remembered_cost_nothing() -> None:
    assert is_pattern(r"(?:\w)" * 300)
    assert is_pattern("^(" + "|".join(f"word{number}" for number in range(2000)) + ")$")


@pytest.mark.parametrize(
    "pattern",
    [r"(\w{200}){20}", r"(?:\d{100}){100}x", "(a{100}){100}", "a?" * 5000, "[ab]" * 5000]
    + ["^a*a{5000}$", "^(a{1,500}){500}$", r"^\d{1,5}(\.{500}){50}$", "a{5000}|^b{2}"],
)
def test_what_holds_each_letter_to_thousands_of_positions_is_none(pattern: str) -> None:
    assert not is_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [
        r"^[\w-]{1,5000}$",
        r"^id[a-z]{5000}",
        r"\w{255}",
        r"(?=^.{1,253}$)([a-z]{1,63}\.)+[a-z]{2,63}",
    ]
    + [r"^[a-z]{1,63}(\.[a-z]{1,63}){0,10}$", "|".join(f"word{at}x[a-z]" for at in range(500))]
    + [".{1,2048}", r"[\w+=,.@-]{20,2048}", "^$|.{1,3000}", "^(.{0,5000})$", "^(?:.{1,3000})?$"]
    + [r"^(.|\n){1,5000}$", r"^(?:.|\r|-){0,1000}$", r"^\S(.{0,4998}\S)?$", "^(?!x)(.{0,5000})$"]
    + [r"^https?://.{1,2000}$", r"^[0-9a-f-]{36}(,[0-9a-f-]{36}){0,99}$", "^([0-9A-F]{2}){1,2048}$"]
    + [r"^([^,]{1,100},){0,49}[^,]{1,100}$", r"^(\w{1,63})(\.\w{1,63}){0,99}$"]
    + [r"^[a-z]{1,255}(\.[a-z]{1,255}){1,10}$", "^(?:[a-z]{1,1224}|arn:.{1,2000})$"],
)
def test_what_is_at_few_positions_at_once_is_a_pattern(pattern: str) -> None:
    assert is_pattern(pattern)


@pytest.mark.parametrize(
    "pattern",
    [r"^(,?[^,]{1,100}){50}$", r"^([^;]{1,100},){49}[^,]{1,100}$", r"^.{1,9},?(\w{1,99},){49}$"]
    + [r"^(\w{1,100},){1,49}.{1,5000}$", "(.{0,5000})$", "^(.{1,70}){1,70}$", r"^(\b|.){1,5000}$"],
)
def test_what_seems_to_be_at_few_positions_and_is_not_is_none(pattern: str) -> None:
    assert not is_pattern(pattern)


@pytest.mark.parametrize(
    ("pattern", "fits", "unfit"),
    [
        ("^.{1,30000}$", ["a", "é" * 30_000], ["", "a" * 30_001, "a\nb"]),
        (r"^\p{L}{2,9000}$", ["éa"], ["é", "a1", "a" * 9001]),
        (r"^[\s\S]{30000}$", ["\n" * 30_000], ["a" * 29_999, "a" * 30_001]),
        (r"^a\.b/\S{0,20000}$", ["a.b/", "a.b/" + "x" * 20_000], ["axb/", "a.b/" + "x" * 20_001]),
        ("^.{3,}.{0,0}$", ["abc"], ["ab"]),
        (".{3,30000}", ["abc", "\nabcd"], ["ab\nc"]),
        (r"^\{.{1,30000}", ["{a", "{" + "a" * 30_001], ["{", "a{a"]),
    ],
)
def test_lengths_say_what_a_large_expression_means(
    pattern: str, fits: list[str], unfit: list[str]
) -> None:
    asked = with_lengths({"pattern": pattern})
    assert is_pattern(asked["pattern"])
    held = judge(dict(asked))
    assert all(map(held.is_valid, fits)) and not any(map(held.is_valid, unfit))


def test_lengths_are_no_looser_than_those_beside_them() -> None:
    beside = {"pattern": "^.{10,30000}$", "minLength": 20, "maxLength": 100}
    assert with_lengths(beside) == {**beside, "pattern": "^.*$"}
    beside |= {"minLength": 1, "maxLength": "many"}
    assert with_lengths(beside) == {"pattern": "^.*$", "minLength": 10, "maxLength": 30_000}
    assert with_lengths({"pattern": r"^\d{1,5}$"}) == {"pattern": r"^\d{1,5}$"}


@pytest.mark.parametrize(
    "pattern",
    [
        ".{30000}",
        ".{1,30000}$",
        r"\b{1,30000}",
        "^.{1,9}x{1,30000}$",
        "^(.{1,200}){99}$",
        "^.{90000,8}$",
    ],
)
def test_what_lengths_do_not_say_is_told_to_be_too_large(pattern: str) -> None:
    assert as_lengths(pattern) is None and is_too_large(pattern) != is_pattern(pattern)


@pytest.mark.parametrize("pattern", ["(", "[z-a]{1,5000}", "YYYY-MM-DD", "(?<x"])
def test_what_is_none_is_not_told_to_be_too_large(pattern: str) -> None:
    assert not is_too_large(pattern)
