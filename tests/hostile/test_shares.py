"""A long run goes on where it was ended, and says what nobody came to."""

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from generator.cli.proof.pairs import one_each

from . import parts, shares
from .parts import Found
from .shares import done_in_shares


def counted(items: Sequence[Path]) -> Found:
    """Leaves a mark for each item that it came to."""
    found = Found()
    for each in items:
        (each / str(time.monotonic_ns())).touch()
        found.add("fine", ["a fault"] if each.name == "bad" else [], each.name)
    return found


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(shares, "FOLDER", tmp_path / "kept")
    monkeypatch.setattr(shares, "_workers", ThreadPoolExecutor)
    return tmp_path


def test_what_was_found_is_not_looked_for_again(folder: Path) -> None:
    items = [folder / name for name in ("good", "bad", "other")]
    for each in items:
        each.mkdir()
    first = done_in_shares(counted, items[:2], 2, 1, time.time() + 60)
    more = done_in_shares(counted, items, 2, 1, time.time() + 60)
    assert (first.found.count, more.found.count) == (2, 3)
    assert first.found.faults == more.found.faults == ["bad: a fault"]
    assert more.seconds >= first.seconds >= 0
    assert [len([*each.iterdir()]) for each in items] == [1, 1, 1]
    ended = done_in_shares(counted, [*items, folder / "never"], 2, 1, 0)
    assert (ended.found.count, ended.left) == (2, 2)


def test_results_count_for_the_same_code_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    item = folder / "good"
    item.mkdir()
    for code in ("one", "two", "one"):
        monkeypatch.setattr(shares, "code_digest", lambda code=code: code)
        assert done_in_shares(counted, [item], 1, 1, time.time() + 60).found.count == 1
    assert len([*item.iterdir()]) == 2


def test_a_longer_run_begins_as_a_shorter_one() -> None:
    short, long = parts.pairs(1_500, 3), parts.pairs(2_000, 3)
    assert long[:1_500] == short and len({*long}) == 2_000
    assert short[: parts.slots()] == one_each(parts._trial().slots(), 3)
    assert parts.pairs(1_500, 4)[parts.slots() :] != short[parts.slots() :]
