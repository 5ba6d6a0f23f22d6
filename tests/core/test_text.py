"""Long texts are cut to their limit, and slips of the pen are recognized."""

import pytest

from generator.core.suggest import did_you_mean
from generator.core.text import common_ends, shorten, shorten_at_word

_LONG = "long " * 19_999 + "long"


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


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("", "", (0, 0)),
        ("same", "same", (4, 4)),
        ("one", "two", (0, 0)),
        ("abcdef", "abXdef", (2, 3)),
        ("aaa", "aaaaa", (3, 3)),
        ("begin", "beginning", (5, 0)),
        ("ending", "an ending", (0, 6)),
        (f"{_LONG}a{_LONG}", f"{_LONG}b{_LONG}", (99_999, 99_999)),
        (_LONG, f"{_LONG}{_LONG}", (99_999, 99_999)),
    ],
)
def test_what_two_texts_have_in_common_is_counted(
    one: str, other: str, expected: tuple[int, int]
) -> None:
    assert common_ends(one, other) == expected
    assert common_ends(other, one) == expected
