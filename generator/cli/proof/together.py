"""Tries payloads of many slots in one package, as long as each of them is but text there.

A package is the plain one but for texts, with all of them in it, as it is with each: then so many
builds are one. Where it is not, halves are tried, down to a payload alone.
"""

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from generator.cli.proof.pairs import Pair
from generator.cli.proof.slots import Path, Slot
from generator.cli.proof.trial import Trial, Tried

MOST_KNOWN, MOST_NEW = 16, 4
"""How many are tried at once: of slots that had texts before, and of others."""

_PART = 3
"""So many steps lead to an operation, or to a component."""
_MOST_ODD = 0.2
"""Above this share of what was no text, a slot or a payload is tried alone."""
_NO_TEXTS = ("in", "$ref", "$dynamicRef", "style", "required", "type")


class Group:
    """Pairs that keep out of each other's way: no two in one operation, or one component, where the
    one could be what is shown instead of the other."""

    def __init__(self) -> None:
        self.pairs: list[Pair] = []
        self._taken: set[tuple[str, Path]] = set()
        self._above: set[tuple[str, Path]] = set()

    def takes(self, pair: Pair) -> bool:
        """Adds the pair, unless its part of the document, or one that is in it, has one."""
        file, path = pair.slot.file, pair.slot.path[:_PART]
        *above, part = [(file, path[:end]) for end in range(len(path) + 1)]
        if part in self._above or not self._taken.isdisjoint((*above, part)):
            return False
        self.pairs.append(pair)
        self._above.update(above)
        self._taken.add(part)
        return True


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
        self._names: dict[tuple[str, bool], Counter[bool]] = {}
        self._payloads: dict[str, Counter[bool]] = {}

    def knows(self, slot: Slot) -> bool:
        """Whether it was tried before."""
        return slot in self._slots

    def expects_text(self, pair: Pair) -> bool:
        """Whether nothing but a text is likely."""
        return self._has_texts(pair.slot) and _mostly(self._payloads.get(pair.payload))

    def add(self, pair: Pair, is_text: bool) -> None:
        """What it came to."""
        if self._has_texts(pair.slot):  # else it is the slot that makes it more than a text
            self._payloads.setdefault(pair.payload, Counter())[is_text] += 1
        if pair.slot not in self._slots:
            self._names.setdefault(_name(pair.slot), _guess(pair.slot))[is_text] += 1
        self._slots.setdefault(pair.slot, Counter())[is_text] += 1

    def _has_texts(self, slot: Slot) -> bool:
        seen = self._slots.get(slot) or self._names.get(_name(slot)) or _guess(slot)
        return _mostly(seen)


def _mostly(seen: Counter[bool] | None) -> bool:
    return not seen or seen[False] <= _MOST_ODD * seen.total()


def _name(slot: Slot) -> tuple[str, bool]:
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
        """What becomes of each, in any order."""
        known, new = Groups(MOST_KNOWN), Groups(MOST_NEW)
        for pair in pairs:
            groups = known if self._experience.knows(pair.slot) else new
            if not self._experience.expects_text(pair):
                yield from self._at_once([pair], again)
            elif full := groups.add(pair):
                yield from self._at_once(full, again)
        for each in (*known.rest(), *new.rest()):
            yield from self._at_once(each, again)

    def _at_once(self, pairs: Sequence[Pair], again: bool) -> Iterator[Tried]:
        tried = self._trial.tried_together(pairs, again=again) if len(pairs) > 1 else ()
        if len(pairs) == 1:
            tried = [self._trial.tried(pairs[0], again=again)]
        for each in tried:
            self._experience.add(each.pair, each.is_text)
            yield each
        if not tried:
            half = len(pairs) // 2
            for part in (pairs[:half], pairs[half:]):
                yield from self._at_once(part, again)
