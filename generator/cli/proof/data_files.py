"""Reads JSON and TOML as strictly as any reader does, and tells which keys there are."""

import json
import tomllib
from collections.abc import Hashable, Iterator
from typing import Any

from generator.cli.proof.reading import Reading


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
    """Its keys and the types of their values."""
    try:
        found = tomllib.loads(text)
    except ValueError as error:
        return Reading(faults=(f"no TOML: {error}",))
    parts = frozenset(_typed(found, ()))
    return Reading(parts, parts)


def _typed(value: Any, path: tuple[str, ...]) -> Iterator[Hashable]:
    if isinstance(value, dict):
        for key, each in value.items():
            yield from _typed(each, (*path, key))
    else:
        yield path, type(value).__name__
