"""The parts of the proof, each by seed and in pieces that several processes can take."""

import re
import signal
import tempfile
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random

from generator.cli.proof.pairs import Pair, every_pair, one_each, spread
from generator.cli.proof.trial import Trial

from .fuzz import fuzzed, seeds_of
from .machines import Desk
from .sources import BENIGN, sources_in, vendor_documents


@dataclass
class Found:
    """How often there was which end, and what should not be."""

    ends: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)

    def add(self, ended: str, faults: Iterable[str] = (), of: object = "") -> None:
        """One more."""
        self.ends[ended] += 1
        self.faults += [f"{of}: {each}" for each in faults]

    @property
    def count(self) -> int:
        """How many there were."""
        return sum(self.ends.values())


@cache
def _trial() -> Trial:
    return Trial(sources_in(BENIGN))


def slots() -> int:
    """How many slots the benign package has."""
    return len(_trial().slots())


def pairs(most: int | None, seed: int) -> list[Pair]:
    """Payloads and slots: every slot once, and of all the others as many as are wanted."""
    every = _trial().slots()
    chosen = one_each(every, seed)
    if most is None:
        return [*every_pair(every)]
    return [*chosen[:most], *spread(every_pair(every), max(0, most - len(chosen)))]


def injected(chosen: Sequence[Pair]) -> Found:
    """What becomes of the payloads."""
    found = Found()
    for each in chosen:
        tried = _trial().tried(each)
        found.add(tried.ended, tried.faults, tried.pair)
    return found


def mutated(chosen: Sequence[tuple[str, int]]) -> Found:
    """What becomes of the mutants."""
    found = Found()
    for kind, seed in chosen:
        with tempfile.TemporaryDirectory() as folder:
            mutant = fuzzed(kind, seed, Path(folder))
        faults = (*mutant.faults, *mutant.late())
        found.add(f"{kind} {mutant.ended}", faults, f"{kind} {seed}")
    return found


def disturbed(chosen: Sequence[tuple[str, int]]) -> Found:
    """What becomes of runs that are killed or interrupted."""
    found = Found()
    with tempfile.TemporaryDirectory() as folder:
        desk = Desk.made(Path(folder) / "desk")
        for how, seed in chosen:
            random = Random(f"{how} {seed}")
            number = signal.SIGINT if how == "interrupt" else signal.SIGKILL
            faults = desk.killed(random) if how == "kill" else desk.stopped(number, random)
            found.add(how, faults, f"{how} {seed}")
    return found


def disturbances(count: int, seed: int) -> list[tuple[str, int]]:
    """Kills at some moment, kills at a change on disk, and interrupts at one, in turn."""
    return [(("kill", "stop", "interrupt")[at % 3], at + seed) for at in range(count)]


def mutants(count: int, seed: int) -> list[tuple[str, int]]:
    """So many kinds and seeds, and one in fifty more of vendors' documents where there are any."""
    more = range(count // 50 if vendor_documents() else 0)
    own = [(kind, each + seed) for kind, each in seeds_of(count)]
    return [*own, *(("vendor", each + seed) for each in more)]


def only(check: str) -> Found:
    """One small part, as `tests/hostile/defences.py` names it: `pairs PATTERN PAYLOAD…`, `mutants
    KIND COUNT` or `stops COUNT`."""
    what, *words = check.split()
    if what == "pairs":
        return injected([*_pairs_of(words[0], words[1:])])
    if what == "mutants":
        return mutated([(words[0], seed) for seed in range(int(words[1]))])
    return disturbed([("stop", seed) for seed in range(int(words[0]))])


def _pairs_of(pattern: str, payloads: Sequence[str]) -> Iterator[Pair]:
    for slot in _trial().slots():
        if re.search(pattern, str(slot)):
            yield from (Pair(slot, each, after) for each in payloads for after in (False, True))
