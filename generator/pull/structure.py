"""What an OpenAPI document says apart from its prose, so that two documents can be compared by it."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from enum import Enum
from typing import Any

from generator.core import pointers
from generator.core.schema_keywords import DEFINITIONS, SCHEMA_MAPS
from generator.document import references
from generator.document.nodes import mapping

PROSE = frozenset({"title", "summary", "description", "example", "examples", "$comment"})

# Under these keywords the keys are names, so that a property called `title` is no prose.
NAMES = frozenset(
    (
        *SCHEMA_MAPS,
        *DEFINITIONS,
        *("dependentRequired", "schemas", "parameters", "requestBodies", "headers", "links"),
        *("securitySchemes", "callbacks", "pathItems", "mediaTypes", "content", "encoding"),
        *("variables", "mapping", "scopes", "responses", "paths"),
    )
)

_DATA = frozenset({"default", "const", "enum"})


class KeyRole(Enum):
    """How the keys of an object are read, or those of the objects in a list."""

    FIELDS = "fields"
    """Keywords, of which prose and `x-` say nothing about the structure."""
    NAMES = "names"
    """Names, every one of which counts."""
    ENTRIES = "entries"
    """Paths or status codes, which extensions may stand beside."""
    SECTIONS = "sections"
    """The sections of `components`, each of them an object of names."""
    DATA = "data"
    """A value that the API sends or takes; here even the order of a list means something."""


def role_of(role: KeyRole, key: str, value: Any) -> KeyRole:
    """How to read the member `key` of an object that is read as `role`."""
    if role is KeyRole.DATA or (role is KeyRole.FIELDS and key in _DATA):
        return KeyRole.DATA
    if role in (KeyRole.NAMES, KeyRole.ENTRIES):
        return KeyRole.FIELDS
    if role is KeyRole.SECTIONS:
        return KeyRole.NAMES
    if key in ("paths", "responses"):
        return KeyRole.ENTRIES
    if key == "components":
        return KeyRole.SECTIONS
    # A security requirement is an object of scheme names.
    return KeyRole.NAMES if key == "security" or key in NAMES and isinstance(value, dict) else role


def skeleton(node: Any, role: KeyRole = KeyRole.FIELDS) -> Any:
    """A plain copy of a document, or of a part read as `role`, without what is prose.

    Left out are titles, summaries, descriptions, examples and `x-` keys.
    """
    if isinstance(node, Mapping):
        return {
            key: skeleton(value, role_of(role, key, value))
            for key, value in node.items()
            if not is_prose(role, key)
        }
    if isinstance(node, list):
        return [skeleton(item, role) for item in node]
    return node


def reached(document: Mapping[str, Any]) -> frozenset[tuple[str, str]]:
    """Section and name of the components that count: those that paths and shared responses lead to.

    Security schemes all count. A shared response counts even where no operation names it, because
    vendors list their errors there and forget to.
    """
    starts = [pointers.join(("paths",)), pointers.join(("components", "responses"))]
    used = {tuple(pointers.split(each)[1:3]) for each in references.reachable(document, starts)}
    return frozenset(
        (section, name)
        for section, members in mapping(document.get("components")).items()
        for name in mapping(members)
        if section in ("securitySchemes", "responses") or (section, name) in used
    )


def only(document: Mapping[str, Any], components: Collection[tuple[str, str]]) -> dict[str, Any]:
    """The document with these of its components and no others."""
    kept = {
        section: {
            name: value for name, value in mapping(members).items() if (section, name) in components
        }
        for section, members in mapping(document.get("components")).items()
    }
    rest = {key: value for key, value in document.items() if key != "components"}
    kept = {section: members for section, members in kept.items() if members}
    return {**rest, "components": kept} if kept else rest


def is_prose(role: KeyRole, key: str) -> bool:
    """Whether the member `key` of an object read as `role` says nothing about the structure."""
    if role is KeyRole.FIELDS:
        return key in PROSE or key.startswith("x-")
    return role in (KeyRole.ENTRIES, KeyRole.SECTIONS) and key.startswith("x-")
