"""Compares what two schemas say besides what they accept: descriptions, defaults, deprecation, known fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.core.json_value import canonical
from generator.schemadiff.differences import SchemaDifference, short_text
from generator.schemadiff.fields import FieldWalk, is_field

_CONTENT = ("contentEncoding", "contentMediaType")


@dataclass(frozen=True, slots=True)
class Prose:
    """By the path of a field: the texts there, in every branch that mentions it."""

    schema: Mapping[str, Any]
    fields: frozenset[str]
    descriptions: Mapping[str, frozenset[str]]
    defaults: Mapping[str, frozenset[str]]
    content: Mapping[str, frozenset[str]]
    deprecated: frozenset[str]
    is_whole: bool
    """Whether `fields` has every field; else those are left out that only recursion leads to."""

    @staticmethod
    def of(schema: Mapping[str, Any]) -> Prose:
        """All of a self-contained schema."""
        fields, deprecated = set(), set()
        texts: dict[str, dict[str, set[str]]] = {"description": {}, "default": {}, "content": {}}
        found = FieldWalk(schema, schema)
        for each in found:
            path, node = each.path, each.schema
            if each.place is not None:
                fields.add(path)
            if node.get("deprecated") is True:
                deprecated.add(path)
            for keyword in ("description", "default"):
                if keyword in node:
                    texts[keyword].setdefault(path, set()).add(short_text(node[keyword]))
            for keyword in _CONTENT:
                if keyword in node:
                    said = f"{keyword} {canonical(node[keyword])}"
                    texts["content"].setdefault(path, set()).add(said)
        frozen = {
            keyword: {path: frozenset(each) for path, each in said.items()}
            for keyword, said in texts.items()
        }
        return Prose(
            schema,
            frozenset(fields),
            frozen["description"],
            frozen["default"],
            frozen["content"],
            frozenset(deprecated),
            found.is_whole,
        )

    def without(self, other: Prose) -> frozenset[str]:
        """The fields that the other does not know."""
        missing = self.fields - other.fields
        if other.is_whole:
            return missing
        return frozenset(path for path in missing if not is_field(other.schema, other.schema, path))


def compare_prose(old: Prose, new: Prose) -> Iterator[SchemaDifference]:
    """What is said differently of fields that are known before and after."""
    both = (old.fields & new.fields) | {""}
    for code, before, after, message in (
        ("description-changed", old.descriptions, new.descriptions, "it is described anew"),
        ("default-changed", old.defaults, new.defaults, "the service fills in another value"),
        ("content-changed", old.content, new.content, "its text stands for something else"),
    ):
        for path in sorted(both):
            was, now = before.get(path, frozenset()), after.get(path, frozenset())
            if was != now:
                yield SchemaDifference(code, path, message, _joined(was - now), _joined(now - was))
    for path in sorted((new.deprecated - old.deprecated) & both):
        yield SchemaDifference("field-deprecated", path, "the field is deprecated")


def _joined(texts: frozenset[str]) -> str:
    return " / ".join(sorted(texts))
