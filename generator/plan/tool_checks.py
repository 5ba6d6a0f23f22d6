"""Holds what toolkit.yaml says of tools to the operations that the document has."""

from collections.abc import Callable, Iterator, Sequence
from itertools import accumulate, islice

from generator.core.problems import Problem, first_told, listed
from generator.core.suggest import did_you_mean, steps_to_compare
from generator.document.located import Document
from generator.openapi.api import Api, Operation
from generator.openapi.too_many import most_operations, most_parameters
from generator.plan.aliases import active_aliases
from generator.plan.body_arguments import can_be_arguments, members_of
from generator.plan.endpoint import strict_parameter
from generator.plan.toolkit_yaml import Config, ToolConfig

_MOST_LISTED = 100
"""Names of what an operation has instead."""
_MOST_COMPARED = 400_000
"""Steps for all hints: some dozens, where the document has a thousand operations."""


def check_tools(document: Document, api: Api, config: Config) -> Iterator[Problem]:
    """What does not fit the operations, of a thousand entries and more the first thousand."""

    def others(message: str) -> Problem:
        return config.problem("toolkit-operation", message, "tools")

    yield from first_told(_misfits(api, config), "entries do not fit the document", others)
    yield from _too_many_aliases(document, api, config)


def _too_many_aliases(document: Document, api: Api, config: Config) -> Iterator[Problem]:
    """The problem of the tool with whose aliases there are more tools, or arguments of them, than a document of
    this size may have."""
    wanted = [each for each in api.operations if each.key in config.tools]
    tools = [(each.key, _aliases(config, each)) for each in wanted]
    arguments = [(each.key, _repeated_arguments(config, each)) for each in wanted]
    given = sum(len(each.parameters) for each in api.operations)
    yield from _beyond(config, tools, most_operations, document, len(api.operations), "tools")
    yield from _beyond(config, arguments, most_parameters, document, given, "arguments")


def _aliases(config: Config, operation: Operation) -> int:
    return len(active_aliases(config.tools[operation.key].aliases, config.version))


def _repeated_arguments(config: Config, operation: Operation) -> int:
    """The arguments that aliases add: of arguments, and of tools, each of which has all arguments."""
    arguments = config.tools[operation.key].arguments.values()
    added = sum(len(active_aliases(each.aliases, config.version)) for each in arguments)
    return added + _aliases(config, operation) * (len(operation.parameters) + added)


def _beyond(
    config: Config,
    added: Sequence[tuple[str, int]],
    most_of: Callable[[Document, int], int],
    document: Document,
    given: int,
    what: str,
) -> Iterator[Problem]:
    count = given + sum(each for _, each in added)
    most = most_of(document, count) if count > given else count
    if count <= most:
        return
    together = accumulate((each for _, each in added), initial=given)
    key = next(
        key
        for (key, _), so_far in zip(added, islice(together, 1, None), strict=True)
        if so_far > most
    )
    yield config.problem(
        "alias-budget",
        f"with aliases there are {count:,} {what}, too many for a document of this size",
        *("tools", key),
        expected=f"at most {most:,} {what}, each alias of a tool with all its arguments",
        hint="take away aliases, or leave out operations by include or exclude",
    )


def _misfits(api: Api, config: Config) -> Iterator[Problem]:
    if config.strict_mode and not any(strict_parameter(each, config) for each in api.operations):
        message = f"no operation has a header {config.strict_mode.header}"
        yield config.problem("toolkit-strict-mode", message, "strict_mode", "header")
    operations = {operation.key: operation for operation in api.operations}
    # What is said of those that are left out holds as soon as they are included.
    unknown = config.tools.keys() - operations.keys() - {each.key for each in api.left_out}
    # Operations that have an entry of their own are not what was meant.
    open_keys = [each for each in operations if each not in config.tools]
    steps = _MOST_COMPARED
    for key, tool in config.tools.items():
        if key in unknown:
            steps -= steps_to_compare(key, open_keys)
            yield _no_operation(config, key, open_keys if steps > 0 else ())
        elif key in operations:
            yield from _check_tool(config, operations[key], tool)


def _no_operation(config: Config, key: str, open_keys: Sequence[str]) -> Problem:
    """The problem of an entry for an operation that is not there, with the one that may be meant."""
    hint = "the document has it no longer, or it was left out: toolgen lint says so"
    if open_keys:
        hint = did_you_mean(key, open_keys, alike=0.75, otherwise=hint)
    message = f"the document has no operation {key}"
    return config.problem("toolkit-operation", message, "tools", key, hint=hint)


def _check_tool(config: Config, operation: Operation, tool: ToolConfig) -> Iterator[Problem]:
    key = operation.key
    if tool.deduplicate and operation.body is None:
        message = f"{key} has no request body that could hold the field"
        yield config.problem("toolkit-deduplicate", message, "tools", key, "deduplicate")
    yield from _check_body_type(config, operation, tool.body_type)
    yield from _check_body_arguments(config, operation, tool)
    known = [parameter.name for parameter in operation.parameters]
    known += [member.name for member in members_of(operation, tool)]
    names = set(known)
    for name in (each for each in tool.arguments if each not in names):
        yield config.problem(
            "toolkit-argument",
            f"{key} has no parameter {name}",
            *("tools", key, "arguments", name),
            expected=listed(known, _MOST_LISTED),
        )


def _check_body_type(config: Config, operation: Operation, wanted: str) -> Iterator[Problem]:
    offered = operation.body.offered if operation.body else ()
    if wanted and wanted.lower() not in [each.lower() for each in offered]:
        yield config.problem(
            "toolkit-body-type",
            f"{operation.key} takes no {wanted}",
            *("tools", operation.key, "body_type"),
            expected=", ".join(offered) or "no body at all",
        )


def _check_body_arguments(
    config: Config, operation: Operation, tool: ToolConfig
) -> Iterator[Problem]:
    body = operation.body
    if tool.body and body is None:
        message = f"{operation.key} has no request body"
        yield config.problem("toolkit-body", message, "tools", operation.key, "body")
    elif tool.body == "arguments" and body and not can_be_arguments(body):
        message = f"the body of {operation.key} is no object whose members its schema names"
        at = ("tools", operation.key, "body")
        yield config.problem("toolkit-body", message, *at, expected="json")
