"""Derives the names of a package: its own, its arguments', its enumerations'; `tool_names` has its tools'.

A person's choice comes first, then the name there was before, then one from the document; derived
ones are kept apart from each other and from those.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from itertools import accumulate, takewhile
from types import MappingProxyType

from generator.emit import naming
from generator.emit.naming import ClassName, PythonIdentifier
from generator.openapi.api import Api, Operation
from generator.plan.aliases import active_aliases
from generator.plan.body_arguments import BodyMember
from generator.plan.model import FIELDS, NULLS
from generator.plan.previous_names import Names
from generator.plan.secrets import with_secrets
from generator.plan.server_variables import with_server_variables
from generator.plan.toolkit_yaml import AliasConfig, ArgumentConfig, Config, ToolConfig

_TOOLKIT_LIMIT = 40


def with_default_names(
    api: Api, config: Config, previous: Mapping[str, Names] = MappingProxyType({})
) -> Config:
    """The configuration with every name of the package itself that people left out.

    `previous` are the names that there were before, by operation.
    """
    toolkit = config.toolkit or _toolkit(api.title)
    prefix = "_".join(naming.words(toolkit)).upper().removesuffix("_API")
    named = replace(
        config,
        toolkit=toolkit,
        package=config.package or naming.package_name(toolkit),
        base_url_variable=config.base_url_variable or f"{prefix}_BASE_URL",
        region_variable=config.region_variable or f"{prefix}_REGION",
        files_variable=config.files_variable or f"{prefix}_FILES",
    )
    return with_secrets(api, with_server_variables(api, named, prefix), prefix, previous)


def _toolkit(title: str) -> ClassName:
    """The first words of a title, as many as leave its tools' names enough room."""
    said = naming.words(title)
    short = takewhile(lambda letters: letters <= _TOOLKIT_LIMIT, accumulate(map(len, said)))
    first = said[: max(1, sum(1 for _ in short))]
    return naming.class_name(" ".join(first) or title, fallback="Api", limit=_TOOLKIT_LIMIT)


def argument_names(
    operation: Operation,
    members: Iterable[BodyMember],
    tool: ToolConfig,
    config: Config,
    previous: Mapping[str, str],
    with_fields: bool = False,
) -> Mapping[str, str]:
    """What the arguments are called that carry parameters and members of the body, by their keys.

    `NULLS` is the key of the argument that lists members that are null, `FIELDS` that of the one
    that says which parts of the answer are wanted, there `with_fields`.
    """
    keys = {each.key: each for each in operation.parameters}
    fields = {each.key: each.name for each in members}
    if fields:
        fields[NULLS] = NULLS
    configs = {key: argument_config(operation, tool, key) for key in (*keys, *fields)}
    chosen = {key: each.name for key, each in configs.items() if each.name}
    kept = {key: name for key, name in previous.items() if key in keys or key in fields}
    open_keys = [key for key in keys if key not in chosen and key not in kept]
    counts = Counter(keys[key].name for key in open_keys)
    derived = {
        key: naming.identifier(
            keys[key].name if counts[keys[key].name] == 1 else f"{keys[key].name} {keys[key].place}"
        )
        for key in open_keys
    }
    outside = {*derived.values(), *kept.values(), *chosen.values()}
    for key, name in fields.items():
        if key not in chosen and key not in kept:
            plain = naming.identifier(name)
            derived[key] = naming.identifier(f"body {name}") if plain in outside else plain
    aliases = (alias for each in tool.arguments.values() for alias in each.aliases)
    ours = previous.get(FIELDS, "") if with_fields else ""
    names = _decided(
        derived, kept | ({FIELDS: ours} if ours else {}), chosen, aliases, config.version
    )
    return {**names, FIELDS: ours or _fields_name({*names.values()})} if with_fields else names


def _fields_name(taken: set[str]) -> str:
    """What the argument is called that says which parts of the answer are wanted; others keep their names."""
    free = (each for each in ("fields", FIELDS, f"{FIELDS}_") if each not in taken)
    return next(free, f"{FIELDS}_2")


_NOTHING_SAID = ArgumentConfig()


def argument_config(operation: Operation, tool: ToolConfig, key: str) -> ArgumentConfig:
    """What toolkit.yaml says of the argument with this key; what two are called means the parameter."""
    place, _, name = key.partition(":")
    if place == "body" and any(each.name == name for each in operation.parameters):
        return _NOTHING_SAID
    return tool.arguments.get(name, _NOTHING_SAID)


def enum_names(
    paths: Mapping[str, tuple[str, ...]], taken: Iterable[str]
) -> Mapping[str, ClassName]:
    """What enumerations are called, by the keys of `paths`: the properties that lead to each.

    Each is named after its property; twins are also named after the property around it.
    """
    short = {key: naming.enum_name(path[-1]) for key, path in paths.items()}
    counts = Counter(name.casefold() for name in short.values())
    wanted = {
        key: name if counts[name.casefold()] == 1 else naming.enum_name(" ".join(paths[key][-2:]))
        for key, name in short.items()
    }
    return {key: ClassName(name) for key, name in naming.disambiguate(wanted, taken).items()}


def member_names(values: Iterable[str]) -> Mapping[str, PythonIdentifier]:
    """What the members of an enumeration are called, by value."""
    names = naming.disambiguate({value: naming.constant(value) for value in values})
    return {value: PythonIdentifier(name) for value, name in names.items()}


def _decided(
    derived: Mapping[str, str],
    kept: Mapping[str, str],
    chosen: Mapping[str, str],
    aliases: Iterable[AliasConfig],
    version: str,
) -> dict[str, str]:
    """A chosen name before a kept one, and that before a derived one, which gives way to all others."""
    kept = {key: name for key, name in kept.items() if key not in chosen}
    open_names = {
        key: name for key, name in derived.items() if key not in chosen and key not in kept
    }
    earlier = [each.name for each in active_aliases(tuple(aliases), version)]
    taken = [*chosen.values(), *kept.values(), *earlier]
    return {**naming.disambiguate(open_names, taken), **kept, **chosen}
