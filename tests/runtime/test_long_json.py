"""JSON that is read a stretch at a time comes out as the decoder has it, and so does what breaks off."""

import json
import random
from typing import Any

import pytest
from runtime_under_test.json_reading import read  # type: ignore[import-not-found]
from runtime_under_test.long_json import (  # type: ignore[import-not-found]
    STRETCH,
    read_long,
)

SCAN: Any = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
TEXTS = ("", "a", 'q"\\', "\u200b", "]}", ", [{", "x" * 30, "\\u0041", "é\n")
SCALARS = (None, True, False, 0, -1, 12, 1.5, -2e300, 123456789012)


def made(rng: random.Random, depth: int) -> Any:
    """A value of any shape."""
    kind = rng.randrange(6 if depth else 3)
    if kind < 3:
        return rng.choice(TEXTS if kind else SCALARS)
    count = rng.randrange(5)
    if kind == 3:
        return {f"{rng.choice(TEXTS)}{n}": made(rng, depth - 1) for n in range(count)}
    return [made(rng, depth - 1) for _ in range(count)]


def written(rng: random.Random, value: Any) -> str:
    """The value as JSON, with or without room in it."""
    indent, is_ascii = rng.choice((None, 1)), rng.random() < 0.5
    separators = rng.choice(((",", ":"), (", ", ": "), (" ,\t", "\r\n: ")))
    return json.dumps(value, indent=indent, ensure_ascii=is_ascii, separators=separators)


@pytest.mark.parametrize("stretch", [1, 2, 7, 40, 500])
def test_stretches_of_any_length_come_to_the_same(stretch: int) -> None:
    rng = random.Random(stretch)
    for _ in range(200):
        value = made(rng, 4)
        assert read_long(written(rng, value), SCAN, stretch=stretch) == value


@pytest.mark.parametrize("stretch", [1, 7, 40])
def test_what_is_no_json_is_refused_whatever_the_stretch(stretch: int) -> None:
    rng = random.Random(stretch)
    refused = 0
    for _ in range(800):
        text = list(written(rng, made(rng, 3)))
        text[rng.randrange(len(text))] = rng.choice('[]{},:"\\x1 ')
        broken = "".join(text)
        try:
            value = json.loads(broken)
        except ValueError:
            refused += 1
            with pytest.raises(ValueError):
                read_long(broken, SCAN, stretch=stretch)
        else:
            assert read_long(broken, SCAN, stretch=stretch) == value
    assert refused > 200


def is_beginning(part: Any, whole: Any, is_last: bool = True) -> bool:
    """Whether the one is the other, or the first of what it holds."""
    if type(part) is not type(whole) or not is_last or not isinstance(whole, dict | list):
        return bool(part == whole)
    if isinstance(part, dict) and list(part) != list(whole)[: len(part)]:
        return False
    pairs = list(zip(_inner(part), _inner(whole), strict=False))
    ends = [*[False] * (len(pairs) - 1), True]
    return len(part) <= len(whole) and all(
        is_beginning(one, other, last) for (one, other), last in zip(pairs, ends, strict=False)
    )


def _inner(value: Any) -> list[Any]:
    return list(value.values()) if isinstance(value, dict) else value


@pytest.mark.parametrize("stretch", [1, 7, 40, 500])
def test_of_what_breaks_off_all_comes_that_is_whole(stretch: int) -> None:
    rng = random.Random(stretch)
    for _ in range(60):
        value = [made(rng, 3), {"a": made(rng, 3)}, made(rng, 2)]
        text = written(rng, value)
        for end in range(1, len(text), 1 + len(text) // 40):
            found = read_long(text[:end], SCAN, True, stretch)
            assert is_beginning(found, value)
            assert found == read_long(text[:end], SCAN, True)
        assert read_long(text, SCAN, True, stretch) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('[1, 2, {"a": [3, 4', [1, 2, {"a": [3]}]),
        ('[1, 2, {"a": 3}', [1, 2, {"a": 3}]),
        ('{"a": 1, "b', {"a": 1}),
        ('{"a": 1, "b": "x\\', {"a": 1}),
        ('{"a": [1.', {"a": []}),
        ('[{"a": "b"}, ', [{"a": "b"}]),
        ("[", []),
    ],
)
def test_what_may_go_on_is_left_out(text: str, found: Any) -> None:
    assert read_long(text, SCAN, True) == read_long(text, SCAN, True, 3) == found


@pytest.mark.parametrize("text", ["", '"a', "12", "[1, x, 2", '{"a" 1, "b": 2', "[1}, 2"])
def test_what_is_no_beginning_of_json_is_refused(text: str) -> None:
    for stretch in (2, 500):
        with pytest.raises(ValueError):
            read_long(text, SCAN, True, stretch)


def test_what_is_nested_without_end_is_refused_at_once() -> None:
    for text in ("[" * 1_000_000, '{"a":' * 1_000_000):
        with pytest.raises((ValueError, RecursionError)):
            read(text, True)


def test_numbers_of_long_json_stay_as_they_were_sent() -> None:
    assert read(f"[{'12.10, ' * 20_000}1.5]") == ["12.10"] * 20_000 + [1.5]


def test_the_decoder_never_gets_more_than_a_stretch() -> None:
    item = {"id": "x" * 20, "tags": ["a", {"b": 1.5}], "text": "word " * 50}
    long = {"items": [item] * 2_000, "by_id": {str(n): item for n in range(2_000)}, "n": 1}
    given: list[int] = []

    def scan(text: str, start: int) -> tuple[Any, int]:
        given.append(len(text))
        found: tuple[Any, int] = SCAN(text, start)
        return found

    text = json.dumps([long, {"inner": [long]}])
    assert read_long(text, scan) == [long, {"inner": [long]}]
    assert max(given) == STRETCH < len(text) / 20
    assert len(given) < text.count("{")  # what fits is not taken apart


@pytest.mark.parametrize(("before", "after"), [("[", "]"), ("[1,", ",1]"), ('{"a":', "}")])
def test_levels_around_what_is_long_do_not_each_read_it_again(before: str, after: str) -> None:
    stretches = [""]

    def scan(text: str, start: int) -> tuple[Any, int]:
        if text is not stretches[-1] and len(text) <= STRETCH:
            stretches.append(text)
        found: tuple[Any, int] = SCAN(text, start)
        return found

    item = before * 90 + "[" + ",".join(["12345678"] * 9_000) + "]" + after * 90
    text = f"[{','.join([item] * 9)}]"
    assert read_long(text, scan) == json.loads(text)
    assert sum(map(len, stretches)) < 6 * len(text)
