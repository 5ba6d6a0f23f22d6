"""Finds where the parts of a surface are written, once somebody asks: documents have many fields, and few change."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from generator.compat.surface import API_ANSWER, Places
from generator.core.problems import Place
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


@dataclass(frozen=True, slots=True)
class ShownPlaces:
    """Places as they are shown to a person, which may be nowhere."""

    places: Places
    shown: Callable[[Place], Place | None]

    def get(self, path: str, /) -> Place | None:
        """The place; None where none is known or shown."""
        place = self.places.get(path)
        return self.shown(place) if place else None
