"""Takes the forms of a union apart by the property whose value tells them from each other."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from generator.core.json_value import canonical
from generator.jsonschema.schema_walk import Schema, values_of
from generator.schemadiff.normalize import NormalizedSchemas


def split_by_discriminator(
    schemas: NormalizedSchemas, branches: list[Schema], others: list[Schema]
) -> list[Schema]:
    """The branches, each in as many as the others make of it, so that together they accept the same.

    Forms that differ in the value of one property alone are often written as one.
    """
    opened = [schemas.open(each) for each in branches]
    against = [schemas.open(each) for each in others]
    for name in sorted(opened[0].get("properties", {})) if opened else ():
        tags = [_listed(schemas, each, name) for each in against]
        if all(_listed(schemas, each, name) for each in opened) and _are_apart(tags):
            return [
                piece
                for each in opened
                for piece in _pieces(each, name, _listed(schemas, each, name), tags)
            ]
    return branches


def _listed(schemas: NormalizedSchemas, branch: Schema, name: str) -> dict[str, Any]:
    """The values that a property of a branch may have, by their text; empty where any may stand."""
    part = schemas.open(branch.get("properties", {}).get(name, {}))
    return {canonical(value): value for value in values_of(part) or ()}


def _are_apart(tags: list[dict[str, Any]]) -> bool:
    every = [text for each in tags for text in each]
    return all(tags) and len(set(every)) == len(every)


def _pieces(
    branch: Schema, name: str, own: dict[str, Any], tags: list[dict[str, Any]]
) -> Iterator[Schema]:
    known = {text for each in tags for text in each}
    groups = [[own[text] for text in each if text in own] for each in tags]
    groups.append([value for text, value in own.items() if text not in known])
    filled = [each for each in groups if each]
    for values in filled:
        part = {"enum": values} if len(filled) > 1 else branch["properties"][name]
        yield {**branch, "properties": {**branch["properties"], name: part}}
