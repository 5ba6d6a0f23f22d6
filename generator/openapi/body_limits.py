"""Finds limits by the `x-max-bytes` extension on a body and on what stands in it."""

from collections.abc import Iterator, Mapping
from itertools import islice
from typing import Any

from generator.document import references
from generator.document.nodes import mapping, sequence
from generator.openapi.api import Limit
from generator.openapi.unsupported import Unsupported

_DEEPEST = 6
_MOST = 1000
_LEADING = frozenset(["$ref", "allOf", "properties", "items"])
"""Most schemas have none of these, and so no part that could have a limit."""


class BodyLimits:
    """The limits of the bodies of one document.

    Goes only where there is a limit, so that cost grows with schemas and not with ways to them; what
    bodies share is looked through once.
    """

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._leads: dict[tuple[str | int, int], bool] = {}

    def of(self, schema: Any, pointer: str) -> list[Limit]:
        """The limits of a body with the schema at the pointer, by their places in it.

        Raises `Unsupported` where a schema that refers back to itself gives a limit too many places.
        """
        found = list(islice(self._limits(schema, "", _DEEPEST), _MOST + 1))
        if len(found) > _MOST:
            raise Unsupported(f"its body has more than {_MOST} places with x-max-bytes", pointer)
        return sorted(set(found), key=lambda each: each.at)

    def _limits(self, schema: Any, at: str, depth: int) -> Iterator[Limit]:
        """The limits of a schema that stands at a place, and of its parts to a depth."""
        if not self._leads_to_limit(schema, depth):
            return
        node = self._node(schema)
        if _has_limit(node):
            yield Limit(at, node["x-max-bytes"])
        if depth:
            for step, part in _parts(node):
                yield from self._limits(part, at + step, depth - 1)

    def _leads_to_limit(self, schema: Any, depth: int) -> bool:
        if isinstance(schema, dict) and _LEADING.isdisjoint(schema):
            return _has_limit(schema)
        # By what is written, which the root keeps: what a reference with members beside it stands
        # for is made anew.
        ref = schema.get("$ref") if isinstance(schema, dict) and len(schema) == 1 else None
        key = (ref if isinstance(ref, str) else id(schema), depth)
        if key not in self._leads:
            self._leads[key] = self._holds_limit(self._node(schema), depth)
        return self._leads[key]

    def _holds_limit(self, node: Mapping[str, Any], depth: int) -> bool:
        return _has_limit(node) or (
            depth > 0 and any(self._leads_to_limit(part, depth - 1) for _, part in _parts(node))
        )

    def _node(self, schema: Any) -> Mapping[str, Any]:
        return mapping(references.follow(self._root, schema, "#")[1])


def _has_limit(node: Mapping[str, Any]) -> bool:
    most = node.get("x-max-bytes")
    return isinstance(most, int) and not isinstance(most, bool) and most > 0


def _parts(node: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """What stands in a value of the schema, each with how its place is written from there."""
    for part in sequence(node.get("allOf")):
        yield "", part
    for name, value in mapping(node.get("properties")).items():
        yield "/" + name.replace("~", "~0").replace("/", "~1"), value
    if isinstance(node.get("items"), dict):
        yield "/*", node["items"]
