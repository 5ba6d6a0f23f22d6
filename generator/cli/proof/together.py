"""Tries payloads of many slots in one package, as long as each of them is but text there.

A package is the plain one but for texts, with all of them in it, as it is with each: then so many
builds are one. Where it is not, halves are tried, down to a payload alone.
"""

from collections.abc import Iterable, Iterator, Sequence

from generator.cli.proof.pairs import Pair
from generator.cli.proof.slots import Path, Slot
from generator.cli.proof.trial import Trial, Tried

MOST_KNOWN, MOST_NEW = 16, 4
"""How many are tried at once: of slots that had texts before, and of others."""

_PART = 3
"""So many steps lead to an operation, or to a component."""
_WORDS = ("description", "summary", "title", "tags", "operationId", "default", "format", "pattern")
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


class Together:
    """Tries pairs of one trial, and learns which slots and payloads are better tried alone."""

    def __init__(self, trial: Trial) -> None:
        self._trial = trial
        self._is_text: dict[Slot, bool] = {}
        self._odd: set[str] = set()

    def tried(self, pairs: Iterable[Pair], *, again: bool = True) -> Iterator[Tried]:
        """What becomes of each, in any order."""
        known, new = Groups(MOST_KNOWN), Groups(MOST_NEW)
        for pair in pairs:
            is_text = self._is_text.get(pair.slot)
            if pair.payload in self._odd or not (
                _looks_like_text(pair.slot) if is_text is None else is_text
            ):
                yield self._alone(pair, again)
            elif full := (new if is_text is None else known).add(pair):
                yield from self._at_once(full, again)
        for each in (*known.rest(), *new.rest()):
            yield from self._at_once(each, again)

    def _at_once(self, pairs: Sequence[Pair], again: bool) -> Iterator[Tried]:
        if len(pairs) == 1:
            yield self._alone(pairs[0], again)
        elif tried := self._trial.tried_together(pairs, again=again):
            self._is_text |= {each.slot: True for each in pairs}
            yield from tried
        else:
            half = len(pairs) // 2
            for part in (pairs[:half], pairs[half:]):
                yield from self._at_once(part, again)

    def _alone(self, pair: Pair, again: bool) -> Tried:
        tried = self._trial.tried(pair, again=again)
        if not tried.is_text and self._is_text.get(pair.slot):
            self._odd.add(pair.payload)
        self._is_text[pair.slot] = tried.is_text
        return tried


def _looks_like_text(slot: Slot) -> bool:
    """What is likely before it was tried: of keys, those that say little; of strings, most."""
    last = next((step for step in reversed(slot.path) if isinstance(step, str)), "")
    return last in _WORDS if slot.is_key else last not in _NO_TEXTS
