"""Reads and writes released.json: what was released last, by which the next package is judged."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.compat.surface import Surface
from generator.compat.surface_json import loads
from generator.core import pointers
from generator.core.problems import Problem, ProblemsError
from generator.core.versions import is_version
from generator.document.located import Document, place_of
from generator.emit.literals import json_text

NOTICE = "Written by toolgen release; the changelog's lines and the calls are yours to edit."
_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})?")


@dataclass(frozen=True, slots=True)
class Call:
    """A call that someone made, as a client sends it; `name` tells it from others."""

    name: str
    tool: str
    arguments: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Entry:
    """What the changelog says of one version; `lines` are Markdown, `date` is ISO 8601 or empty."""

    version: str
    date: str
    lines: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Released:
    """The last release: its surface as text and as values, the calls recorded with it, and the
    changelog of all releases, newest first."""

    text: str
    surface: Surface
    calls: tuple[Call, ...]
    changelog: tuple[Entry, ...]


def read_released(document: Document) -> Released:
    """The content of released.json; raises ProblemsError with what is wrong in it."""
    root: Mapping[str, Any] = document.root
    problems: list[Problem] = []
    unknown = root.keys() - {"generated", "changelog", "calls", "surface"}
    problems += [_invalid(document, (key,), f"unknown key {key}") for key in sorted(unknown)]
    stored = root.get("surface")
    if not isinstance(stored, dict):
        problems.append(_invalid(document, ("surface",), "there is no surface"))
    calls = _calls(document, root.get("calls", []), problems)
    changelog = _changelog(document, root.get("changelog", []), problems)
    if problems:
        raise ProblemsError(problems)
    text = json_text(stored)
    return Released(text, loads(text, document.file), calls, changelog)


def read_calls(document: Document) -> tuple[Call, ...]:
    """The calls under `calls` in a file of recorded calls; raises ProblemsError."""
    problems: list[Problem] = []
    calls = _calls(document, document.root.get("calls"), problems)
    if problems:
        raise ProblemsError(problems)
    return calls


def released_text(surface_text: str, calls: tuple[Call, ...], changelog: tuple[Entry, ...]) -> str:
    """The text of released.json; the surface comes last, since it is long."""
    return json_text(
        {
            "generated": NOTICE,
            "changelog": [
                {"version": each.version, "date": each.date, "lines": list(each.lines)}
                for each in changelog
            ],
            "calls": [
                {"name": each.name, "tool": each.tool, "arguments": dict(each.arguments)}
                for each in calls
            ],
            "surface": json.loads(surface_text),
        }
    )


def _calls(document: Document, value: Any, problems: list[Problem]) -> tuple[Call, ...]:
    if not isinstance(value, list):
        problems.append(_invalid(document, ("calls",), "calls is no list", "a list of calls"))
        return ()
    calls = []
    for index, each in enumerate(value):
        if _is_call(each):
            name = each.get("name", f"call {index + 1}")
            calls.append(Call(name, each["tool"], each["arguments"]))
        else:
            form = '{"name": "what it does", "tool": "TrackUserEvent", "arguments": {…}}'
            at = ("calls", str(index))
            problems.append(_invalid(document, at, "this is no recorded call", form))
    return tuple(calls)


def _is_call(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and {"tool", "arguments"} <= value.keys() <= {"name", "tool", "arguments"}
        and isinstance(value["tool"], str)
        and isinstance(value.get("name", ""), str)
        and isinstance(value["arguments"], dict)
    )


def _changelog(document: Document, value: Any, problems: list[Problem]) -> tuple[Entry, ...]:
    if not isinstance(value, list):
        problems.append(_invalid(document, ("changelog",), "changelog is no list"))
        return ()
    entries = []
    for index, each in enumerate(value):
        if _is_entry(each):
            entries.append(Entry(each["version"], each["date"], tuple(each["lines"])))
        else:
            form = '{"version": "1.0.0", "date": "2025-01-31", "lines": ["- What changed."]}'
            at = ("changelog", str(index))
            problems.append(_invalid(document, at, "this is no entry of a changelog", form))
    return tuple(entries)


def _is_entry(value: Any) -> bool:
    return (
        isinstance(value, dict)
        and value.keys() == {"version", "date", "lines"}
        and isinstance(value["version"], str)
        and is_version(value["version"])
        and isinstance(value["date"], str)
        and _DATE.fullmatch(value["date"]) is not None
        and isinstance(value["lines"], list)
        and all(isinstance(each, str) for each in value["lines"])
    )


def _invalid(
    document: Document, path: tuple[str, ...], message: str, expected: str = ""
) -> Problem:
    pointer = pointers.join(path)
    place = place_of(document.root, pointer)
    return Problem("released-invalid", message, place, pointer, expected)
