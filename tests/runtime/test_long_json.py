"""JSON that is read a stretch at a time comes out as the decoder has it, and so does what breaks off."""

import gc
import json
import random
import tracemalloc
from typing import Any

import pytest
from runtime_under_test import json_reading
from runtime_under_test.json_reading import _ONCE, read  # type: ignore[import-not-found]
from runtime_under_test.long_json import (  # type: ignore[import-not-found]
    STRETCH,
    read_long,
)
from runtime_under_test.long_list import (  # type: ignore[import-not-found]
    LongList,
    LongObject,
    short,
    written,
)
from runtime_under_test.long_strings import end_of_string  # type: ignore[import-not-found]
from runtime_under_test.repeated_names import (  # type: ignore[import-not-found]
    RepeatedNameError,
)
from runtime_under_test.visible import (  # type: ignore[import-not-found]
    TooDeepError,
    tidy,
)

SCAN: Any = json.JSONDecoder().scan_once  # type: ignore[attr-defined]
ONCE: Any = _ONCE.scan_once
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


def as_text(rng: random.Random, value: Any) -> str:
    """The value as JSON, with or without room in it."""
    indent, is_ascii = rng.choice((None, 1)), rng.random() < 0.5
    separators = rng.choice(((",", ":"), (", ", ": "), (" ,\t", "\r\n: ")))
    return json.dumps(value, indent=indent, ensure_ascii=is_ascii, separators=separators)


@pytest.mark.parametrize("long", [1, 20, 10_000])
@pytest.mark.parametrize("stretch", [1, 2, 7, 40, 500])
def test_stretches_of_any_length_come_to_the_same(stretch: int, long: int) -> None:
    rng = random.Random(stretch)
    for _ in range(200):
        value = made(rng, 4)
        found = read_long(as_text(rng, value), SCAN, stretch=stretch, long=long)
        assert short(found) == value
        assert json.loads("".join(written(found))) == value
        assert short(tidy(found, str)) == tidy(value, str)


@pytest.mark.parametrize("stretch", [1, 7, 40])
def test_what_is_no_json_is_refused_whatever_the_stretch(stretch: int) -> None:
    rng = random.Random(stretch)
    refused = 0
    for _ in range(800):
        text = list(as_text(rng, made(rng, 3)))
        text[rng.randrange(len(text))] = rng.choice('[]{},:"\\x1 ')
        broken = "".join(text)
        try:
            value = json.loads(broken)
        except ValueError:
            refused += 1
            with pytest.raises(ValueError):
                read_long(broken, SCAN, stretch=stretch)
        else:
            assert short(read_long(broken, SCAN, stretch=stretch, long=20)) == value
    assert refused > 200


@pytest.mark.parametrize("end", ["oops", "", ',"a":'])
@pytest.mark.parametrize(
    "long", [f"[{'{},' * 100_000}1]", json.dumps({f"m{at}": 1 for at in range(60_000)})]
)
def test_what_is_no_json_behind_what_is_long_is_refused(long: str, end: str) -> None:
    with pytest.raises(ValueError, match="Expecting"):
        read(f'{{"a":{long}{end}')


def test_names_of_which_one_is_far_behind_are_found_twice() -> None:
    def text(name: str) -> str:
        return f'{json.dumps({f"m{at}": 1 for at in range(120_000)})[:-1]},"{name}":1}}'

    read(text("m"), once=True)
    for name in ("m9", "m110000", "m119999"):
        with pytest.raises(RepeatedNameError):
            read(text(name), once=True)


def test_names_of_which_some_are_twice_take_less_than_ten_times_the_text() -> None:
    text = "{" + ",".join(f'"{at:x}":1' for at in range(200_000)) + ',"30d3f":1}'
    gc.collect()
    tracemalloc.start()
    try:
        with pytest.raises(RepeatedNameError):
            read(text, once=True)
        assert tracemalloc.get_traced_memory()[1] < 10 * len(text)
    finally:
        tracemalloc.stop()


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
        text = as_text(rng, value)
        for end in range(1, len(text), 1 + len(text) // 40):
            found = read_long(text[:end], SCAN, True, stretch)
            assert is_beginning(found, value)
            assert found == read_long(text[:end], SCAN, True)
            assert found == short(read_long(text[:end], SCAN, True, stretch, 20))
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


@pytest.mark.parametrize("number", [f"0.{'1' * 300_000}", f"1e{'9' * 300_000}", f"-1{'0' * 9_000}"])
def test_a_number_without_end_is_its_text(number: str, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(text: str) -> Any:
        raise AssertionError("it is converted in one step")

    monkeypatch.setattr(json_reading, "float", refused, raising=False)
    assert short(read(f'{{"a":[{number}]}}')) == {"a": [number]}


def test_the_decoder_never_gets_more_than_a_stretch() -> None:
    item = {"id": "x" * 20, "tags": ["a", {"b": 1.5}], "text": "word " * 50}
    long = {"items": [item] * 2_000, "by_id": {str(n): item for n in range(2_000)}, "n": 1}
    given: list[int] = []

    def scan(text: str, start: int) -> tuple[Any, int]:
        given.append(len(text))
        found: tuple[Any, int] = SCAN(text, start)
        return found

    text = json.dumps([long, {"inner": [long]}])
    found = read_long(text, scan)
    assert max(given) == STRETCH < len(text) / 20
    assert len(given) < text.count("{")  # what fits is not taken apart
    assert short(found) == [long, {"inner": [long]}]
    assert max(given) <= STRETCH + 2


@pytest.mark.parametrize(
    "text",
    [
        f"[{'1,' * 300_000}1]",
        f"[{'{}, ' * 200_000}[]]",
        f"[{'[1],' * 200_000}[2]]",
        "[" + '"a,b",\n' * 100_000 + "1]",
        "{" + "".join(f'"{n}":{n % 3},' for n in range(100_000)) + '"n":1}',
    ],
)
def test_many_short_items_are_read_at_once(text: str) -> None:
    calls = 0

    def scan(text: str, start: int) -> tuple[Any, int]:
        nonlocal calls
        calls += 1
        found: tuple[Any, int] = SCAN(text, start)
        return found

    found = read_long(text, scan, long=len(text))
    assert calls < len(text) / 500
    assert found == json.loads(text)


def test_names_that_come_twice_at_once_are_found() -> None:
    members = [f'"{n}":1' for n in range(60_000)]
    for name in ("7", "500", "59990"):
        for long in (10_000, 10_000_000):
            text = "{" + ",".join([*members, f'"{name}":2', '"x":1']) + "}"
            with pytest.raises(RepeatedNameError):
                read_long(text, ONCE, long=long, once=True)
            assert list(read_long(text, SCAN, long=long).items())[-1] == ("x", 1)


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
    found = read_long(text, scan)
    assert sum(map(len, stretches)) < 6 * len(text)
    assert short(found) == json.loads(text)


@pytest.mark.parametrize("around", ["{}", '{{"a":[{}],"next":"n"}}', '[[1,{{"b":{}}}],2]'])
@pytest.mark.parametrize(
    "part",
    [
        "[" + ",".join(["[]"] * 200_000) + "]",
        "[" + ",".join(['{"id":1,"tags":["a"]}'] * 30_000) + "]",
        "{" + ",".join(f'"{n}":[1]' for n in range(60_000)) + "}",
        "[" + ",".join(["[[[[1,2,3]]]]" * 1] * 50_000) + "]",
        "[" + ",".join([f"[{','.join(['[]'] * 300)}]"] * 600) + "]",
    ],
)
def test_of_what_is_long_few_values_are_there_at_a_time(around: str, part: str) -> None:
    text = around.format(part)
    before = len(gc.get_objects())
    value = tidy(read_long(text, SCAN), str)
    assert len(gc.get_objects()) - before < 15_000  # of 60,000 and more
    assert "".join(written(value)).replace(" ", "") == text


def test_a_long_list_has_its_items_by_place() -> None:
    items = [{"id": n, "of": [n]} for n in range(50_000)]
    found = read_long(json.dumps(items), SCAN)
    assert isinstance(found, LongList) and len(found) == 50_000
    assert [found[0], found[-1], *found[20_000:20_002]] == [
        items[0],
        items[-1],
        *items[20_000:20_002],
    ]
    some = found.changed(lambda place, item: (place, item["id"]), range(30_000, 30_003))
    assert list(some) == [(n, n) for n in range(30_000, 30_003)] and some.places[0] == 30_000


def test_a_long_object_has_its_members_by_name() -> None:
    members = {f"key {n}": [n] for n in range(50_000)}
    found = read_long(json.dumps(members), SCAN)
    assert isinstance(found, LongObject) and len(found) == 50_000
    assert found["key 49999"] == found.get("key 49999") == [49_999]
    assert "key 7" in found and "none" not in found and found.get("none") is None
    assert list(found) == list(members) and list(found.values()) == list(members.values())
    with pytest.raises(KeyError):
        found["none"]


def test_members_that_are_asked_for_in_their_order_are_read_once() -> None:
    runs: list[int] = []

    def run(number: int) -> list[Any]:
        runs.append(number)
        return [(f"k{number}", number), (f"l{number}", -number)]

    found = LongObject(LongList(run, range(2, 202, 2)))
    for _ in range(3):
        assert [found[f"{each}{n}"] for n in range(100) for each in "kl"][:4] == [0, 0, 1, -1]
    assert len(runs) <= 300
    assert (found["k7"], found["k3"], found.place("l3")) == (7, 3, 7)
    with pytest.raises(KeyError):
        found["m"]


def test_too_many_levels_are_found_in_what_is_not_kept() -> None:
    deep = f"[{','.join(['[]'] * 200_000)},{'[' * 101}{']' * 101}]"
    with pytest.raises(TooDeepError):
        tidy(read_long(deep, SCAN), str)


@pytest.mark.parametrize(
    "part", ["word ", "\\n", "\\ud83d\\ude00", "é\\u00e9", "\\\\", '\\"', "\U0001f600", "\\ud83d"]
)
@pytest.mark.parametrize("before", ["", "x", "xyz"])
def test_a_long_text_is_read_in_parts(part: str, before: str) -> None:
    text = f'["{before}{part * (2 * STRETCH // len(part))}", 1]'
    assert read_long(text, SCAN) == json.loads(text)


@pytest.mark.parametrize("end", ['\\x"', '\\u12"', "\n", "\\", "\\u00", ""])
def test_a_long_text_that_is_none_is_refused(end: str) -> None:
    for size in (STRETCH - 9, STRETCH - 3, STRETCH, 3 * STRETCH):
        with pytest.raises(ValueError):
            read_long(f'"{"x" * size}{end}', SCAN)


@pytest.mark.parametrize("escape", ['\\"', "\\\\", "\\u0022", "\\u", "\\"])
def test_a_long_string_is_closed_where_no_escape_says_that_it_goes_on(escape: str) -> None:
    for around in range(8):
        within = "x" * (STRETCH - around) + escape * 4 + '\\"' * STRETCH
        assert end_of_string(within, 0) is None
        assert end_of_string(f'{within}", "y"', 0) == len(within) + 1
