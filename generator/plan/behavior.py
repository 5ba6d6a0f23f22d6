"""Decides what a tool's call does to the service, as far as the method or people say."""

from dataclasses import replace

from generator.openapi.api import Operation
from generator.plan.model import Behavior
from generator.plan.toolkit_yaml import ToolConfig

_READS = Behavior(("read",), read_only=True, destructive=False, idempotent=True)
_BY_METHOD = {
    "GET": _READS,
    "HEAD": _READS,
    "OPTIONS": _READS,
    "TRACE": _READS,
    "POST": Behavior(("opaque",), False, None, None),
    "PATCH": Behavior(("update",), False, None, None),
    "PUT": Behavior(("create", "update"), False, True, True),
    "DELETE": Behavior(("delete",), False, True, True),
}


def behavior_of(operation: Operation, tool: ToolConfig) -> Behavior:
    """The hints of the operation's tool: by its method, unless people say otherwise."""
    default = _BY_METHOD[operation.method]
    hints = default
    if tool.operations and tool.operations != default.operations:
        hints = _of_operations(tool.operations, default)
    if tool.destructive is None and tool.idempotent is None:
        return hints
    return replace(
        hints,
        destructive=hints.destructive if tool.destructive is None else tool.destructive,
        idempotent=hints.idempotent if tool.idempotent is None else tool.idempotent,
    )


def _of_operations(operations: tuple[str, ...], by_method: Behavior) -> Behavior:
    """The hints that follow from what an operation does, where that is not what its method says.

    Of a method that only reads nothing follows for one that does more. What HTTP calls idempotent
    (PUT, DELETE) may be sent again whatever it does.
    """
    if operations == _READS.operations:
        return _READS
    can_replace = "update" in operations and by_method.destructive
    destructive = True if "delete" in operations or can_replace else None
    idempotent = None if by_method.read_only else by_method.idempotent
    return Behavior(operations, False, destructive, idempotent)
