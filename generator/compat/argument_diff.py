"""Compares the arguments of a tool before and after."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.compat.collector import Collector
from generator.compat.surface import SurfaceArgument, SurfaceTool
from generator.core import pointers
from generator.core.json_value import canonical
from generator.document.nodes import mapping
from generator.document.references import follow
from generator.jsonschema.schema_walk import types_of
from generator.schemadiff.differences import listed_values

_Note = Callable[..., None]
_TYPES = ("type-narrowed", "type-changed", "type-widened")
"""What the argument's own type tells already, but of parts of JSON text."""
_WIDER = {("integer", "number"), ("array of integer", "array of number")}


def compare_arguments(old: SurfaceTool, new: SurfaceTool, at: Collector) -> None:
    """Note every difference; an argument that has another name is known by the API's parameter."""
    before = {each.name: each for each in old.arguments}
    after = {each.name: each for each in new.arguments}
    renamed = _renamed(before, after)
    for name, argument in before.items():
        other = after.get(name) or after.get(renamed.get(name, ""))
        if other is None:
            at.note("argument-removed", f"arguments.{name}", f"{name} is gone", argument.type)
        else:
            _compare(argument, other, at)
    replaced = {each.deprecated_for for each in new.arguments}
    for name in after.keys() - before.keys() - set(renamed.values()):
        argument = after[name]
        # Where an old name still does, a call that gives that one goes on.
        needed = argument.required if name in replaced else argument.needed
        code = "argument-required" if needed else "argument-added"
        message = f"{name} is new, and required" if needed else f"{name} is new"
        at.note(code, f"arguments.{name}", message, new=argument.type)


def _renamed(
    before: dict[str, SurfaceArgument], after: dict[str, SurfaceArgument]
) -> dict[str, str]:
    """Names that are gone, each with the new name of the same parameter."""
    fresh = {
        each.key: each.name
        for each in after.values()
        if each.key and each.name not in before and not each.deprecated_for
    }
    return {
        each.name: fresh[each.key]
        for each in before.values()
        if each.name not in after and each.key in fresh and not each.deprecated_for
    }


def _compare(old: SurfaceArgument, new: SurfaceArgument, at: Collector) -> None:
    where, old_where = f"arguments.{new.name}", f"arguments.{old.name}"

    def note(code: str, message: str, before: str = "", after: str = "") -> None:
        at.note(code, where, message, before, after, old_where=old_where)

    if old.name != new.name:
        note("argument-renamed", f"{old.name} is now {new.name}", old.name, new.name)
    if new.deprecated_for and (old.deprecated_for, old.until) != (new.deprecated_for, new.until):
        message = (
            f"{new.name} is an old name of {new.deprecated_for}, which works below {new.until}"
        )
        note("argument-deprecated", message, old.name, new.deprecated_for)
    elif old.description != new.description:
        note("description-changed", "it is described anew", old.description, new.description)
    if old.key and new.key and old.key != new.key and not new.deprecated_for:
        note("argument-moved", "it is sent in another place", old.key, new.key)
    if (new.required and not old.required) or (new.needed and not old.needed):
        note("argument-required", f"{new.name} is required", "optional", "required")
    elif not new.deprecated_for and (old.required, old.needed) != (new.required, new.needed):
        note("argument-optional", f"{new.name} may be left out", "required", "optional")
    if old.type != new.type:
        wider = (old.type, new.type) in _WIDER
        code = "argument-type-widened" if wider else "argument-type-changed"
        note(code, "it has another type", old.type, new.type)
    elif _listed(old) != _listed(new) and (old.values or new.values):
        _compare_values(_listed(old), _listed(new), note)
    if old.type == new.type and not new.deprecated_for:
        _compare_rules(old, new, at)


def _compare_rules(old: SurfaceArgument, new: SurfaceArgument, at: Collector) -> None:
    """Limits and the like: the tool sends what breaks them, but the API refuses it."""
    before, after = _schema(old), _schema(new)
    if old.values or new.values:
        # The listed values are told already.
        before, after = _unlisted(before), _unlisted(after)
    if canonical(before) == canonical(after):
        return
    # Most differences are not in schemas, which take as long to import as to compare.
    from generator.schemadiff.differ import compare_schemas

    for found in at.found_by(compare_schemas, before, after):
        if found.code == "description-changed":
            continue  # that of the argument itself says the same
        if found.code not in _TYPES or not _is_told(found.path, old, before, after):
            where = f"arguments.{new.name}{found.path}"
            old_where = f"arguments.{old.name}{found.path}"
            at.note(found.code, where, found.message, found.old, found.new, old_where=old_where)


def _is_told(path: str, argument: SurfaceArgument, *sides: Mapping[str, Any]) -> bool:
    """Whether the argument's own type tells of the types there; that of JSON text, whatever it holds, is a string."""
    own: Mapping[str, Any] = argument.type_schema()
    parts = sides
    if path == "[]":
        own = mapping(own.get("items"))
        parts = tuple(mapping(_meant(each, each).get("items")) for each in sides)
    if path not in ("", "[]") or not own:
        return False
    found = (types_of(dict(_meant(*each))) for each in zip(sides, parts, strict=True))
    return own["type"] != "string" or all("string" in (types or ("string",)) for types in found)


def _meant(root: Mapping[str, Any], part: Mapping[str, Any]) -> Mapping[str, Any]:
    """What part of the schema stands for, where it has no type itself."""
    own = dict(part)
    return own if types_of(own) else mapping(follow(root, own, pointers.ROOT)[1])


def _listed(argument: SurfaceArgument) -> set[str]:
    """The strings that may be given; empty where others may too. One alone makes no enumeration."""
    schema = mapping(argument.schema.get("items", argument.schema))
    values = schema.get("enum", [schema["const"]] if "const" in schema else [])
    return set(argument.values) or {each for each in values if isinstance(each, str)}


def _unlisted(schema: Mapping[str, Any]) -> dict[str, Any]:
    rest = {key: value for key, value in schema.items() if key not in ("enum", "const")}
    items = rest.get("items")
    return {**rest, "items": _unlisted(items)} if isinstance(items, dict) else rest


def _schema(argument: SurfaceArgument) -> Mapping[str, Any]:
    """What it accepts as a schema, by the type alone where no more is asked."""
    return argument.schema or argument.type_schema()


def _compare_values(old: set[str], new: set[str], note: _Note) -> None:
    if not old:
        note("argument-values-closed", "only listed values go", "any", ", ".join(sorted(new)))
    elif not new:
        note("argument-values-opened", "any value goes", ", ".join(sorted(old)), "any")
    else:
        for value in listed_values(sorted(old - new)):
            note("argument-value-removed", f"{value} is refused", value)
        for value in listed_values(sorted(new - old)):
            note("argument-value-added", f"{value} is accepted", "", value)
