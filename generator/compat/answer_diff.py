"""Compares what a tool answers before and after: its own fields, and the JSON that the API puts into them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.compat.collector import Collector
from generator.compat.surface import API_ANSWER, SurfaceTool
from generator.core.change_levels import RULES, Level
from generator.core.json_value import canonical
from generator.schemadiff.differences import SchemaDifference

_CODES = {
    "field-optional": "response-field-optional",
    "field-required": "response-field-required",
    "type-changed": "response-field-changed",
    # Of a field that the answer has all the same, in another of its forms:
    "field-removed": "response-field-removed",
    "field-added": "response-field-added",
    "field-checked": "response-field-added",
}
_BY_LEVEL = {
    Level.ADDITIVE: "response-field-widened",
    Level.BREAKING: "response-field-narrowed",
    Level.RISKY: "response-field-unclear",
}
"""For all other codes but those of texts, which answers have none of: where a request may hold more,
an answer may hold what did not come before."""

_MESSAGES = {
    "field-removed": "the field is gone from one of the forms",
    "field-added": "the field is new in one of the forms",
    "field-checked": "the field is new in one of the forms",
    "field-optional": "the field may be missing",
    "field-required": "the field is always there",
    "enum-value-added": "{new} may come",
    "enum-value-removed": "{old} no longer comes",
    "values-opened": "other values may come too",
    "values-closed": "only listed values come",
    "pattern-added": "its values have a pattern",
    "pattern-removed": "its values have no certain pattern",
    "format-added": "its values have a format",
    "format-removed": "its values have no certain format",
    "fields-opened": "fields that are not listed may come",
    "fields-closed": "fields that are not listed no longer come",
    "rule-added": "it keeps to a rule",
    "rule-removed": "it need not keep to a rule",
    "rule-changed": "it keeps to another rule",
    "union-added": "it has one of several forms",
    "union-removed": "it need not have one of several forms",
    "schema-widened": "it may hold what it did not",
    "schema-changed": "it cannot be told whether it holds what it held",
}


def compare_answers(old: SurfaceTool, new: SurfaceTool, at: Collector) -> None:
    """Note every difference. What comes that did not come before is what those who read are hurt by."""
    _compare_own(dict(old.response_fields), dict(new.response_fields), at)
    before, after = old.response_schema, new.response_schema
    if before is None and after is not None:
        at.note("response-described", API_ANSWER, "a JSON answer is described")
    elif after is None and before is not None:
        at.note("response-undescribed", API_ANSWER, "no JSON answer is described any more")
    elif before is not None and after is not None:
        for found in at.found_by(_compare_schemas, before, after):
            at.note(found.code, f"{API_ANSWER}{found.path}", found.message, found.old, found.new)


def _compare_own(old: Mapping[str, str], new: Mapping[str, str], at: Collector) -> None:
    for name in old.keys() - new.keys():
        at.note("response-field-removed", f"answer.{name}", f"{name} is gone", old[name])
    for name in new.keys() - old.keys():
        at.note("response-field-added", f"answer.{name}", f"{name} is new", new=new[name])
    for name in old.keys() & new.keys():
        if old[name] != new[name]:
            message = f"{name} has another type"
            at.note("response-field-changed", f"answer.{name}", message, old[name], new[name])


def _compare_schemas(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[SchemaDifference]:
    """Fields that come and go, then what is different in the others; what is inside either is not told."""
    if canonical(old) == canonical(new):
        return
    # Most answers are the same, and this takes as long to import as to compare.
    from generator.schemadiff.annotations import compare_prose
    from generator.schemadiff.differ import compare_parts, has_parent

    compared = compare_parts(old, new)
    found = compared.findings
    changed = {each.path for each in found if each.code == "type-changed"}
    refused = {each.path for each in found if each.code == "field-refused"}
    fresh, gone = compared.fresh, compared.gone | refused
    for code, paths, message in (
        ("response-field-removed", gone, "the field is gone"),
        ("response-field-added", fresh, "the field is new"),
    ):
        around = paths | changed
        for path in sorted(paths):
            if not has_parent(path, around):
                yield SchemaDifference(code, path, message)
    moved = fresh | gone
    for each in dict.fromkeys((*found, *compare_prose(*compared.texts))):
        if each.path not in moved and not has_parent(each.path, moved):
            yield from _for_readers(each)


def _for_readers(found: SchemaDifference) -> Iterator[SchemaDifference]:
    code = _CODES.get(found.code) or _BY_LEVEL.get(RULES[found.code])
    words = _MESSAGES.get(found.code)
    # The other messages may quote the document, which is no template.
    message = words.format(old=found.old, new=found.new) if words else found.message
    if code:
        yield SchemaDifference(code, found.path, message, found.old, found.new)
