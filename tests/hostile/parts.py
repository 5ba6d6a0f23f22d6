"""The parts of the proof, each by seed and in pieces that several processes can take."""

import gc
import re
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from random import Random
from typing import Any

from generator.cli.proof.pairs import Pair, in_rounds, one_each, spread
from generator.cli.proof.together import Together
from generator.cli.proof.trial import Trial

from .defences import Defence, noticed
from .fuzz import fuzzed, seeds_of
from .machines import Desk
from .sources import BENIGN, sources_in, vendor_documents

_APART = 1_000_000
"""So far are the mutants of one seed from those of the next, so that a run with another has others."""
_GARBAGE = 50_000
"""So many objects more than were given back, before circles are looked for: trees have none."""


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
    trial = Trial(sources_in(BENIGN))
    gc.freeze()  # all of it stays: to look through it again and again costs as much as the trials
    gc.set_threshold(_GARBAGE, 50, 50)
    return trial


@cache
def _together() -> Together:
    return Together(_trial())


def slots() -> int:
    """How many slots the benign package has."""
    return len(_trial().slots())


def pairs(most: int | None, seed: int) -> list[Pair]:
    """Payloads and slots: every slot once, then once more a round, in an order of the seed's, so that a
    longer run begins as a shorter one does."""
    every = _trial().slots()
    chosen = [*one_each(every, seed)]
    first = {*chosen}
    return [*chosen, *(each for each in in_rounds(every, seed) if each not in first)][:most]


def spread_pairs(count: int, most: int | None, seed: int) -> list[Pair]:
    """So many of the pairs that `pairs` gives, from all over them."""
    return [*spread(pairs(most, seed), count)]


def injected(chosen: Sequence[Pair]) -> Found:
    """What becomes of the payloads."""
    found = Found()
    for tried in _together().tried(chosen):
        found.add(tried.ended, tried.faults, tried.pair)
    return found


def compared_alone(chosen: Sequence[Pair]) -> Found:
    """Whether payloads that were tried with others end alike alone: none may hide what another does."""
    found = Found()
    tried = [*_together().tried(chosen, again=False)]
    sharing = Counter(id(each.files) for each in tried if each.files)
    for each in tried:
        if each.files and sharing[id(each.files)] > 1:
            alone = _trial().tried(each.pair, again=False)
            is_alike = alone.ended == each.ended
            what = f"alone it is {alone.ended}, with others {each.ended}"
            found.add("alike" if is_alike else "masked", () if is_alike else [what], each.pair)
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


def held(chosen: Sequence[Defence]) -> Found:
    """Whether the parts of the proof that our defences stand for succeed while these are up."""
    found = Found()
    for each in chosen:
        faults = only(each.check).faults
        found.add("held", [f"fails with it: {fault}" for fault in faults[:1]], each.name)
    return found


def taken_down(chosen: Sequence[Defence]) -> Found:
    """Whether they fail without."""
    found = Found()
    for each in chosen:
        seen = noticed(each)
        found.add("noticed" if seen else "unnoticed", [] if seen else ["unnoticed"], each.name)
    return found


def disturbances(count: int, seed: int) -> list[tuple[str, int]]:
    """Kills at some moment, kills at a change on disk, and interrupts at one, in turn."""
    return [(("kill", "stop", "interrupt")[at % 3], at + seed * _APART) for at in range(count)]


def mutants(count: int, seed: int) -> list[tuple[str, int]]:
    """So many kinds and seeds, and one in fifty more of vendors' documents where there are any."""
    more = range(count // 50 if vendor_documents() else 0)
    own = [(kind, each + seed * _APART) for kind, each in seeds_of(count)]
    return [*own, *(("vendor", each + seed * _APART) for each in more)]


def only(check: str) -> Found:
    """One small part, as `tests/hostile/defences.py` names it: `pairs PATTERN PAYLOAD…`, `mutants
    KIND COUNT` or `stops COUNT`; no further than the first fault."""
    what, *words = check.split()
    work: Callable[[Any], Found]
    items: list[Any]
    if what == "pairs":
        work, items = injected, [*_pairs_of(words[0], words[1:])]
    elif what == "mutants":
        work, items = mutated, [(words[0], seed) for seed in range(int(words[1]))]
    else:
        work, items = disturbed, [("stop", seed) for seed in range(int(words[0]))]
    found = Found()
    for at in range(0, len(items), 4):
        if found.faults:
            break
        more = work(items[at : at + 4])
        found = Found(found.ends + more.ends, [*found.faults, *more.faults])
    return found


def _pairs_of(pattern: str, payloads: Sequence[str]) -> Iterator[Pair]:
    for slot in _trial().slots():
        if re.search(pattern, str(slot)):
            yield from (Pair(slot, each, after) for each in payloads for after in (False, True))
