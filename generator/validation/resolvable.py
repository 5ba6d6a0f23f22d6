"""Makes the copy of a document in which a validator may follow every reference."""

from __future__ import annotations

from typing import Any

from generator.document import references
from generator.document.located import MarkedDict
from generator.document.reference_walk import REF


def resolvable(root: MarkedDict) -> dict[str, Any] | None:
    """The document without broken references; None where it has none, so that no copy is needed.

    An empty object stands for what is missing, and a parameter of no consequence for a parameter.
    Defaults that look like references, which the validator would follow, are left out.
    """
    broken = {id(reference.node) for reference in references.broken(root)}
    copy = _Copy(broken)
    result: dict[str, Any] = copy.of(root)
    return result if copy.is_changed else None


class _Copy:
    """Copies parts; what aliases share is copied once."""

    def __init__(self, broken: set[int]) -> None:
        self._broken = broken
        self._done: dict[int, Any] = {}
        self.is_changed = False

    def of(self, node: Any) -> Any:
        """The copy of a part."""
        if not isinstance(node, (dict, list)):
            return node
        if id(node) not in self._done:
            self._done[id(node)] = (
                self._mapping(node) if isinstance(node, dict) else self._items(node)
            )
        return self._done[id(node)]

    def _mapping(self, node: dict[str, Any]) -> dict[str, Any]:
        if id(node) in self._broken:
            self.is_changed = True
            return {}
        result = {}
        for key, value in node.items():
            if key == "default" and isinstance(value, dict) and REF in value:
                self.is_changed = True
            elif key == "parameters" and isinstance(value, list):
                result[key] = self._parameters(value)
            else:
                result[key] = self.of(value)
        return result

    def _items(self, node: list[Any]) -> list[Any]:
        return [self.of(item) for item in node]

    def _parameters(self, node: list[Any]) -> list[Any]:
        stand_in = {"in": "cookie", "schema": {}}
        return [
            self.of(item) or {"name": f"{index}", **stand_in} for index, item in enumerate(node)
        ]
