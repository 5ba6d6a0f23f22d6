"""Builds a package again and again with other text in slots of its sources, and judges each."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache
from typing import Any

from generator.build import Inputs, build_inputs, read_inputs, what_was_before
from generator.cli.proof.judge import Files, Known, is_same_but_for_texts
from generator.cli.proof.layer import Layer
from generator.cli.proof.pairs import Pair
from generator.cli.proof.payloads import PAYLOADS, PLAIN
from generator.cli.proof.slots import Slot, filled, slots_of
from generator.core.memory import Memory
from generator.core.problems import Problem, ProblemsError, Severity, collected, problem_text
from generator.core.progress import SILENCE, Progress
from generator.document.load import load
from generator.workspace.sources import SURFACE_NAME, Built, SourceFile, Sources

ROLES = ("openapi", "overlay", "config")


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one payload in one slot.

    `ended` is "refused" where nothing is made, "same" where files differ in texts and names alone,
    "within" where the package is another one, of parts that packages have; "broken" else. `is_text`
    says of the same that it is the plain package, and that no more is left out of it.
    """

    pair: Pair
    ended: str
    faults: tuple[str, ...] = ()
    files: Files | None = None
    is_text: bool = False


@dataclass(frozen=True, slots=True)
class _Made:
    """A package with payloads in it: what it was made of, and what was kept while it was made."""

    sources: Sources
    inputs: Inputs
    memory: Memory
    built: Built

    @property
    def said(self) -> tuple[Problem, ...]:
        """All that is told of it."""
        return (*self.built.warnings, *self.built.skipped, *self.built.refused)


class Trial:
    """The sources of one package, and what it is without payloads."""

    def __init__(self, sources: Sources, progress: Progress = SILENCE) -> None:
        self._sources = sources
        given = {role: file for role, file in sources.by_role() if role in ROLES}
        self._values = {
            role: _plain(load(each.data, each.name).root) for role, each in given.items()
        }
        self._memory = Layer()
        inputs = read_inputs(sources, memory=self._memory, progress=progress)
        self._config = inputs.config
        self.plain = build_inputs(inputs, sources, self._memory, progress)
        self._skipped = _codes(self.plain)
        self._known = Known(self.plain.files)
        left_out = (*self.plain.skipped, *self.plain.refused)
        self._places = frozenset(each.pointer for each in left_out)
        self._known_with = cache(self._known_with_plain_words)  # each slot's turn comes again

    def slots(self) -> tuple[Slot, ...]:
        """Every slot of all sources."""
        return tuple(slot for role, value in self._values.items() for slot in slots_of(role, value))

    def tried(self, pair: Pair, *, again: bool = True) -> Tried:
        """What becomes of a payload in a slot; `again` asks whether the package that was made is made
        a second time alike, as after it was written."""
        try:
            made = self._made([(pair.slot, PAYLOADS[pair.payload], pair.after)])
        except ProblemsError as error:
            return _ended(Tried(pair, "refused", (*_unsafe(error.problems),)))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is no words for a user
            return Tried(pair, "broken", (f"{type(error).__name__}: {error}",))
        faults = [*_unsafe(made.said), *(_unlike(made) if again else ())]
        is_same, strange = self._compared(made.built.files, pair)
        ended = "same" if is_same else "within"
        is_text = is_same and self._is_plain(made)
        return _ended(Tried(pair, ended, (*faults, *strange), made.built.files, is_text))

    def tried_together(
        self, pairs: Sequence[Pair], *, again: bool = True
    ) -> tuple[Sequence[Tried], frozenset[str]]:
        """The same of several at once, where each is but text; nothing where that is not plain to see,
        and pointers to what is told then."""
        made, told = self._made_of(pairs)
        if made is None:
            return (), told
        if _codes(made.built) != self._skipped:
            left_out = (*made.built.skipped, *made.built.refused)
            return (), frozenset(each.pointer for each in left_out) - self._places
        if not self._is_plain(made) or any(_unsafe(made.said)) or (again and any(_unlike(made))):
            return (), frozenset()
        files = made.built.files
        return [Tried(each, "same", (), files, is_text=True) for each in pairs], frozenset()

    def tried_beside_plain_words(
        self, pairs: Sequence[Pair], *, again: bool = True
    ) -> tuple[Sequence[Tried], frozenset[str]]:
        """The same of several that are no texts: of each file what plain words in all their slots make
        of it, as much left out, and as plain; else nothing, and pointers as above."""
        made, told = self._made_of(pairs)
        if made is None:
            return (), told
        plain = self._with_words([(each.slot, PLAIN[0], each.after) for each in pairs])
        if plain is None or _codes(plain) != _codes(made.built):
            return (), frozenset()
        files = made.built.files
        is_alike = is_same_but_for_texts(files, plain.files)
        if not is_alike or any(Known(plain.files, beside=self._known).faults(files)):
            return (), frozenset()
        if any(_unsafe(made.said)) or (again and any(_unlike(made))):
            return (), frozenset()
        return [Tried(each, "same", (), files) for each in pairs], frozenset()

    def _made_of(self, pairs: Sequence[Pair]) -> tuple[_Made | None, frozenset[str]]:
        """What several payloads make at once, else pointers to what is told."""
        try:
            texts = [(each.slot, PAYLOADS[each.payload], each.after) for each in pairs]
            return self._made(texts), frozenset()
        except ProblemsError as error:
            errors = [each for each in error.problems if each.severity is Severity.ERROR]
            return None, frozenset(each.pointer for each in errors)
        except Exception:  # noqa: BLE001 - what it is, each of them tells alone
            return None, frozenset()

    def _is_plain(self, made: _Made) -> bool:
        """Whether it is the plain package but for texts, with nothing more left out."""
        as_plain = _codes(made.built) == self._skipped
        return as_plain and self._known.compared(made.built.files) == (True, [])

    def _compared(self, files: Files, pair: Pair) -> tuple[bool, list[str]]:
        """Whether the files are plain ones but for texts, and what in them no plain package has.

        What ordinary words in the slot make is looked at only as far as it takes.
        """
        is_same, strange = self._known.compared(files)
        for count in range(1, len(PLAIN) + 1):
            if is_same and not strange:
                break
            is_same, strange = self._known_with(pair.slot, pair.after, count).compared(files)
        return is_same, strange

    def _known_with_plain_words(self, slot: Slot, after: bool, count: int) -> Known:
        """What packages have with none or so many ordinary words in the slot."""
        if not count:
            return self._known
        built = self._with_words([(slot, PLAIN[count - 1], after)])
        return Known(built.files if built else {}, beside=self._known_with(slot, after, count - 1))

    def _with_words(self, texts: Sequence[tuple[Slot, str, bool]]) -> Built | None:
        """What ordinary words in slots make; None where they are not taken."""
        with collected([]):
            return self._made(texts).built
        return None

    def _made(self, texts: Sequence[tuple[Slot, str, bool]]) -> _Made:
        sources, memory = self._filled(texts), Layer(self._memory)
        inputs = self._read(sources)
        return _Made(sources, inputs, memory, build_inputs(inputs, sources, memory))

    def _read(self, sources: Sources) -> Inputs:
        """What the sources say; a toolkit.yaml that is the plain one byte for byte says what it did."""
        if sources.config != self._sources.config:
            return read_inputs(sources)
        return replace(read_inputs(replace(sources, config=None)), config=self._config)

    def _filled(self, texts: Sequence[tuple[Slot, str, bool]]) -> Sources:
        values = dict(self._values)
        for slot, text, after in texts:
            values[slot.file] = filled(values[slot.file], slot, text, after=after)
        files: Mapping[str, Any] = {
            role: replace(getattr(self._sources, role), data=json.dumps(values[role]).encode())
            for role in {slot.file for slot, _, _ in texts}
        }
        return replace(self._sources, **files)


def _unlike(made: _Made) -> Iterator[str]:
    """What is different when it is made from what was made."""
    built = made.built
    if built.refused:
        return
    texts = {path.name: text for path, text in built.files.items() if len(path.parts) == 1}
    surface = SourceFile(SURFACE_NAME, texts[SURFACE_NAME].encode("utf-8", "surrogatepass"))
    sources = replace(made.sources, surface=surface)
    try:
        inputs = replace(made.inputs, before=what_was_before(sources))
        second = build_inputs(inputs, sources, made.memory)
    except ProblemsError as error:
        yield f"made once, it is refused: {error}"
        return
    yield from (f"made once, it breaks calls: {each.message}" for each in second.refused)
    changed = {*second.files.items()} ^ {*built.files.items()}
    yield from (f"made once, {path} changes" for path in sorted({path for path, _ in changed}))


def _ended(tried: Tried) -> Tried:
    return replace(tried, ended="broken", is_text=False) if tried.faults else tried


def _codes(built: Built) -> Counter[str]:
    """Why how much is left out, or not to be written."""
    return Counter(each.code for each in (*built.skipped, *built.refused))


def _plain(value: Any) -> Any:
    """The value without its places."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, str) else value


def _unsafe(problems: Sequence[Problem]) -> Iterator[str]:
    """Words about problems that a terminal would not show as words."""
    for each in problems:
        if not problem_text(each).replace("\n", "").isprintable():
            yield f"{each.code} is told with characters that nobody sees"
