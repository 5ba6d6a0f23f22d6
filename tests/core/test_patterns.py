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
