"""Where what a schema says comes from, keyword by keyword, and each value of an enumeration by itself."""

from collections.abc import Iterator, Mapping
from typing import Any

from generator.core import pointers
from generator.core.json_value import canonical, look_up
from generator.core.schema_keywords import IN_PLACE
from generator.emit.plain_text import plain_text
from generator.plan.corrected import SchemaWalk
from generator.plan.origins.origin import ROOT, Origin, Sources

Parts = Mapping[str, Mapping[str, None]]
"""Pointers of the document's schemas, by the path of the value that each speaks of."""

_HOLDERS = frozenset(
    (
        *("$ref", "$defs", "properties", "patternProperties", "items", "prefixItems"),
        *("allOf", "anyOf", "oneOf", "if", "then", "else"),
    )
)
"""Keywords that say nothing of a value by themselves."""
_SAME_VALUE = ("if", "then", "else")
_MEMBERS = ("items", "additionalProperties")
MADE = "toolgen puts what stands there into the JSON Schema of a call"


def visited(sources: Sources, start: str) -> Parts:
    """The parts of the document that a schema is made of, by the path of the value that each speaks of."""
    walk = SchemaWalk(sources.corrected, all_of_it=True)
    walk.schema(start, "", (), ())
    return walk.visited


def of_parts(sources: Sources, parts: Parts, name: str) -> Iterator[Origin]:
    """Names and keywords of the document's schemas; `name` stands before the path of each."""
    for path, places in parts.items():
        for pointer in places:
            for keyword, value, at in _keywords(sources, path, pointer):
                yield sources.theirs(f"{name}{path}" or ROOT, keyword, value, at)


def made_of(sources: Sources, schema: Any, known: Parts, name: str, start: str) -> Iterator[Origin]:
    """What toolgen made of what the document says: the parts of a file, subtypes of a base, merged texts."""
    said = {
        (path, keyword, _comparable(value))
        for path, places in known.items()
        for pointer in places
        for keyword, value, _ in _keywords(sources, path, pointer)
    }
    for path, keyword, value in sayings(schema, schema):
        if (path, keyword, _comparable(value)) not in said:
            outer = path
            while outer and outer not in known:
                outer = outer.rpartition("/")[0]
            at = next(iter(known.get(outer, {})), start)
            yield sources.theirs(f"{name}{path}" or ROOT, keyword, value, at, MADE)


def seen(parts: Parts, schema: Any) -> Parts:
    """The parts that speak of values which the schema of a call has."""
    told = {"", *(path for path, _, _ in sayings(schema, schema))}
    return {path: places for path, places in parts.items() if path in told}


def sayings(
    schema: Any, root: Any, path: str = "", passed: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, Any]]:
    """Path, keyword and value of all that a schema says, and the names of members; of an enumeration each value by itself."""
    if not isinstance(schema, Mapping):
        return
    for keyword, value in schema.items():
        if keyword == "$ref":
            if value not in passed:
                yield from sayings(look_up(root, value), root, path, (*passed, value))
        elif keyword == "properties":
            for name, each in value.items():
                yield f"{path}/{name}", "name", name
                yield from sayings(each, root, f"{path}/{name}", passed)
        elif keyword == "patternProperties":
            for each in value.values():
                yield from sayings(each, root, f"{path}/*", passed)
        elif keyword in _MEMBERS and isinstance(value, Mapping):
            yield from sayings(value, root, f"{path}/*", passed)
        elif keyword in (*IN_PLACE, "prefixItems"):
            below = f"{path}/*" if keyword == "prefixItems" else path
            for each in value:
                yield from sayings(each, root, below, passed)
        elif keyword in _SAME_VALUE:
            yield from sayings(value, root, path, passed)
        elif keyword == "enum":
            yield from ((path, keyword, each) for each in value)
        elif keyword not in _HOLDERS:
            yield path, keyword, value


def _comparable(value: Any) -> Any:
    """What a value is told by, wherever it stands; texts in the plain words that agents read."""
    return plain_text(value) if isinstance(value, str) else canonical(value)


def _keywords(sources: Sources, path: str, pointer: str) -> Iterator[tuple[str, Any, str]]:
    """The name and the keywords of one schema of the document, each with its value and where that stands."""
    *_, holder, name = ("", "", *pointers.split(pointer))
    if holder == "properties" and path.endswith(f"/{name}"):
        yield "name", name, pointer
    for keyword, value in sources.corrected.value(pointer).items():
        at = pointers.child(pointer, keyword)
        if keyword == "enum" and isinstance(value, list):
            for index, each in enumerate(value):
                yield keyword, each, pointers.child(at, index)
        elif keyword not in _HOLDERS:
            yield keyword, value, at
