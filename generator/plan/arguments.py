"""Decides the arguments of a tool: which there are, their types and texts."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.nodes import mapping
from generator.emit.naming import PythonIdentifier
from generator.emit.plain_text import said_once
from generator.emit.prose import one_line, with_full_stop
from generator.openapi.api import BodyKind, Operation, Parameter, RequestBody
from generator.plan.aliases import active_aliases, argument_aliases
from generator.plan.argument_rules import further_schema, rules_of
from generator.plan.argument_texts import constraints, json_words
from generator.plan.argument_types import argument_type, enum_key
from generator.plan.context import PlanContext
from generator.plan.enums import TOOL_MODE
from generator.plan.model import MODE, REQUEST_BODY, Argument, ArgumentType
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
    is_strict = _is_strict_mode(parameter, config)
    kind = ArgumentType("string") if is_strict else argument_type(parameter, context.enums)
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
        schema={} if is_strict else further_schema(parameter.schema, kind),
        rules={} if is_strict else rules_of(parameter.schema, kind, config.reading),
    )


def _is_strict_mode(parameter: Parameter, config: Config) -> bool:
    strict = config.strict_mode
    return bool(
        strict and parameter.place == "header" and parameter.name.lower() == strict.header.lower()
    )


def _description(parameter: Parameter, path: str, config: Config, kind: ArgumentType) -> str:
    if config.strict_mode and _is_strict_mode(parameter, config):
        return config.strict_mode.description
    says = says_of(parameter, path)
    if kind.is_json:
        return f"{with_full_stop(says)} {json_words(parameter.schema)}"
    facts = one_line(" ".join(constraints(parameter.schema, named=kind.enum is not None)))
    return said_once(f"{with_full_stop(says)} {facts}") if facts else says


def _runtime_argument(
    name: PythonIdentifier, kind: ArgumentType, says: str, *, required: bool
) -> Argument:
    return Argument(name=name, type=kind, required=required, description=says, key=name)


def enum_schemas(operation: Operation) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Name and schema of each parameter that takes one of a set of strings."""
    for parameter in operation.parameters:
        for schema in (parameter.schema, mapping(parameter.schema.get("items"))):
            if enum_key(schema):
                yield parameter.name, schema
