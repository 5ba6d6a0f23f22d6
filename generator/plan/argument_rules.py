"""Decides which part of an argument's schema a call is held to before anything is sent."""

from collections.abc import Mapping
from typing import Any

from generator.document.nodes import mapping
from generator.jsonschema import overlapping
from generator.jsonschema.schema_walk import map_children
from generator.openapi.schemas import AS_MEANT, Reading, fault_of
from generator.plan.model import ArgumentType

TEXTS = frozenset(["title", "description", "examples", "deprecated"])
_ANNOTATIONS = TEXTS | {"default", "format", "readOnly", "writeOnly"}


def further_schema(schema: Mapping[str, Any], kind: ArgumentType) -> dict[str, Any]:
    """The schema without texts; empty where the type and the enumeration say all of it."""
    passed = TEXTS | {"enum"} if kind.enum else TEXTS
    rules = {key: each for key, each in schema.items() if key not in passed}
    items = mapping(rules.get("items"))
    if items:
        rules["items"] = {key: each for key, each in items.items() if key not in passed}
    return {} if _is_said(rules, kind) else rules


def rules_of(
    schema: Mapping[str, Any], kind: ArgumentType, reading: Reading = AS_MEANT
) -> dict[str, Any]:
    """The schema without annotations, read as people decided; empty where it asks nothing of a value.

    So it is too where no validator reads the schema, a pattern in another dialect for one.
    """
    asserted = without_annotations(dict(schema), formats=not reading.strict_formats)
    if not further_schema(asserted, kind):
        return {}  # most are no more than a type, which has no union to read
    if not reading.strict_unions:
        asserted = overlapping(asserted)
    rules = further_schema(asserted, kind)
    return rules if rules and not fault_of(rules) else {}


def without_annotations(schema: Any, *, formats: bool = True) -> Any:
    """A schema, and those in it, without what no value is held to; `formats`: as `format` is."""
    if not isinstance(schema, dict):
        return schema
    passed = _ANNOTATIONS if formats else _ANNOTATIONS - {"format"}
    kept = {key: each for key, each in schema.items() if key not in passed}

    def within(child: Any) -> Any:
        return without_annotations(child, formats=formats)

    if "$defs" in kept:
        kept["$defs"] = {key: within(each) for key, each in kept["$defs"].items()}
    return map_children(kept, within)


def _is_said(rules: Mapping[str, Any], kind: ArgumentType) -> bool:
    """Whether the type of the argument says it all; JSON text says nothing of what it holds."""
    items = mapping(rules.get("items"))
    is_plain = rules.keys() <= {"type", "items"} and items.keys() <= {"type"}
    return not rules if kind.is_json else is_plain
