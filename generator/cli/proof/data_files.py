"""Reads JSON and TOML as strictly as any reader does, and tells which keys there are."""

import json
import re
import tomllib
from collections.abc import Hashable, Iterator
from typing import Any

from generator.cli.proof.reading import Reading

_OF_NAMES = (("project", "scripts"), ("tool", "uv", "sources"))
_NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)*")


def read_json(text: str) -> Reading:
    """Its keys are the document's; nothing may be said twice, or be no JSON."""
    try:
        json.loads(text, object_pairs_hook=_once, parse_constant=_none)
    except ValueError as error:
        return Reading(faults=(f"no JSON: {error}",))
    return Reading()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    found = dict(pairs)
    if len(found) != len(pairs):
        raise ValueError("a key stands twice")
    return found


def _none(name: str) -> Any:
    raise ValueError(f"{name} is no JSON")


def read_toml(text: str) -> Reading:
    """Its keys and the types of their values; where a key is the package's own name, that it is a name."""
    try:
        found = tomllib.loads(text)
    except ValueError as error:
        return Reading(faults=(f"no TOML: {error}",))
    parts = frozenset(_typed(found, ()))
    return Reading(parts, parts)


def _typed(value: Any, path: tuple[str, ...]) -> Iterator[Hashable]:
    if isinstance(value, dict):
        for key, each in value.items():
            is_name = path in _OF_NAMES and _NAME.fullmatch(key)
            yield from _typed(each, (*path, "a name" if is_name else key))
    else:
        yield path, type(value).__name__
