"""Builds a whole package in memory from its sources: what generate writes, check compares and tests read."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeVar

from generator.compat.surface import Places, Surface
from generator.compat.surface_json import dumps
from generator.compat.surface_of_package import places_of, surface_of
from generator.core.problems import Problem, ProblemsError, Severity, in_order
from generator.document import references
from generator.document.load import load
from generator.document.located import Document
from generator.openapi.api import Api
from generator.openapi.reader import entry_points, parse
from generator.overlay.apply import apply
from generator.plan.model import Package
from generator.plan.package import plan
from generator.plan.toolkit_yaml import Config, read_config
from generator.release.changelog import sections
from generator.release.gate import Before, changes_since, refusals
from generator.release.record import Released, read_released
from generator.release.replay import useless_calls
from generator.render.package_files import render
from generator.validation.check import check
from generator.workspace.toolkits import Built, Sources, name_in

_T = TypeVar("_T")
_Correct = Callable[[Document, Document], Document]
"""Applies an overlay, which comes second, to a document."""


@dataclass(frozen=True, slots=True)
class Planned:
    """A package before it is printed, what there was before it, and what should be said of it."""

    package: Package
    api: Api
    document: Document
    config: Config
    before: Before
    problems: tuple[Problem, ...]

    @property
    def surface(self) -> Surface:
        """What users of the package will see."""
        return surface_of(self.package, self.api)

    @property
    def places(self) -> Places:
        """Where the parts of the surface are written."""
        return places_of(self.package, self.api, self.document.root)


def build(sources: Sources, *, root: Path) -> Built:
    """Every file of the package; raises `ProblemsError` with all errors of its sources.

    File names in problems are relative to `root`. The result depends on the bytes of the sources and
    of the surface that was generated last, on the templates and on the versions of generator,
    formatter and libraries, and on nothing else.
    """
    inputs: dict[str, str] = {}
    built, problems = _checked(sources, root, inputs, lambda planned: _printed(planned, inputs))
    left_out = tuple(each for each in problems if each.code.endswith("-left-out"))
    warnings = tuple(each for each in problems if each not in left_out)
    return replace(built, warnings=warnings, skipped=left_out)


def plan_sources(sources: Sources, *, root: Path, correct: _Correct = apply) -> Planned:
    """All decisions about a package, its document validated; raises `ProblemsError`."""
    planned, problems = _checked(sources, root, {}, lambda planned: planned, correct)
    return replace(planned, problems=problems)


def _checked(
    sources: Sources,
    root: Path,
    inputs: dict[str, str],
    finish: Callable[[Planned], _T],
    correct: _Correct = apply,
) -> tuple[_T, tuple[Problem, ...]]:
    """What `finish` makes of the plan, and all that should be said; raises `ProblemsError`."""
    document, config, before = _read(sources, root, inputs, correct)
    entries = entry_points(document.root)
    reachable, broken = references.reachable(document.root, entries), references.check(
        document, entries
    )
    if _errors(broken):
        raise ProblemsError(broken)
    # What an invalid document makes of the rest is of no account: the errors of validation say why.
    problems = [*broken, *check(document, reachable)]
    made, failure = _attempted(document, config, before, finish)
    if isinstance(failure, ProblemsError):
        problems += failure.problems
    if errors := _errors(problems):
        raise ProblemsError([*errors, *(each for each in problems if each not in errors)])
    if made is None:
        raise failure or AssertionError
    return made[0], in_order([*problems, *made[1], *before.warnings])


def _attempted(
    document: Document, config: Config, before: Before, finish: Callable[[Planned], _T]
) -> tuple[tuple[_T, tuple[Problem, ...]] | None, Exception | None]:
    """What is made of the document, with warnings; or why nothing is."""
    try:
        api, left_out = parse(document)
        package, warnings = plan(document, api, config, before.names())
        found = (*left_out, *warnings)
        return (finish(Planned(package, api, document, config, before, found)), found), None
    except Exception as error:  # noqa: BLE001 - raised by the caller, unless the document is why
        return None, error


def _printed(planned: Planned, inputs: Mapping[str, str]) -> Built:
    surface, before = planned.surface, planned.before
    text = dumps(surface)
    changes = changes_since(before, surface, text, planned.places)
    changelog = sections(surface, before.released, changes if before.released else ())
    files = render(planned.package, inputs, text, changelog)
    refused = refusals(planned.config, before, surface, changes)
    return Built(planned.package.module, files, refused=refused)


def _errors(problems: Iterable[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def _read(
    sources: Sources, root: Path, inputs: dict[str, str], correct: _Correct
) -> tuple[Document, Config, Before]:
    """The corrected document, the configuration and what there was before; problems of all files
    are raised together."""
    problems: list[Problem] = []
    document = config = before = None
    try:
        document = _load(sources.openapi, root, inputs)
        if sources.overlay:
            document = correct(document, _load(sources.overlay, root, inputs))
    except ProblemsError as error:
        problems += error.problems
    try:
        config = read_config(_load(sources.config, root, inputs)) if sources.config else Config()
    except ProblemsError as error:
        problems += error.problems
    try:
        before = _before(sources, root, inputs)
    except ProblemsError as error:
        problems += error.problems
    if problems or document is None or config is None or before is None:
        raise ProblemsError(problems)
    return document, config, before


def _before(sources: Sources, root: Path, inputs: dict[str, str]) -> Before:
    """The last release is an input like others; the manifest does not record the last surface,
    which is replaced together with it."""
    released: Released | None = None
    warnings: tuple[Problem, ...] = ()
    if sources.released:
        document = _load(sources.released, root, inputs)
        released = read_released(document)
        warnings = useless_calls(released, document)
    last = sources.last_surface()
    shown = name_in(sources.surface, root) if sources.surface else ""
    return Before(
        released, None if last is None else last.decode("utf-8", "replace"), shown, warnings
    )


def _load(path: Path, root: Path, inputs: dict[str, str]) -> Document:
    name = name_in(path, root)
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise ProblemsError([Problem("file-unreadable", f"{name}: {message}", None, "#")]) from None
    inputs[path.name] = hashlib.sha256(data).hexdigest()
    return load(data, name)
