"""Drafts the changelog of a package from what is different since its last release."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from generator.compat.change_reports import changelog_entry
from generator.compat.changes import Change
from generator.compat.surface import Surface
from generator.emit import literals
from generator.release.record import Released
from generator.release.replay import CODE as REPLAY


@dataclass(frozen=True, slots=True)
class Section:
    """What the changelog says under one heading, in lines of Markdown."""

    heading: str
    lines: tuple[str, ...]


def sections(
    surface: Surface, released: Released | None, changes: Iterable[Change]
) -> tuple[Section, ...]:
    """The whole changelog, newest first: a draft of what is not released yet, if anything, and
    below it every release."""
    if released is None:
        return (Section(f"{surface.version} (unreleased)", drafted(surface, None, ())),)
    older = tuple(
        Section(f"{each.version} ({each.date})" if each.date else each.version, each.lines)
        for each in released.changelog
    )
    same = surface.version == released.surface.version
    changes = tuple(changes)
    if same and not changes:
        return older
    heading = "Unreleased" if same else f"{surface.version} (unreleased)"
    return (Section(heading, drafted(surface, released, changes)), *older)


def drafted(
    surface: Surface, released: Released | None, changes: Iterable[Change]
) -> tuple[str, ...]:
    """What the changelog says of this version: the changes, or at first the tools."""
    if released is None:
        names = [literals.markdown_code(tool.name) for tool in surface.tools if not tool.alias_of]
        listed = " and ".join(filter(None, (", ".join(names[:-1]), *names[-1:])))
        return (f"- First version: {listed or 'no tool yet'}.",)
    entry = entry_of(changes, surface.version)
    return tuple(entry.strip("\n").split("\n")) if entry else ("- The tools are as they were.",)


def entry_of(changes: Iterable[Change], version: str) -> str:
    """The changes in Markdown; calls that are refused follow from others and are left out."""
    return changelog_entry([each for each in changes if each.code != REPLAY], version)
