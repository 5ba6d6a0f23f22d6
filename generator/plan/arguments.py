"""Decides the arguments of a tool: which there are, their types and texts."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any, get_args

from generator.document.nodes import mapping, sequence
from generator.emit.naming import PythonIdentifier
from generator.emit.plain_text import said_once
from generator.emit.prose import one_line, with_full_stop
from generator.openapi.api import BodyKind, Operation, Parameter, RequestBody
from generator.openapi.unsupported import Unsupported
from generator.plan.aliases import active_aliases, argument_aliases
from generator.plan.context import PlanContext
from generator.plan.enums import TOOL_MODE
from generator.plan.model import MODE, REQUEST_BODY, Argument, ArgumentType, EnumClass, ScalarType
from generator.plan.names import argument_config, argument_names
from generator.plan.parameter_texts import says_of
from generator.plan.toolkit_yaml import Config

MODE_TEXT = "get_request_schema returns the JSON Schema of request_body; execute sends it."
_BODY_TEXTS: Mapping[BodyKind, str] = {
    "json": "The request body as JSON text.",
    "form": "The fields of the form that is sent, as the text of a JSON object.",
    "multipart": "The parts of the {type} that is sent, as the text of a JSON object.",
    "ndjson": "The request body as lines of JSON text, one item a line.",
    "text": "The request body itself as text ({type}).",
    "binary": "The request body ({type}) as base64 text, or a file as JSON text with content (base64), text or path.",
}
"""What callers write, by the kind of body."""

REQUIRED_BODY = "Required to execute, else ignored."
OPTIONAL_BODY = "Optional to execute, else ignored."
TO_EXECUTE = "Required to execute."
REQUIRED = "Required."
"""Said where the listed schema cannot say it, because an earlier name will do as well."""

_BOUNDS = (
    ("minimum", "At least"),
    ("exclusiveMinimum", "More than"),
    ("maximum", "At most"),
    ("exclusiveMaximum", "Less than"),
)

_TEXTS = {"title", "description", "examples", "deprecated"}

_SCALARS: tuple[ScalarType, ...] = get_args(ScalarType)
_JSON_TYPES = {str: "string", bool: "boolean", int: "integer", float: "number", list: "array"}


def plan_arguments(
    context: PlanContext, operation: Operation, previous: Mapping[str, str]
) -> tuple[Argument, ...]:
    """`mode` first, then parameters, required ones before others, then `request_body`, then earlier names.

    `previous` are the names that arguments had before, by the parameter's key.
    """
    config, tool = context.config, context.tool_config(operation)
    names = argument_names(operation, tool, config, previous)
    given = [
        _argument(context, operation, parameter, names[parameter.key])
        for parameter in operation.parameters
    ]
    given.sort(key=lambda each: not each.required)
    earlier = [
        alias
        for each in given
        for alias in argument_aliases(each, argument_config(tool, each.key).aliases, config.version)
    ]
    if operation.body is None:
        return (*given, *earlier)
    body_text = _body_text(operation.body)
    return (
        _runtime_argument(
            MODE, ArgumentType("string", enum=TOOL_MODE.name), MODE_TEXT, required=True
        ),
        *given,
        _runtime_argument(REQUEST_BODY, ArgumentType("string"), body_text, required=False),
        *earlier,
    )


def _body_text(body: RequestBody) -> str:
    says = _BODY_TEXTS[body.kind].format(type=body.media_type)
    return f"{says} {REQUIRED_BODY if body.required else OPTIONAL_BODY}"


def _argument(
    context: PlanContext, operation: Operation, parameter: Parameter, name: str
) -> Argument:
    config, with_body = context.config, operation.body is not None
    kind = _argument_type(parameter, config, context.enums)
    wanted = argument_config(context.tool_config(operation), parameter.key)
    renamed = bool(active_aliases(wanted.aliases, config.version))
    required = parameter.required and not with_body and not renamed
    says = wanted.description or _description(parameter, operation.path, config, kind)
    if parameter.required and not required:
        says = f"{with_full_stop(says)} {TO_EXECUTE if with_body else REQUIRED}"
    return Argument(
        name=PythonIdentifier(name),
        type=kind,
        required=required,
        description=says,
        key=parameter.key,
        schema=(
            {} if _is_strict_mode(parameter, config) else _further_schema(parameter.schema, kind)
        ),
    )


def _is_strict_mode(parameter: Parameter, config: Config) -> bool:
    strict = config.strict_mode
    return bool(
        strict and parameter.place == "header" and parameter.name.lower() == strict.header.lower()
    )


def _further_schema(schema: Mapping[str, Any], kind: ArgumentType) -> dict[str, Any]:
    """The schema without texts; empty where the type and the enumeration say all of it."""
    named = {"enum"} if kind.enum else set()
    rules = {key: each for key, each in schema.items() if key not in _TEXTS | named}
    items = mapping(rules.get("items"))
    if items:
        rules["items"] = {key: each for key, each in items.items() if key not in _TEXTS | named}
    said = rules.keys() <= {"type", "items"} and mapping(rules.get("items")).keys() <= {"type"}
    return {} if said else rules


def _description(parameter: Parameter, path: str, config: Config, kind: ArgumentType) -> str:
    if config.strict_mode and _is_strict_mode(parameter, config):
        return config.strict_mode.description
    says = says_of(parameter, path)
    facts = one_line(" ".join(_constraints(parameter.schema, named=kind.enum is not None)))
    return said_once(f"{with_full_stop(says)} {facts}") if facts else says


def _constraints(schema: Mapping[str, Any], *, named: bool) -> Iterator[str]:
    """What a value has to be that its Python type does not say; `named`: an enumeration says it."""
    items = mapping(schema.get("items"))
    if not named:
        for each, one_of in ((schema, "One of"), (items, "Items: one of")):
            values = [*sequence(each.get("enum")), *([each["const"]] if "const" in each else [])]
            if shown := [_value_text(value) for value in values if value is not None]:
                yield f"{one_of} {', '.join(shown)}."
    for keyword, words in _BOUNDS:
        if isinstance(schema.get(keyword), int | float):
            yield f"{words} {schema[keyword]}."
    if isinstance(schema.get("format"), str):
        yield f"Format {schema['format']}."
    if schema.get("default") is not None:
        yield f"Default {_value_text(schema['default'])}."


def _value_text(value: Any) -> str:
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)


def _runtime_argument(
    name: PythonIdentifier, kind: ArgumentType, says: str, *, required: bool
) -> Argument:
    return Argument(name=name, type=kind, required=required, description=says, key=name)


def _argument_type(
    parameter: Parameter, config: Config, enums: Mapping[frozenset[str] | None, EnumClass]
) -> ArgumentType:
    if _is_strict_mode(parameter, config):
        return ArgumentType("string")
    schema = parameter.schema
    if reason := why_unfit(parameter):
        raise Unsupported(f"parameter {parameter.name}: {reason}", parameter.pointer)
    enum = enums.get(enum_key(schema))
    if enum:
        return ArgumentType("string", enum=enum.name)
    if _json_types(schema) == {"array"}:
        return _array_type(mapping(schema.get("items")), enums)
    return ArgumentType(_scalar_type(_json_types(schema)))


def why_unfit(parameter: Parameter) -> str:
    """Why no argument can carry the parameter; "" if one can."""
    kinds = _json_types(parameter.schema)
    if kinds == {"array"}:
        items = _json_types(mapping(parameter.schema.get("items")))
        fits, needed = items <= set(_SCALARS), "a list of strings, numbers or booleans"
    else:
        fits, needed = kinds <= set(_SCALARS), "a string, number, boolean or list of them"
    return "" if fits else f"it is not {needed}"


def _scalar_type(kinds: set[str]) -> ScalarType:
    if kinds == {"integer", "number"}:
        return "number"
    return next((each for each in _SCALARS if kinds == {each}), "string")


def _array_type(
    items: Mapping[str, Any], enums: Mapping[frozenset[str] | None, EnumClass]
) -> ArgumentType:
    enum = enums.get(enum_key(items))
    if enum:
        return ArgumentType("string", is_array=True, enum=enum.name)
    return ArgumentType(_scalar_type(_json_types(items)), is_array=True)


def _json_types(schema: Mapping[str, Any]) -> set[str]:
    """The JSON types that a schema allows, null aside; string where it says nothing."""
    branches: Sequence[Any] = sequence(schema.get("anyOf")) or sequence(schema.get("oneOf"))
    if branches and "type" not in schema:
        return set().union(*(_json_types(mapping(branch)) for branch in branches))
    values = [*sequence(schema.get("enum")), *([schema["const"]] if "const" in schema else [])]
    if values and "type" not in schema:
        return {_JSON_TYPES.get(type(value), "object") for value in values if value is not None}
    kind = schema.get("type", "string")
    return {str(each) for each in (kind if isinstance(kind, list) else [kind])} - {"null"}


def enum_key(schema: Mapping[str, Any]) -> frozenset[str] | None:
    """What identifies the string enumeration of a schema; None where it has none."""
    values = [value for value in sequence(schema.get("enum")) if value is not None]
    if not values or not all(isinstance(value, str) for value in values):
        return None
    return frozenset(values)


def enum_schemas(operation: Operation) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Name and schema of each parameter that takes one of a set of strings."""
    for parameter in operation.parameters:
        for schema in (parameter.schema, mapping(parameter.schema.get("items"))):
            if enum_key(schema):
                yield parameter.name, schema
