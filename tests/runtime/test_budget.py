"""What is left out of a value so that it fits, whatever the value is."""

import json
import random
from typing import Any

import pytest
from runtime_under_test import budget  # type: ignore[import-not-found]
from runtime_under_test.budget import fit, size


def _value(some: random.Random, depth: int) -> Any:
    kind = some.random()
    if depth == 0 or kind < 0.3:
        return some.choice([1, None, True, 2.5, "x" * some.randint(0, 50), "wo " * 400])
    if kind < 0.65:
        return [_value(some, depth - 1) for _ in range(some.randint(0, 30))]
    return {f"k/{n}~": _value(some, depth - 1) for n in range(some.randint(0, 12))}


def _at(value: Any, pointer: str) -> Any:
    for part in pointer.split("/")[1:]:
        name = part.replace("~1", "/").replace("~0", "~")
        value = value[int(part) if isinstance(value, list) else name]
    return value


def _is_beginning(kept: Any, whole: Any) -> bool:
    """Whether what is kept is of the same shape, and nothing but less of it."""
    if isinstance(whole, list):
        return isinstance(kept, list) and all(map(_is_beginning, kept, whole[: len(kept)]))
    if isinstance(whole, dict):
        return isinstance(kept, dict) and all(_is_beginning(kept[k], whole[k]) for k in kept)
    if isinstance(whole, str) and kept != whole:
        return whole.startswith(kept.removesuffix("…"))
    return bool(kept == whole)


@pytest.mark.parametrize("seed", range(20))
@pytest.mark.parametrize("most", [1_000, 6_000])
def test_whatever_it_is_it_fits_and_what_is_missing_is_counted(seed: int, most: int) -> None:
    whole = _value(random.Random(seed), 5)
    kept, omitted = fit(whole, most)
    assert size(kept) + (size(omitted) if omitted else 0) <= most
    assert _is_beginning(kept, whole)
    assert bool(omitted) == (kept != whole)
    for pointer, said in omitted.items():
        total = said.split()[2].replace(",", "")
        assert int(total) == len(_at(whole, pointer))
        left, shown = int(said.split()[0].replace(",", "")), _at(kept, pointer)
        cut = shown.removesuffix("…") if isinstance(shown, str) else shown
        assert len(cut) + left == int(total)


def test_much_is_kept_where_much_may_be() -> None:
    items = [{"n": n, "text": "word " * 10} for n in range(2_000)]
    kept, _ = fit({"items": items, "more": ["x" * 30] * 400}, 20_000)
    assert size(kept) > 19_500
    assert 100 < len(kept["items"]) and 100 < len(kept["more"])


def test_the_work_is_that_of_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    asked = 0

    def counted(value: Any) -> int:
        nonlocal asked
        asked += 1
        taken: int = size(value)
        return taken

    monkeypatch.setattr("runtime_under_test.budget.size", counted)
    values: list[Any] = [
        [{"n": n} for n in range(100_000)],
        {f"k{n}": n for n in range(100_000)},
        {"by_id": {f"k{n}": {"n": n} for n in range(100_000)}},
    ]
    for value in values:
        asked = 0
        assert fit(value, 20_000)
        assert 0 < asked < 100_000


@pytest.mark.parametrize("seed", range(20))
def test_what_just_fits_is_whole(seed: int) -> None:
    whole = _value(random.Random(seed), 3)
    assert fit(whole, size(whole)) == (whole, {})
    if size(whole) > 200:
        kept, omitted = fit(whole, size(whole) - 1)
        assert kept != whole and omitted


@pytest.mark.parametrize(
    "value", ["", 'a"\\\n', "é\u200b\x7f", 0, -5, 10**30, 1.5, -2e300, True, None, {}]
)
def test_a_size_is_that_of_the_json(value: Any) -> None:
    assert size(value) == len(json.dumps(value, ensure_ascii=False))


def test_nothing_long_is_written_out(monkeypatch: pytest.MonkeyPatch) -> None:
    longest, encode = 0, budget._encode

    def noted(value: Any) -> str:
        nonlocal longest
        text: str = encode(value)
        longest = max(longest, len(text))
        return text

    monkeypatch.setattr("runtime_under_test.budget._encode", noted)
    for value in (["word " * 1_000_000], {"a": ["x" * 300] * 9_000}, [[1] * 9] * 90_000):
        longest = 0
        assert fit(value, 20_000)
        assert 1 < longest <= 40_000
