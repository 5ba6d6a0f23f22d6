"""Patterns that generated packages can hold values to, and those that are none."""

import pytest

from generator.core.patterns import is_pattern


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


def test_groups_that_are_not_remembered_cost_nothing() -> None:
    assert is_pattern(r"(?:\w)" * 300)
    assert is_pattern("^(" + "|".join(f"word{number}" for number in range(2000)) + ")$")


@pytest.mark.parametrize(
    "pattern",
    [r"(\w{200}){20}", r"(?:\d{100}){100}x", "(a{100}){100}", "a?" * 5000, "[ab]" * 5000]
    + ["^a*a{5000}$", "^a{500}{500}$", r"^\d{5}(\.{500}){50}$", "a{5000}|^b{2}"],
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
    + [r"^[a-z]{1,63}(\.[a-z]{1,63}){0,10}$", "|".join(f"word{at}x[a-z]" for at in range(500))],
)
def test_what_is_at_few_positions_at_once_is_a_pattern(pattern: str) -> None:
    assert is_pattern(pattern)
