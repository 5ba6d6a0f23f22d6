"""Builds a package again and again with other text in one slot of its sources, and judges each."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from typing import Any

from generator.build import build
from generator.cli.proof.judge import Files, Known
from generator.cli.proof.pairs import Pair
from generator.cli.proof.payloads import PAYLOADS, PLAIN
from generator.cli.proof.slots import Slot, filled, slots_of
from generator.core.problems import Problem, ProblemsError, collected, problem_text
from generator.document.load import load
from generator.workspace.sources import SURFACE_NAME, Built, SourceFile, Sources

ROLES = ("openapi", "overlay", "config")


@dataclass(frozen=True, slots=True)
class Tried:
    """What became of one payload in one slot.

    `ended` is "refused" where nothing is made, "same" where files differ in texts and names alone,
    "within" where the package is another one, of parts that packages have; "broken" else.
    """

    pair: Pair
    ended: str
    faults: tuple[str, ...] = ()
    files: Files | None = None


class PlainMemory:
    """What the plain package was made of, so that what a payload does not touch is made once.

    Of what payloads come to nothing is kept: each is worked out.
    """

    def __init__(self) -> None:
        self._kept: dict[str, Any] = {}
        self.is_full = False

    def recall(self, key: str) -> Any:
        """What the plain package had under the digest."""
        return self._kept.get(key)

    def keep(self, key: str, value: Any) -> None:
        """Keeps it, until the plain package is made."""
        if not self.is_full:
            self._kept[key] = value


class Trial:
    """The sources of one package, and what it is without payloads."""

    def __init__(self, sources: Sources) -> None:
        self._sources = sources
        given = {role: file for role, file in sources.by_role() if role in ROLES}
        self._values = {
            role: _plain(load(each.data, each.name).root) for role, each in given.items()
        }
        self._memory = PlainMemory()
        self.plain = build(sources, self._memory)
        self._memory.is_full = True
        self._known = Known(self.plain.files)
        self._plain_package = lru_cache(maxsize=64)(self._with_plain_words)

    def slots(self) -> tuple[Slot, ...]:
        """Every slot of all sources."""
        return tuple(slot for role, value in self._values.items() for slot in slots_of(role, value))

    def tried(self, pair: Pair, *, again: bool = True) -> Tried:
        """What becomes of a payload in a slot; `again` asks whether the package that was made is made
        a second time alike, as after it was written."""
        try:
            built = self._built(pair.slot, PAYLOADS[pair.payload], pair.after)
        except ProblemsError as error:
            return self._ended(pair, "refused", (*_unsafe(error.problems),))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is no words for a user
            return Tried(pair, "broken", (f"{type(error).__name__}: {error}",))
        said = (*built.warnings, *built.skipped, *built.refused)
        faults = [*_unsafe(said), *(self._unlike(built, pair) if again else ())]
        is_same, strange = self._compared(built.files, pair)
        ended = "same" if is_same else "within"
        return self._ended(pair, ended, (*faults, *strange), built.files)

    def _compared(self, files: Files, pair: Pair) -> tuple[bool, list[str]]:
        """Whether the files are plain ones but for texts, and what in them no plain package has.

        What ordinary words in the slot make is looked at only as far as it takes.
        """
        known, packages = self._known, [self.plain.files]
        is_same, strange = known.compared(files)
        for words in PLAIN:
            if is_same and not strange:
                break
            packages.append(self._plain_package(pair.slot, words, pair.after))
            is_same, strange = Known(*packages).compared(files)
        return is_same, strange

    def _ended(
        self, pair: Pair, ended: str, faults: tuple[str, ...], files: Files | None = None
    ) -> Tried:
        return Tried(pair, "broken" if faults else ended, faults, files)

    def _with_plain_words(self, slot: Slot, words: str, after: bool) -> Files:
        """What ordinary words in the slot make; nothing new where they are not taken."""
        with collected([]):
            return self._built(slot, words, after).files
        return {}

    def _built(self, slot: Slot, text: str, after: bool) -> Built:
        return build(self._filled(slot, text, after), self._memory)

    def _filled(self, slot: Slot, text: str, after: bool) -> Sources:
        value = filled(self._values[slot.file], slot, text, after=after)
        data = json.dumps(value).encode()
        files: Mapping[str, Any] = {
            slot.file: replace(getattr(self._sources, slot.file), data=data)
        }
        return replace(self._sources, **files)

    def _unlike(self, built: Built, pair: Pair) -> Iterator[str]:
        """What is different when it is made from what was made."""
        if built.refused:
            return
        texts = {path.name: text for path, text in built.files.items() if len(path.parts) == 1}
        surface = SourceFile(SURFACE_NAME, texts[SURFACE_NAME].encode("utf-8", "surrogatepass"))
        try:
            filled_again = self._filled(pair.slot, PAYLOADS[pair.payload], pair.after)
            second = build(replace(filled_again, surface=surface), self._memory)
        except ProblemsError as error:
            yield f"made once, it is refused: {error}"
            return
        yield from (f"made once, it breaks calls: {each.message}" for each in second.refused)
        changed = {*second.files.items()} ^ {*built.files.items()}
        yield from (f"made once, {path} changes" for path in sorted({path for path, _ in changed}))


def _plain(value: Any) -> Any:
    """The value without its places."""
    if isinstance(value, dict):
        return {str(key): _plain(each) for key, each in value.items()}
    if isinstance(value, list):
        return [_plain(each) for each in value]
    return str(value) if isinstance(value, str) else value


def _unsafe(problems: tuple[Problem, ...]) -> Iterator[str]:
    """Words about problems that a terminal would not show as words."""
    for each in problems:
        if not problem_text(each).replace("\n", "").isprintable():
            yield f"{each.code} is told with characters that nobody sees"
