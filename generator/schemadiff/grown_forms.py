"""A body that became one of several forms, or is one of several no more: one change, told once."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from generator.core.most_alike import likeness
from generator.core.schema_keywords import UNIONS
from generator.jsonschema.schema_walk import Meter, SchemaError
from generator.schemadiff.differences import SchemaDifference, branch_features, branch_label
from generator.schemadiff.normalize import NormalizedSchemas
from generator.schemadiff.prover import MOST_STEPS, Prover

_MOST_FORMS = 64
_TRIED = 3
_ALIKE = 0.5
"""Share of marks that a form has to have in common with what it was before."""


@dataclass(frozen=True, slots=True)
class Grown:
    """The two schemas without the forms that only one has, and what is to be said of these."""

    old: Mapping[str, Any]
    new: Mapping[str, Any]
    finding: SchemaDifference


def grown_forms(old: Mapping[str, Any], new: Mapping[str, Any]) -> Grown | None:
    """The other forms, where one schema as a whole is one form of the other; None where it is not."""
    steps = Meter(MOST_STEPS)  # for all forms together
    for plain, union, is_added in ((old, new, True), (new, old, False)):
        word = next((each for each in UNIONS if each in union), "")
        forms = union[word] if word else []
        if not 1 < len(forms) <= _MOST_FORMS or not all(isinstance(each, dict) for each in forms):
            continue
        for index in _likeliest(plain, union, word):
            kept = _with_form(union, word, index)
            is_kept = _includes(kept, plain, steps)
            others = _others(plain, union, word, index, steps) if is_kept else []
            if others:
                finding = _told(others, is_added)
                return Grown(plain, kept, finding) if is_added else Grown(kept, plain, finding)
    return None


def _likeliest(plain: Mapping[str, Any], union: Mapping[str, Any], word: str) -> list[int]:
    """The forms that are most like the whole of the other schema, the likeliest first."""
    marks = branch_features(_merged(plain, {}))
    alike = {
        index: likeness(branch_features(_merged(union, form)), marks)
        for index, form in enumerate(union[word])
    }
    likely = [index for index in alike if alike[index] >= _ALIKE]
    return sorted(likely, key=lambda index: -alike[index])[:_TRIED]


def _merged(union: Mapping[str, Any], form: Mapping[str, Any]) -> dict[str, Any]:
    """A form with the names that it shares with all others, enough to know it again by."""
    merged = {**union, **form}
    properties = {**union.get("properties", {}), **form.get("properties", {})}
    merged["properties"] = {
        name: part for name, part in properties.items() if isinstance(part, dict)
    }
    merged["required"] = [*union.get("required", ()), *form.get("required", ())]
    return merged


def _with_form(union: Mapping[str, Any], word: str, index: int) -> dict[str, Any]:
    """The union's schema as if it had the one form."""
    rest = {keyword: value for keyword, value in union.items() if keyword != word}
    return {**rest, "allOf": [*rest.get("allOf", ()), union[word][index]]}


def _includes(kept: Mapping[str, Any], plain: Mapping[str, Any], steps: Meter) -> bool:
    try:
        schemas = NormalizedSchemas(plain, kept)
        return Prover(schemas, steps).implies(schemas.old, schemas.new)
    except SchemaError:
        return False


def _others(
    plain: Mapping[str, Any], union: Mapping[str, Any], word: str, index: int, steps: Meter
) -> list[str]:
    """What tells the forms apart that the plain schema does not accept."""
    return [
        branch_label(_merged(union, form) | {"required": form.get("required", [])})
        for at, form in enumerate(union[word])
        if at != index and not _includes(plain, _with_form(union, word, at), steps)
    ]


def _told(labels: list[str], is_added: bool) -> SchemaDifference:
    text = " | ".join(labels)
    forms = "another form is" if len(labels) == 1 else f"{len(labels)} other forms are"
    if is_added:
        return SchemaDifference(
            "union-branch-added", "", f"{forms} taken beside what was", "", text
        )
    return SchemaDifference("union-branch-removed", "", f"{forms} gone", text)
