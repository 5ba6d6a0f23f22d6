"""Where the names, texts, limits and listed values of a tool's arguments come from."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from generator.core import pointers
from generator.openapi.api import Operation, Parameter
from generator.plan.body_arguments import members_of
from generator.plan.enums import tool_mode
from generator.plan.model import FIELDS, MODE, NULLS, REQUEST_BODY, Argument, Tool
from generator.plan.origins.of_schemas import Parts, of_parts, visited
from generator.plan.origins.origin import Origin, Sources
from generator.plan.parameter_texts import told_by
from generator.plan.toolkit_yaml import ToolConfig

OWN_WORDS = "toolgen's own words"
OWN = {
    MODE: f"{OWN_WORDS}: each tool whose request body is one argument has modes",
    REQUEST_BODY: f"{OWN_WORDS}: the request body as one argument, for it is more than a few plain members",
    NULLS: f"{OWN_WORDS}: members of the body may be null, and an argument that is not given is left out",
    FIELDS: f"{OWN_WORDS}: the documented answer may be long",
}
"""Why toolgen adds arguments, by their keys."""
NAMED = "toolgen writes names of arguments in lower case with underscores, apart from each other"
KEPT = "the name that it had when the package was last generated"
DERIVED = f"{OWN_WORDS}, made of name, place and type: the document says nothing of it"
ADDED = "toolgen adds the limits and values that the type cannot say, and whether a call needs it"
EARLIER = "an earlier name, which goes on working until the version said"


@dataclass(frozen=True, slots=True)
class _Written:
    """Where the document has what an argument carries."""

    pointer: str
    parts: Parts
    """Of its schema, by the path of the value."""
    described: Parameter


def of_arguments(
    sources: Sources, operation: Operation, tool: Tool, body: Parts
) -> Iterator[Origin]:
    """All that is said of the arguments; `body` has the parts of the body's schema by path."""
    parameters = operation.parameters_by_key()
    for argument in tool.arguments:
        if argument.deprecated_for:
            yield from _of_earlier(sources, tool, argument)
        elif argument.key in OWN:
            yield from _of_own(sources, argument)
        elif found := _written(sources, operation, parameters, argument, body):
            yield from _of_argument(sources, tool, argument, found)


def written_at(
    operation: Operation, parameters: Mapping[str, Parameter], argument: Argument
) -> str:
    """Where the document has a parameter, or the body that a member of is the argument; empty for others.

    `parameters` are those of the operation by their keys.
    """
    if argument.key in parameters:
        return parameters[argument.key].pointer
    is_member = argument.key.startswith("body:") and operation.body is not None
    return operation.body.schema_pointer if is_member and operation.body else ""


def _written(
    sources: Sources,
    operation: Operation,
    parameters: Mapping[str, Parameter],
    argument: Argument,
    body: Parts,
) -> _Written | None:
    at = written_at(operation, parameters, argument)
    if parameter := parameters.get(argument.key):
        return _Written(at, _parameter_parts(sources, parameter), parameter)
    config = sources.config.tools.get(operation.key, ToolConfig())
    for member in members_of(operation, config):
        if member.key == argument.key:
            path = f"/{member.name}"
            inner = {
                each.removeprefix(path): places
                for each, places in body.items()
                if each == path or each.startswith(f"{path}/")
            }
            return _Written(next(iter(inner.get("", {})), at), inner, member.described)
    return None


def _parameter_parts(sources: Sources, parameter: Parameter) -> Parts:
    schema = pointers.child(parameter.pointer, "schema")
    content = pointers.child(parameter.pointer, "content")
    for media_type in sources.corrected.value(content) or {}:
        schema = pointers.child(pointers.child(content, media_type), "schema")
    return visited(sources, schema if sources.says(schema) else parameter.pointer)


def _of_own(sources: Sources, argument: Argument) -> Iterator[Origin]:
    """An argument that toolgen adds."""
    part, rule = f".{argument.name}", OWN[argument.key]
    yield Origin(part, "name", str(argument.name), rule=rule)
    yield Origin(part, "description", argument.description, rule=rule)
    if argument.key == MODE:
        mode = next((e for e in sources.package.enums if e.name == argument.type.enum), None)
        for member in (mode or tool_mode(False)).members:
            yield Origin(part, "enum", member.value, rule=rule)


def _of_earlier(sources: Sources, tool: Tool, argument: Argument) -> Iterator[Origin]:
    """An earlier name, for which toolkit.yaml vouches."""
    part, key = f".{argument.name}", argument.key.partition(":")[2]
    at = ("tools", tool.key, "arguments", key, "aliases")
    said = [("name", str(argument.name)), ("description", argument.description)]
    for what, value in (*said, *(("enum", each) for each in _values(sources, argument))):
        found = sources.ours(part, what, value, *at, rule=EARLIER)
        yield found or Origin(part, what, value, rule=EARLIER)


def _of_argument(
    sources: Sources, tool: Tool, argument: Argument, found: _Written
) -> Iterator[Origin]:
    part = f".{argument.name}"
    yield _name(sources, tool, argument, found)
    yield _description(sources, tool, argument, found)
    yield sources.theirs(part, "type", argument.type.label, found.pointer)
    yield from of_parts(sources, found.parts, part)
    known = {
        str(value)
        for places in found.parts.values()
        for pointer in places
        for value in _listed(sources, pointer)
    }
    for value in _values(sources, argument):
        if value not in known:
            rule = "toolgen takes listed values together"
            yield sources.theirs(part, "enum", value, found.pointer, rule)


def _listed(sources: Sources, pointer: str) -> list[object]:
    values = sources.corrected.value(pointer).get("enum")
    return values if isinstance(values, list) else []


def _values(sources: Sources, argument: Argument) -> Iterator[str]:
    """The values that the argument's type lists."""
    for enum in sources.package.enums:
        if enum.name == argument.type.enum:
            yield from (member.value for member in enum.members)


def chosen(
    sources: Sources, tool: Tool, argument: Argument, what: str, value: str = ""
) -> Origin | None:
    """What toolkit.yaml says of the argument, or of the header that it calls strict mode; None for nothing."""
    part, key = f".{argument.name}", argument.key.partition(":")[2]
    if found := sources.ours(part, what, value, "tools", tool.key, "arguments", key, what):
        return found
    strict = tool.endpoint.strict
    is_strict = strict is not None and argument.name == strict.argument and what == "description"
    return sources.ours(part, what, value, "strict_mode", what) if is_strict else None


def _name(sources: Sources, tool: Tool, argument: Argument, found: _Written) -> Origin:
    part, name = f".{argument.name}", str(argument.name)
    if decided := chosen(sources, tool, argument, "name", name):
        return decided
    own = pointers.child(found.pointer, "name")
    is_parameter = not argument.key.startswith("body:") and sources.says(own)
    rule = "" if name == argument.key.partition(":")[2] else NAMED
    return sources.theirs(part, "name", name, own if is_parameter else found.pointer, rule)


def _description(sources: Sources, tool: Tool, argument: Argument, found: _Written) -> Origin:
    part, says = f".{argument.name}", argument.description
    if decided := chosen(sources, tool, argument, "description", says):
        return decided
    source, line = told_by(found.described)
    if not source:
        return sources.theirs(part, "description", says, found.pointer, DERIVED)
    own = pointers.child(found.pointer, "description")
    if source != "description" or not sources.says(own):
        own = _in_schema(sources, found, source.removeprefix("schema/"))
    return sources.theirs(part, "description", says, own, "" if says == line else ADDED)


def _in_schema(sources: Sources, found: _Written, keyword: str) -> str:
    """Where the argument's schema says its text."""
    places = (pointers.child(each, keyword) for each in found.parts.get("", {}))
    return next(filter(sources.says, places), found.pointer)
