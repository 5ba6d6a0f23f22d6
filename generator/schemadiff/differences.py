"""What a comparison of two schemas finds, and whether it tells of values that are refused or let in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Any

from generator.core.change_levels import RULES, Level
from generator.core.json_value import compact
from generator.core.problems import MOST_TOLD
from generator.core.text import shorten
from generator.jsonschema.schema_walk import Schema

_LONGEST = 160


@dataclass(frozen=True, slots=True)
class SchemaDifference:
    """One difference at a path such as `.batch[].userId`; `old` and `new` are short texts."""

    code: str
    path: str
    message: str
    old: str = ""
    new: str = ""


ELSEWHERE = "elsewhere"
"""Code of what stands for a pair of schemas that is being compared further up already."""

UNCERTAIN = frozenset(
    {
        "field-checked",
        "pattern-changed",
        "format-changed",
        "union-branch-overlaps",
        "rule-changed",
        "schema-changed",
    }
)
"""Codes of differences that may refuse a value, though it cannot be told that they do."""


def narrows(finding: SchemaDifference) -> bool:
    """Whether the finding says that a value is, or may be, refused."""
    code = finding.code
    return code in UNCERTAIN or code == ELSEWHERE or RULES[code] is Level.BREAKING


def widens(finding: SchemaDifference) -> bool:
    """Whether the finding says that more values are, or may be, let in."""
    code = finding.code
    uncertain = code in UNCERTAIN or code in (ELSEWHERE, "field-removed", "type-changed")
    return uncertain or RULES[code] is Level.ADDITIVE


def short_text(value: Any) -> str:
    """A JSON value as a short text."""
    return shorten(value if isinstance(value, str) else compact(value), _LONGEST)


def listed_values(texts: Iterable[str]) -> Iterator[str]:
    """Each of the values, of very many the first and how many there are besides."""
    rest = iter(texts)
    yield from islice(rest, MOST_TOLD)
    if others := sum(1 for _ in rest):
        yield f"any of {others:,} others"


def branch_label(branch: Schema) -> str:
    """What tells a branch of a union from the others, in a few words."""
    words = [f"{name} = {_values(part)}" for name, part in _fixed(branch).items()]
    if branch.get("required"):
        words.append(f"requires {', '.join(sorted(branch['required']))}")
    if not words and ("enum" in branch or "const" in branch):
        words.append(_values(branch))
    kinds = branch.get("type")
    if not words and kinds and kinds != "object":
        words.append(kinds if isinstance(kinds, str) else " or ".join(kinds))
    if not words and branch.get("properties"):
        words.append(f"with {', '.join(sorted(branch['properties'])[:6])}")
    return short_text("; ".join(words) or branch)


def _fixed(branch: Schema) -> dict[str, Schema]:
    """The properties that have one value."""
    return {
        name: part
        for name, part in branch.get("properties", {}).items()
        if "const" in part or len(part.get("enum", ())) == 1
    }


def _values(schema: Schema) -> str:
    values = [schema["const"]] if "const" in schema else schema["enum"]
    return ", ".join(short_text(value) for value in values)


def branch_features(branch: Schema) -> frozenset[str]:
    """Marks by which a branch is known again after it was changed, the surest ones listed twice."""
    marks = {f".{name}" for name in branch.get("properties", {})}
    marks |= {f"!{name}" for name in branch.get("required", ())}
    kinds = branch.get("type", ())
    marks |= {f":{kind}" for kind in ([kinds] if isinstance(kinds, str) else kinds)}
    for name, part in _fixed(branch).items():
        marks |= {f".{name}={_values(part)}", f".{name}=={_values(part)}"}
    marks |= {f"={short_text(value)}" for value in branch.get("enum", ())}
    return frozenset(marks)
