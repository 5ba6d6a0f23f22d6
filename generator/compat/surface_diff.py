"""Compares two surfaces: each difference that a user of the tools can notice, with what it means to them."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from generator.compat.answer_diff import compare_answers
from generator.compat.argument_diff import compare_arguments
from generator.compat.changes import Change, gravest_first
from generator.compat.collector import Collector
from generator.compat.package_diff import (
    compare_enums,
    compare_hosts,
    compare_package,
    compare_secrets,
)
from generator.compat.surface import Places, Surface, SurfaceTool
from generator.core.json_value import canonical
from generator.jsonschema.answer import shallower
from generator.openapi.path_templates import followed, followed_keys

_NOWHERE: Places = {}


def compare_surfaces(
    old: Surface, new: Surface, old_places: Places = _NOWHERE, new_places: Places = _NOWHERE
) -> tuple[Change, ...]:
    """Every change from `old` to `new`, the gravest first; versions are not compared."""
    collector = Collector(old_places, new_places)
    old, new = _known_to_both(old, new)
    old = _following(old, new)
    compare_package(old, new, collector)
    compare_hosts(old.hosts, new.hosts, collector)
    compare_enums(old, new, collector)
    renamed = _renamed(old, new)
    before, after = (_by_name(each) for each in (old, new))
    for tool in old.tools:
        other = after.get(tool.name) or after.get(renamed.get(tool.name, ""))
        at = collector.of_tool(tool.name, other.name if other else "")
        if other is None:
            at.note("tool-removed", "", f"{tool.name} is gone", tool.operation)
        elif not _is_same(tool, other):
            _compare_tools(tool, other, (old, new), at)
    found = {*before, *renamed.values()}
    for tool in new.tools:
        if tool.name not in found:
            at = collector.of_tool("", tool.name)
            at.note("tool-added", "", f"{tool.name} is new", new=tool.operation)
    return gravest_first(collector.changes)


def _is_same(old: SurfaceTool, new: SurfaceTool) -> bool:
    """Whether nothing can be different between them, told without comparing schemas keyword by keyword."""
    # Python has true equal 1, which JSON has not.
    return old == new and canonical(_json_in(old)) == canonical(_json_in(new))


def _json_in(tool: SurfaceTool) -> list[Any]:
    schemas = [tool.request_schema, tool.response_schema, *(each.schema for each in tool.arguments)]
    return [*schemas, tool.behavior, list(tool.examples)]


def _by_name(surface: Surface) -> Mapping[str, SurfaceTool]:
    return {each.name: each for each in surface.tools}


def _known_to_both(old: Surface, new: Surface) -> tuple[Surface, Surface]:
    """The surfaces without what one of them could not say: its silence is no difference."""
    levels = min(old.answer_levels, new.answer_levels)
    if not old.answer_levels:
        asked = {
            (tool.name, each.name) for tool in old.tools for each in tool.arguments if each.schema
        }
        new = replace(new, tools=tuple(_asking(tool, asked) for tool in new.tools))
    return _answering(old, levels), _answering(new, levels)


def _asking(tool: SurfaceTool, known: set[tuple[str, str]]) -> SurfaceTool:
    """The tool with what is asked of the values of these arguments, and of no others."""
    arguments = (
        each if (tool.name, each.name) in known else replace(each, schema={})
        for each in tool.arguments
    )
    return replace(tool, arguments=tuple(arguments))


def _answering(surface: Surface, levels: int) -> Surface:
    """The surface with answers no deeper than that; without any where it is 0."""
    if surface.answer_levels == levels:
        return surface
    tools = tuple(
        replace(each, response_schema=_cut(each.response_schema, levels)) for each in surface.tools
    )
    return replace(surface, tools=tools, answer_levels=levels)


def _cut(schema: Mapping[str, Any] | None, levels: int) -> Mapping[str, Any] | None:
    return shallower(schema, levels) if schema is not None and levels else None


def _following(old: Surface, new: Surface) -> Surface:
    """The old surface with the path parameters called as in the new one, which callers do not see."""
    operations = [[each.operation for each in surface.tools] for surface in (old, new)]
    renamed = followed(*operations)
    return replace(
        old,
        tools=tuple(
            _called(tool, renamed[tool.operation]) if tool.operation in renamed else tool
            for tool in old.tools
        ),
    )


def _called(tool: SurfaceTool, operation: str) -> SurfaceTool:
    keys = followed_keys(tool.operation, operation)
    arguments = tuple(replace(each, key=keys.get(each.key, each.key)) for each in tool.arguments)
    return replace(tool, operation=operation, arguments=arguments)


def _renamed(old: Surface, new: Surface) -> dict[str, str]:
    """Tools that are gone, each with the new tool for the same operation."""
    before, after = (_by_name(each) for each in (old, new))
    fresh = {
        tool.operation: tool.name
        for tool in new.tools
        if not tool.alias_of and tool.name not in before
    }
    return {
        tool.name: fresh[tool.operation]
        for tool in old.tools
        if tool.name not in after and not tool.alias_of and tool.operation in fresh
    }


def _compare_tools(
    old: SurfaceTool, new: SurfaceTool, around: tuple[Surface, Surface], at: Collector
) -> None:
    if old.name != new.name:
        message = f"{old.name} is now {new.name}, and its old name is gone"
        at.note("tool-renamed", "", message, old.name, new.name)
    if new.alias_of and (old.alias_of, old.until) != (new.alias_of, new.until):
        message = f"{new.name} is an old name of {new.alias_of}, which works below {new.until}"
        at.note("tool-deprecated", "", message, old.name, new.alias_of)
    if old.alias_of and old.alias_of == new.alias_of:
        return  # All the rest is said of the tool that it stands for.
    if old.operation != new.operation:
        message = "the tool calls another operation"
        at.note("operation-changed", "", message, old.operation, new.operation)
    if old.description != new.description and not new.alias_of:
        message = "the description is different"
        at.note("description-changed", "", message, old.description, new.description)
    _compare_access(old, new, around, at)
    if old.hosts or new.hosts:
        compare_hosts(old.hosts or around[0].hosts, new.hosts or around[1].hosts, at)
    _compare_behavior(old, new, at)
    compare_answers(old, new, at)
    compare_arguments(old, new, at)
    _compare_bodies(old, new, at)


def _compare_access(
    old: SurfaceTool, new: SurfaceTool, around: tuple[Surface, Surface], at: Collector
) -> None:
    """What a call needs so as to be let in, where the package's own list of secrets does not tell it already."""
    needed, needs = set(old.secrets), set(new.secrets)
    if needed ^ needs <= set(around[0].secrets) & set(around[1].secrets):
        compare_secrets(needed, needs, at)
    before, after = needed | set(old.optional_secrets), needs | set(new.optional_secrets)
    for name in sorted(after - before - needs):
        at.note("secret-offered", "secrets", f"{name} is sent where it is set", new=name)
    for name in sorted(before - after - needed):
        at.note("secret-withdrawn", "secrets", f"{name} is sent no longer", name)
    if old.authorization != new.authorization:
        message = "Arcade asks users to grant something else"
        parts = (old.authorization, new.authorization)
        at.note("authorization-changed", "authorization", message, *parts)


def _compare_behavior(old: SurfaceTool, new: SurfaceTool, at: Collector) -> None:
    for key in sorted(old.behavior.keys() | new.behavior.keys()):
        before, after = old.behavior.get(key), new.behavior.get(key)
        if _shown(before) != _shown(after):
            message = f"clients are told another {key}"
            at.note("behavior-changed", "behavior", message, _shown(before), _shown(after))


def _shown(value: object) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(sorted(map(str, value)))
    if value is None or isinstance(value, bool):
        return {True: "yes", False: "no", None: "unknown"}[value]
    return str(value)


def _compare_schemas(old: Mapping[str, Any], new: Mapping[str, Any], at: Collector) -> None:
    if canonical(old) == canonical(new):
        return
    # Most differences are not in schemas, which take as long to import as to compare.
    from generator.schemadiff.differ import compare_schemas

    for found in at.found_by(compare_schemas, old, new):
        at.note(found.code, f"request_body{found.path}", found.message, found.old, found.new)


def _compare_bodies(old: SurfaceTool, new: SurfaceTool, at: Collector) -> None:
    if old.request_schema is None and new.request_schema is not None:
        at.note("body-added", "request_body", "the tool takes a request body")
    elif new.request_schema is None and old.request_schema is not None:
        at.note("body-removed", "request_body", "the tool takes no request body")
    elif old.request_schema is not None and new.request_schema is not None:
        if old.body_type != new.body_type:
            shown = [each.body_type or "JSON" for each in (old, new)]
            message = f"the request body is {shown[1]}, no longer {shown[0]}"
            at.note("body-type-changed", "request_body", message, *shown)
        _compare_schemas(old.request_schema, new.request_schema, at)
    _compare_limits(dict(old.limits), dict(new.limits), at)
    for pointer in set(old.deduplicate) - set(new.deduplicate):
        message = "a repeat is no longer told by it"
        at.note("deduplication-removed", _where(pointer), message, pointer)
    for pointer in set(new.deduplicate) - set(old.deduplicate):
        message = "a repeat is told by it"
        at.note("deduplication-added", _where(pointer), message, new=pointer)


def _compare_limits(old: Mapping[str, int], new: Mapping[str, int], at: Collector) -> None:
    for pointer in old.keys() | new.keys():
        before, after = old.get(pointer), new.get(pointer)
        if before == after:
            continue
        tighter = after is not None and (before is None or after < before)
        code = "limit-lowered" if tighter else "limit-raised"
        shown = [f"{each:,} bytes" if each is not None else "no limit" for each in (before, after)]
        at.note(code, _where(pointer), f"at most {shown[1]}" if after else shown[1], *shown)


def _where(pointer: str) -> str:
    """The path of a field from a pointer into the body, in which `*` stands for every item."""
    steps = pointer.split("/")[1:]
    return "request_body" + "".join("[]" if step == "*" else f".{step}" for step in steps)
