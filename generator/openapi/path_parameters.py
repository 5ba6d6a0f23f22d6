"""Brings a path and its parameters together where a document declares too few, or others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.core.path_placeholders import placeholders
from generator.document.nodes import text
from generator.openapi.api import Parameter

Declared = tuple[str, Mapping[str, Any]]
"""A parameter and its pointer."""


def matched_to_path(path: str, declared: Sequence[Declared]) -> list[Declared]:
    """The parameters without those in the path that it has no placeholder for.

    Where there is one such, and one placeholder without a parameter, they are taken for each other.
    """
    names = placeholders(path)
    found = [each for each in declared if not _is_astray(each, names)]
    astray = [each for each in declared if _is_astray(each, names)]
    missing = _missing(names, found)
    if len(missing) == len(astray) == 1:
        where, node = astray[0]
        found.append((where, {**node, "name": missing[0]}))
    return found


def undeclared(path: str, declared: Iterable[Declared], pointer: str) -> Iterator[Parameter]:
    """A required string for each placeholder without a parameter: a value has to stand there."""
    for name in _missing(placeholders(path), declared):
        yield Parameter(name, "path", True, "", {"type": "string"}, "simple", False, pointer)


def _missing(names: Iterable[str], declared: Iterable[Declared]) -> list[str]:
    known = {text(node.get("name")) for _, node in declared if node.get("in") == "path"}
    return [name for name in names if name not in known]


def _is_astray(parameter: Declared, names: Sequence[str]) -> bool:
    _, node = parameter
    return node.get("in") == "path" and node.get("name") not in names
