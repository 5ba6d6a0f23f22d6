"""Decides what the runtime is told of one operation: where it goes, its body, its parameters."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from generator.jsonschema import says
from generator.openapi.api import FieldEncoding, Operation, Parameter, RequestBody
from generator.plan import runtime_model
from generator.plan.accept import accept_header
from generator.plan.api_settings import plan_server
from generator.plan.behavior import behavior_of
from generator.plan.body_arguments import BodyMember, members_of
from generator.plan.context import PlanContext
from generator.plan.credentials import Access, without_secret
from generator.plan.model import FIELDS, NULLS, REQUEST_BODY, Argument
from generator.plan.paging import plan_paging
from generator.plan.server_variables import route_of
from generator.plan.tool_names.precedence import ToolNames
from generator.plan.toolkit_yaml import Config, StrictMode, ToolConfig

_Carriers: TypeAlias = Mapping[str, Sequence[Argument]]
"""The arguments that carry a parameter, or a member of a body, by its key: the one of today, and earlier names."""


def plan_endpoint(
    context: PlanContext,
    operation: Operation,
    access: Access,
    names: ToolNames,
    arguments: tuple[Argument, ...],
) -> runtime_model.Endpoint:
    """What the runtime is told of a tool's operation."""
    config, body = context.config, operation.body
    strict = strict_parameter(operation, config)
    credentials = without_secret(access.credentials, context.settings.secret or "")
    is_usual = not credentials or credentials == context.settings.credentials
    servers = tuple(plan_server(each) for each in operation.servers)
    route = route_of(operation.servers)
    goes_home = not route or route == route_of(context.api.servers)
    mode, carriers = config.strict_mode, _by_key(arguments)
    return runtime_model.Endpoint(
        api=context.settings,
        tool=names.tool,
        method=operation.method,
        path=operation.path,
        secured=bool(credentials),
        credentials=None if is_usual else credentials,
        key_optional=access.optional,
        servers=None if goes_home else servers,
        base_url_variable="" if goes_home else config.server_variables[route[0][0]],
        body=_body(operation, body, context, names, carriers) if body else None,
        strict=_strict(strict, mode, carriers) if strict and mode else None,
        parameters=tuple(
            _parameter(each, carriers) for each in operation.parameters if each is not strict
        ),
        accept=accept_header(operation.accepts),
        headers=operation.response_headers,
        redirects=operation.redirects,
        answer=_answer(context, operation, arguments),
        fields=next((each.name for each in arguments if each.key == FIELDS), ""),
        paging=plan_paging(operation, arguments),
        read_only=_read_only(operation, context),
        rules=f"arguments/{names.module}.json" if any(each.rules for each in arguments) else "",
    )


def _answer(context: PlanContext, operation: Operation, arguments: tuple[Argument, ...]) -> str:
    """The file with the schema of the answer, where a call may need it."""
    keys = {each.key for each in arguments}
    needed = FIELDS in keys or (context.tells_answers and REQUEST_BODY in keys)
    return context.answer_files.get(operation.key, "") if needed else ""


def _read_only(operation: Operation, context: PlanContext) -> bool | None:
    """Whether calls change nothing, where that is not what the method says."""
    said = behavior_of(operation, context.tool_config(operation)).read_only
    return None if said == behavior_of(operation, ToolConfig()).read_only else said


def strict_parameter(operation: Operation, config: Config) -> Parameter | None:
    """The header that toolkit.yaml calls strict mode, where the operation has it."""
    wanted = config.strict_mode.header.lower() if config.strict_mode else None
    matches = (p for p in operation.parameters if p.place == "header" and p.name.lower() == wanted)
    return next(matches, None)


def _by_key(arguments: Iterable[Argument]) -> _Carriers:
    found = defaultdict(list)
    for each in arguments:
        found[each.key].append(each)
    return found


def _argument(parameter: Parameter | BodyMember, carriers: _Carriers) -> Argument:
    """The argument that carries the parameter, or the member of a body."""
    return next(each for each in carriers[parameter.key] if not each.deprecated_for)


def _earlier(parameter: Parameter | BodyMember, carriers: _Carriers) -> tuple[str, ...]:
    """The earlier names of that argument, which still work."""
    return tuple(each.name for each in carriers[parameter.key] if each.deprecated_for)


def _strict(parameter: Parameter, mode: StrictMode, carriers: _Carriers) -> runtime_model.Strict:
    return runtime_model.Strict(
        argument=_argument(parameter, carriers).name,
        header=mode.header,
        on=mode.on,
        earlier=_earlier(parameter, carriers),
    )


def _body(
    operation: Operation,
    body: RequestBody,
    context: PlanContext,
    names: ToolNames,
    carriers: _Carriers,
) -> runtime_model.Body:
    config, tool = context.config, context.tool_config(operation)
    return runtime_model.Body(
        schema=f"{names.module}.json",
        required=body.required,
        limits=tuple(runtime_model.Limit(each.at, each.max_bytes) for each in body.limits),
        deduplicate=tool.deduplicate,
        media_type=body.media_type,
        kind=body.kind,
        fields=tuple(map(_field, body.fields)),
        files_variable=config.files_variable if body.takes_files else "",
        strict_formats=config.reading.strict_formats or not says(body.schema, "format"),
        strict_unions=config.reading.strict_unions or not body.may_fit_several,
        members=tuple(_member(each, carriers) for each in members_of(operation, tool)),
        nulls=next((each.name for each in carriers.get(NULLS, ())), ""),
    )


def _member(member: BodyMember, carriers: _Carriers) -> runtime_model.Member:
    argument = _argument(member, carriers)
    return runtime_model.Member(
        argument=argument.name,
        name=member.name,
        required=member.required,
        is_json=argument.type.is_json,
        earlier=_earlier(member, carriers),
    )


def _field(encoding: FieldEncoding) -> runtime_model.Field:
    return runtime_model.Field(
        encoding.name,
        content_type=encoding.content_type,
        style=encoding.style,
        explode=encoding.explode,
        allow_reserved=encoding.allow_reserved,
        is_file=encoding.is_file,
        headers=encoding.headers,
    )


def _parameter(parameter: Parameter, carriers: _Carriers) -> runtime_model.Parameter:
    argument = _argument(parameter, carriers)
    return runtime_model.Parameter(
        argument=argument.name,
        name=parameter.name,
        place=parameter.place,
        required=parameter.required,
        style="" if parameter.style in ("form", "simple") else parameter.style,
        explode=None if _explodes_by_default(parameter) else parameter.explode,
        earlier=_earlier(parameter, carriers),
        media_type=parameter.media_type,
        is_json=argument.type.is_json,
        allow_reserved=parameter.allow_reserved,
        allow_empty=parameter.allow_empty,
    )


def _explodes_by_default(parameter: Parameter) -> bool:
    return parameter.explode == (parameter.style == "form") or bool(parameter.media_type)
