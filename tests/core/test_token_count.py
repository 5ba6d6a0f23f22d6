"""Tokens are counted where the counter is installed; the estimate is as good as it says."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from generator.core.token_count import estimated_tokens, parts, token_counter

PIPELINES = Path(__file__).parents[2] / "generated/arcade_customerio_pipelines_api"


@pytest.fixture(autouse=True)
def nothing_remembered() -> Iterator[None]:
    token_counter.cache_clear()
    yield
    token_counter.cache_clear()


def listed(path: Path) -> list[str]:
    """The tools of a package as a model is given them."""
    tools = json.loads(path.read_text("utf-8"))["tools"]
    keys = ("name", "description", "inputSchema")
    return [json.dumps({key: each[key] for key in keys}, ensure_ascii=False) for each in tools]


def test_it_is_exact_where_the_counter_is_installed() -> None:
    counter = token_counter()
    assert counter.is_exact and counter.words == "tokens of o200k_base"
    assert counter.count("hello hello hello") == 3
    assert counter.count("") == 0


def test_it_says_that_it_estimates_where_it_is_not(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "bpe_openai", None)
    counter = token_counter()
    assert not counter.is_exact
    assert "estimated" in counter.words and "toolgen[tokens]" in counter.words
    assert counter.count("hello hello hello") == 3


def test_the_estimate_is_near() -> None:
    tools = listed(PIPELINES / PIPELINES.name / "catalog.json")
    count = token_counter().count
    whole = f"[{', '.join(tools)}]"
    assert estimated_tokens(whole) == pytest.approx(count(whole), rel=0.02)
    for each in tools:
        assert estimated_tokens(each) == pytest.approx(count(each), rel=0.06)


@pytest.mark.parametrize("text", ["", " ", "\n", "é", "日本語", "\ud800", "a" * 10_000])
def test_any_text_has_an_estimate(text: str) -> None:
    assert 0 <= estimated_tokens(text) <= 1 + 2 * len(text)


def test_a_list_longer_than_the_counter_takes_is_counted_in_parts() -> None:
    counter = token_counter()
    once = "\n".join(listed(PIPELINES / PIPELINES.name / "catalog.json"))
    assert "".join(parts(once, 100)) == once
    assert max(map(len, parts(once, 100))) <= 100
    assert sum(map(counter.count, parts(once, 1_000))) == pytest.approx(
        counter.count(once), rel=0.01
    )
    many = once * (2_000_000 // len(once))
    assert counter.count(many) > 100 * counter.count(once)
    assert [*parts("x" * 250, 100)] == ["x" * 100, "x" * 100, "x" * 50]


@pytest.mark.parametrize("character", ["[", "7]", "\U000f0000", "\ud800"])
def test_texts_of_more_tokens_than_the_counter_takes_are_counted(character: str) -> None:
    counter = token_counter()
    assert counter.count(f" {character}" * 210_000) == 210_000 * counter.count(f" {character}")
    assert counter.count(character * 60_000) > 0
