"""The members of a JSON body that may say which page of a list is wanted, whatever they stand in."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.document.nodes import mapping, text

Path = tuple[str, ...]
_HOLDERS = ("page", "pagination", "paging")
"""What objects in a body are called that say which page is wanted."""
_DEEPEST = 3
_DEFS = "#/$defs/"


def page_members(body: Mapping[str, Any]) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The paths of members of one value, and their schemas: the body's own, and those of objects that tell of pages."""
    yield from _members(body, body, (), set())


def _members(
    root: Mapping[str, Any], schema: Mapping[str, Any], path: Path, visited: set[str]
) -> Iterator[tuple[Path, Mapping[str, Any]]]:
    """The members of one value, those of objects that tell of pages included, each with its path."""
    for name, each in mapping(schema.get("properties")).items():
        member, reference = _referred(root, mapping(each))
        kinds = kinds_of(member)
        if kinds and kinds <= {"string", "integer", "number"}:
            if not path or path[-1] in _HOLDERS:
                yield (*path, name), member
        elif len(path) < _DEEPEST and "properties" in member and reference not in visited:
            visited |= {reference} - {""}
            yield from _members(root, member, (*path, name), visited)


def _referred(root: Mapping[str, Any], schema: Mapping[str, Any]) -> tuple[Mapping[str, Any], str]:
    """What the schema refers to, and by which reference; itself without one."""
    reference = text(schema.get("$ref"))
    if not reference.startswith(_DEFS):
        return schema, ""
    return mapping(mapping(root.get("$defs")).get(reference.removeprefix(_DEFS))), reference


def kinds_of(schema: Mapping[str, Any]) -> set[str]:
    """The types of its values, null aside."""
    kinds = schema.get("type")
    return {*([kinds] if isinstance(kinds, str) else kinds or ())} - {"null"}
