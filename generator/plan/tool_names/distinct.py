"""Settles names that were proposed for many things at once: distinct, short enough, whatever their order.

Each thing has candidates, the best first. Where some meet, the one whose candidate is better keeps it,
and the others turn to their next; where none is better, all do. Words are never cut: where there
are too many, words are left out. Only what has no candidate left ends with a fingerprint.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from functools import lru_cache

from generator.emit import naming
from generator.emit.naming import ClassName
from generator.plan.tool_names.english import FILLERS

Words = Sequence[str]


def shortened_name(words: Words, limit: int) -> list[str]:
    """The words that make a name of at most `limit` characters.

    Those that carry the least are left out first: articles, prepositions and the like from the end,
    then words after the first, which say where the last belong. The first and the last stay.
    """
    kept, excess = list(words), sum(map(len, words)) - limit
    for at in range(len(kept) - 2, 0, -1):
        if excess > 0 and kept[at] in FILLERS:
            excess -= len(kept.pop(at))
    begun = 1
    while excess > 0 and len(kept) - begun > 1:
        excess -= len(kept[begun])
        begun += 1
    return [*kept[:1], *kept[begun:]]


def pascal_case(words: Words, limit: int, *, mark: str = "", fallback: str = "Tool") -> ClassName:
    """A name of these words in at most `limit` characters, `mark` at its end if there is one."""
    kept = shortened_name(words, limit - len(mark))
    name = naming.class_name(" ".join(kept) or fallback, fallback=fallback, limit=limit)
    room = max(limit - len(mark), 1)
    return ClassName(name[:room] + mark)


@lru_cache(maxsize=1 << 12)  # thousands of things may propose the same words, round after round
def _plain_name(words: tuple[str, ...], limit: int) -> ClassName:
    return pascal_case(words, limit)


def settled(
    candidates: Mapping[str, Sequence[Sequence[Words]]], taken: Iterable[str], limit: int
) -> dict[str, ClassName]:
    """A name for each key, of one of its candidates; they come in ranks, the best rank first."""
    return _Settling(candidates, taken, limit).names()


def are_apart(
    named: Collection[tuple[str, Sequence[Sequence[Words]]]],
    others: Iterable[Sequence[Sequence[Words]]],
    limit: int,
) -> bool:
    """Whether each name is the first of its candidates, and nothing of the others' could meet it.

    Then it is settled as it is whichever of the others take part.
    """
    if any(settled({"": ranks}, (), limit)[""] != name for name, ranks in named):
        return False
    names = list(dict.fromkeys(name for name, _ in named))
    words = (words for ranks in others for listed in ranks for words in listed)
    return not any(_may_meet(each, names, limit) for each in words)


def _may_meet(words: Words, names: Sequence[str], limit: int) -> bool:
    """Whether the words may make one of the names, or with a fingerprint what begins as one does."""
    room = limit - naming.FINGERPRINT_LENGTH
    text = "".join(words)
    if text.isascii() and text.isalnum() and len(text) < room:
        # Neither the first nor the last word is ever left out, and `tool` is all that is put before.
        names = [
            each
            for each in names
            if words[0] in (name := f"tool{each.casefold()}") and words[-1] in name
        ]
    return bool(names) and any(_meets(words, each, limit) for each in names)


def _meets(words: Words, name: str, limit: int) -> bool:
    mark = "x" * naming.FINGERPRINT_LENGTH
    begins, ours = (
        each[: -len(mark)].casefold() for each in (pascal_case(words, limit, mark=mark), name)
    )
    return begins == ours or not {*_folds(name)}.isdisjoint(_folds(pascal_case(words, limit)))


class _Settling:
    """Candidates that are tried until no two names meet: in rounds, so that order does not count."""

    def __init__(
        self, candidates: Mapping[str, Sequence[Sequence[Words]]], taken: Iterable[str], limit: int
    ) -> None:
        self._limit = limit
        self._candidates = {
            key: [
                (rank, words) for rank, listed in enumerate(ranks) for words in self._sorted(listed)
            ]
            for key, ranks in candidates.items()
        }
        self._taken = {fold for name in taken for fold in _folds(name)}
        self._tried = dict.fromkeys(candidates, 0)
        self._names = {key: self._name(key) for key in candidates}
        self._holders: dict[str, set[str]] = defaultdict(set)

    def _sorted(self, listed: Sequence[Words]) -> list[Words]:
        """Those that are short enough as they are before those of which words have to be left out."""
        return sorted(listed, key=lambda words: len("".join(words)) > self._limit)

    def names(self) -> dict[str, ClassName]:
        """The names once no two of them meet."""
        changed: Iterable[str] = tuple(self._names)
        while changed:
            folds = {fold for key in changed for fold in self._hold(key)}
            changed = {key for fold in folds for key in self._yielding(fold)}
            for key in changed:
                self._turn(key)
        return self._names

    def _hold(self, key: str) -> tuple[str, ...]:
        folds = _folds(self._names[key])
        for fold in folds:
            self._holders[fold].add(key)
        return folds

    def _yielding(self, fold: str) -> set[str]:
        """Who has to turn to the next candidate: all but one that is better than every other."""
        holders = self._holders[fold]
        if fold in self._taken:
            return set(holders)
        ranks = sorted(self._rank(key) for key in holders)
        if len(ranks) > 1 and ranks[0] == ranks[1]:
            return set(holders)
        return {key for key in holders if self._rank(key) != ranks[0]}

    def _rank(self, key: str) -> tuple[int, int]:
        listed, tried = self._candidates[key], self._tried[key]
        return (listed[tried][0] if tried < len(listed) else len(listed)), tried

    def _turn(self, key: str) -> None:
        for fold in _folds(self._names[key]):
            self._holders[fold].discard(key)
        self._tried[key] += 1
        self._names[key] = self._name(key)

    def _name(self, key: str) -> ClassName:
        listed, tried = self._candidates[key], self._tried[key]
        if tried < len(listed):
            return _plain_name(tuple(listed[tried][1]), self._limit)
        again = tried - len(listed)
        mark = naming.fingerprint(key + again * "\0").capitalize()
        return pascal_case(listed[0][1] if listed else (), self._limit, mark=mark)


@lru_cache(maxsize=1 << 12)
def _folds(name: str) -> tuple[str, ...]:
    """What must not be the same of two names: themselves, case aside, and the modules they give."""
    return f"name {name.casefold()}", f"module {naming.module_name(name)}"
