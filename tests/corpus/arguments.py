"""Arguments for a tool: names and types from the tool itself, values from the original document."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import jsonschema_rs

from .original import Operation
from .values import Maker, candidates

Names = dict[str, tuple[str, str]]
"""By argument: the place and the name of what it stands for, of a body's member `body`."""
MODE, BODY, NULLS = "mode", "request_body", "null_fields"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument as Arcade defines it."""

    name: str
    type: str
    inner: str
    options: tuple[str, ...]
    required: bool


def arguments_of(definition: Any) -> list[Argument]:
    """The arguments of an Arcade tool definition."""
    return [
        Argument(
            each.name,
            each.value_schema.val_type,
            each.value_schema.inner_val_type or "",
            tuple(each.value_schema.enum or ()),
            each.required,
        )
        for each in definition.input.parameters
    ]


def names_of(endpoint: Any) -> Names:
    """What each argument of an endpoint stands for; no spelling tells that of `teamId` and `team_id`."""
    members = endpoint.body.members if endpoint.body else ()
    named = {each.argument: ("body", each.name) for each in members}
    return named | {each.argument: (each.place, each.name) for each in endpoint.parameters}


def values_for(
    arguments: list[Argument], names: Names, operation: Operation, root: Any, full: bool
) -> dict[str, Any]:
    """A value for every argument that has to be given; for each of them where `full`."""
    found: dict[str, Any] = {}
    known = _members(operation, root)
    known |= {(each["in"], each["name"]): each for each in operation.parameters}
    for argument in arguments:
        if argument.name in (MODE, BODY):
            continue
        parameter = known.get(names.get(argument.name, ("", "")), {})
        needed = argument.required or bool(parameter.get("required"))
        if parameter.get("in") == "path" or needed or (full and parameter):
            found[argument.name] = _value(argument, parameter, root)
    return found


def _members(operation: Operation, root: Any) -> dict[tuple[str, str], dict[str, Any]]:
    """The members of the body as parameters, for tools that take each as an argument of its own."""
    found: dict[tuple[str, str], dict[str, Any]] = {}
    for place in operation.contents.values():
        media = place.value if isinstance(place.value, dict) else {}
        schema = Maker(root).flatten(media.get("schema"))
        needed = schema.get("required", []) if operation.body_required else []
        for name, member in (schema.get("properties") or {}).items():
            described = {"name": name, "in": "body", "schema": member, "required": name in needed}
            found.setdefault(("body", name), described)
    return found


def spread(arguments: list[Argument], names: Names, body: Any) -> dict[str, Any]:
    """A body as the arguments of a tool: as its text, or each of its members under its name."""
    by_name = {each.name: each for each in arguments}
    if BODY in by_name:
        return {BODY: json.dumps(body)}
    takers = {name: by_name[each] for each, (place, name) in names.items() if place == "body"}
    given: dict[str, Any] = {}
    for name, value in body.items() if isinstance(body, dict) else ():
        argument = takers.get(name)
        if argument is None:
            continue
        if value is None:
            given.setdefault(NULLS, []).append(argument.name)
        else:
            is_text = argument.type == "string" and not isinstance(value, str)
            given[argument.name] = json.dumps(value) if is_text else value
    return given


def body_for(schema: Any, full: bool) -> Any:
    """A body that the tool's own request schema takes; raises LookupError where none was found.

    Where branches of a oneOf overlap, so that nothing fits one alone, a body that fits several.
    """
    for judged in (schema, _with_overlaps(schema)):
        validator = jsonschema_rs.validator_for(judged)
        for value in candidates(schema, schema, full):
            if validator.is_valid(value):
                return value
    raise LookupError("no body could be made for the tool's request schema")


def _with_overlaps(schema: Any) -> Any:
    """The schema with every oneOf as an anyOf."""
    if isinstance(schema, list):
        return [_with_overlaps(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    made = {name: _with_overlaps(each) for name, each in schema.items()}
    if isinstance(branches := made.get("oneOf"), list):
        del made["oneOf"]
        made["allOf"] = [*made.get("allOf", []), {"anyOf": branches}]
    return made


def examples_of(operation: Operation, root: Any) -> Iterator[tuple[str, Any]]:
    """Each request example of the document in JSON, with the pointer of the schema it is for."""
    for media_type, place in operation.contents.items():
        if "json" not in media_type or not isinstance(place.value, dict):
            continue
        for value in _examples(place.value, root):
            yield f"{place.pointer}/schema", value


def _examples(media: dict[str, Any], root: Any) -> Iterator[Any]:
    schema = Maker(root).flatten(media.get("schema"))
    for holder in (media, schema):
        if "example" in holder:
            yield holder["example"]
    for named in (media.get("examples") or {}).values():
        entry = Maker(root).flatten(named)
        if "value" in entry:
            yield entry["value"]


def _value(argument: Argument, parameter: dict[str, Any], root: Any) -> Any:
    """The parameter's value in the type that the argument takes."""
    contents = parameter.get("content") or {}
    schema = next((each.get("schema") for each in contents.values()), parameter.get("schema"))
    made = Maker(root, full=argument.type == "array").make(schema or {"type": argument.type})
    if argument.options and argument.type != "array":
        return made if made in argument.options else argument.options[0]
    if argument.type == "array":
        items = made if isinstance(made, list) and made else [made]
        items = [_text(each) if argument.inner == "string" else each for each in items]
        return items if not argument.options else [argument.options[0]]
    return _text(made) if argument.type == "string" else made


def _text(value: Any) -> str:
    return value if isinstance(value, str) else json.dumps(value)
