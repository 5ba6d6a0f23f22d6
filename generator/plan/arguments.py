"""Decides the arguments of a tool: which there are, their types and texts."""

from collections.abc import Iterator, Mapping
from typing import Any, TypedDict

from generator.document.nodes import mapping
from generator.emit.naming import PythonIdentifier
from generator.emit.plain_text import said_once
from generator.emit.prose import one_line, with_full_stop
from generator.openapi.api import Operation, Parameter, RequestBody
from generator.openapi.body_formats import FORMATS
from generator.plan.aliases import active_aliases, argument_aliases
from generator.plan.answers import takes_fields
from generator.plan.argument_rules import further_schema, rules_of
from generator.plan.argument_texts import constraints, json_words
from generator.plan.argument_types import argument_type, enum_key
from generator.plan.body_arguments import BodyMember, members_of
from generator.plan.context import PlanContext
from generator.plan.enums import TOOL_MODE
from generator.plan.model import FIELDS, MODE, NULLS, REQUEST_BODY, Argument, ArgumentType
from generator.plan.names import argument_config, argument_names
from generator.plan.parameter_texts import says_of
from generator.plan.schema_texts import with_plain_texts
from generator.plan.toolkit_yaml import Config, ToolConfig

MODE_TEXT = "get_request_schema returns the JSON Schema of request_body; execute sends it."
MODES_TEXT = (
    "get_request_schema returns the JSON Schema of request_body, get_response_schema that of the"
    " answer; execute sends it."
)
FIELDS_TEXT = (
    "Which parts of the answer to return, such as items[20:40].id,total; all of it without it."
)
REQUIRED_BODY = "Required to execute, else ignored."
OPTIONAL_BODY = "Optional to execute, else ignored."
TO_EXECUTE = "Required to execute."
REQUIRED = "Required."
"""Said where the listed schema cannot say it, because an earlier name will do as well."""


OR_NULL = "Required, unless {nulls} names it."
NULLS_TEXT = "Names of fields to send as null, out of {names}; without it, a field that is not given is left out."


def plan_arguments(
    context: PlanContext, operation: Operation, previous: Mapping[str, str]
) -> tuple[Argument, ...]:
    """`mode` first, then parameters, required ones before others, then `request_body`, then earlier names.

    Members of the body that are arguments stand among the parameters, without `mode` and
    `request_body`. `previous` are the names that arguments had before, by the parameter's key.
    """
    config, tool = context.config, context.tool_config(operation)
    members = members_of(operation, tool)
    with_fields = takes_fields(operation, config)
    names = argument_names(operation, members, tool, config, previous, with_fields)
    body = None if members else operation.body
    given = [
        _argument(context, operation, each, names[each.key], has_modes=body is not None)
        for each in operation.parameters
    ]
    given += [_member_argument(context, operation, each, names) for each in members]
    given.sort(key=lambda each: not each.required)
    earlier = [
        alias
        for each in given
        for alias in argument_aliases(
            each, argument_config(operation, tool, each.key).aliases, config.version
        )
    ]
    null_fields = _null_fields(members, names) if members else ()
    fields = [_fields(names[FIELDS])] if with_fields else []
    if body is None:
        return (*given, *null_fields, *fields, *earlier)
    return (_mode(context), *given, _request_body(body), *fields, *earlier)


def _mode(context: PlanContext) -> Argument:
    kind = ArgumentType("string", enum=TOOL_MODE.name)
    said = MODES_TEXT if context.tells_answers else MODE_TEXT
    return _runtime_argument(MODE, kind, said, required=True)


def _request_body(body: RequestBody) -> Argument:
    text = _body_text(body)
    return _runtime_argument(REQUEST_BODY, ArgumentType("string"), text, required=False)


def _fields(name: str) -> Argument:
    """The argument that says which parts of the answer are wanted."""
    return Argument(PythonIdentifier(name), ArgumentType("string"), False, FIELDS_TEXT, FIELDS)


def _null_fields(members: tuple[BodyMember, ...], names: Mapping[str, str]) -> Iterator[Argument]:
    """The argument that says which members are null, where any may be: None leaves one out."""
    nullable = [names[each.key] for each in members if each.is_nullable]
    if nullable:
        says = NULLS_TEXT.format(names=", ".join(nullable))
        kind = ArgumentType("string", is_array=True)
        yield Argument(PythonIdentifier(names[NULLS]), kind, False, says, NULLS)


def _body_text(body: RequestBody) -> str:
    says = FORMATS[body.kind].says.format(type=body.media_type)
    return f"{says} {REQUIRED_BODY if body.required else OPTIONAL_BODY}"


def _argument(
    context: PlanContext, operation: Operation, parameter: Parameter, name: str, *, has_modes: bool
) -> Argument:
    config = context.config
    is_strict = _is_strict_mode(parameter, config)
    kind = ArgumentType("string") if is_strict else argument_type(parameter, context.enums)
    described = _description(parameter, operation.path, config, kind)
    needed = (TO_EXECUTE if has_modes else REQUIRED) if parameter.required else ""
    return Argument(
        name=PythonIdentifier(name),
        type=kind,
        key=parameter.key,
        schema={} if is_strict else further_schema(parameter.schema, kind),
        rules={} if is_strict else rules_of(parameter.schema, kind, config.reading),
        **_presented(context, operation, parameter.key, described, needed),
    )


def _member_argument(
    context: PlanContext, operation: Operation, member: BodyMember, names: Mapping[str, str]
) -> Argument:
    """The argument of a member of the body; the rules for it are those of the body."""
    kind = member.type(context.enums)
    described = _with_facts(says_of(member.described, operation.path), member.schema, kind)
    needed = ""
    if member.required and operation.body is not None and operation.body.required:
        needed = OR_NULL.format(nulls=names[NULLS]) if member.is_nullable else REQUIRED
    return Argument(
        name=PythonIdentifier(names[member.key]),
        type=kind,
        key=member.key,
        schema=further_schema(member.schema, kind),
        **_presented(context, operation, member.key, described, needed),
    )


class _Presented(TypedDict):
    required: bool
    description: str


def _presented(
    context: PlanContext, operation: Operation, key: str, described: str, needed: str
) -> _Presented:
    """Whether clients ask for an argument, and what they show of it.

    `needed` is said where it is required, but they cannot: an earlier name, or a mode, does without.
    """
    wanted = argument_config(operation, context.tool_config(operation), key)
    renamed = bool(active_aliases(wanted.aliases, context.config.version))
    required = needed == REQUIRED and not renamed
    says = wanted.description or described
    if needed and not required:
        says = f"{with_full_stop(says)} {needed}"
    return {"required": required, "description": says}


def _is_strict_mode(parameter: Parameter, config: Config) -> bool:
    strict = config.strict_mode
    return bool(
        strict and parameter.place == "header" and parameter.name.lower() == strict.header.lower()
    )


def _description(parameter: Parameter, path: str, config: Config, kind: ArgumentType) -> str:
    if config.strict_mode and _is_strict_mode(parameter, config):
        return config.strict_mode.description
    return _with_facts(says_of(parameter, path), parameter.schema, kind)


def _with_facts(says: str, schema: Mapping[str, Any], kind: ArgumentType) -> str:
    """The text, and after it what a value has to be."""
    if kind.is_json:
        return f"{with_full_stop(says)} {json_words(with_plain_texts(schema))}"
    facts = one_line(" ".join(constraints(schema, named=kind.enum is not None)))
    return said_once(f"{with_full_stop(says)} {facts}") if facts else says


def _runtime_argument(
    name: PythonIdentifier, kind: ArgumentType, says: str, *, required: bool
) -> Argument:
    return Argument(name=name, type=kind, required=required, description=says, key=name)


def enum_schemas(operation: Operation, config: Config) -> Iterator[tuple[str, Mapping[str, Any]]]:
    """Name and schema of each parameter, and member of a body, that takes one of a set of strings."""
    members = members_of(operation, config.tools.get(operation.key, ToolConfig()))
    described: list[Parameter | BodyMember] = [*operation.parameters, *members]
    for each in described:
        for schema in (each.schema, mapping(each.schema.get("items"))):
            if enum_key(schema):
                yield each.name, schema
