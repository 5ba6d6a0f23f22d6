"""Brings Swagger 2.0's schemas into the words of OpenAPI 3.0."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from generator.core.problems import Place
from generator.core.schema_keywords import SCHEMA_LISTS, SCHEMA_MAPS
from generator.document.located import MarkedDict, MarkedList

_ONE_OR_LIST = frozenset(("items", "additionalProperties", "not", "additionalItems"))

Member = tuple[str, Any, Place | None]


def made(source: MarkedDict, members: Iterable[Member]) -> MarkedDict:
    """An object that stands where `source` does, with members that stand where they say."""
    result = MarkedDict(place=source.place)
    for key, value, place in members:
        result[key] = value
        result.places[key] = place or source.place or Place("", 1, 1)
    return result


def swagger_members(node: MarkedDict, keys: Iterable[str] | None = None) -> Iterable[Member]:
    """The object's members with their places: all of them, or those of these that it has."""
    for key in node if keys is None else keys:
        if key in node:
            yield key, node[key], node.places.get(key)


def changed(node: MarkedDict, change: Callable[[str, Any], Any]) -> MarkedDict:
    """The object with every member as `change` makes it of its key and value."""
    return made(node, ((key, change(key, value), at) for key, value, at in swagger_members(node)))


class SwaggerSchemas:
    """Converts schemas, what aliases share once; `references` are the objects made with a `$ref`."""

    def __init__(self) -> None:
        self.references: list[MarkedDict] = []
        self._made: dict[int, tuple[Any, Any]] = {}

    def convert(self, node: Any) -> Any:
        """The schema in 3.0's words; what is none stays as it is."""
        if not isinstance(node, MarkedDict):
            return node
        known = self._made.get(id(node))
        if known is None:
            # The original is kept as well, so that its id stays its own.
            known = self._made[id(node)] = (node, self._converted(node))
        return known[1]

    def _converted(self, node: MarkedDict) -> MarkedDict:
        result = changed(node, self._member)
        if isinstance(result.get("$ref"), str):
            self.references.append(result)
            return result
        if isinstance(name := result.get("discriminator"), str):
            at = result.places["discriminator"]
            result["discriminator"] = made(node, [("propertyName", name, at)])
        if result.get("x-nullable") is True and "nullable" not in result:
            result["nullable"] = True
            result.places["nullable"] = result.places["x-nullable"]
        if result.get("type") == "file":
            result["type"], result["format"] = "string", "binary"
            result.places.setdefault("format", result.places["type"])
        return result

    def _member(self, key: str, value: Any) -> Any:
        if key in SCHEMA_MAPS and isinstance(value, MarkedDict):
            return changed(value, lambda _, each: self.convert(each))
        if isinstance(value, MarkedList) and (key in SCHEMA_LISTS or key == "items"):
            items = MarkedList(map(self.convert, value), value.place)
            items.places = value.places
            return items
        return self.convert(value) if key in _ONE_OR_LIST else value
