"""Decides what the runtime is told of one operation: where it goes, its body, its parameters."""

from generator.emit import literals
from generator.emit.literals import PythonLiteral
from generator.emit.naming import ClassName
from generator.openapi.api import Api, Operation, Parameter, RequestBody, SecurityScheme
from generator.plan.api_settings import plan_credentials, plan_server
from generator.plan.model import Argument
from generator.plan.toolkit_yaml import Config, ToolConfig


def plan_endpoint(
    api: Api,
    operation: Operation,
    tool: ToolConfig,
    config: Config,
    name: ClassName,
    arguments: tuple[Argument, ...],
    schema_file: str,
) -> PythonLiteral:
    """The `Endpoint(...)` of a tool, defaults left out."""
    strict = strict_parameter(operation, config)
    named = {each.key: each.name for each in arguments if not each.deprecated_for}
    earlier = {
        key: tuple(each.name for each in arguments if each.key == key and each.deprecated_for)
        for key in named
    }
    parameters = [
        _parameter(each, named[each.key], earlier[each.key])
        for each in operation.parameters
        if each is not strict
    ]
    parts: list[tuple[str, str]] = [
        ("api", "API"),
        ("tool", literals.python(name)),
        ("method", literals.python(operation.method)),
        ("path", literals.python(operation.path)),
    ]
    if not operation.security:
        parts.append(("secured", "False"))
    if own := own_schemes(api, operation):
        parts.append(("credentials", plan_credentials(own, config)))
    if operation.servers != api.servers:
        servers = literals.python_tuple(plan_server(each) for each in operation.servers)
        parts.append(("servers", servers))
    if operation.body:
        parts.append(("body", _body(operation.body, tool, schema_file)))
    if strict and config.strict_mode:
        parts.append(("strict", _strict_mode(named[strict.key], earlier[strict.key], config)))
    if parameters:
        parts.append(("parameters", literals.python_tuple(parameters)))
    return literals.call("Endpoint", parts)


def own_schemes(api: Api, operation: Operation) -> tuple[SecurityScheme, ...]:
    """What a secured operation accepts; empty where that is all that the API's operations accept."""
    accepted = tuple(scheme for scheme in api.schemes if scheme.key in operation.security)
    return () if accepted == api.schemes else accepted


def strict_parameter(operation: Operation, config: Config) -> Parameter | None:
    """The header that toolkit.yaml calls strict mode, where the operation has it."""
    wanted = config.strict_mode.header.lower() if config.strict_mode else None
    matches = (p for p in operation.parameters if p.place == "header" and p.name.lower() == wanted)
    return next(matches, None)


def _strict_mode(argument: str, earlier: tuple[str, ...], config: Config) -> PythonLiteral:
    assert config.strict_mode is not None
    parts: list[tuple[str, str]] = [
        ("argument", literals.python(argument)),
        ("header", literals.python(config.strict_mode.header)),
        ("on", literals.python(config.strict_mode.on)),
    ]
    if earlier:
        parts.append(("earlier", literals.python(earlier)))
    return literals.call("Strict", parts)


def _body(body: RequestBody, tool: ToolConfig, schema_file: str) -> PythonLiteral:
    parts: list[tuple[str, str]] = [("schema", literals.python(schema_file))]
    if not body.required:
        parts.append(("required", "False"))
    if body.limits:
        limits = (f"Limit({literals.python(each.at)}, {each.max_bytes:_})" for each in body.limits)
        parts.append(("limits", literals.python_tuple(limits)))
    if tool.deduplicate:
        parts.append(("deduplicate", literals.python(tool.deduplicate)))
    if body.media_type != "application/json":
        parts.append(("media_type", literals.python(body.media_type)))
    return literals.call("Body", parts)


def _parameter(parameter: Parameter, argument: str, earlier: tuple[str, ...]) -> PythonLiteral:
    parts: list[tuple[str, str]] = [
        ("argument", literals.python(argument)),
        ("name", literals.python(parameter.name)),
        ("place", literals.python(parameter.place)),
    ]
    if parameter.required:
        parts.append(("required", "True"))
    if parameter.style not in ("form", "simple"):
        parts.append(("style", literals.python(parameter.style)))
    if parameter.place in ("query", "cookie") and parameter.explode != (parameter.style == "form"):
        parts.append(("explode", literals.python(parameter.explode)))
    if earlier:
        parts.append(("earlier", literals.python(earlier)))
    return literals.call("Parameter", parts)
