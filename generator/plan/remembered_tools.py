"""Plans tools, or takes them from memory where an earlier run planned the same."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace

from generator.core.memory import NO_MEMORY, Memory, digest
from generator.core.stored_values import Stored
from generator.openapi.api import Operation
from generator.plan import runtime_model
from generator.plan.context import PlanContext
from generator.plan.model import MODE, REQUEST_BODY, Argument, Tool
from generator.plan.tool import plan_tool
from generator.plan.tool_names.precedence import ToolNames


class RememberedTools:
    """The tools of one package: what all of them follow from is told apart once."""

    def __init__(self, memory: Memory, context: PlanContext) -> None:
        self._memory = memory
        self._context = context
        # All of a package's endpoints are of one API.
        self._stored: Stored[Tool] = Stored(Tool, {runtime_model.Api: context.settings})
        self._shared = "" if memory is NO_MEMORY else _digest_of(context)

    def tool(self, operation: Operation, names: ToolNames, previous: Mapping[str, str]) -> Tool:
        """As `plan_tool` has it."""
        if not operation.digest or not self._shared:
            return plan_tool(self._context, operation, names, previous)
        facts = (
            operation.digest,
            self._shared,
            repr(names),
            repr(self._context.tool_config(operation)),
            self._context.answer_files.get(operation.key, ""),
        )
        kept = self._memory.recall(_key(facts, previous))
        if kept is not None:
            with suppress(KeyError, TypeError, ValueError):
                return self._stored.read(kept)
        tool = plan_tool(self._context, operation, names, previous)
        # Planned with its own names before it, as it will be the next time, it is the same.
        key = _key(facts, {each.key: each.name for each in tool.arguments if _is_named(each)})
        tool = replace(tool, digest=key)
        self._memory.keep(key, self._stored.written(tool))
        return tool


def _key(facts: tuple[str, ...], previous: Mapping[str, str]) -> str:
    return digest("tool", *facts, repr(sorted(previous.items())))


def _is_named(argument: Argument) -> bool:
    """Whether surfaces record the argument's name, so that it stays."""
    return argument.key not in (MODE, REQUEST_BODY) and not argument.deprecated_for


def _digest_of(context: PlanContext) -> str:
    """A digest of all that tools are planned with but their operations, and what people said of each."""
    api = replace(context.api, operations=(), left_out=(), unable=())
    config = replace(context.config, tools={}, document=None)
    enums = list(context.enums.values())
    told = repr(context.tells_answers)
    return digest(repr(api), repr(config), repr(context.settings), repr(enums), told)
