"""What mends a fault of a document, as changes that a person can read, keep or drop."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from generator.core import pointers
from generator.core.json_value import node_at
from generator.core.path_placeholders import placeholders
from generator.document import references
from generator.document.nodes import mapping, sequence, text
from generator.validation.openapi_objects import owner_kind

# What decides where calls go and with which secret is for people to mend.
_LEFT_TO_PEOPLE = frozenset(
    ("security", "servers", "requestBody", "schema", "content", "in", "name")
)
_UNKNOWN = "means nothing here"


@dataclass(frozen=True, slots=True)
class Mend:
    """One change: the part at a pointer is removed, or `update` is merged into it."""

    pointer: str
    reason: str
    update: Any = None

    @property
    def removes(self) -> bool:
        """Whether it takes the part away."""
        return self.update is None


def removed(pointer: str, reason: str) -> Mend:
    """A change that takes a part away."""
    return Mend(pointer, reason)


def replaced(pointer: str, value: Any, reason: str) -> Iterator[Mend]:
    """The changes that put a value in the place of a member, whatever kind it had."""
    holder, _, _ = pointer.rpartition("/")
    yield Mend(pointer, reason)
    yield Mend(holder, reason, {pointers.split(pointer)[-1]: value})


def object_mends(root: Mapping[str, Any], pointer: str, message: str) -> Iterator[Mend]:
    """What mends a finding at a pointer outside of schemas; nothing where only a person can tell."""
    kind, rest = owner_kind(pointer)
    if len(rest) == 1 and _UNKNOWN in message:
        yield removed(pointer, "OpenAPI gives it no meaning.")
    elif kind == "document":
        yield from _document_mends(root, pointer, rest)
    elif kind == "operation":
        yield from _operation_mends(root, pointer, rest)
    elif kind == "parameter":
        yield from _parameter_mends(root, pointer, rest)
    elif kind == "response" and not rest and isinstance(node_at(root, pointer), dict):
        yield Mend(pointer, "A response has to have a description.", {"description": ""})


def _document_mends(root: Mapping[str, Any], pointer: str, rest: tuple[str, ...]) -> Iterator[Mend]:
    info = mapping(root.get("info"))
    if rest == ("info", "version") and isinstance(info.get("version"), (int, float, Decimal)):
        yield Mend("#/info", "A version is text.", {"version": str(info["version"])})
    elif rest == ("info",) or not rest:
        missing = {"title": "API", "version": "1"}
        update = {key: value for key, value in missing.items() if not text(info.get(key))}
        if "info" not in root:
            yield Mend(pointers.ROOT, "A document has to have an info.", {"info": update})
        elif update and isinstance(root["info"], dict):
            yield Mend("#/info", "An info has to have a title and a version.", update)
    elif rest[:1] == ("tags",) and rest[2:] in ((), ("name",)) and len(rest) > 1:
        yield removed(pointers.join(rest[:2]), "Each tag is declared once, with its name.")
    elif rest[0] in ("tags", "externalDocs", "info") and len(rest) <= 2:
        yield removed(pointer, "It is not what OpenAPI has here, and no tool needs it.")


def _operation_mends(
    root: Mapping[str, Any], pointer: str, rest: tuple[str, ...]
) -> Iterator[Mend]:
    if not rest:
        node = mapping(node_at(root, pointer))
        if "responses" not in node:
            yield Mend(pointer, "What comes back is not documented.", _UNDOCUMENTED)
        if missing := _missing_parameters(root, pointer):
            reason = "Each placeholder of the path needs its parameter."
            yield Mend(pointer, reason, {"parameters": missing})
    elif rest == ("operationId",):
        yield removed(pointer, "Another operation has this operationId.")
    elif rest == ("responses",):
        if isinstance(node_at(root, pointer), dict):
            yield Mend(pointer, "What comes back is not documented.", _UNDOCUMENTED["responses"])
        else:
            yield from replaced(pointer, _UNDOCUMENTED["responses"], "Responses are an object.")
    elif len(rest) == 1 and rest[0] not in _LEFT_TO_PEOPLE:
        yield removed(pointer, "It is not what OpenAPI has here.")


_UNDOCUMENTED: dict[str, Any] = {"responses": {"default": {"description": ""}}}


def _missing_parameters(root: Mapping[str, Any], pointer: str) -> list[dict[str, Any]]:
    """Parameters for the placeholders of an operation's path that have none."""
    parts = pointers.split(pointer)
    if len(parts) < 3 or parts[0] != "paths":
        return []
    holders = (pointers.join(parts[:2]), pointer)
    entries = [
        each for at in holders for each in sequence(mapping(node_at(root, at)).get("parameters"))
    ]
    nodes = [mapping(references.follow(root, each, pointer)[1]) for each in entries]
    known = {text(node.get("name")) for node in nodes if node.get("in") == "path"}
    schema = {"type": "string"}
    return [
        {"name": name, "in": "path", "required": True, "schema": schema}
        for name in placeholders(parts[1])
        if name not in known
    ]


def _parameter_mends(
    root: Mapping[str, Any], pointer: str, rest: tuple[str, ...]
) -> Iterator[Mend]:
    node = mapping(node_at(root, pointer))
    if rest == ("required",) or (not rest and node.get("in") == "path" and "required" not in node):
        holder = pointer.removesuffix("/required")
        yield Mend(holder, "A parameter in the path is always required.", {"required": True})
    elif not rest and node.get("in") == "path":
        yield from _astray_mends(root, pointer, node)
    elif len(rest) == 1 and rest[0] not in _LEFT_TO_PEOPLE:
        yield removed(pointer, "It is not what OpenAPI has here.")


def _astray_mends(root: Mapping[str, Any], pointer: str, node: Mapping[str, Any]) -> Iterator[Mend]:
    """What mends a parameter that the path has no place for, and one that is given twice."""
    parts = pointers.split(pointer)
    if len(parts) < 5 or parts[0] != "paths" or text(node.get("name")) in placeholders(parts[1]):
        return
    missing = _missing_parameters(root, pointers.join(parts[:3]))
    if len(missing) == 1:
        name = missing[0]["name"]
        yield Mend(pointer, "The path has another name for it.", {"name": name})
    else:
        yield removed(pointer, "The path has no place for it.")
