"""Decides how one operation becomes a tool: its texts, behavior, and the call that carries it out."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from generator.emit import literals, naming
from generator.emit.literals import PythonLiteral
from generator.emit.naming import ClassName, ModuleName, PythonIdentifier
from generator.emit.prose import PARAGRAPH, ended, first_sentence, line
from generator.openapi.api import Api, Operation, RequestBody
from generator.plan.aliases import tool_aliases
from generator.plan.arguments import plan_arguments
from generator.plan.endpoint import own_schemes, plan_endpoint, strict_parameter
from generator.plan.model import Argument, Behavior, EnumClass, ExampleBody, Tool
from generator.plan.toolkit_yaml import Config, ToolConfig

_DEPRECATED = "Deprecated: the API may drop it."
_BY_METHOD = {
    "GET": Behavior(("read",), True, False, True),
    "HEAD": Behavior(("read",), True, False, True),
    "OPTIONS": Behavior(("read",), True, False, True),
    "TRACE": Behavior(("read",), True, False, True),
    "POST": Behavior(("opaque",), False, None, None),
    "PATCH": Behavior(("update",), False, None, None),
    "PUT": Behavior(("create", "update"), False, True, True),
    "DELETE": Behavior(("delete",), False, True, True),
}


def plan_tool(
    api: Api,
    operation: Operation,
    names: tuple[ClassName, PythonIdentifier, ModuleName],
    tool: ToolConfig,
    config: Config,
    enums: Mapping[Any, EnumClass],
    had: Mapping[str, str],
) -> Tool:
    """All decisions about one tool; raises `Unsupported` where an argument has no type that agents can fill.

    `had` are the names that arguments were derived to have before, by the parameter's key.
    """
    name, function, module = names
    schema_file = f"{module}.json" if operation.body else ""
    arguments = plan_arguments(operation, tool, config, enums, had)
    summary = tool.summary or line(operation.summary) or first_sentence(operation.description)
    summary = summary or f"{operation.method} {operation.path}"
    details = tool.description or ("" if tool.summary else _details(operation))
    if operation.deprecated and not (tool.summary or tool.description):
        details = f"{ended(details)} {_DEPRECATED}" if details else _DEPRECATED
    description = f"{ended(summary)} {literals.visible(details)}" if details else summary
    return Tool(
        name=name,
        function=function,
        module=module,
        key=operation.key,
        method=operation.method,
        path=operation.path,
        docstring=literals.docstring(f"{name}: {literals.visible(operation.key)}."),
        summary=summary,
        description=description,
        description_literal=literals.python_text(description),
        arguments=arguments,
        behavior=(behavior := _behavior(operation, tool)),
        metadata=_metadata(behavior, bool(config.service_domains)),
        endpoint=plan_endpoint(api, operation, tool, config, name, arguments, schema_file),
        call=_call(operation, config, arguments),
        imports=_imports(api, operation, config, arguments),
        secret=config.secret if operation.security else "",
        schema=operation.body.schema if operation.body else None,
        schema_file=schema_file,
        examples=_examples(operation.body),
        deduplicate=tool.deduplicate,
        aliases=tool_aliases(name, summary, tool.aliases, config.version),
    )


def _details(operation: Operation) -> str:
    """What the description adds to the summary."""
    details = line(operation.description, PARAGRAPH)
    return "" if not operation.summary or details == line(operation.summary) else details


def _behavior(operation: Operation, tool: ToolConfig) -> Behavior:
    default = _BY_METHOD[operation.method]
    operations = tool.operations or default.operations
    read_only = operations == ("read",)
    return Behavior(
        operations=operations,
        read_only=read_only,
        destructive=default.destructive if tool.destructive is None else tool.destructive,
        idempotent=default.idempotent if tool.idempotent is None else tool.idempotent,
    )


def _metadata(behavior: Behavior, classified: bool) -> PythonLiteral:
    operations = ", ".join(f"Operation.{each.upper()}" for each in behavior.operations)
    described = literals.call(
        "Behavior",
        [
            ("operations", f"[{operations}]"),
            ("read_only", repr(behavior.read_only)),
            ("destructive", repr(behavior.destructive)),
            ("idempotent", repr(behavior.idempotent)),
            ("open_world", "True"),
        ],
    )
    classification = [("classification", "CLASSIFICATION")] if classified else []
    return literals.call("ToolMetadata", [*classification, ("behavior", described)])


def _call(operation: Operation, config: Config, arguments: tuple[Argument, ...]) -> PythonLiteral:
    strict = strict_parameter(operation, config)
    own = {"mode", "request_body"} if operation.body else set()
    own_strict = strict and strict.key
    given = [
        each
        for each in arguments
        if each.name not in own and (each.key != own_strict or each.deprecated_for)
    ]
    passed = ", ".join(f"{literals.python(a.name)}: {a.name}" for a in given)
    keywords = []
    if operation.body:
        keywords.append("mode=mode")
    if strict:
        keywords.append(f"strict={next(a.name for a in arguments if a.key == strict.key)}")
    if operation.body:
        keywords.append("request_body=request_body")
    values = [f"{{{passed}}}"] if passed else []
    return PythonLiteral(f"call({', '.join(['ENDPOINT', 'context', *values, *keywords])})")


def _imports(
    api: Api, operation: Operation, config: Config, arguments: tuple[Argument, ...]
) -> tuple[str, ...]:
    runtime = {"Answer", "Endpoint", "call"}
    strict = strict_parameter(operation, config)
    if operation.body:
        runtime |= {"Body"} | ({"Limit"} if operation.body.limits else set())
    if strict:
        runtime.add("Strict")
    if any(each is not strict for each in operation.parameters):
        runtime.add("Parameter")
    if operation.servers and operation.servers != api.servers:
        runtime.add("Server")
    if own_schemes(api, operation):
        runtime.add("Credential")
    shared = ["API", "CLASSIFICATION"] if config.service_domains else ["API"]
    enums = {argument.enum for argument in arguments if argument.enum}
    return (
        "from typing import Annotated",
        "from arcade_core.metadata import Behavior, Operation, ToolMetadata",
        "from arcade_tdk import ToolContext, tool",
        f"from .._api import {_listed(shared)}",
        f"from .._runtime import {_listed(runtime)}",
        *([f"from ..enums import {_listed(enums)}"] if enums else []),
    )


def _listed(names: Iterable[str]) -> str:
    return ", ".join(naming.in_import_order(names))


def _examples(body: RequestBody | None) -> tuple[ExampleBody, ...]:
    if body is None:
        return ()
    return tuple(
        ExampleBody(each.name, line(each.summary), json.dumps(each.value, indent=2))
        for each in body.examples
    )
