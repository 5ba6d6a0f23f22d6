"""Values that are shown as they are without a look at each of their strings, and those that are not."""

import json
import random
from typing import Any

import pytest
from runtime_under_test.visible import (  # type: ignore[import-not-found]
    TooDeepError,
    check_levels,
    is_visible,
    tidy,
    visible,
    visible_length,
)

from generator.emit.prose import escape_unprintable


def made(rng: random.Random, texts: str, depth: int = 4) -> Any:
    """A value of any shape, with strings of these characters."""
    kind = rng.randrange(5 if depth else 2)
    if kind < 2:
        word = "".join(rng.choice(texts) for _ in range(rng.randrange(4)))
        return rng.choice((1, None, 2.5, True)) if kind else word
    count = rng.randrange(4)
    if kind == 2:
        return {f"{rng.choice(texts)}{n}": made(rng, texts, depth - 1) for n in range(count)}
    return [made(rng, texts, depth - 1) for _ in range(count)]


@pytest.mark.parametrize("texts", ["ab ", "a\x7f", "é中😀", "é\u200b", "\u202ea", "ab\ue000"])
def test_what_needs_nothing_is_what_tidy_leaves(texts: str) -> None:
    rng = random.Random(texts)
    for _ in range(200):
        value = made(rng, texts)
        text = json.dumps(value, ensure_ascii=False)
        assert is_visible(text) == (tidy(value, str) == value)
        assert (tidy(value, str) is value) == is_visible(text)


def test_of_what_needs_something_the_rest_is_the_very_same() -> None:
    plain = {"b": [1, "x\ny"]}
    value = [plain, {"a\u200b": 1, "c": "\ud800"}, "key"]
    shown = tidy(value, lambda text: text.replace("key", "*"))
    assert shown == [{"b": [1, "x\ny"]}, {"a\\u200b": 1, "c": "?"}, "*"]
    assert shown[0] is plain and value[2] == "key"


def test_long_texts_are_searched_to_their_end() -> None:
    for place in (0, 65_535, 65_536, 150_000, 199_999):
        text = "é" * place + "\u200b" + "é" * (199_999 - place)
        assert not is_visible(text)
        assert visible(text) == text.replace("\u200b", "\\u200b")


class Whole(str):
    """A text of which no one is to look at all characters in one step, which holds other threads."""

    def isprintable(self) -> bool:
        raise AssertionError


@pytest.mark.parametrize("shows", [is_visible, visible, visible_length, lambda x: tidy(x, str)])
def test_long_plain_texts_are_looked_at_in_parts(shows: Any) -> None:
    text = Whole("a" * 200_000)
    assert shows(text) in (True, len(text), text)


UNSEEN = [*map(chr, (*range(9), 11, 27, 127, 0xAD, 0x200B, 0x202E, 0xFEFF, 0xE0000, 0xE0FFF))]


@pytest.mark.parametrize("rest", ["a", "é", "\u3042", "😀"])
@pytest.mark.parametrize("often", [0, 1, 5, 50, 100])
def test_however_many_there_are_each_is_escaped(rest: str, often: int) -> None:
    rng = random.Random(f"{rest}{often}")
    for length in (0, 1, 300, 70_000):
        text = "".join(
            rng.choice(UNSEEN) if rng.randrange(100) < often else rest for _ in range(length)
        )
        codes = {each: f"\\u{ord(each):04x}" for each in UNSEEN if ord(each) < 0x10000}
        codes |= {each: f"\\U{ord(each):08x}" for each in UNSEEN if ord(each) >= 0x10000}
        expected = "".join(codes.get(each, each) for each in text)
        assert visible(text) == expected
        assert visible_length(text) == len(expected)


def test_what_is_unseen_in_an_answer_is_unseen_in_a_document() -> None:
    for each in map(chr, range(0x110000)):
        if not is_visible(each) and not "\ud800" <= each <= "\udfff":
            assert escape_unprintable(each) == visible(each), hex(ord(each))
    assert escape_unprintable("\u2764\ufe0f") == "\u2764\ufe0f"  # an emoji's own


def test_levels_are_counted_as_tidy_does() -> None:
    for levels in range(1, 8):
        for inner in (1, "x", [], {}, [1], {"a": []}):
            value: Any = inner
            for level in range(levels):
                value = [0, value] if level % 2 else {"a": 1, "b": value}
            assert too_deep(check_levels, value, 5) == too_deep(tidy, value, str, 5)
    check_levels(1)


def too_deep(check: Any, *given: Any) -> bool:
    """Whether it refuses so many levels."""
    try:
        check(*given)
    except TooDeepError:
        return True
    return False
