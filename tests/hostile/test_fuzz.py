"""Whatever a document, an overlay, a body or an answer is, it ends in a result or in words."""

from collections import Counter
from pathlib import Path

import pytest

from .fuzz import KINDS, SHARES, fuzzed, seeds_of
from .parts import mutated

COUNT, PARTS = 500, 10


@pytest.mark.parametrize("part", range(PARTS))
def test_no_mutant_breaks_anything(part: int, tmp_path: Path) -> None:
    ends: Counter[str] = Counter()
    faults: list[str] = []
    for kind, seed in [*seeds_of(COUNT)][part::PARTS]:
        folder = tmp_path / f"{kind}{seed}"
        folder.mkdir()
        found = fuzzed(kind, seed, folder)
        ends[found.ended] += 1
        faults += [f"{kind} {seed}: {each}" for each in found.faults]
    assert faults == []
    assert ends["built"] and ends["refused"], "mutants that all end alike say little"


def test_every_kind_has_its_share() -> None:
    assert Counter(kind for kind, _ in seeds_of(200)) == {
        kind: 10 * share for kind, share in SHARES.items()
    }
    assert SHARES.keys() | {"vendor"} == KINDS.keys()
    assert len({*seeds_of(COUNT)}) == COUNT


def test_a_mutant_that_is_nested_deeper_than_python_writes_is_one_like_others(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def nested(*_: object) -> object:
        value: object = {}
        for _each in range(1_200):
            value = {"allOf": [value]}
        return value

    monkeypatch.setattr("tests.hostile.fuzz.mutant", nested)
    found = fuzzed("document", 0, tmp_path)
    assert (found.ended, found.faults) == ("refused", ())


def test_a_mutant_that_takes_no_end_is_ended(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    def forever(*_: object) -> None:
        while True:
            pass

    monkeypatch.setattr("tests.hostile.fuzz.build", forever)
    monkeypatch.setattr("tests.hostile.fuzz.NO_END", 0.2)
    monkeypatch.setattr("tests.hostile.fuzz._known", lambda: None)
    assert fuzzed("document", 0, tmp_path).ended == "endless"
    monkeypatch.setattr("tests.hostile.fuzz.build", lambda *_: 1 / 0)
    assert fuzzed("document", 0, tmp_path).ended == "crashed"


def test_a_mutant_that_takes_long_is_a_fault_of_the_whole_proof_alone(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr("tests.hostile.fuzz.MOST_SECONDS", 0.0)
    assert fuzzed("document", 0, tmp_path).faults == ()
    (fault,) = mutated([("document", 0)]).faults
    assert fault.endswith("s of CPU")
