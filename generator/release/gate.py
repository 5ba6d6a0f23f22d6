"""Judges a package by what was released before it, so that no change breaks users unannounced."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from generator.compat.change_groups import Group, grouped
from generator.compat.changes import Change, gravest_first
from generator.compat.equal_tools import without_equal_tools
from generator.compat.required_version import allows, bump
from generator.compat.surface import Places, Surface
from generator.compat.surface_diff import compare_surfaces
from generator.compat.surface_json import loads
from generator.compat.surface_text import version_in
from generator.core.change_levels import Level
from generator.core.problems import Problem, excerpt, listed
from generator.core.versions import is_before
from generator.plan import previous_names
from generator.plan.previous_names import Names
from generator.plan.toolkit_yaml import Config
from generator.release.record import Call, Released
from generator.release.replay import CODE as REPLAY
from generator.release.replay import replay

_NOWHERE: Places = {}
_MOST_SHOWN = 12


@dataclass(frozen=True, slots=True)
class Before:
    """What there was before: the last release, and the text of the surface generated last, in the
    file that `shown` names. Either may be missing."""

    released: Released | None = None
    last: str | None = None
    shown: str = ""
    warnings: tuple[Problem, ...] = ()
    """What should be said of these records."""

    def names(self) -> Mapping[str, Names]:
        """The names that tools and arguments had; raises ProblemsError for nonsense in the file."""
        released = previous_names.names_of(self.released.text) if self.released else {}
        last = previous_names.names_of(self.last, self.shown) if self.last is not None else {}
        return {**previous_names.names_for(released, last), **last}


def changes_since(before: Before, new: Surface, text: str, places: Places) -> tuple[Change, ...]:
    """What is different from the last release, or where there is none from what was generated last.

    `text` is the new surface as stored. Calls that no longer validate come last.
    """
    if before.released:
        if before.released.text == text:
            return ()
        old = before.released.surface
        return all_changes(old, new, before.released.calls, _NOWHERE, places)
    if before.last is None or before.last == text:
        return ()
    old, others = without_equal_tools(before.last, new, text, before.shown)
    return all_changes(old, others, (), _NOWHERE, places)


def refusals(
    config: Config, before: Before, new: Surface, changes: Iterable[Change]
) -> tuple[Problem, ...]:
    """A problem for each kind of breaking change that toolkit.yaml's version does not allow, or
    one where that version is lower than it was."""
    if before.released is None and before.last is None:
        return ()
    old = _old_version(before)
    if is_before(new.version, old):
        return (_lowered(config, before, old, new.version),)
    breaking = tuple(each for each in changes if each.level is Level.BREAKING)
    if not breaking:
        return ()
    if allows(old, new.version, breaking):
        return ()
    needed = bump(breaking, old)
    return tuple(_refusal(config, before, each, old, needed) for each in grouped(breaking))


def all_changes(
    old: Surface,
    new: Surface,
    calls: Iterable[Call] = (),
    old_places: Places = _NOWHERE,
    new_places: Places = _NOWHERE,
) -> tuple[Change, ...]:
    """What is different between two surfaces, and which calls of the old one the new one refuses."""
    changes = compare_surfaces(old, new, old_places, new_places)
    refused = replay(old, new, calls, old_places, new_places)
    return gravest_first((*changes, *refused))


def _old_version(before: Before) -> str:
    if before.released:
        return before.released.surface.version
    last = before.last or ""
    version = version_in(last)
    return version if isinstance(version, str) and version else loads(last, before.shown).version


def _lowered(config: Config, before: Before, old: str, version: str) -> Problem:
    if before.released:
        said = "the last release"
        hint = f"set version to {old}, or to one that is higher"
    else:
        said = "the version that was generated last"
        hint = f"set version to {old} or higher; {_removing(before, old)}"
    message = f"version {version} is lower than {old}, {said}"
    problem = config.problem("version-lowered", message, "version", hint=hint)
    return problem if config.document else replace(problem, pointer="")


def _removing(before: Before, old: str) -> str:
    return f"if {old} never went to anyone, remove {before.shown} and generate again"


def _refusal(config: Config, before: Before, group: Group, old: str, needed: str) -> Problem:
    change = group.first
    code = change.code if change.code == REPLAY else "surface-breaking"
    place = change.new_place or change.old_place
    message = f"{change.about or 'the package'}: {change.message}"
    message += _values_of(change) + (f" (see {place})" if place else "")
    if len(group.changes) > 1:
        message += f"; the same in {listed(group.others, _MOST_SHOWN)}"
    undo = f"{_keeping(change, needed)}undo the change"
    if before.released:
        hint = f"{old} is the last release: {undo}, or set version to {needed}"
    else:
        hint = f"{undo}, or set version to {needed}; {_removing(before, old)}"
    expected = f"version {needed} or later, as {change.code} breaks what calls {old}"
    problem = config.problem(code, message, "version", expected=expected, hint=hint)
    return problem if config.document else replace(problem, pointer="")


def _keeping(change: Change, until: str) -> str:
    """What keeps the old name of a tool or an argument working."""
    if change.code not in ("tool-renamed", "argument-renamed"):
        return ""
    return f"keep its old name with aliases: [{{ name: {change.old}, until: {until} }}], "


def _values_of(change: Change) -> str:
    """What it was and is, where the message does not say so."""
    if change.code == REPLAY or (change.old in change.message and change.new in change.message):
        return ""
    shown = [excerpt(each) if each else "nothing" for each in (change.old, change.new)]
    return f", from {shown[0]} to {shown[1]}"
