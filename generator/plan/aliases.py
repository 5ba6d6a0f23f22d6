"""Decides which earlier names of tools and arguments go on working, and holds people to their word on until when."""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from generator.core.problems import Problem, Severity
from generator.core.versions import is_before
from generator.emit import naming
from generator.emit.naming import ClassName, PythonIdentifier
from generator.plan.model import Argument, Package, Tool, ToolAlias
from generator.plan.previous_names import Names
from generator.plan.toolkit_yaml import AliasConfig, Config

_NEVER_SEEN = (
    "if it was never released and nobody was promised it, remove the package's surface.json and"
    " generate again"
)


def active_aliases(aliases: tuple[AliasConfig, ...], version: str) -> tuple[AliasConfig, ...]:
    """The aliases that a package of this version still has."""
    return tuple([each for each in aliases if is_before(version, each.until)])


def tool_aliases(
    name: ClassName, summary: str, aliases: tuple[AliasConfig, ...], version: str
) -> tuple[ToolAlias, ...]:
    """The deprecated tools that stand for the tool of this name, described by its summary."""
    return tuple(_tool_alias(name, summary, each) for each in active_aliases(aliases, version))


def deprecation(name: str, until: str) -> str:
    """What a client shows of an earlier name of the tool of this name."""
    return f"Use {name}; this name goes away in version {until}."


def _tool_alias(name: ClassName, summary: str, alias: AliasConfig) -> ToolAlias:
    return ToolAlias(
        name=ClassName(alias.name),
        function=naming.alias_function_name(alias.name),
        module=naming.module_name(alias.name),
        until=alias.until,
        docstring=f"{alias.name}: the earlier name of {name}.",
        deprecation=deprecation(name, alias.until),
        description=summary,
    )


def argument_aliases(
    argument: Argument, aliases: tuple[AliasConfig, ...], version: str
) -> tuple[Argument, ...]:
    """The deprecated arguments that stand for `argument`: of its type, never required."""
    return tuple(_argument_alias(argument, each) for each in active_aliases(aliases, version))


def _argument_alias(argument: Argument, alias: AliasConfig) -> Argument:
    says = f"Deprecated: use {argument.name}; this name goes away in version {alias.until}."
    return replace(
        argument,
        name=PythonIdentifier(alias.name),
        required=False,
        description=says,
        deprecated_for=str(argument.name),
        until=alias.until,
    )


def check_expired(config: Config) -> Iterator[Problem]:
    """Warnings of aliases in toolkit.yaml that the package's version has outlived."""
    for path, alias in _aliases_of(config):
        if not is_before(config.version, alias.until):
            problem = config.problem(
                "alias-ended",
                f"the alias {alias.name} ended with version {alias.until}, and is not generated",
                *path,
                hint="remove it",
            )
            yield replace(problem, severity=Severity.WARNING)


def _aliases_of(config: Config) -> Iterator[tuple[tuple[str, ...], AliasConfig]]:
    for key, tool in config.tools.items():
        for index, alias in enumerate(tool.aliases):
            yield ("tools", key, "aliases", str(index)), alias
        for name, argument in tool.arguments.items():
            for index, alias in enumerate(argument.aliases):
                yield ("tools", key, "arguments", name, "aliases", str(index)), alias


def check_promises(
    config: Config, package: Package, previous: Mapping[str, Names]
) -> Iterator[Problem]:
    """Aliases of the package as it was that are gone, or end, before they were promised to.

    What left the document with its operation or parameter cannot be kept, and is not held against anyone.
    """
    for tool in package.tools:
        names = previous.get(tool.key, Names())
        now = {str(each.name): each.until for each in tool.aliases} | {str(tool.name): ""}
        yield from _broken(config, names.aliases, now, tool.key, ("tools", tool.key))
        for key, aliases in names.argument_aliases.items():
            now = {str(each.name): each.until for each in tool.arguments if each.key == key}
            path = ("tools", tool.key, "arguments", key.partition(":")[2])
            if now:
                yield from _broken(config, aliases, now, _argument(tool, key), path)


def _argument(tool: Tool, key: str) -> str:
    own = next(each for each in tool.arguments if each.key == key and not each.deprecated_for)
    return f"{own.name} of {tool.key}"


def _broken(
    config: Config,
    promised: Mapping[str, str],
    now: Mapping[str, str],
    owner: str,
    path: tuple[str, ...],
) -> Iterator[Problem]:
    for name, until in promised.items():
        if not is_before(config.version, until):
            continue
        kept = now.get(name)
        promise = f"the alias {name} of {owner} was promised until version {until}"
        if kept is None:
            message = f"{promise}, and is gone from version {config.version}"
            hint = f"put back aliases: [{{ name: {name}, until: {until} }}]; {_NEVER_SEEN}"
            yield config.problem("alias-removed", message, *path, hint=hint)
        elif kept and is_before(kept, until):
            message = f"{promise}, and would now end with {kept}"
            hint = f"say until: {until}; {_NEVER_SEEN}"
            yield config.problem("alias-shortened", message, *path, hint=hint)
