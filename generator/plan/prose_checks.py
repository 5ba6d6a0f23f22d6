"""Looks for texts that seem meant to steer the agents that read them."""

from collections.abc import Iterator
from functools import partial
from typing import Any

from generator.core.memory import NO_MEMORY, Memory, digest, remembered
from generator.core.problems import Problem, Severity
from generator.core.stored_values import Stored
from generator.document.located import Document, place_of
from generator.emit.prose import steering_signs
from generator.openapi.api import Api, Operation
from generator.plan.model import Package, Tool

_REASONS: Stored[tuple[str, ...]] = Stored(tuple[str, ...])


def check_prose(
    document: Document, api: Api, package: Package, memory: Memory = NO_MEMORY
) -> Iterator[Problem]:
    """Texts that reach agents and look as if they wanted to steer them."""
    operations = {operation.key: operation for operation in api.operations}
    for tool in package.tools:
        operation = operations[tool.key]
        key = tool.digest and digest("steering", tool.digest)
        for reason in remembered(memory, key, _REASONS, partial(_reasons, tool, operation)):
            yield Problem(
                "text-steering",
                f"a text of {tool.key} may steer agents: {reason}",
                place_of(document.root, operation.pointer),
                operation.pointer,
                hint="describe what the API does, and nothing else",
                severity=Severity.WARNING,
            )


def _reasons(tool: Tool, operation: Operation) -> tuple[str, ...]:
    """Why any of the texts of a tool looks so."""
    raw = [operation.summary, operation.description, *(p.description for p in operation.parameters)]
    texts = [tool.description, *(a.description for a in tool.arguments), *raw]
    texts += list(_descriptions(tool.schema or {}))
    return tuple(sorted({each for text in texts for each in steering_signs(text)}))


def _descriptions(schema: Any) -> Iterator[str]:
    pending = [schema]
    while pending:
        node = pending.pop()
        if isinstance(node, dict):
            if isinstance(node.get("description"), str):
                yield node["description"]
            pending += node.values()
        elif isinstance(node, list):
            pending += node
