"""Goes through OpenAPI's objects by what holds them, so that one can be put in another's place."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.core import pointers
from generator.core.problems import Place
from generator.document.located import MarkedDict, MarkedList
from generator.validation.openapi_objects import LIST, MAP, MEMBERS, ONE

# What OpenAPI's objects hold besides what is checked, and Swagger's where they differ.
_ALSO: Mapping[str, Mapping[str, tuple[str, str]]] = {
    "document": {
        "info": (ONE, "info"),
        "servers": (LIST, "server"),
        "tags": (LIST, "tag"),
        "definitions": (MAP, "schema"),
        "parameters": (MAP, "parameter"),
        "responses": (MAP, "response"),
        "securityDefinitions": (MAP, "security scheme"),
    },
    "components": {
        "examples": (MAP, "example"),
        "links": (MAP, "link"),
        "securitySchemes": (MAP, "security scheme"),
    },
    "response": {"schema": (ONE, "schema"), "links": (MAP, "link")},
    **{kind: {"examples": (MAP, "example")} for kind in ("parameter", "header", "media type")},
}

# Whole sections and lists stand in files of their own as well, although OpenAPI has no such thing.
_HOLDERS = {MAP: MarkedDict, LIST: MarkedList}


@dataclass(frozen=True, slots=True)
class Slot:
    """A member or item: what holds it, its key or index there, and its pointer in the one document;
    the file that it was written in, how many objects it is, and what OpenAPI calls them.

    `outer` is what it is in, and `stands_for` what was written in the other file, if it was put in
    the place of a reference.
    """

    holder: Any
    key: Any
    pointer: str
    file: str
    kind: str
    many: str = ONE
    outer: Slot | None = None
    stands_for: Any = None

    @property
    def value(self) -> Any:
        """The object, or the array or object that holds several."""
        return self.holder[self.key]

    def put(self, value: Any, place: Place | None) -> None:
        """Puts something in its place, which stands somewhere else."""
        self.holder[self.key] = value
        if place is not None:
            self.holder.places[self.key] = place

    def is_in(self, node: Any) -> bool:
        """Whether it is, or stands inside of, what a node is."""
        slot: Slot | None = self
        while slot is not None and slot.value is not node and slot.stands_for is not node:
            slot = slot.outer
        return slot is not None


def slots_inside(slot: Slot) -> Iterator[Slot]:
    """The members and items that OpenAPI gives a kind."""
    node = slot.value
    if slot.many != ONE:
        keys: Any = range(len(node)) if isinstance(node, MarkedList) else list(node)
        for key in keys if isinstance(node, _HOLDERS[slot.many]) else ():
            pointer = pointers.child(slot.pointer, key)
            yield Slot(node, key, pointer, slot.file, slot.kind, outer=slot)
        return
    for key in list(node) if isinstance(node, MarkedDict) else ():
        many, kind = _member(slot.kind, key)
        is_extension = key.startswith("x-") and slot.kind != "callback"
        if kind and not is_extension:
            pointer = pointers.child(slot.pointer, key)
            yield Slot(node, key, pointer, slot.file, kind, many, slot)


def _member(kind: str, key: str) -> tuple[str, str]:
    """How many objects a member holds, and their kind; empty where it holds none."""
    if kind == "callback":
        return ONE, "path item"
    none = ("", "")
    return MEMBERS.get(kind, {}).get(key, none if kind not in _ALSO else _ALSO[kind].get(key, none))
