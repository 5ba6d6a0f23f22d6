"""Long texts are cut to their limit, and slips of the pen are recognized."""

import pytest

from generator.core.suggest import did_you_mean
from generator.core.text import shorten, shorten_at_word


@pytest.mark.parametrize(
    ("text", "expected"), [("", ""), ("12345678", "12345678"), ("123456789", "1234567…")]
)
def test_a_text_takes_its_limit_and_no_more(text: str, expected: str) -> None:
    assert shorten(text, 8) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("one two", "one two"), ("one two three", "one two…"), ("one, two three", "one…")],
)
def test_a_sentence_is_cut_after_a_word(text: str, expected: str) -> None:
    assert shorten_at_word(text, 9 if "," not in text else 7) == expected


def test_near_names_are_suggested_the_nearest_first() -> None:
    known = ["version", "versions", "title"]
    assert did_you_mean("versoin", known) == "did you mean version?"
    assert did_you_mean("versoin", known, most=2) == "did you mean version or versions?"
    assert did_you_mean("color", known, otherwise="one of those") == "one of those"
