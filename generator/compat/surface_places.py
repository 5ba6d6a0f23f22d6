"""Finds where the parts of a surface are written, once somebody asks: documents have many fields, and few change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache, partial
from typing import Any, NamedTuple

from generator.compat.surface import API_ANSWER, Places
from generator.core.problems import Place
from generator.document.located import MarkedDict, marked_part, place_of
from generator.schemadiff.fields import FieldPlaces

BODY = "request_body"


@dataclass(frozen=True, slots=True)
class SurfacePlaces:
    """Places that are known by path, and schemas in which the places of fields are looked for.

    `schemas` are by part, such as `tools/Track/request_body`: each with the document that its
    references lead into. Several tell of one part where an API answers in several ways.
    """

    known: Mapping[str, Place]
    schemas: Mapping[str, tuple[tuple[Any, Any], ...]]
    _found: dict[str, Place | None] = field(default_factory=dict)
    _fields: dict[str, tuple[FieldPlaces, ...]] = field(default_factory=dict)

    def get(self, path: str, /) -> Place | None:
        """The place; None where none is known."""
        if path in self.known:
            return self.known[path]
        if path not in self._found:
            self._found[path] = self._find(path)
        return self._found[path]

    def _find(self, path: str) -> Place | None:
        return _field(path, self._fields_of)

    def _fields_of(self, part: str) -> Iterable[FieldPlaces]:
        if part not in self._fields:
            schemas = self.schemas.get(part, ())
            self._fields[part] = tuple(FieldPlaces(*each) for each in schemas)
        return self._fields[part]


def _field(path: str, schemas: Callable[[str], Iterable[FieldPlaces]]) -> Place | None:
    """The place of a field, looked for in the `schemas` of its part of a tool."""
    section, _, rest = path.partition("/")
    tool, _, where = rest.partition("/")
    for part in (BODY, API_ANSWER):
        if where.startswith(part):
            below = where.removeprefix(part)
            found = (each.of(below) for each in schemas(f"{section}/{tool}/{part}"))
            return next((each for each in found if each), None)
    return None


class ToolPointers(NamedTuple):
    """Where the parts of a tool are written, by their paths in it, and the schemas in which places of
    fields are looked for."""

    known: Mapping[str, str]
    schemas: Mapping[str, tuple[str, ...]]


class DocumentPlaces:
    """Places in a document, of which nothing is looked up before somebody asks for it.

    `known` has the pointers of what all tools share by path, `of_tool` finds those of a tool by its name.
    """

    def __init__(
        self, root: MarkedDict, known: Mapping[str, str], of_tool: Callable[[str], ToolPointers]
    ) -> None:
        self._root = root
        self._known = known
        self._of_tool = cache(of_tool)
        self._found: dict[str, Place | None] = {}
        # Of a large document only those parts get places that somebody asks for.
        self._part_at = cache(partial(marked_part, root))
        self._fields_of = cache(lambda path: tuple(self._read_fields(path)))

    def get(self, path: str, /) -> Place | None:
        """The place; None where none is known."""
        pointer = self._pointer(path)
        if pointer is not None and (place := place_of(self._root, pointer)):
            return place
        if path not in self._found:
            self._found[path] = _field(path, self._fields_of)
        return self._found[path]

    def _pointer(self, path: str) -> str | None:
        section, _, rest = path.partition("/")
        if section != "tools":
            return self._known.get(path)
        tool, _, where = rest.partition("/")
        return self._of_tool(tool).known.get(where)

    def _read_fields(self, path: str) -> Iterator[FieldPlaces]:
        _, tool, part = path.split("/", 2)
        for pointer in self._of_tool(tool).schemas.get(part, ()):
            yield FieldPlaces(self._part_at, self._part_at(pointer))


@dataclass(frozen=True, slots=True)
class ShownPlaces:
    """Places as they are shown to a person, which may be nowhere."""

    places: Places
    shown: Callable[[Place], Place | None]

    def get(self, path: str, /) -> Place | None:
        """The place; None where none is known or shown."""
        place = self.places.get(path)
        return self.shown(place) if place else None
