"""Mutants by seed: what is made of each, and what must never come of it."""

import ast
import gc
import json
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from pathlib import Path
from random import Random
from types import FrameType
from typing import Any

import yaml

from generator.build import build
from generator.cli.proof.judge import Files, Known
from generator.cli.proof.layer import Layer
from generator.core.problems import ProblemsError, collected, problem_text
from generator.workspace import encoded_files
from generator.workspace.sources import SURFACE_NAME, Built, SourceFile, Sources
from tests.command_line import Ended, toolgen

from .calls import answer_faults, body_faults
from .graphs import random_document
from .mutants import mutant, mutant_bytes
from .sources import BENIGN, case_folders, sources_in, vendor_documents

MOST_SECONDS = 5.0
"""Of CPU, for a document of less than 1 MB. Held to where nothing else runs, not in a pipeline."""
NO_END, NO_END_OF_VENDORS = 30.0, 60.0
"""Of CPU, after which something is taken to have no end, on however slow a machine."""
_DEEPEST = 5_000
"""More levels than a mutant's changes make: four times 300, of what is nested itself."""


@dataclass(frozen=True, slots=True)
class Mutated:
    """One mutant: how it ended in a word, what is wrong with that, and the seconds of CPU that it took."""

    ended: str
    faults: tuple[str, ...] = ()
    seconds: float = 0.0

    def late(self) -> Iterator[str]:
        """What is wrong with how long it took."""
        if self.seconds > MOST_SECONDS:
            yield f"it takes {self.seconds:.1f} s of CPU"


class TooLong(BaseException):
    """No `Exception`, so that nothing takes it for a fault of the input."""


@contextmanager
def bounded(seconds: float) -> Iterator[None]:
    """Ends what takes longer, in seconds of CPU."""

    def stop(number: int, frame: FrameType | None) -> None:
        raise TooLong

    before = signal.signal(signal.SIGVTALRM, stop)
    signal.setitimer(signal.ITIMER_VIRTUAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_VIRTUAL, 0)
        signal.signal(signal.SIGVTALRM, before)


def fuzzed(kind: str, seed: int, folder: Path) -> Mutated:
    """What becomes of the mutant of that kind and seed; the folder is its own."""
    if kind in _BUILT:
        _known()  # is no work of the mutant's
    most = NO_END if kind != "vendor" else NO_END_OF_VENDORS
    started = time.process_time()
    try:
        with bounded(most):
            found = KINDS[kind](Random(f"{kind} {seed}"), folder)
    except TooLong:
        return Mutated("endless", (f"it has no end after {most:g} s of CPU",))
    except Exception as error:  # noqa: BLE001 - that there is none is what is asked
        where = error.__traceback__
        while where and where.tb_next:
            where = where.tb_next
        place = f"{where.tb_frame.f_code.co_filename}:{where.tb_lineno}" if where else ""
        return Mutated("crashed", (f"{type(error).__name__}: {str(error)[:300]} at {place}",))
    # Of a vendor's document the first build alone counts, which is what its own work is.
    return found if kind == "vendor" else replace(found, seconds=time.process_time() - started)


@cache
def _seeds() -> tuple[Sources, ...]:
    """What mutants are made of: the benign package, and the cases that are none of errors."""
    folders = [each for each in case_folders() if not each.name.startswith("error_")]
    return (sources_in(BENIGN), sources_in(BENIGN), *map(sources_in, folders))


@cache
def _value(data: bytes) -> Any:
    return yaml.load(data, yaml.CSafeLoader)


def _some_sources(random: Random, role: str = "openapi") -> tuple[Sources, SourceFile]:
    known = [(each, getattr(each, role)) for each in _seeds() if getattr(each, role)]
    return random.choice(known)


def _as_json(value: Any) -> bytes:
    return json.dumps(value, default=str).encode()


def _mutant_text(value: Any, random: Random) -> bytes:
    """A mutant, which may be nested deeper than Python writes: what is asked is what toolgen makes of it."""
    usual = sys.getrecursionlimit()
    sys.setrecursionlimit(_DEEPEST)
    try:
        return _as_json(mutant(value, random))
    finally:
        sys.setrecursionlimit(usual)


def _mutant_of(role: str) -> Callable[[Random, Path], Mutated]:
    def made(random: Random, folder: Path) -> Mutated:
        sources, file = _some_sources(random, role)
        changed = replace(file, data=_mutant_text(_value(file.data), random))
        files: Mapping[str, Any] = {role: changed}
        return _built(replace(sources, **files))

    return made


def _bytes(random: Random, folder: Path) -> Mutated:
    role = random.choice(("openapi", "openapi", "overlay", "config"))
    sources, file = _some_sources(random, role)
    files: Mapping[str, Any] = {role: replace(file, data=mutant_bytes(file.data, random))}
    return _built(replace(sources, **files))


def _graph(random: Random, folder: Path) -> Mutated:
    """A valid document, which has to be taken, and a mutant of it beside it."""
    value = random_document(random)
    made = _built(Sources(SourceFile("openapi.json", _as_json(value))))
    names, texts = ("old.json", "new.json"), (_as_json(value), _mutant_text(value, random))
    for name, text in zip(names, texts):
        (folder / name).write_bytes(text)
    ended = toolgen("diff", *names, cwd=folder, variables={"HOME": str(folder)})
    return replace(made, faults=(*made.faults, *_told_well(ended)))


def _deep(random: Random, folder: Path) -> Mutated:
    """A small document with something in it that is nested, up to far beyond what is read."""
    sources, file = _some_sources(random)
    value = _value(file.data)
    schema: Any = {"type": "string"}
    for _ in range(random.choice((50, 120, 180, 400, 3_000, 40_000))):
        form = random.choice(("items", "not", "additionalProperties", "if"))
        schema = {form: schema} if random.random() < 0.8 else {"allOf": [schema]}
    text = _text_of({**value, "components": {"schemas": {"Deep": "DEEP"}}}).replace(
        '"DEEP"', _flat(schema)
    )
    return _built(replace(sources, openapi=replace(file, data=text.encode())))


def _text_of(value: Any) -> str:
    return _as_json(value).decode()


def _flat(schema: Any) -> str:
    """As JSON, of which Python's own writer can write little that is so deep."""
    ends: list[str] = []
    starts: list[str] = []
    while isinstance(schema, dict | list):
        key = next(iter(schema)) if isinstance(schema, dict) else ""
        starts.append("[" if not key else f'{{"{key}": ')
        ends.append("]" if not key else "}")
        schema = schema[key] if isinstance(schema, dict) else schema[0]
    return "".join((*starts, json.dumps(schema), *reversed(ends)))


def _pull(random: Random, folder: Path) -> Mutated:
    """A vendor's document that is a mutant of ours."""
    sources, file = _some_sources(random)
    space = folder / "specs" / "vendor"
    space.mkdir(parents=True)
    for each in (sources.openapi, sources.overlay, sources.config):
        if each:
            (space / each.base).write_bytes(each.data)
    if not sources.config:
        (space / "toolkit.yaml").write_text(
            "toolkit: Vendor\npackage: arcade_vendor\nversion: 1.0.0\ntitle: V\ndescription: V.\n"
        )
    if file.base != "openapi.yaml":
        (space / file.base).rename(space / "openapi.yaml")
    theirs = mutant_bytes(file.data, random)
    if random.random() < 0.7:
        theirs = _mutant_text(_value(file.data), random)
    (folder / "theirs").write_bytes(theirs)
    more = random.choice(((), ("--write",), ("--accept",)))
    ended = toolgen(
        "pull", "vendor", "--from", "theirs", *more, cwd=folder, variables={"HOME": str(folder)}
    )
    return Mutated(f"exit {ended.code}", (*_told_well(ended),))


def _first(random: Random, folder: Path) -> Mutated:
    """First sources for a mutant, the package of them, and its release: what one writes the next ones take."""
    _, file = _some_sources(random)
    (folder / "theirs.json").write_bytes(_mutant_text(_value(file.data), random))

    def told(*command: str) -> Ended:
        return toolgen(*command, cwd=folder, variables={"HOME": str(folder)})

    begun = told("init", "theirs.json")
    faults = [*_told_well(begun)]
    if begun.code:
        return Mutated("told", tuple(faults))
    [name] = [each.name for each in (folder / "specs").iterdir()]
    made = told("generate")
    if made.code:  # there are faults that only vendors can mend
        return Mutated("told", (*faults, *_told_well(made)))
    for command in (("check",), ("release", name), ("check",), ("generate",)):
        ended = told(*command)
        faults += _told_well(ended)
        if ended.code:
            faults.append(f"{command[0]} refuses what was generated: {ended.err[:300]}")
    return Mutated("released", tuple(faults))


def _told_well(ended: Ended) -> Iterator[str]:
    if ended.code not in (0, 1, 2):
        yield f"exit code {ended.code}"
    for text in (ended.out, ended.err):
        if "Traceback" in text or not text.replace("\n", "").replace("\t", "").isprintable():
            yield f"told badly: {text[:200]!r}"


def _vendor(random: Random, folder: Path) -> Mutated:
    """A mutant of a vendor's own document."""
    file = random.choice(vendor_documents())
    changed = replace(file, data=_mutant_text(_value(file.data), random))
    return _built(Sources(changed), _known_beside(file))


@cache
def _known_beside(file: SourceFile) -> Known:
    with collected([]):
        return Known(*_packages(), build(Sources(file), _memory()).files)
    return _known()


def _built(sources: Sources, known: Known | None = None) -> Mutated:
    """What is made of the sources, twice: a package, or words about why not."""
    started, memory = time.process_time(), Layer(_memory())
    try:
        built = build(sources, memory)
    except ProblemsError as error:
        return Mutated("refused", (*_problem_faults(error),))
    seconds = time.process_time() - started
    return Mutated(
        "built",
        (
            *_package_faults(built, known or _known()),
            *_second_faults(built, sources, memory),
        ),
        seconds,
    )


def _called(found: tuple[str, list[str]]) -> Mutated:
    ended, faults = found
    return Mutated(ended, tuple(faults))


def _problem_faults(error: ProblemsError) -> Iterator[str]:
    if not error.problems:
        yield "refused without a word"
    for each in error.problems:
        if not problem_text(each).replace("\n", "").isprintable():
            yield f"{each.code} is not told in plain characters"


@cache
def _memory() -> Layer:
    """What plain packages were made of, as from earlier runs: what a mutant leaves alone is made once."""
    return Layer()


@cache
def _known() -> Known:
    """What packages have that nobody means harm with."""
    known = Known(*_packages())
    gc.freeze()  # all of it stays: to look through it again and again costs as much as the mutants
    return known


def _packages() -> Iterator[Files]:
    for each in _seeds():
        with collected([]):
            yield build(each, _memory()).files


def _package_faults(built: Built, known: Known) -> Iterator[str]:
    yield from known.faults(built.files)
    encoded_files.encode(built.files)
    for path, text in built.files.items():
        if path.suffix == ".py":
            _compile(text, path.name)


@lru_cache(maxsize=2048)  # most modules of a package are the same in each
def _compile(text: str, name: str) -> None:
    compile(ast.parse(text), name, "exec", dont_inherit=True)


def _second_faults(built: Built, sources: Sources, memory: Layer) -> Iterator[str]:
    """What is different where it is made once more, on what was made and kept."""
    if built.refused:
        return
    texts = {str(path): text for path, text in built.files.items()}
    surface = SourceFile(SURFACE_NAME, texts[SURFACE_NAME].encode())
    again = build(replace(sources, surface=surface), memory)
    yield from (f"made once more: {each.message}" for each in again.refused)
    yield from (
        f"made once more, {path} is another"
        for path, text in again.files.items()
        if built.files.get(path) != text
    )


KINDS: Mapping[str, Callable[[Random, Path], Mutated]] = {
    "document": _mutant_of("openapi"),
    "overlay": _mutant_of("overlay"),
    "toolkit": _mutant_of("config"),
    "bytes": _bytes,
    "deep": _deep,
    "graph": _graph,
    "pull": _pull,
    "first": _first,
    "body": lambda random, folder: _called(body_faults(random, folder)),
    "answer": lambda random, folder: _called(answer_faults(random, folder)),
    "vendor": _vendor,
}
SHARES = {
    "document": 5,
    "deep": 1,
    "overlay": 1,
    "toolkit": 1,
    "bytes": 2,
    "graph": 3,
    "pull": 1,
    "first": 1,
    "body": 3,
    "answer": 2,
}
"""Of twenty mutants so many are of that kind; those of vendors' documents come on top where these are."""


_BUILT = {*KINDS} - {"pull", "first", "body", "answer"}


def seeds_of(count: int) -> Iterator[tuple[str, int]]:
    """So many kinds and seeds, in their shares."""
    kinds = [kind for kind, share in SHARES.items() for _ in range(share)]
    return (
        (kinds[index % len(kinds)], index // len(kinds) * len(kinds) + index % len(kinds))
        for index in range(count)
    )
