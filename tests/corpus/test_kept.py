"""Records of a run that was stopped, and whether the next one goes on behind them."""

import json
from pathlib import Path

import pytest

from .kept import Kept, digest_of


def stopped(file: Path, of: str, tools: str) -> None:
    """A run that is stopped when it has kept these tools' records."""
    with pytest.raises(KeyboardInterrupt), Kept(file, of) as kept:
        for tool in tools:
            kept.add([{"tool": tool, "n": n} for n in range(2)])
        raise KeyboardInterrupt


def test_a_run_goes_on_where_it_was_stopped(tmp_path: Path) -> None:
    file = tmp_path / "calls.jsonl"
    stopped(file, "x", "abc")
    with file.open("a", encoding="utf-8") as lines:
        lines.write('{"tool": "d", "n"')
    again = Kept(file, "x")
    assert again.earlier.keys() == {"a", "b"}  # c may not have been done with
    with again:
        again.add([{"tool": "c", "n": 0}])
    found = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert [each["tool"] for each in found if "tool" in each] == ["a", "a", "b", "b", "c"]


def test_runs_of_other_things_and_those_that_came_to_their_end_count_for_nothing(
    tmp_path: Path,
) -> None:
    file = tmp_path / "calls.jsonl"
    stopped(file, "x", "abc")
    assert Kept(file, "y").earlier == {}
    with Kept(file, "x") as kept:
        kept.add([{"tool": "c"}])
    assert Kept(file, "x").earlier == {}
    assert Kept(tmp_path / "none.jsonl", "x").earlier == {}


def test_records_are_of_the_package_that_was_called(tmp_path: Path) -> None:
    document, package = tmp_path / "openapi.json", tmp_path / "package"
    document.write_text("{}", encoding="utf-8")
    package.mkdir()
    (package / "a.py").write_text("a = 1", encoding="utf-8")
    before = digest_of(document, package)
    assert digest_of(document, package) == before
    (package / "a.py").write_text("a = 2", encoding="utf-8")
    assert digest_of(document, package) != before
