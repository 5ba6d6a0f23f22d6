"""Finds where the parts of a surface are written, once somebody asks: documents have many fields, and few change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.compat.surface import API_ANSWER, Places
from generator.core.json_value import node_at
from generator.core.problems import Place
from generator.document.located import MarkedDict, marked, place_of
from generator.schemadiff.fields import field_place

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

    def get(self, path: str, /) -> Place | None:
        """The place; None where none is known."""
        if path in self.known:
            return self.known[path]
        if path not in self._found:
            self._found[path] = self._find(path)
        return self._found[path]

    def _find(self, path: str) -> Place | None:
        section, _, rest = path.partition("/")
        tool, _, where = rest.partition("/")
        for part in (BODY, API_ANSWER):
            if where.startswith(part):
                schemas = self.schemas.get(f"{section}/{tool}/{part}", ())
                found = (field_place(*each, where.removeprefix(part)) for each in schemas)
                return next((each for each in found if each), None)
        return None


class DocumentPlaces:
    """Places in a document, of which nothing is looked up before somebody asks for it.

    `known` has the pointers of parts by path, `schemas` those of the schemas in which places of
    fields are looked for.
    """

    def __init__(
        self, root: MarkedDict, known: Mapping[str, str], schemas: Mapping[str, tuple[str, ...]]
    ) -> None:
        self._root = root
        self._known = known
        self._schemas = schemas
        self._in_fields: SurfacePlaces | None = None

    def get(self, path: str, /) -> Place | None:
        """The place; None where none is known."""
        pointer = self._known.get(path)
        place = None if pointer is None else place_of(self._root, pointer)
        if place is None and path.startswith("tools/"):
            self._in_fields = self._in_fields or self._look_into_fields()
            place = self._in_fields.get(path)
        return place

    def _look_into_fields(self) -> SurfacePlaces:
        root = marked(self._root)
        found = {
            part: tuple((root, node_at(root, pointer)) for pointer in pointers)
            for part, pointers in self._schemas.items()
        }
        return SurfacePlaces({}, found)


@dataclass(frozen=True, slots=True)
class ShownPlaces:
    """Places as they are shown to a person, which may be nowhere."""

    places: Places
    shown: Callable[[Place], Place | None]

    def get(self, path: str, /) -> Place | None:
        """The place; None where none is known or shown."""
        place = self.places.get(path)
        return self.shown(place) if place else None
