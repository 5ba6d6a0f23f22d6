"""Decides how one operation becomes a tool: its names, texts and behavior."""

import json
from collections.abc import Mapping
from typing import Any

from generator.emit.prose import (
    PARAGRAPH,
    escape_invisible,
    first_sentence,
    one_line,
    with_full_stop,
)
from generator.openapi.api import Api, Operation, RequestBody
from generator.plan import runtime_model
from generator.plan.aliases import tool_aliases
from generator.plan.arguments import plan_arguments
from generator.plan.endpoint import plan_endpoint
from generator.plan.model import Behavior, EnumClass, ExampleBody, Tool
from generator.plan.names import ToolNames
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
    settings: runtime_model.Api,
    operation: Operation,
    names: ToolNames,
    tool: ToolConfig,
    config: Config,
    enums: Mapping[Any, EnumClass],
    previous: Mapping[str, str],
) -> Tool:
    """All decisions about one tool; raises `Unsupported` where an argument has no type that agents can fill.

    `previous` are the names that arguments were derived to have before, by the parameter's key.
    """
    name, function, module = names
    schema_file = f"{module}.json" if operation.body else ""
    arguments = plan_arguments(operation, tool, config, enums, previous)
    summary = tool.summary or one_line(operation.summary) or first_sentence(operation.description)
    summary = summary or f"{operation.method} {operation.path}"
    details = tool.description or ("" if tool.summary else _details(operation))
    if operation.deprecated and not (tool.summary or tool.description):
        details = f"{with_full_stop(details)} {_DEPRECATED}" if details else _DEPRECATED
    description = f"{with_full_stop(summary)} {escape_invisible(details)}" if details else summary
    return Tool(
        name=name,
        function=function,
        module=module,
        key=operation.key,
        method=operation.method,
        path=operation.path,
        docstring=f"{name}: {escape_invisible(operation.key)}.",
        summary=summary,
        description=description,
        arguments=arguments,
        behavior=_behavior(operation, tool),
        endpoint=plan_endpoint(
            api, settings, operation, tool, config, name, arguments, schema_file
        ),
        secret=config.secret if operation.security else "",
        schema=operation.body.schema if operation.body else None,
        schema_file=schema_file,
        examples=_examples(operation.body),
        deduplicate=tool.deduplicate,
        aliases=tool_aliases(name, summary, tool.aliases, config.version),
    )


def _details(operation: Operation) -> str:
    """What the description adds to the summary."""
    details = one_line(operation.description, PARAGRAPH)
    return "" if not operation.summary or details == one_line(operation.summary) else details


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


def _examples(body: RequestBody | None) -> tuple[ExampleBody, ...]:
    if body is None:
        return ()
    return tuple(
        ExampleBody(each.name, one_line(each.summary), json.dumps(each.value, indent=2))
        for each in body.examples
    )
