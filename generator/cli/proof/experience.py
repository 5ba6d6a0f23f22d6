"""What became of slots and payloads so far, by which it is told how the next pair is best tried."""

from collections import Counter

from generator.cli.proof.pairs import Pair
from generator.cli.proof.slots import Slot
from generator.cli.proof.trial import Tried

_MOST_ODD = 0.12
"""Above this share of what was no text, a slot is tried alone; above half, a payload."""
_ENOUGH = 4
"""Fewer than these say nothing of a payload, which meets slots of all kinds."""
_NO_TEXTS = ("in", "$ref", "$dynamicRef", "style", "required", "type")


class Experience:
    """Which slots and payloads came to no more than a text so far; of new slots, those of that name."""

    def __init__(self) -> None:
        self._slots: dict[Slot, Counter[bool]] = {}
        self._names: dict[_Name, Counter[bool]] = {}
        self._payloads: dict[str, Counter[bool]] = {}
        self._both: dict[tuple[_Name, str], Counter[bool]] = {}
        self._plain: dict[Slot, Counter[bool]] = {}

    def knows(self, slot: Slot) -> bool:
        """Whether it was tried before."""
        return slot in self._slots

    def expects_text(self, pair: Pair) -> bool:
        """Whether nothing but a text is likely."""
        likely = self._has_texts(pair.slot) and self._is_harmless(pair.payload)
        return likely and _mostly(self._both.get((_name(pair.slot), pair.payload)))

    def expects_plain(self, pair: Pair) -> bool:
        """Whether it is likely to make what a plain word makes there, which is not the plain package."""
        seen = self._plain.get(pair.slot)
        return bool(seen) and _mostly(seen) and self._is_harmless(pair.payload)

    def add(self, tried: Tried) -> None:
        """What it came to."""
        pair, is_text = tried.pair, tried.is_text
        is_plain = tried.ended == "same" and not is_text
        self._plain.setdefault(pair.slot, Counter())[is_plain] += 1
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
