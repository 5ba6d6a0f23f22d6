"""Records a release: the surface, calls and changelog by which later packages are judged."""

from __future__ import annotations

import os
import time
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from generator.compat.changes import Change
from generator.compat.required_version import allows, bump
from generator.compat.surface import Surface
from generator.compat.surface_json import loads
from generator.core.problems import Problem, ProblemsError, Severity, excerpt
from generator.document.load import load
from generator.document.located import Document
from generator.plan.toolkit_yaml import Config, read_config
from generator.release.changelog import drafted
from generator.release.gate import all_changes
from generator.release.record import (
    Call,
    Entry,
    Released,
    read_calls,
    read_released,
    released_text,
)
from generator.release.replay import refused_calls
from generator.workspace.toolkits import (
    RELEASED_NAME,
    SURFACE_NAME,
    Built,
    Toolkit,
    name_in,
)


@dataclass(frozen=True, slots=True)
class Release:
    """What released.json is to hold, the version it is of, and what a person should know."""

    text: str
    version: str
    warnings: tuple[Problem, ...]


def release(toolkit: Toolkit, built: Built, calls: Path | None, root: Path) -> Release:
    """The record of the package that was built; nothing is written.

    `calls` is a file of recorded calls that join those of the last release. Raises ProblemsError
    where the version does not allow the changes, or a new call is refused.
    """
    text = built.files[PurePosixPath(SURFACE_NAME)]
    surface = loads(text, SURFACE_NAME)
    last = _last(toolkit, root)
    recorded = last.calls if last else ()
    changes = _changes(last, surface)
    problems = [*_check_version(toolkit, root, last, surface, changes)]
    fresh = read_calls(_document(calls, root)) if calls else ()
    problems += [_refused(call, why, Severity.ERROR) for call, why in refused_calls(surface, fresh)]
    problems += _twins(fresh)
    if problems:
        raise ProblemsError(problems)
    dropped = refused_calls(surface, recorded)
    kept = _joined([each for each in recorded if each not in [call for call, _ in dropped]], fresh)
    entry = Entry(surface.version, today(), drafted(surface, last, changes))
    older = last.changelog if last else ()
    warnings = [_refused(call, why, Severity.WARNING) for call, why in dropped]
    warnings += [_replaced(each) for each in recorded if each not in kept and _known(each, fresh)]
    return Release(released_text(text, kept, (entry, *older)), surface.version, tuple(warnings))


def today() -> str:
    """The date, in UTC; that of SOURCE_DATE_EPOCH (seconds) where it is set."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = float(given) if given.isdigit() else time.time()
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def _last(toolkit: Toolkit, root: Path) -> Released | None:
    path = toolkit.sources.released
    return read_released(_document(path, root)) if path else None


def _config(toolkit: Toolkit, root: Path) -> Config:
    path = toolkit.sources.config
    return read_config(_document(path, root)) if path else Config()


def _document(path: Path, root: Path) -> Document:
    return load(path.read_bytes(), name_in(path, root))


def _changes(last: Released | None, surface: Surface) -> tuple[Change, ...]:
    return all_changes(last.surface, surface, last.calls) if last else ()


def _check_version(
    toolkit: Toolkit,
    root: Path,
    last: Released | None,
    surface: Surface,
    changes: tuple[Change, ...],
) -> Iterable[Problem]:
    if last is None:
        return
    config, old = _config(toolkit, root), last.surface.version
    needed = bump(changes, old)
    if surface.version == old:
        message = f"{old} is released already"
        hint = f"set version to {needed}" if changes else "nothing has changed since"
        yield config.problem("release-repeated", message, "version", hint=hint)
    elif not allows(old, surface.version, changes):
        message = f"the changes since {old} need version {needed} or later"
        hint = f"toolgen diff specs/{toolkit.name}/{RELEASED_NAME} {toolkit.name} lists them"
        yield config.problem("release-version", message, "version", expected=needed, hint=hint)


def _joined(recorded: Iterable[Call], fresh: Iterable[Call]) -> tuple[Call, ...]:
    """All calls; a new one replaces one of its name."""
    named = {(each.tool, each.name): each for each in (*recorded, *fresh)}
    return tuple(named[key] for key in sorted(named))


def _known(call: Call, others: Iterable[Call]) -> bool:
    return any((each.tool, each.name) == (call.tool, call.name) for each in others)


def _twins(calls: tuple[Call, ...]) -> Iterable[Problem]:
    for index, call in enumerate(calls):
        if _known(call, calls[:index]):
            message = f"there are two calls {excerpt(call.name)} of {excerpt(call.tool)}"
            hint = "a call is known by its name: give each one of its own"
            yield Problem("release-call-twice", message, None, "", hint=hint)


def _replaced(call: Call) -> Problem:
    message = f"the recorded call {excerpt(call.name)} of {excerpt(call.tool)} is replaced by the new one of that name"
    return Problem("release-call-replaced", message, None, "", severity=Severity.WARNING)


def _refused(call: Call, why: str, severity: Severity) -> Problem:
    message = f"the recorded call {excerpt(call.name)} of {excerpt(call.tool)} is refused: {why}"
    if severity is Severity.WARNING:
        message += "; it is no longer recorded"
    return Problem("release-call-refused", message, None, "", severity=severity)
