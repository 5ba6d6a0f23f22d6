"""Tries payloads of many slots in one package, as long as each of them is but text there.

A package is the plain one but for texts, with all of them in it, as it is with each: then so many
builds are one. Where it is not, halves are tried, down to a payload alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.cli.proof.pairs import Pair
from generator.cli.proof.payloads import PAYLOADS
from generator.cli.proof.slots import Path, Slot
from generator.cli.proof.trial import Trial, Tried
from generator.core.pointers import join

MOST_KNOWN, MOST_NEW = 64, 4
"""How many are tried at once: of slots that had texts before, and of others."""

_PART = 3
"""So many steps lead to an operation, or to a component."""
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
_MOST_ODD = 0.12
"""Above this share of what was no text, a slot is tried alone; above half, a payload."""
_ENOUGH = 4
"""Fewer than these say nothing of a payload, which meets slots of all kinds."""
_NO_TEXTS = ("in", "$ref", "$dynamicRef", "style", "required", "type")


class Group:
    """Pairs that keep out of each other's way: no two in one part of an operation or of a component,
    such as a parameter, where the one could be what is shown instead of the other; none below a key
    that is renamed. Of long texts an operation has one alone."""

    def __init__(self) -> None:
        self.pairs: list[Pair] = []
        self._taken: set[tuple[str, Path]] = set()
        self._above: set[tuple[str, Path]] = set()
        self._keys: set[tuple[str, Path]] = set()

    def takes(self, pair: Pair) -> bool:
        """Adds the pair, unless one that it could meet is there."""
        file, path = pair.slot.file, pair.slot.path
        place, part = (file, path), (file, _part_of(pair))
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


def _part_of(pair: Pair) -> Path:
    """What has one text at a time: the innermost part of an operation or component, or all of it."""
    path = pair.slot.path
    end = min(_PART, len(path))
    if not _is_long(pair):
        for at in range(_PART, len(path)):
            end = at + 1 if path[at - 1] in _HOLDS_PARTS else end
    return path[:end]


def _is_long(pair: Pair) -> bool:
    return len(PAYLOADS[pair.payload]) > _LONG


class Groups:
    """Groups that are not full yet."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._open: list[Group] = []

    def add(self, pair: Pair) -> Sequence[Pair]:
        """Adds the pair to the first group that takes it; the pairs of that group once it is full."""
        group = next((group for group in self._open if group.takes(pair)), None)
        if group is None:
            group = Group()
            group.takes(pair)
            self._open.append(group)
        if len(group.pairs) < self._most:
            return ()
        self._open.remove(group)
        return group.pairs

    def rest(self) -> Iterator[Sequence[Pair]]:
        """What was not filled."""
        return (group.pairs for group in self._open)


class Experience:
    """Which slots and payloads came to no more than a text so far; of new slots, those of that name."""

    def __init__(self) -> None:
        self._slots: dict[Slot, Counter[bool]] = {}
        self._names: dict[_Name, Counter[bool]] = {}
        self._payloads: dict[str, Counter[bool]] = {}
        self._both: dict[tuple[_Name, str], Counter[bool]] = {}

    def knows(self, slot: Slot) -> bool:
        """Whether it was tried before."""
        return slot in self._slots

    def expects_text(self, pair: Pair) -> bool:
        """Whether nothing but a text is likely."""
        likely = self._has_texts(pair.slot) and self._is_harmless(pair.payload)
        return likely and _mostly(self._both.get((_name(pair.slot), pair.payload)))

    def add(self, pair: Pair, is_text: bool) -> None:
        """What it came to."""
        name, has_texts = _name(pair.slot), self._has_texts(pair.slot)
        if has_texts and self.knows(pair.slot):  # else it may be the slot that makes it more
            self._payloads.setdefault(pair.payload, Counter())[is_text] += 1
            if not pair.slot.is_key:  # what a key does is the same whatever it becomes
                self._both.setdefault((name, pair.payload), Counter())[is_text] += 1
        if not is_text and has_texts and not self._is_harmless(pair.payload):
            return  # the payload makes it more
        if pair.slot not in self._slots:
            self._names.setdefault(name, _guess(pair.slot))[is_text] += 1
        self._slots.setdefault(pair.slot, Counter())[is_text] += 1

    def _is_harmless(self, payload: str) -> bool:
        seen = self._payloads.get(payload)
        return not seen or seen[False] < _ENOUGH or seen[False] <= seen[True]

    def _has_texts(self, slot: Slot) -> bool:
        seen = self._slots.get(slot) or self._names.get(_name(slot)) or _guess(slot)
        return _mostly(seen)


_Name = tuple[str, bool]


def _mostly(seen: Counter[bool] | None) -> bool:
    return not seen or seen[False] <= _MOST_ODD * seen.total()


def _name(slot: Slot) -> _Name:
    last = next((step for step in reversed(slot.path) if isinstance(step, str)), "")
    return last, slot.is_key


def _guess(slot: Slot) -> Counter[bool]:
    """What is likely of a name: a text, unless strings of that name hardly are."""
    last, is_key = _name(slot)
    return Counter() if is_key or last not in _NO_TEXTS else Counter([False])


class Together:
    """Tries pairs of one trial, and learns which slots and payloads are better tried alone."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._experience = Experience()

    def tried(self, pairs: Iterable[Pair], *, again: bool = True) -> Iterator[Tried]:
        """What becomes of each, in any order.

        A key that is renamed may hide what stands elsewhere: keys are tried among keys.
        """
        waiting: dict[tuple[bool, bool, bool], Groups] = {}
        for pair in pairs:
            known = self._experience.knows(pair.slot)
            kind = (known, pair.slot.is_key, _is_long(pair))
            groups = waiting.setdefault(kind, Groups(MOST_KNOWN if known else MOST_NEW))
            if not self._experience.expects_text(pair):
                yield from self._at_once([pair], again)
            elif full := groups.add(pair):
                yield from self._at_once(full, again)
        for each in [rest for groups in waiting.values() for rest in groups.rest()]:
            yield from self._at_once(each, again)

    def _at_once(self, pairs: Sequence[Pair], again: bool) -> Iterator[Tried]:
        tried, told = self._tried(pairs, again)
        for each in tried:
            self._experience.add(each.pair, each.is_text)
            yield each
        for part in () if tried else _taken_apart(pairs, told):
            yield from self._at_once(part, again)

    def _tried(self, pairs: Sequence[Pair], again: bool) -> tuple[Sequence[Tried], frozenset[str]]:
        if len(pairs) == 1:
            return [self._trial.tried(pairs[0], again=again)], frozenset()
        return self._trial.tried_together(pairs, again=again)


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
