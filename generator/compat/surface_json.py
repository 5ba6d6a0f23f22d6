"""Writes a surface as JSON that people can read and review, and reads it back from a file that may hold anything."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import asdict, fields, replace
from functools import partial
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
from generator.compat.surface_places import BODY, SurfacePlaces
from generator.compat.surface_reader import StoredObject
from generator.compat.surface_text import BUDGET
from generator.core import pointers
from generator.core.memory import NO_MEMORY, Memory, digest, remembered
from generator.core.problems import Place
from generator.core.stored_values import Stored
from generator.document.load import Budget, load, load_quickly
from generator.document.located import Document, MarkedDict, place_of
from generator.document.nodes import mapping, sequence, text
from generator.emit.json_layout import LaidOut, indented_json
from generator.emit.literals import NOTICE
from generator.jsonschema.closure import collect
from generator.jsonschema.schema_walk import Meter, SchemaError

FORMAT = 2
"""Raised when a file of this version cannot be read by an older program, or holds what earlier ones do not."""

_EARLY = 1

_LAID_OUT: Stored[LaidOut] = Stored(LaidOut)
_HERE = LaidOut("\0")
"""Stands where the tools are put; JSON has no such character."""

_MARGIN = "\n    "
"""What begins the lines of a tool, two levels deep."""

_ARGUMENT_FIELDS = tuple(each.name for each in fields(SurfaceArgument) if each.name != "key")


def dumps(surface: Surface, memory: Memory = NO_MEMORY) -> str:
    """The surface as JSON, sorted; the same surface gives the same bytes."""
    stored = {
        "format": FORMAT,
        "toolkit": surface.toolkit,
        "package": surface.package,
        "version": surface.version,
        "secrets": sorted(surface.secrets),
        "authentication": list(surface.authentication),
        "environment": {each.name: each.description for each in surface.environment},
        "hosts": [_filled(asdict(each)) for each in surface.hosts],
        "names": _names(surface, memory),
        "tools": _HERE,
        "enums": {each.name: list(each.values) for each in surface.enums},
        "answer_levels": surface.answer_levels,
    }
    # What says that it is generated comes first, whatever the order.
    notice = indented_json({"generated": NOTICE}).removesuffix("\n}")
    before, after = indented_json(stored, in_order=True)[1:].split(_HERE)
    return "".join((notice, ",", before, *_tools_laid_out(surface, memory), after, "\n"))


def _tools_laid_out(surface: Surface, memory: Memory) -> Iterator[str]:
    """The tools by name, in pieces: they are most of a surface, which is put together but once."""
    between = f"{{{_MARGIN}"
    for tool in sorted(surface.tools, key=lambda each: each.name):
        yield f"{between}{indented_json(tool.name)}: "
        yield _laid_out("surface", tool, memory, partial(_tool, tool))
        between = f",{_MARGIN}"
    yield "\n  }" if surface.tools else "{}"


def _names(surface: Surface, memory: Memory) -> dict[str, LaidOut]:
    return {
        tool.operation: _laid_out("names", tool, memory, tool.names)
        for tool in surface.tools
        if not tool.alias_of
    }


def _laid_out(
    what: str, tool: SurfaceTool, memory: Memory, facts: Callable[[], dict[str, Any]]
) -> LaidOut:
    """What there is to say of the tool, as it stands two levels deep."""
    key = tool.digest and digest(what, tool.digest, tool.name)
    return remembered(
        memory, key, _LAID_OUT, lambda: LaidOut(indented_json(facts(), _MARGIN, in_order=True))
    )


def _tool(tool: SurfaceTool) -> dict[str, Any]:
    if tool.alias_of:
        # All the rest is the other tool's, from where it is read again.
        return {"alias_of": tool.alias_of, "until": tool.until, "description": tool.description}
    facts = {
        "operation": tool.operation,
        "description": tool.description,
        "arguments": [_argument(each) for each in tool.arguments],
        "response_fields": dict(tool.response_fields),
        "body_type": tool.body_type,
        "secret": tool.secrets[0] if len(tool.secrets) == 1 else "",
        "secrets": list(tool.secrets) if len(tool.secrets) > 1 else [],
        "optional_secrets": list(tool.optional_secrets),
        "authorization": tool.authorization,
        "hosts": [_filled(asdict(each)) for each in tool.hosts],
        "behavior": dict(tool.behavior),
        "limits": dict(tool.limits),
        "deduplicate": list(tool.deduplicate),
        "examples": list(tool.examples),
    }
    schemas = {"request_schema": tool.request_schema, "response_schema": tool.response_schema}
    return _filled(facts) | {key: dict(each) for key, each in schemas.items() if each is not None}


def _argument(argument: SurfaceArgument) -> dict[str, Any]:
    # The key is found under "names", from where it is read again.
    return _filled({name: getattr(argument, name) for name in _ARGUMENT_FIELDS})


def _filled(facts: Mapping[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in facts.items() if value not in ("", False, [], {}, ())}


def loads(text: str, file: str) -> Surface:
    """The surface that `dumps` wrote; raises `ProblemsError` with everything that is wrong with the text.

    `file` is the name that problems carry.
    """
    return _surface(StoredObject.of(load_quickly(*_stored(text, file))))


def read_stored(stored: Mapping[str, Any], file: str) -> Surface:
    """The surface that a stored one spells; problems have no places."""
    return _surface(StoredObject.of(Document(MarkedDict(stored.items()), file)))


def places_in(text: str, file: str) -> Places:
    """Where the parts of a stored surface stand in its own text."""
    root = load(*_stored(text, file)).root
    places: dict[str, Place] = {}
    schemas: dict[str, tuple[tuple[Any, Any], ...]] = {}

    def note(path: str, *parts: str | int) -> None:
        place = place_of(root, pointers.join(parts))
        if place:
            places[path] = place

    for section in ("secrets", "environment", "hosts", "enums", "authentication"):
        note(section, section)
    for section in ("environment", "enums", "tools"):
        for name in mapping(root.get(section)):
            note(f"{section}/{name}", section, name)
    for name, tool in mapping(root.get("tools")).items():
        for index, argument in enumerate(sequence(mapping(tool).get("arguments"))):
            path = f"tools/{name}/arguments.{mapping(argument).get('name')}"
            note(path, "tools", name, "arguments", index)
        for part, key in ((BODY, "request_schema"), (API_ANSWER, "response_schema")):
            note(f"tools/{name}/{part}", "tools", name, key)
            schema = mapping(tool).get(key)
            schemas[f"tools/{name}/{part}"] = ((schema, schema),)
    return SurfacePlaces(places, schemas)


def _stored(text: str, file: str) -> tuple[bytes, str, Budget]:
    """What the text is loaded from."""
    named = file if file.endswith(".json") else f"{file}.json"
    return text.encode("utf-8", errors="surrogatepass"), named, BUDGET


def _surface(root: StoredObject) -> Surface:
    form = root.number("format")
    if form is not None and form not in (FORMAT, _EARLY):
        root.refuse("format", f"format {FORMAT}", "this program reads no other; update it")
    enums = root.inside("enums")
    surface = Surface(
        toolkit=root.text("toolkit", needed=True),
        package=root.text("package", needed=True),
        version=root.text("version", needed=True),
        secrets=root.texts("secrets"),
        authentication=root.texts("authentication"),
        environment=tuple(Variable(name, says) for name, says in root.text_map("environment")),
        hosts=_hosts(root),
        tools=_tools(root),
        enums=tuple(Enumeration(name, enums.texts(name)) for name in sorted(enums.value)),
        answer_levels=(root.number("answer_levels") or 0) if "answer_levels" in root.value else 0,
    )
    root.finish()
    return surface


def _tools(root: StoredObject) -> tuple[SurfaceTool, ...]:
    names = mapping(root.value.get("names"))
    parts = dict(root.parts("tools"))
    tools = {
        name: _read_tool(name, part, names)
        for name, part in parts.items()
        if "alias_of" not in part.value
    }
    for name, part in parts.items():
        if "alias_of" in part.value:
            tool = tools.get(stands_for := part.text("alias_of"))
            if tool is None:
                part.refuse("alias_of", "the name of a tool that is no alias itself")
                continue
            says, until = part.text("description"), part.text("until")
            tools[name] = replace(
                tool, name=name, alias_of=stands_for, until=until, description=says
            )
    return tuple(tools[name] for name in sorted(tools))


def _read_tool(name: str, part: StoredObject, names: Mapping[str, Any]) -> SurfaceTool:
    operation = part.text("operation", needed=True)
    recorded = mapping(names.get(operation))
    keys = mapping(recorded.get("arguments"))
    by_name = {name: key for key, name in keys.items() if isinstance(name, str)}
    return SurfaceTool(
        name=name,
        operation=operation,
        description=part.text("description"),
        arguments=tuple(_read_argument(each, by_name) for _, each in part.parts("arguments")),
        request_schema=_schema(part, "request_schema"),
        body_type=part.text("body_type"),
        response_schema=_schema(part, "response_schema"),
        response_fields=tuple(sorted(part.text_map("response_fields"))),
        # What needs one secret has it under the key that earlier versions read too.
        secrets=tuple(filter(None, [part.text("secret")])) or part.texts("secrets"),
        optional_secrets=part.texts("optional_secrets"),
        authorization=part.text("authorization"),
        scheme_secrets={
            key: text(each) for key, each in mapping(recorded.get("secrets")).items() if text(each)
        },
        hosts=_hosts(part),
        behavior=part.inside("behavior").value,
        limits=part.number_map("limits"),
        deduplicate=part.texts("deduplicate"),
        examples=tuple(sequence(part.value.get("examples"))),
    )


def _schema(part: StoredObject, key: str) -> dict[str, Any] | None:
    schema = part.value.get(key)
    if schema is None:
        return None
    if not isinstance(schema, dict):
        part.refuse(key, "a JSON Schema that is an object")
        return None
    try:
        collect(schema, schema, "3.1.0", Meter())
    except SchemaError as error:
        part.refuse(key, "JSON Schema 2020-12", str(error))
    if not _is_sound(schema):
        part.refuse(key, "JSON Schema 2020-12")
    return schema


def _is_sound(schema: dict[str, Any]) -> bool:
    """Whether every keyword has a value of its kind; documents are read more leniently than our own file."""
    import jsonschema_rs

    return jsonschema_rs.meta.is_valid(schema)


def _read_argument(part: StoredObject, by_name: Mapping[str, str]) -> SurfaceArgument:
    name, stands_for = part.text("name", needed=True), part.text("deprecated_for")
    return SurfaceArgument(
        name=name,
        type=part.text("type", needed=True),
        values=part.texts("values"),
        required=part.flag("required"),
        needed=part.flag("needed"),
        description=part.text("description"),
        deprecated_for=stands_for,
        until=part.text("until"),
        schema=_schema(part, "schema") or {},
        key=by_name.get(stands_for or name, ""),
    )


def _hosts(part: StoredObject) -> tuple[Host, ...]:
    found = (each for _, each in part.parts("hosts"))
    return tuple(Host(each.text("url", needed=True), each.text("region")) for each in found)
