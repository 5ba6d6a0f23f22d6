"""What the rules for keywords and for unions ask of the comparison that they are part of."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Protocol

from generator.jsonschema.schema_walk import Schema
from generator.schemadiff.differences import SchemaDifference
from generator.schemadiff.normalize import NormalizedSchemas
from generator.schemadiff.prover import Prover


class Comparer(Protocol):
    """Compares two schemas at a path, whole or in part; the rules call it for what lies below."""

    schemas: NormalizedSchemas
    prover: Prover

    def compare(self, old: Schema, new: Schema, path: str) -> list[SchemaDifference]:
        """The differences at and below a path; none where both accept the same."""

    def compare_plain(self, old: Schema, new: Schema, path: str) -> list[SchemaDifference]:
        """The differences between two opened schemas, their unions left aside."""

    def compare_rule(
        self, old: Schema, new: Schema, before: Schema, after: Schema, path: str
    ) -> Iterator[SchemaDifference]:
        """One rule of each side, told by what the other side as a whole makes of it."""
