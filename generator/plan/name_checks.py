"""Refuses names that a client, a file system or Python would trip over."""

from collections import Counter
from collections.abc import Iterator

from generator.core.problems import Problem
from generator.emit import naming
from generator.plan.model import Argument, Package, Tool
from generator.plan.toolkit_yaml import Config

_ANOTHER = "give one of the two another name in toolkit.yaml"


def check_names(config: Config, package: Package) -> list[Problem]:
    """Names that clash, that are too long, or that are not names at all."""
    problems: list[Problem] = []
    if not naming.is_package_name(package.module):
        message = f"the package {package.module} would hide another that is needed, or be hidden"
        problems.append(config.problem("name-taken", message, "package"))
    seen: dict[str, str] = {}
    for path, tool, name, module in _places(config, package):
        full = f"{package.toolkit}_{name}"
        if len(full) > naming.MCP_NAME_LIMIT:
            message = f"{full} is longer than the {naming.MCP_NAME_LIMIT} characters that MCP clients take"
            problems.append(config.problem("name-too-long", message, *path))
        folded = (f"name {name.casefold()}", f"module {module.casefold()}")
        other = next((seen[each] for each in folded if each in seen), None)
        if other:
            message = f"the name {name} is also taken by {other}, case aside"
            problems.append(config.problem("name-taken", message, *path))
        for each in folded:
            seen.setdefault(each, tool.key)
    for tool in package.tools:
        problems += _check_arguments(config, tool)
    return [*problems, *_check_variables(config, package)]


def _check_variables(config: Config, package: Package) -> Iterator[Problem]:
    """Variables and secrets are all read from the environment, so that none may have another's name."""
    read: set[str] = set()
    shared = {*config.server_variables.values()}  # several servers may be one in a test
    for name, _ in package.environment:
        if name.upper() in read and name not in shared:
            message = f"the environment variable {name} would mean two things"
            yield config.problem("name-taken", message, "environment", hint=_ANOTHER)
        read.add(name.upper())
    for secret in package.secrets:
        if secret.name.upper() in read:
            message = f"the secret {secret.name} has the name of an environment variable that the package reads"
            own = "secrets", secret.schemes[0], "name"
            path = ("secret", "name") if config.secret == secret.name else own
            yield config.problem("name-taken", message, *path, hint=_ANOTHER)


def _places(config: Config, package: Package) -> Iterator[tuple[tuple[str, ...], Tool, str, str]]:
    """Every tool's name and module, and where it is written; what a person wrote comes last and is blamed."""
    chosen = {key for key, tool in config.tools.items() if tool.name}
    for tool in sorted(package.tools, key=lambda each: each.key in chosen):
        yield ("tools", tool.key, "name"), tool, tool.name, tool.module
    for tool in package.tools:
        for index, alias in enumerate(tool.aliases):
            yield ("tools", tool.key, "aliases", str(index)), tool, alias.name, alias.module


def _check_arguments(config: Config, tool: Tool) -> Iterator[Problem]:
    names = Counter(argument.name for argument in tool.arguments)
    for argument in tool.arguments:
        own = not argument.is_parameter and names[argument.name] == 1
        fits = naming.is_identifier(argument.name) and argument.name != "context"
        if names[argument.name] > 1 or not (own or fits):
            message = (
                f"{argument.name} cannot be an argument of {tool.name}: it is taken or reserved"
            )
            yield config.problem("name-argument", message, *_argument_path(tool, argument))


def _argument_path(tool: Tool, argument: Argument) -> tuple[str, ...]:
    last = "aliases" if argument.deprecated_for else "name"
    return ("tools", tool.key, "arguments", argument.key.partition(":")[2], last)
