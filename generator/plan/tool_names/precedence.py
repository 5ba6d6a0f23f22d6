"""What each tool is called: as people chose, as it was before, or by the best words that are still open."""

from collections.abc import Iterable, Mapping
from typing import NamedTuple

from generator.emit import naming
from generator.emit.naming import ClassName, ModuleName, PythonIdentifier
from generator.openapi.api import Api, Operation
from generator.plan.aliases import active_aliases
from generator.plan.previous_names import Names
from generator.plan.tool_names.candidates import candidates
from generator.plan.tool_names.distinct import are_apart, settled
from generator.plan.tool_names.path_names import codes_of
from generator.plan.toolkit_yaml import Config

_LEAST = 12
"""Room for a tool's name where a toolkit's own is so long that the two cannot be within the limit."""


class ToolNames(NamedTuple):
    """What a tool is called in its three places."""

    tool: ClassName
    function: PythonIdentifier
    module: ModuleName


def names_stand_apart(
    named: Iterable[tuple[Operation, ToolNames]], others: Iterable[Operation], config: Config
) -> bool:
    """Whether names that were derived without some other operations are sure to be the same with
    any of these: no other has anything to do with one, nor does what they share."""
    named, others = tuple(named), tuple(others)
    if codes_of(each.path for each in (*(operation for operation, _ in named), *others)):
        return False
    ours = [(names.tool, candidates(operation)) for operation, names in named]
    return are_apart(ours, map(candidates, others), max(limit_of(config), _LEAST))


def limit_of(config: Config) -> int:
    """How long the name of a tool may be."""
    return naming.MCP_NAME_LIMIT - len(config.toolkit) - 1


def tool_names(api: Api, config: Config, previous: Mapping[str, Names]) -> Mapping[str, ToolNames]:
    """What the tools are called, by operation."""
    limit = limit_of(config)
    chosen = {key: tool.name for key, tool in config.tools.items() if tool.name}
    # What is left out takes part, so that names do not depend on the choice.
    operations = (*api.operations, *api.left_out)
    kept = {
        operation.key: names.tool
        for operation in operations
        if (names := previous.get(operation.key)) and 0 < len(names.tool) <= limit
    }
    aliases = (alias for tool in config.tools.values() for alias in tool.aliases)
    kept = {key: name for key, name in kept.items() if key not in chosen}
    earlier = [each.name for each in active_aliases(tuple(aliases), config.version)]
    codes = codes_of(operation.path for operation in operations)
    open_names = {
        operation.key: candidates(operation, codes)
        for operation in operations
        if operation.key not in chosen and operation.key not in kept
    }
    taken = [*chosen.values(), *kept.values(), *earlier]
    decided = {**settled(open_names, taken, max(limit, _LEAST)), **kept, **chosen}
    return {
        key: ToolNames(ClassName(name), naming.function_name(name), naming.module_name(name))
        for key, name in decided.items()
    }
