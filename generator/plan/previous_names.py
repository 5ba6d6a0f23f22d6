"""Reads the names that a package had when it was last generated, so that a vendor's rename renames no tool."""

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from generator.core.problems import Problem, ProblemsError
from generator.document.nodes import mapping, sequence, text
from generator.emit import naming
from generator.openapi.path_templates import followed, followed_keys

_SECRET = re.compile(r"[A-Z][A-Z0-9_]{0,63}")
_TOOL = re.compile(r"[A-Z][A-Za-z0-9]*")


@dataclass(frozen=True, slots=True)
class Names:
    """What one operation's tool was called.

    `arguments` are by the parameter's key, such as `query:limit`. Aliases are given with the
    version that they were promised until; those of arguments by the parameter's key as well.
    """

    tool: str = ""
    arguments: Mapping[str, str] = field(default_factory=dict)
    aliases: Mapping[str, str] = field(default_factory=dict)
    argument_aliases: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    secrets: Mapping[str, str] = field(default_factory=dict)
    """By the scheme's key; after `=` by how the secret is sent, where no key was recorded."""


def names_of(surface_text: str, file: str = "surface.json") -> Mapping[str, Names]:
    """The names by operation in the text of a surface.json; raises `ProblemsError` where they are not names.

    They become Python source, so each is held to what the generator would take from a person.
    """
    try:
        surface = json.loads(surface_text)
    except (ValueError, RecursionError):
        raise ProblemsError([_problem(file, "is not JSON")]) from None
    entries = surface.get("names", {}) if isinstance(surface, dict) else None
    if not isinstance(entries, dict):
        raise ProblemsError([_problem(file, "is not the surface of a package")])
    unfit = [key for key, entry in entries.items() if not _is_usable(entry)]
    if unfit:
        raise ProblemsError([_problem(file, f"has no usable names for {key}") for key in unfit])
    tools = mapping(surface.get("tools"))
    only = _only_secret(surface)
    aliases = _aliases(tools)
    return {key: _names(entry, tools, aliases, only) for key, entry in entries.items()}


def _aliases(tools: Mapping[str, Any]) -> Mapping[str, Mapping[str, str]]:
    """The earlier names of each tool, each with the version that it was promised until."""
    found: dict[str, dict[str, str]] = {}
    for alias, facts in tools.items():
        if stands_for := text(mapping(facts).get("alias_of")):
            found.setdefault(stands_for, {})[alias] = text(mapping(facts).get("until"))
    return found


def names_for(previous: Mapping[str, Names], operations: Iterable[str]) -> Mapping[str, Names]:
    """The names by the operations of a later document, also where a path parameter is called otherwise."""
    renamed = followed(previous, operations)
    moved = {new: _moved(previous[old], followed_keys(old, new)) for old, new in renamed.items()}
    stayed = {operation: each for operation, each in previous.items() if operation not in renamed}
    return {**stayed, **moved}


def _moved(names: Names, keys: Mapping[str, str]) -> Names:
    return replace(
        names,
        arguments={keys.get(key, key): name for key, name in names.arguments.items()},
        argument_aliases={keys.get(key, key): each for key, each in names.argument_aliases.items()},
    )


def _is_usable(entry: Any) -> bool:
    name, arguments = mapping(entry).get("tool", ""), mapping(entry).get("arguments", {})
    secrets = mapping(entry).get("secrets", {})
    return (
        isinstance(entry, dict)
        and isinstance(name, str)
        and (not name or _TOOL.fullmatch(name) is not None)
        and isinstance(arguments, dict)
        and all(isinstance(each, str) and _is_argument(each) for each in arguments.values())
        and isinstance(secrets, dict)
        and all(isinstance(each, str) and _SECRET.fullmatch(each) for each in secrets.values())
    )


def _is_argument(name: str) -> bool:
    return naming.is_identifier(name) and name != "context"


def _only_secret(surface: Mapping[str, Any]) -> Mapping[str, str]:
    """The one secret of a package whose schemes all send it in one way; nothing for other packages."""
    secrets, sent = sequence(surface.get("secrets")), sequence(surface.get("authentication"))
    if len(secrets) != 1 or len(sent) != 1 or not _SECRET.fullmatch(text(secrets[0])):
        return {}
    return {f"={text(sent[0])}": text(secrets[0])}


def _names(
    entry: Mapping[str, Any],
    tools: Mapping[str, Any],
    aliases: Mapping[str, Mapping[str, str]],
    only: Mapping[str, str],
) -> Names:
    name, arguments = entry.get("tool", ""), entry.get("arguments", {})
    earlier: dict[str, dict[str, str]] = {}
    keys = {argument: key for key, argument in arguments.items()}
    for stands_for, alias, until in _earlier(mapping(tools.get(name))):
        if stands_for in keys:
            earlier.setdefault(keys[stands_for], {})[alias] = until
    return Names(name, arguments, aliases.get(name, {}), earlier, entry.get("secrets", only))


def _earlier(tool: Mapping[str, Any]) -> Iterator[tuple[str, str, str]]:
    """Of each deprecated argument the one that it stands for, its name, and the first version without it."""
    for argument in map(mapping, sequence(tool.get("arguments"))):
        found = [text(argument.get(key)) for key in ("deprecated_for", "name", "until")]
        if found[0]:
            yield found[0], found[1], found[2]


def _problem(file: str, message: str) -> Problem:
    hint = "it is generated: take it from the last commit, then generate again"
    return Problem("recorded-names-invalid", f"{file} {message}", None, "#/names", hint=hint)
