"""Tries payloads of many slots in one package, as long as each of them is but text there.

A package is the plain one but for texts, with all of them in it, as it is with each: then so many
builds are one. Where it is not, halves are tried, down to a payload alone.

What is not but text may still be what a plain word makes in its place, such as a keyword that is none
any more. Those are tried together as well, one of an operation, beside plain words in the same slots.
"""

from collections.abc import Hashable, Iterable, Iterator, Sequence
from dataclasses import dataclass

from generator.cli.proof.experience import Experience
from generator.cli.proof.pairs import Pair
from generator.cli.proof.payloads import PAYLOADS
from generator.cli.proof.slots import Path, Slot
from generator.cli.proof.trial import Trial, Tried
from generator.core.pointers import join

MOST_KNOWN, MOST_NEW, MOST_PLAIN = 64, 4, 8
"""How many are tried at once: of slots that had texts before, of others, and beside plain words."""

_PART = 3
"""So many steps lead to an operation, or to a component."""
_SECTIONS = ("paths", "components")
_LONG = 1_000
"""Characters beyond which a text could take the room of others in its operation."""
_HOLDS_PARTS = (
    "parameters",
    "responses",
    "headers",
    "content",
    "encoding",
    "examples",
    "properties",
)


class Group:
    """Pairs that keep out of each other's way: no two in one part of an operation or of a component,
    such as a parameter, where the one could be what is shown instead of the other; none below a key
    that is renamed. Of long texts an operation has one alone, and of all texts where `is_whole`."""

    def __init__(self, *, is_whole: bool = False) -> None:
        self._is_whole = is_whole
        self.pairs: list[Pair] = []
        self._taken: set[tuple[str, Path]] = set()
        self._above: set[tuple[str, Path]] = set()
        self._keys: set[tuple[str, Path]] = set()

    def takes(self, pair: Pair) -> bool:
        """Adds the pair, unless one that it could meet is there."""
        file, path = pair.slot.file, pair.slot.path
        place, part = (file, path), (file, _part_of(pair, self._is_whole))
        above = [(file, path[:end]) for end in range(len(path))]
        if part in self._taken or not self._keys.isdisjoint((*above, place)):
            return False
        if len(path) < _PART or pair.slot.is_key:
            if place in self._above:
                return False
            self._keys.add(place)
        self.pairs.append(pair)
        self._above.update((*above, place))
        self._taken.add(part)
        return True


def _part_of(pair: Pair, is_whole: bool) -> Path:
    """What has one text at a time: the innermost part of an operation or component, or all of it."""
    path = pair.slot.path
    end = min(_PART, len(path))
    if not (is_whole or _is_long(pair)):
        for at in range(_PART, len(path)):
            end = at + 1 if path[at - 1] in _HOLDS_PARTS else end
    return path[:end]


def _is_long(pair: Pair) -> bool:
    return len(PAYLOADS[pair.payload]) > _LONG


class Groups:
    """Groups that are not full yet."""

    def __init__(self, most: int, *, is_whole: bool = False) -> None:
        self._most, self._is_whole = most, is_whole
        self._open: list[Group] = []

    def add(self, pair: Pair) -> Sequence[Pair]:
        """Adds the pair to the first group that takes it; the pairs of that group once it is full."""
        group = next((group for group in self._open if group.takes(pair)), None)
        if group is None:
            group = Group(is_whole=self._is_whole)
            group.takes(pair)
            self._open.append(group)
        if len(group.pairs) < self._most:
            return ()
        self._open.remove(group)
        return group.pairs

    def rest(self) -> Iterator[Sequence[Pair]]:
        """What was not filled."""
        return (group.pairs for group in self._open)


@dataclass(frozen=True, slots=True)
class _Way:
    """How pairs are tried: with others of the same kind, so many at once, `as_text` or beside plain words."""

    as_text: bool
    most: int
    kind: tuple[Hashable, ...] = ()

    def groups(self) -> Groups:
        """For pairs that are tried this way."""
        return Groups(self.most, is_whole=not self.as_text)


_ALONE = _Way(as_text=True, most=1)


class Together:
    """Tries pairs of one trial, and learns which slots and payloads are better tried alone."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._experience = Experience()

    def tried(self, pairs: Iterable[Pair], *, again: bool = True) -> Iterator[Tried]:
        """What becomes of each, in any order."""
        waiting: dict[_Way, Groups] = {}
        for pair in pairs:
            way = self._way(pair)
            if full := waiting.setdefault(way, way.groups()).add(pair):
                yield from self._at_once(full, way, again)
        for way, groups in waiting.items():
            for rest in groups.rest():
                yield from self._at_once(rest, way, again)

    def _way(self, pair: Pair) -> _Way:
        """A key that is renamed may hide what stands elsewhere: keys are tried among keys, and what is
        no text in operations apart from what is none in components, which operations refer to."""
        slot = pair.slot
        if self._experience.expects_text(pair):
            known = self._experience.knows(slot)
            most = MOST_KNOWN if known else MOST_NEW
            return _Way(as_text=True, most=most, kind=(slot.is_key, _is_long(pair)))
        is_inside = len(slot.path) >= _PART and slot.path[0] in _SECTIONS
        if is_inside and self._experience.expects_plain(pair):
            return _Way(as_text=False, most=MOST_PLAIN, kind=(slot.file, slot.path[0]))
        return _ALONE

    def _at_once(self, pairs: Sequence[Pair], way: _Way, again: bool) -> Iterator[Tried]:
        tried, told = self._tried(pairs, way, again)
        for each in tried:
            self._experience.add(each)
            yield each
        for part in () if tried else _taken_apart(pairs, told):
            yield from self._at_once(part, way, again)

    def _tried(
        self, pairs: Sequence[Pair], way: _Way, again: bool
    ) -> tuple[Sequence[Tried], frozenset[str]]:
        if len(pairs) == 1:
            return [self._trial.tried(pairs[0], again=again)], frozenset()
        if way.as_text:
            return self._trial.tried_together(pairs, again=again)
        return self._trial.tried_beside_plain_words(pairs, again=again)


def _taken_apart(pairs: Sequence[Pair], told: frozenset[str]) -> Iterator[Sequence[Pair]]:
    """Those that problems are told of, each alone, and the others; halves where that tells nothing."""
    meant = {each for each in pairs if any(_is_of(each.slot, pointer) for pointer in told)}
    if 0 < len(meant) <= max(1, len(pairs) // 4):
        yield from ([each] for each in pairs if each in meant)
        yield [each for each in pairs if each not in meant]
    else:
        half = len(pairs) // 2
        yield from (pairs[:half], pairs[half:])


def _is_of(slot: Slot, pointer: str) -> bool:
    """Whether what a pointer leads to is what the slot is in, or in it."""
    own = join(slot.path[:-1] if slot.is_key else slot.path)
    return f"{own}/".startswith(f"{pointer}/") or f"{pointer}/".startswith(f"{own}/")
