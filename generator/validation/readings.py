"""Says how a faulty part is read as it is, for whoever cannot mend the document."""

from __future__ import annotations

from typing import Any

from generator.core.json_value import node_at
from generator.core.schema_types import meant_types
from generator.validation.openapi_objects import owner_kind


def reading_of(root: Any, pointer: str) -> str:
    """How the part at the pointer of a finding is read; empty where nothing need be said."""
    kind, rest = owner_kind(pointer)
    if kind != "schema" or not rest:
        return ""
    if rest[0] == "default":
        return "the default is not told where it does not fit"
    if rest[0] == "type":
        meant = meant_types(node_at(root, pointer)) if len(rest) == 1 else None
        return f"it is read as {meant}" if isinstance(meant, str) else "it is read as any type"
    return ""
