"""Reads off a planned package what its users will see, and where each part of that is written."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import Any

from generator.compat.surface import (
    API_ANSWER,
    Enumeration,
    Host,
    Places,
    Surface,
    SurfaceArgument,
    SurfaceTool,
    Variable,
)
from generator.compat.surface_places import BODY, DocumentPlaces, ToolPointers
from generator.core.json_value import node_at
from generator.core.pointers import child
from generator.document import references
from generator.document.located import MarkedDict
from generator.emit.naming import ClassName
from generator.jsonschema import overlapping
from generator.openapi.api import Api, Operation
from generator.plan import model as planned
from generator.plan.secrets import sent_as

ANSWER = (
    ("attempts", "integer"),
    ("headers", "object of string"),
    ("message_ids", "array of string"),
    ("notes", "array of string"),
    ("omitted", "object of string"),
    ("outcome", "accepted or accepted_unverified"),
    ("request_schema", "object"),
    ("response", "object"),
    ("status", "integer"),
)
"""The fields of the runtime's `Answer`; a test holds the two together."""

ANSWERS = {
    "Answer": ANSWER,
    "PagedAnswer": (*ANSWER, ("next", "object")),
    "DescribedAnswer": (*ANSWER, ("response_schema", "object")),
    "DescribedPage": (*ANSWER, ("next", "object"), ("response_schema", "object")),
}
"""The same for each of the runtime's types of answers."""

_Values = Mapping[ClassName, tuple[str, ...]]


def surface_of(package: planned.Package, api: Api) -> Surface:
    """The surface of a package that was planned from these facts."""
    values = {each.name: tuple(m.value for m in each.members) for each in package.enums}
    operations = {each.key: each for each in api.operations}
    tools = [
        each for tool in package.tools for each in _tools(tool, operations[tool.key], api, values)
    ]
    return Surface(
        toolkit=package.toolkit,
        package=package.module,
        version=package.version,
        secrets=tuple(sorted({name for tool in package.tools for name in tool.secrets})),
        authentication=tuple(sent_as(each) for each in api.schemes),
        environment=tuple(Variable(name, says) for name, says in sorted(package.environment)),
        hosts=tuple(Host(each.url, each.region or "") for each in api.servers),
        tools=tuple(sorted(tools, key=lambda each: each.name)),
        enums=tuple(Enumeration(name, values[name]) for name in sorted(values)),
        answer_levels=api.answer_levels,
    )


def _held_to(tool: planned.Tool) -> Mapping[str, Any] | None:
    """What bodies are held to: unless by the letter, they may fit several branches of a ``oneOf``."""
    body = tool.endpoint.body
    if tool.schema is None or body is None or body.strict_unions:
        return tool.schema
    return overlapping(dict(tool.schema))


def _tools(
    tool: planned.Tool, operation: Operation, api: Api, values: _Values
) -> Iterator[SurfaceTool]:
    """The tool, and a tool for each of its earlier names."""
    found = _tool(tool, operation, api, values)
    yield found
    for alias in tool.aliases:
        yield replace(
            found,
            name=str(alias.name),
            alias_of=found.name,
            until=alias.until,
            description=alias.deprecation,
        )


def _tool(tool: planned.Tool, operation: Operation, api: Api, values: _Values) -> SurfaceTool:
    body, behavior = operation.body, tool.behavior
    needed = _needed(tool, operation)
    servers = operation.servers if operation.servers != api.servers else ()
    return SurfaceTool(
        name=tool.name,
        operation=tool.key,
        description=tool.description,
        arguments=tuple(_argument(each, needed, values) for each in tool.arguments),
        request_schema=_held_to(tool) if tool.has_modes else None,
        body_type=body.media_type if body and body.kind != "json" else "",
        response_fields=ANSWERS[tool.answer],
        response_schema=operation.response.schema if operation.response else None,
        secrets=tool.secrets,
        optional_secrets=tool.optional_secrets,
        authorization=_authorization(tool.authorization),
        scheme_secrets=dict(tool.scheme_secrets),
        hosts=tuple(Host(each.url, each.region or "") for each in servers),
        behavior={
            "operations": list(behavior.operations),
            "read_only": behavior.read_only,
            "destructive": behavior.destructive,
            "idempotent": behavior.idempotent,
        },
        limits=tuple((each.at, each.max_bytes) for each in body.limits) if body else (),
        deduplicate=tool.deduplicate,
        examples=tuple(each.value for each in body.examples) if body else (),
        digest=tool.digest,
    )


def _authorization(needed: planned.Authorization | None) -> str:
    return " ".join(filter(None, (needed.provider, needed.id, *needed.scopes))) if needed else ""


def _needed(tool: planned.Tool, operation: Operation) -> frozenset[str]:
    """The keys of the arguments without which the API refuses a call."""
    keys = [each.key for each in operation.parameters if each.required]
    if operation.body is None or not operation.body.required:
        return frozenset(keys)
    # A member that is required, but for a name of before; else null may stand in its place.
    members = tool.endpoint.body.members if tool.endpoint.body else ()
    renamed = {each.argument for each in members if each.required and each.earlier}
    keys += [each.key for each in tool.arguments if each.name in renamed]
    return frozenset((*keys, planned.REQUEST_BODY))


def _argument(
    argument: planned.Argument, needed: frozenset[str], values: _Values
) -> SurfaceArgument:
    is_needed = argument.required or argument.key in needed
    return SurfaceArgument(
        name=argument.name,
        type=argument.type.json_label,
        values=values[argument.type.enum] if argument.type.enum else (),
        required=argument.required,
        needed=is_needed and not argument.deprecated_for,
        description=argument.description,
        deprecated_for=argument.deprecated_for,
        until=argument.until,
        schema=argument.schema,
        key=argument.key if argument.key not in (planned.MODE, planned.REQUEST_BODY) else "",
    )


def places_of(package: planned.Package, api: Api, root: MarkedDict) -> Places:
    """Where the parts of the surface are written in the document that the package was planned from."""
    operations = {each.key: each for each in api.operations}
    names = [(tool, (tool.name, *(each.name for each in tool.aliases))) for tool in package.tools]
    tools = {str(name): tool for tool, given in names for name in given}

    def pointers_of(name: str) -> ToolPointers:
        tool = tools.get(name)
        return _pointers(root, tool, operations[tool.key]) if tool else ToolPointers({}, {})

    shared = {"hosts": "#/servers", "authentication": "#/components/securitySchemes"}
    return DocumentPlaces(root, shared, pointers_of)


def _pointers(root: MarkedDict, tool: planned.Tool, operation: Operation) -> ToolPointers:
    schemas: dict[str, tuple[str, ...]] = {}
    for part, pointer in _schemas(operation):
        schemas[part] = (*schemas.get(part, ()), pointer)
    # Of several schemas for one part the first is where it is written.
    known = {"": operation.pointer, **{part: each[0] for part, each in schemas.items()}}
    of_parameters = {each.key: each.pointer for each in operation.parameters}
    if operation.body and tool.endpoint.body:
        for member in tool.endpoint.body.members:
            at = _member_pointer(root, operation.body.schema_pointer, member.name)
            of_parameters[f"body:{member.name}"] = at
    for argument in tool.arguments:
        if argument.key in of_parameters:
            known[f"arguments.{argument.name}"] = of_parameters[argument.key]
    return ToolPointers(known, schemas)


def _member_pointer(root: MarkedDict, schema_pointer: str, name: str) -> str:
    """Where a member of a body is described; where its schema stands if that is in no one place."""
    schema, _ = references.follow(root, node_at(root, schema_pointer), schema_pointer)
    found = child(child(schema, "properties"), name)
    return schema_pointer if node_at(root, found) is None else found


def _schemas(operation: Operation) -> tuple[tuple[str, str], ...]:
    """The parts of a tool that have a schema, each with where it stands; several may tell of one part."""
    body = [(BODY, operation.body.schema_pointer)] if operation.body else []
    answers = operation.response.schema_pointers if operation.response else ()
    return (*body, *((API_ANSWER, pointer) for pointer in answers))
