"""Chooses which payload is put into which slot, the same for the same seed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from random import Random

from generator.cli.proof.payloads import PAYLOADS
from generator.cli.proof.slots import Slot


@dataclass(frozen=True, slots=True)
class Pair:
    """A payload, by its name, and the slot that it is put into; or `after` what stands there."""

    slot: Slot
    payload: str
    after: bool

    def __str__(self) -> str:
        return f"{self.slot}: {self.payload}{', after what was there' if self.after else ''}"


def one_each(slots: Sequence[Slot], seed: int = 0) -> Sequence[Pair]:
    """Every slot with one payload: the next one for the next slot."""
    names = [*PAYLOADS]
    turns = enumerate(slots, seed)
    # One more a round, so that equal parts of a document meet different payloads.
    return [
        Pair(slot, names[(turn + turn // len(names)) % len(names)], turn % 2 == 1)
        for turn, slot in turns
    ]


def every_pair(slots: Sequence[Slot]) -> Sequence[Pair]:
    """Every slot with every payload, instead of what stands there and after it."""
    return [Pair(*each) for each in product(slots, PAYLOADS, (False, True))]


def in_rounds(slots: Sequence[Slot], seed: int = 0) -> Iterator[Pair]:
    """All of these: every slot with another payload in each round, in the seed's order, so that those
    that follow each other are seldom of one part of the document."""
    variants = [*product(PAYLOADS, (False, True))]
    order, random = [*slots], Random(seed)  # noqa: S311 - for an order, not a secret
    random.shuffle(variants)
    random.shuffle(order)
    for turn in range(len(variants)):
        for at, slot in enumerate(order, turn):
            yield Pair(slot, *variants[at % len(variants)])


def spread(pairs: Sequence[Pair], most: int | None) -> Iterator[Pair]:
    """At most so many of them, from all over the document."""
    count = len(pairs) if most is None else max(0, min(most, len(pairs)))
    return (pairs[index * len(pairs) // count] for index in range(count))
