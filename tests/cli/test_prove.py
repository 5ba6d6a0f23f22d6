"""`toolgen prove`: what it tells of a document, and that it tells what is broken."""

from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest

from generator.cli import main
from generator.cli.proof import pairs
from generator.emit import literals
from tests.cli.test_cli import Space


@pytest.fixture
def space(tmp_path: Path) -> Space:
    """A folder with a document that has something to say."""
    (tmp_path / "spec.yaml").write_text(
        "openapi: 3.1.0\ninfo: {title: Books, version: '1'}\nservers: [{url: https://b.example}]\n"
        "paths: {/a: {get: {summary: Lists them., responses: {'200': {description: Fine}}}}}\n"
    )
    return Space(tmp_path, tmp_path / "cache")


def test_it_counts_slots_payloads_and_ends(space: Space) -> None:
    done = space.run("prove", "spec.yaml", "--most", "12")
    head, *rows = done.out.splitlines()
    assert (done.code, done.err) == (0, "")
    assert head.startswith("19 slots x ") and head.endswith(" payloads, 12 of them tried")
    counts = {row.split()[0]: int(row.split()[1]) for row in rows}
    assert [*counts] == ["same", "within", "refused", "broken"]
    assert sum(counts.values()) == 12 and counts["same"] and not counts["broken"]


def test_the_same_seed_is_the_same_run_and_another_is_another(space: Space) -> None:
    first, again, other = (
        space.run("prove", "--spec", "spec.yaml", "--most", "5", "--seed", seed).out
        for seed in ("0", "0", "3")
    )
    assert first == again and first.splitlines()[0] == other.splitlines()[0]


def test_what_breaks_is_told_with_its_place(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(literals, "_escape_markup", str)
    monkeypatch.setattr(
        pairs, "PAYLOADS", {"html": ""}
    )  # that one, wherever it would fall by turns
    done = space.run("prove", "spec.yaml")
    assert done.code == 1
    assert "spec.yaml" not in done.out and "openapi#/" in done.out and "new is" in done.out


def test_it_tells_how_many_are_tried(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[tuple[str, int]] = []
    done: list[str] = []

    class Bar:
        def begin(self, doing: str, total: int = 0) -> None:
            told.append((doing, total))

        def advance(self) -> None:
            done.append(told[-1][0])

        def close(self) -> None:
            done.append("closed")

    monkeypatch.setattr(main, "bar_for", lambda *_, **__: Bar())
    assert space.run("prove", "spec.yaml", "--most", "4").code == 0
    assert told[-1] == ("trying other texts", 4)
    assert done[-5:] == [*["trying other texts"] * 4, "closed"]


@pytest.mark.parametrize("words", [[], ["spec.yaml", "--config", "x"], ["nowhere"]])
def test_what_it_cannot_be_about_is_an_error(space: Space, words: list[str]) -> None:
    assert space.run("prove", *words).code == 2


def test_without_what_reads_markdown_it_says_what_to_install(
    space: Space, monkeypatch: pytest.MonkeyPatch
) -> None:
    def found(name: str) -> Any:
        return None if name == "markdown_it" else find_spec(name)

    monkeypatch.setattr("generator.cli.prove.find_spec", found)
    done = space.run("prove", "spec.yaml")
    assert done.code == 2 and 'pip install "toolgen[prove]"' in done.err
