"""An original document, read by nothing of toolgen's: plain values, references, operations."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote

from .swagger import as_openapi

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")
_IGNORED = ("accept", "content-type", "authorization")
"""Header parameters of these names "shall be ignored", as OpenAPI says: other fields tell them."""
_MOST_HOPS = 32


@dataclass(frozen=True, slots=True)
class Place:
    """A value and the pointer at which it stands, references followed."""

    pointer: str
    value: Any


@dataclass(frozen=True, slots=True)
class Operation:
    """One method on one path."""

    method: str
    path: str
    parameters: tuple[dict[str, Any], ...]
    contents: dict[str, Place]
    """The media types of the request body."""
    body_required: bool
    responses: dict[str, Any]

    @property
    def key(self) -> str:
        """Such as `POST /people/{id}`."""
        return f"{self.method} {self.path}"


class Original:
    """The document, and what OpenAPI says about where things are in it."""

    def __init__(self, file: Path) -> None:
        given: dict[str, Any] = json.loads(file.read_text(encoding="utf-8-sig"))
        said = str(given.get("openapi") or given.get("swagger") or "?")
        self.version = ".".join(said.split(".")[:2])
        """Such as `3.0`, or `2.0` for Swagger."""
        self.root = as_openapi(given)

    def keys(self) -> list[tuple[str, str]]:
        """Method and path of every operation."""
        return [
            (method.upper(), path)
            for path, item in self.root.get("paths", {}).items()
            for method in self.follow(Place(_join("#/paths", path), item)).value
            if method in METHODS
        ]

    def operations(self) -> Iterator[Operation]:
        """Every operation, whichever version the document is of."""
        for method, path in self.keys():
            item = self.follow(Place(_join("#/paths", path), self.root["paths"][path]))
            yield self._operation(method, path, item)

    def follow(self, place: Place) -> Place:
        """The place where a value really stands."""
        for _ in range(_MOST_HOPS):
            reference = place.value.get("$ref") if isinstance(place.value, dict) else None
            if not isinstance(reference, str):
                return place
            place = Place(reference, resolve(self.root, reference))
        return place

    def child(self, place: Place, name: str) -> Place:
        """A member of an object, references followed; its value is {} where there is none."""
        value = place.value.get(name, {}) if isinstance(place.value, dict) else {}
        return self.follow(Place(_join(place.pointer, name), value))

    def _operation(self, method: str, path: str, item: Place) -> Operation:
        node = self.child(item, method.lower())
        body = self.child(node, "requestBody")
        content = self.child(body, "content")
        return Operation(
            method,
            path,
            tuple(self._parameters(item, node)),
            {name: self.child(content, name) for name in content.value},
            bool(body.value.get("required")),
            self.child(node, "responses").value,
        )

    def _parameters(self, item: Place, node: Place) -> Iterator[dict[str, Any]]:
        """The operation's own, and those of its path that it does not replace; none to be ignored."""
        found: dict[tuple[str, str], dict[str, Any]] = {}
        for holder in (item.value, node.value):
            for each in holder.get("parameters", []):
                value = self.follow(Place("#", each)).value
                if not is_ignored(value):
                    found[value.get("in", ""), value.get("name", "")] = value
        return iter(found.values())


def is_ignored(parameter: dict[str, Any]) -> bool:
    """Whether OpenAPI has the parameter mean nothing."""
    name = str(parameter.get("name", "")).lower()
    return parameter.get("in") == "header" and name in _IGNORED


def resolve(root: Any, reference: str) -> Any:
    """What a reference within the document points at; {} where there is nothing."""
    node = root
    for part in reference.removeprefix("#").split("/")[1:]:
        part = unquote(part).replace("~1", "/").replace("~0", "~")
        try:
            node = node[int(part)] if isinstance(node, list) else node[part]
        except (KeyError, IndexError, ValueError, TypeError):
            return {}
    return node


def _join(pointer: str, name: str) -> str:
    return f"{pointer}/{name.replace('~', '~0').replace('/', '~1')}"
