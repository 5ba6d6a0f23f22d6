"""To what values a schema of a document confines one of its properties."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.core import pointers
from generator.core.json_value import is_equal, node_at

_MOST_HOPS = 32


class PropertyValues:
    """What schemas of a document say of a property, in themselves and in their ``allOf`` parts."""

    def __init__(self, document: Mapping[str, Any]) -> None:
        self._document = document

    def of(self, schema: Any, name: str) -> list[Any] | None:
        """The values that the property may have; None for any."""
        values: list[Any] | None = None
        for part in self._schemas(schema, name):
            stated = [part["const"]] if "const" in part else part.get("enum")
            if isinstance(stated, list):
                values = stated if values is None else _both(values, stated)
        return values

    def may_be_text(self, schema: Any, name: str) -> bool:
        """Whether no type is stated for the property, or a string among others."""
        kinds = [part["type"] for part in self._schemas(schema, name) if "type" in part]
        return all("string" in (kind if isinstance(kind, list) else [kind]) for kind in kinds)

    def _schemas(self, schema: Any, name: str) -> Iterator[Mapping[str, Any]]:
        seen: set[str] = set()
        waiting = [schema]
        while waiting and len(seen) < _MOST_HOPS:
            part = waiting.pop()
            if not isinstance(part, dict):
                continue
            if (target := normal(part.get("$ref"))) and target not in seen:
                seen.add(target)
                waiting.append(node_at(self._document, target))
            waiting += items(part, "allOf")
            stated = part.get("properties")
            found = stated.get(name) if isinstance(stated, dict) else None
            if isinstance(found, dict) and "$ref" in found:
                found = node_at(self._document, normal(found["$ref"]))
            if isinstance(found, dict):
                yield found


def items(schema: Any, keyword: str) -> Sequence[Any]:
    """The list that a keyword of a schema holds; empty for anything else."""
    value = schema.get(keyword) if isinstance(schema, dict) else None
    return value if isinstance(value, list) else ()


def normal(reference: Any) -> str:
    """The one spelling of a reference into the document; "" for any other."""
    if not isinstance(reference, str) or not reference.startswith("#/"):
        return ""
    try:
        return pointers.spelled(reference)
    except ValueError:
        return ""


def _both(left: list[Any], right: list[Any]) -> list[Any]:
    return [each for each in left if any(is_equal(each, other) for other in right)]
