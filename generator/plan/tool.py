"""Decides how one operation becomes a tool: its names, texts and behavior."""

import json
from collections.abc import Mapping
from typing import Any

from generator.core.text import ELLIPSIS
from generator.document.nodes import mapping
from generator.emit.plain_text import said_once
from generator.emit.prose import (
    PARAGRAPH,
    escape_invisible,
    first_sentence,
    plain_line,
    with_full_stop,
)
from generator.openapi.api import Example, Operation, RequestBody
from generator.openapi.body_formats import FORMATS
from generator.plan.aliases import tool_aliases
from generator.plan.arguments import plan_arguments
from generator.plan.behavior import behavior_of
from generator.plan.context import PlanContext
from generator.plan.credentials import plan_access
from generator.plan.endpoint import plan_endpoint
from generator.plan.model import MODE, ExampleBody, Tool
from generator.plan.runtime_model import Body, Endpoint
from generator.plan.schema_texts import with_plain_texts
from generator.plan.secrets import scheme_secrets
from generator.plan.tool_names.precedence import ToolNames
from generator.plan.toolkit_yaml import ToolConfig

_DEPRECATED = "Deprecated: the API may drop it."


def plan_tool(
    context: PlanContext, operation: Operation, names: ToolNames, previous: Mapping[str, str]
) -> Tool:
    """All decisions about one tool; raises `Unsupported` where an argument has no type that agents can fill.

    `previous` are the names that arguments were derived to have before, by the parameter's key.
    """
    config, tool, body = context.config, context.tool_config(operation), operation.body
    arguments = plan_arguments(context, operation, previous)
    access = plan_access(context.api, config, operation)
    endpoint = plan_endpoint(context, operation, access, names, arguments)
    summary = _summary(operation, tool)
    return Tool(
        name=names.tool,
        function=names.function,
        module=names.module,
        key=operation.key,
        method=operation.method,
        path=operation.path,
        docstring=f"{names.tool}: {escape_invisible(operation.key)}.",
        summary=summary,
        description=_description(operation, tool, summary),
        arguments=arguments,
        behavior=behavior_of(operation, tool),
        endpoint=endpoint,
        alternatives=access.alternatives,
        authorization=access.authorization,
        scheme_secrets=scheme_secrets(operation, config),
        answer_schema=operation.response.schema if operation.response else None,
        answer_file=context.answer_files.get(operation.key, ""),
        tells_answer=context.tells_answers and any(each.key == MODE for each in arguments),
        schema=with_plain_texts(body.schema) if body else None,
        schema_file=endpoint.body.schema if endpoint.body else "",
        examples=_examples(body, endpoint),
        deduplicate=tool.deduplicate,
        aliases=tool_aliases(names.tool, summary, tool.aliases, config.version),
        operation_id=escape_invisible(operation.operation_id),
        tags=tuple(map(escape_invisible, operation.tags)),
        deprecated=operation.deprecated,
    )


def _summary(operation: Operation, tool: ToolConfig) -> str:
    summary = tool.summary or plain_line(operation.summary) or first_sentence(operation.description)
    return summary or f"{operation.method} {operation.path}"


def _description(operation: Operation, tool: ToolConfig, summary: str) -> str:
    """What a client lists: the summary, and what there is to say besides."""
    says = _own_words(tool, summary) or _document_words(operation, summary)
    return f"{with_full_stop(says)} {_DEPRECATED}" if operation.deprecated else says


def _own_words(tool: ToolConfig, summary: str) -> str:
    """What toolkit.yaml says, which takes the place of what the document says; empty where it says nothing."""
    if not tool.summary and not tool.description:
        return ""
    details = escape_invisible(tool.description)
    return f"{with_full_stop(summary)} {details}" if details else summary


def _document_words(operation: Operation, summary: str) -> str:
    details = plain_line(operation.description, PARAGRAPH)
    if not details:
        return summary
    is_longer = details.startswith(summary.rstrip(f".{ELLIPSIS}"))
    return details if is_longer else said_once(f"{with_full_stop(summary)} {details}")


def _examples(body: RequestBody | None, endpoint: Endpoint) -> tuple[ExampleBody, ...]:
    if body is None or endpoint.body is None:
        return ()
    if endpoint.body.members:
        return tuple(_example_arguments(endpoint.body, each) for each in body.examples)
    return tuple(
        ExampleBody(each.name, plain_line(each.summary), *_example_text(body, each.value))
        for each in body.examples
    )


def _example_arguments(body: Body, example: Example) -> ExampleBody:
    """The example as the arguments that make it; what is null stands in the list of nulls."""
    found: dict[str, Any] = {}
    for member in body.members:
        value = mapping(example.value).get(member.name)
        if value is not None:
            found[member.argument] = json.dumps(value) if member.is_json else value
        elif body.nulls and member.name in mapping(example.value):
            found.setdefault(body.nulls, []).append(member.argument)
    return ExampleBody(example.name, plain_line(example.summary), json.dumps(found, indent=2))


def _example_text(body: RequestBody, value: Any) -> tuple[str, str]:
    """The example as a caller writes it, and its language."""
    spelled = FORMATS[body.kind]
    text = spelled.spell(value) if spelled.spell else json.dumps(value, indent=2)
    return text, spelled.language
