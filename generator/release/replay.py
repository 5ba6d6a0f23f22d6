"""Plays calls of the last release against new schemas: what was accepted and now is refused is named."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from typing import Any

from generator.compat.changes import Change
from generator.compat.surface import Places, Surface, SurfaceArgument, SurfaceTool
from generator.core.change_levels import Level
from generator.core.problems import Problem, Severity, excerpt, listed
from generator.document.located import Document, place_of
from generator.release.record import Call, Released

CODE = "replay-refused"
_BODY, _MODE, _SCHEMA_MODE = "request_body", "mode", "get_request_schema"
_INPUT = "arguments"
_BACKTRACKS = 10_000
_MOST_REASONS = 3
_NOWHERE: Places = {}


def replay(
    old: Surface,
    new: Surface,
    calls: Iterable[Call] = (),
    old_places: Places = _NOWHERE,
    new_places: Places = _NOWHERE,
) -> tuple[Change, ...]:
    """A breaking change for each example and recorded call that `old` accepts and `new` refuses.

    Places tell where the parts of either surface are written.
    """
    before, after = _Checks(), _Checks()
    found: dict[tuple[str, str, int], list[str]] = {}
    # Each recorded call stands alone, as its name says what breaks; examples may stand together.
    judged = [*enumerate(calls, start=1), *((0, each) for each in _examples(old))]
    for group, call in judged:
        # What stands for the arguments of an example is made up, and need not be what the API takes;
        # and an early surface did not say what that is.
        values = group > 0 and bool(old.answer_levels)
        if not before.reasons(old, call, values=values):
            for reason in after.reasons(new, call, values=values)[:_MOST_REASONS]:
                found.setdefault((_short(call.tool, old), reason, group), []).append(call.name)
    refused = (
        _refused(tool, reason, names, old.version) for (tool, reason, _), names in found.items()
    )
    return tuple(
        replace(
            each,
            old_place=old_places.get(f"tools/{each.tool}"),
            new_place=new_places.get(f"tools/{each.tool}"),
        )
        for each in refused
    )


def refused_calls(surface: Surface, calls: Iterable[Call]) -> tuple[tuple[Call, str], ...]:
    """The calls that the surface refuses, each with the first reason."""
    checks = _Checks()
    judged = [(call, checks.reasons(surface, call)) for call in calls]
    return tuple((call, reasons[0]) for call, reasons in judged if reasons)


def useless_calls(released: Released, document: Document) -> tuple[Problem, ...]:
    """A warning for each recorded call that the release itself refuses, and that so guards nothing."""
    refused = {id(call): why for call, why in refused_calls(released.surface, released.calls)}
    return tuple(
        Problem(
            "released-call-useless",
            f"the recorded call {excerpt(call.name)} never worked in {released.surface.version},"
            f" so nothing is told by it: {refused[id(call)]}",
            place_of(document.root, f"#/calls/{index}"),
            f"#/calls/{index}",
            hint="mend it or remove it",
            severity=Severity.WARNING,
        )
        for index, call in enumerate(released.calls)
        if id(call) in refused
    )


class _Checks:
    """The validators of one surface's tools, each made at most once."""

    def __init__(self) -> None:
        self._made: dict[tuple[str, str], Any] = {}

    def reasons(self, surface: Surface, call: Call, *, values: bool = True) -> list[str]:
        """Why the tools of this surface, or the API behind them, refuse the call; empty where they do not.

        Without `values`, what the API asks of arguments besides their types is not looked at.
        """
        tool = surface.tool(_short(call.tool, surface))
        if tool is None:
            return ["there is no such tool"]
        reasons = list(self._errors(tool, _INPUT, _input_schema(tool), call.arguments))
        if call.arguments.get(_MODE) == _SCHEMA_MODE or reasons:
            return reasons
        missing = [each.name for each in tool.arguments if each.needed and _absent(each, call)]
        reasons += [f"{name} is missing" for name in missing]
        reasons += self._value_reasons(tool, call) if values else []
        return reasons + self._body_reasons(tool, call.arguments.get(_BODY))

    def _value_reasons(self, tool: SurfaceTool, call: Call) -> list[str]:
        schemas = {each.name: each.schema for each in tool.arguments}
        return [
            reason
            for each in tool.arguments
            if (schema := each.schema or schemas.get(each.deprecated_for, {}))
            and not _absent(each, call)
            for reason in self._read_errors(tool, each.name, schema, call.arguments[each.name])
        ]

    def _read_errors(
        self, tool: SurfaceTool, argument: str, schema: Mapping[str, Any], value: Any
    ) -> list[str]:
        """What is wrong with a value however it is read: as it stands, as JSON text, as one in a list."""
        readings = [value]
        if isinstance(value, str):
            with suppress(ValueError, RecursionError):
                readings.append(json.loads(value))
        elif isinstance(value, list) and len(value) == 1:
            readings += value
        part = f"{_INPUT}.{argument}"
        found = [list(self._errors(tool, part, schema, each)) for each in readings]
        return [] if [] in found else found[-1 if isinstance(value, str) else 0]

    def _body_reasons(self, tool: SurfaceTool, given: Any) -> list[str]:
        if tool.request_schema is None or given is None:
            return []
        try:
            body = _body_value(tool, given)
        except (ValueError, RecursionError):
            return [f"{_BODY} is no JSON, or nested too deep"]
        reasons = list(self._errors(tool, _BODY, tool.request_schema, body))
        return reasons + list(_over_limits(tool, body))

    def _errors(
        self, tool: SurfaceTool, part: str, schema: Mapping[str, Any], value: Any
    ) -> Iterator[str]:
        key = (tool.name, part)
        if key not in self._made:
            self._made[key] = _validator(schema)
        judge = self._made[key]
        try:
            for error in judge.iter_errors(value) if judge else ():
                where = "".join(f"/{each}" for each in error.instance_path)
                yield f"{part}{where}: {excerpt(error.message)[1:-1]}"
        except ValueError:  # the validator has no other, of a value deeper than it goes
            yield f"{part}: nested too deep"


def _body_value(tool: SurfaceTool, given: Any) -> Any:
    """The value that the schema is about: of JSON and forms the JSON text, of text the text itself."""
    kind = tool.request_schema.get("type") if tool.body_type and tool.request_schema else "object"
    if not isinstance(given, str) or kind == "string":
        return given
    if kind == "array" and not given.lstrip().startswith("["):
        return [json.loads(line) for line in given.splitlines() if line.strip()]
    return json.loads(given)


def _validator(schema: Mapping[str, Any]) -> Any:
    """Compiled as the package compiles its schemas; the values of a call are not quoted.

    None for a schema that no engine takes, as of an argument with a pattern that is none.
    """
    import jsonschema_rs

    options: dict[str, Any] = {"validate_formats": True, "offline": True, "mask": "the value"}
    try:
        linear = jsonschema_rs.RegexOptions()
        return jsonschema_rs.Draft202012Validator(dict(schema), pattern_options=linear, **options)
    except ValueError:  # of a pattern, or of a schema deeper than validators go
        fancy = jsonschema_rs.FancyRegexOptions(backtrack_limit=_BACKTRACKS)
    with suppress(ValueError):
        return jsonschema_rs.Draft202012Validator(dict(schema), pattern_options=fancy, **options)
    return None


def _examples(surface: Surface) -> Iterator[Call]:
    """The documented request bodies as calls; arguments beside the body are not known from them."""
    for tool in surface.tools:
        for number, value in enumerate(tool.examples, start=1):
            body = json.dumps(value) if isinstance(value, str) and not tool.body_type else value
            required = {
                str(each.name): _any_value(each)
                for each in tool.arguments
                if each.needed and each.name not in (_MODE, _BODY)
            }
            has_modes = tool.request_schema is not None
            given = {_MODE: "execute", _BODY: body} if has_modes else dict(value)
            yield Call(f"example {number}", tool.name, {**required, **given})


def _any_value(argument: SurfaceArgument) -> Any:
    """A value that fits the argument's type."""
    if argument.is_array:
        return []
    fitting = {"integer": 1, "number": 1, "boolean": True}
    return argument.values[0] if argument.values else fitting.get(argument.type, "1")


def _input_schema(tool: SurfaceTool) -> dict[str, Any]:
    """What a client holds the arguments to; a body may stand as JSON instead of its text."""
    return {
        "type": "object",
        "properties": {str(each.name): _argument_schema(each) for each in tool.arguments},
        "required": [str(each.name) for each in tool.arguments if each.required],
        "additionalProperties": False,
    }


def _argument_schema(argument: SurfaceArgument) -> dict[str, Any] | bool:
    if argument.name == _BODY and not argument.key:
        return True
    schema = argument.type_schema(argument.values)
    return schema if argument.required else {"anyOf": [schema, {"type": "null"}]}


def _absent(argument: SurfaceArgument, call: Call) -> bool:
    return call.arguments.get(argument.name) is None


def _over_limits(tool: SurfaceTool, body: Any) -> Iterator[str]:
    for pointer, limit in tool.limits:
        sizes = [len(_dumped(part)) for part in _parts(body, pointer.split("/")[1:])]
        if max(sizes, default=0) > limit:
            yield f"{_BODY}{pointer} has {max(sizes):,} bytes, more than {limit:,}"


def _parts(value: Any, path: list[str]) -> Iterator[Any]:
    """The values that a pointer with `*` for any item leads to."""
    if not path:
        yield value
    elif path[0] == "*":
        for item in value if isinstance(value, list) else ():
            yield from _parts(item, path[1:])
    elif isinstance(value, dict) and path[0] in value:
        yield from _parts(value[path[0]], path[1:])


def _dumped(value: Any) -> bytes:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode("utf-8")


def _short(tool: str, surface: Surface) -> str:
    """The tool's own name; clients call it with the toolkit's before it."""
    for sign in (".", "_"):
        tool = tool.removeprefix(f"{surface.toolkit}{sign}")
    return tool


def _refused(tool: str, reason: str, names: list[str], version: str) -> Change:
    shown = listed((excerpt(each)[1:-1] for each in names), _MOST_REASONS)
    verb = "is" if len(names) == 1 else "are"
    message = f"{shown}, accepted in {version}, {verb} refused: {reason}"
    return Change(CODE, Level.BREAKING, tool, "", message)
