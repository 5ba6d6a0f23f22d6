"""Which properties of a schema its examples name although every part of it marks them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from typing import Any

from generator.core.schema_keywords import IN_PLACE
from generator.jsonschema.closure import Closure
from generator.jsonschema.schema_walk import Schema

_MOST_STEPS = 20_000
"""Beyond these an example says nothing any more: none is that long."""


def named_properties(
    closure: Closure, examples: Sequence[Any], is_marked: Callable[[Schema], bool]
) -> frozenset[int]:
    """The identities of the schemas of those properties.

    One that any part leaves unmarked is there without them.
    """
    found: set[int] = set()
    seen: set[tuple[frozenset[int], int]] = set()
    waiting: list[tuple[list[Schema], Any]] = [([closure.root], value) for value in examples]
    while waiting and len(seen) < _MOST_STEPS:
        schemas, value = waiting.pop()
        key = (frozenset(map(id, schemas)), id(value))
        if key in seen or not isinstance(value, (dict, list)):
            continue
        seen.add(key)
        parts = [part for schema in schemas for part in in_place(closure, schema)]
        if isinstance(value, list):
            waiting += [
                ([part["items"] for part in parts if "items" in part], each) for each in value
            ]
            continue
        for name, member in value.items():
            stated = [
                part["properties"][name] for part in parts if name in part.get("properties", {})
            ]
            if all(map(is_marked, stated)):
                found.update(map(id, stated))
            extra = [
                part["additionalProperties"] for part in parts if "additionalProperties" in part
            ]
            waiting.append((stated or extra, member))
    return frozenset(found)


def in_place(closure: Closure, schema: Schema) -> Iterator[Schema]:
    """The schema and all that stands for the same value, references followed, each once."""
    waiting, seen = [schema], {""}
    while waiting:
        part = waiting.pop()
        yield part
        target = part.get("$ref", "")
        if target not in seen:
            seen.add(target)
            waiting.append(closure.defs[target])
        waiting += [each for keyword in IN_PLACE for each in part.get(keyword, ())]
