"""`toolgen release`: records the surface, calls and changelog by which later packages are judged."""

from __future__ import annotations

import argparse
import os
import time
from collections.abc import Iterable
from dataclasses import dataclass, replace
from pathlib import Path

from generator.build import (
    ComparedWithPrevious,
    Planned,
    compare_with_previous,
    plan_sources,
    printed,
)
from generator.cli.arguments import add_cache, add_reading, add_workspace, file_reading
from generator.cli.building import sources_of
from generator.cli.generate import write_trees
from generator.cli.package_trees import shown_path, trees_of
from generator.cli.result import FINE, Result, usage_error
from generator.cli.targets import target_inside
from generator.compat.changes import Change
from generator.compat.required_version import allows, bump
from generator.compat.surface import Surface
from generator.core.problems import Problem, ProblemsError, Severity, escaped, excerpt
from generator.document.load import load
from generator.plan.toolkit_yaml import Config
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
from generator.workspace.atomic_file import replacing
from generator.workspace.sources import RELEASED_NAME, SourceFile
from generator.workspace.toolkits import find_workspace, name_in, read_file
from generator.workspace.uninterrupted import note_changed, uninterrupted

_LAST_SECOND = 253_402_300_799
"""Of the year 9999."""


@dataclass(frozen=True, slots=True)
class Release:
    """What released.json is to hold, and what a person should know."""

    text: str
    warnings: tuple[Problem, ...]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("toolkit", metavar="TOOLKIT")
    parser.add_argument("--calls", metavar="FILE", help="recorded calls that have to go on working")
    # What is released is always built anew; only generate and check can do with less.
    add_cache(parser)
    add_workspace(parser)
    add_reading(parser)


def run(options: argparse.Namespace) -> Result:
    """Record what the toolkit gives now as released, and write its package with its changelog."""
    workspace = find_workspace(options.workspace, Path.cwd())
    (toolkit,) = workspace.select([options.toolkit])
    target = replace(target_inside(workspace, toolkit), reading=file_reading(options))
    sources = sources_of(target)
    planned = plan_sources(sources, options.progress)
    compared = compare_with_previous(planned)
    if compared.refused:
        raise ProblemsError([*planned.problems, *compared.refused])
    calls = options.calls and read_file(
        Path(os.path.abspath(options.calls)), target.root, target.reading
    )
    made = release(compared, calls, toolkit.name)
    path = toolkit.folder / RELEASED_NAME
    record = SourceFile(name_in(path, target.root), made.text.encode("utf-8"))
    digests = replace(sources, released=record).digests()
    built = printed(
        compare_with_previous(_after(planned, record)), digests, progress=options.progress
    )
    trees = trees_of((target,), (built,), None, planned.problems)
    # A version is released once, so it must not be while its package is not there.
    with uninterrupted(to_the_end=True), replacing(path, record.data) as put:
        written = write_trees(trees, planned.problems)
        put()
        note_changed(path)
    shown = escaped(str(shown_path(path, target.patch_root)))
    text = f"released    {planned.package.version}, recorded in {shown}\n"
    return Result(FINE, text + written, (*planned.problems, *made.warnings))


def release(compared: ComparedWithPrevious, calls: SourceFile | None, toolkit: str) -> Release:
    """The record of the package that was planned; nothing is written.

    `calls` is a file of recorded calls that join those of the last release. Raises ProblemsError
    where the version does not allow the changes, or a new call is refused.
    """
    surface, inputs = compared.surface, compared.planned.inputs
    last = inputs.before.released
    recorded = last.calls if last else ()
    changes = all_changes(last.surface, surface, last.calls) if last else ()
    fresh = read_calls(load(calls.data, calls.name)) if calls else ()
    problems = [*_check_version(inputs.config, toolkit, last, surface, changes)]
    problems += [_refused(call, why, Severity.ERROR) for call, why in refused_calls(surface, fresh)]
    problems += _same_names(fresh)
    if problems:
        raise ProblemsError(problems)
    dropped = refused_calls(surface, recorded)
    kept = _joined([each for each in recorded if each not in [call for call, _ in dropped]], fresh)
    entry = Entry(surface.version, today(), drafted(surface, last, changes))
    older = last.changelog if last else ()
    warnings = [_refused(call, why, Severity.WARNING) for call, why in dropped]
    warnings += [_replaced(each) for each in recorded if each not in kept and _known(each, fresh)]
    return Release(released_text(compared.text, kept, (entry, *older)), tuple(warnings))


def today() -> str:
    """The date, in UTC; that of SOURCE_DATE_EPOCH (seconds) where it is set to a number."""
    given = os.environ.get("SOURCE_DATE_EPOCH", "")
    seconds = float(given) if given.isascii() and given.isdigit() else time.time()
    if seconds > _LAST_SECOND:
        raise usage_error("SOURCE_DATE_EPOCH is beyond the calendar")
    return time.strftime("%Y-%m-%d", time.gmtime(seconds))


def _after(planned: Planned, record: SourceFile) -> Planned:
    """The plan with the record as what was before it: names and texts stay as they are."""
    released = read_released(load(record.data, record.name))
    before = replace(planned.inputs.before, released=released)
    return replace(planned, inputs=replace(planned.inputs, before=before))


def _check_version(
    config: Config,
    toolkit: str,
    last: Released | None,
    surface: Surface,
    changes: tuple[Change, ...],
) -> Iterable[Problem]:
    if last is None:
        return
    old = last.surface.version
    needed = bump(changes, old)
    if surface.version == old:
        message = f"{old} is released already"
        hint = f"set version to {needed}" if changes else "nothing has changed since"
        yield config.problem("release-repeated", message, "version", hint=hint)
    elif not allows(old, surface.version, changes):
        message = f"the changes since {old} need version {needed} or later"
        hint = f"toolgen diff specs/{toolkit}/{RELEASED_NAME} {toolkit} lists them"
        yield config.problem("release-version", message, "version", expected=needed, hint=hint)


def _joined(recorded: Iterable[Call], fresh: Iterable[Call]) -> tuple[Call, ...]:
    """All calls; a new one replaces one of its name."""
    named = {(each.tool, each.name): each for each in (*recorded, *fresh)}
    return tuple(named[key] for key in sorted(named))


def _known(call: Call, others: Iterable[Call]) -> bool:
    return any((each.tool, each.name) == (call.tool, call.name) for each in others)


def _same_names(calls: tuple[Call, ...]) -> Iterable[Problem]:
    for index, call in enumerate(calls):
        if _known(call, calls[:index]):
            message = f"there are two calls {excerpt(call.name)} of {excerpt(call.tool)}"
            hint = "a call is known by its name: give each one of its own"
            yield Problem.unplaced("release-call-twice", message, hint)


def _replaced(call: Call) -> Problem:
    message = f"the recorded call {excerpt(call.name)} of {excerpt(call.tool)} is replaced by the new one of that name"
    return Problem.unplaced("release-call-replaced", message, severity=Severity.WARNING)


def _refused(call: Call, why: str, severity: Severity) -> Problem:
    message = f"the recorded call {excerpt(call.name)} of {excerpt(call.tool)} is refused: {why}"
    if severity is Severity.WARNING:
        message += "; it is no longer recorded"
    return Problem.unplaced("release-call-refused", message, severity=severity)
