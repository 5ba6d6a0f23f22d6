"""Finds where each word, limit and name that an agent sees of a tool comes from.

That is a place in the document, in the overlay that corrected it, or in toolkit.yaml; what toolgen
says by itself (`mode`, `request_body` and their texts) has no place.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.core import pointers
from generator.core.json_value import look_up
from generator.core.problems import Place
from generator.core.schema_keywords import IN_PLACE
from generator.document.located import Document, place_of
from generator.openapi.api import Api, Operation
from generator.plan.corrected import Corrected, SchemaWalk
from generator.plan.model import Argument, Tool
from generator.plan.toolkit_yaml import Config

_HOLDERS = frozenset(
    (
        *("$ref", "$defs", "properties", "patternProperties", "items", "prefixItems"),
        *("allOf", "anyOf", "oneOf", "if", "then", "else"),
    )
)
"""Keywords that say nothing of a value by themselves."""
ROOT = "/"
"""The part that the request body is as a whole."""


@dataclass(frozen=True, slots=True)
class Origin:
    """Where one thing that is said of a part of a tool comes from.

    `part` is `""` for the tool, `.name` for an argument, `/pointer` for a value of the request body;
    `place` is None where toolgen says it. `reasons` are those of the corrections that made it so.
    """

    part: str
    what: str
    value: Any
    place: Place | None
    pointer: str = ""
    reasons: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class _Sources:
    document: Document
    config: Config
    corrected: Corrected

    def ours(self, *path: str) -> Place | None:
        """The place in toolkit.yaml, if it says anything there."""
        if self.config.document is None:
            return None
        pointer = pointers.join(path)
        root = self.config.document.root
        return place_of(root, pointer) if _holds(root, pointer) else None

    def theirs(self, part: str, what: str, value: Any, pointer: str) -> Origin:
        """What the document says, as it is corrected."""
        place = place_of(self.document.root, pointer)
        is_corrected = place is not None and place.file != self.document.file
        found = self.corrected.around(pointer) if is_corrected else self.corrected.at(pointer)
        return Origin(part, what, value, place, pointer, tuple(dict.fromkeys(found)))


def origins_of(document: Document, api: Api, config: Config, tool: Tool) -> tuple[Origin, ...]:
    """All that is said of the tool, its arguments and its request body, each with its origin."""
    operation = next(each for each in api.operations if each.key == tool.key)
    sources = _Sources(document, config, Corrected(document))
    return (
        *_of_tool(sources, operation, tool),
        *(each for one in tool.arguments for each in _of_argument(sources, operation, tool, one)),
        *_of_body(sources, operation, tool),
    )


def _of_tool(sources: _Sources, operation: Operation, tool: Tool) -> Iterator[Origin]:
    words = {"name": "operationId", "summary": "summary", "description": "description"}
    said = {"name": str(tool.name), "summary": tool.summary, "description": tool.description}
    for what, keyword in words.items():
        if place := sources.ours("tools", tool.key, what):
            yield Origin("", what, said[what], place)
            continue
        pointer = pointers.child(operation.pointer, keyword)
        is_there = _holds(sources.document.root, pointer)
        yield sources.theirs("", what, said[what], pointer if is_there else operation.pointer)


def _of_argument(
    sources: _Sources, operation: Operation, tool: Tool, argument: Argument
) -> Iterator[Origin]:
    part = f".{argument.name}"
    where = _written(operation, argument)
    key = argument.key.partition(":")[2]
    for what, value in (("name", str(argument.name)), ("description", argument.description)):
        if (place := sources.ours("tools", tool.key, "arguments", key, what)) or (
            place := _strict_text(sources, tool, argument, what)
        ):
            yield Origin(part, what, value, place)
        elif where:
            own = pointers.child(where, what)
            is_there = _holds(sources.document.root, own)
            yield sources.theirs(part, what, value, own if is_there else where)
        else:
            yield Origin(part, what, value, None)
    if where:
        yield sources.theirs(part, "type", argument.type.label, where)


def _strict_text(sources: _Sources, tool: Tool, argument: Argument, what: str) -> Place | None:
    """Of the header that toolkit.yaml calls strict mode the text stands there."""
    strict = tool.endpoint.strict
    is_strict = strict is not None and argument.name == strict.argument and what == "description"
    return sources.ours("strict_mode", "description") if is_strict else None


def _written(operation: Operation, argument: Argument) -> str:
    """Where the document has what an argument carries; empty for those that toolgen adds."""
    for parameter in operation.parameters:
        if parameter.key == argument.key:
            return parameter.pointer
    is_member = argument.key.startswith("body:") and operation.body is not None
    return operation.body.schema_pointer if is_member and operation.body else ""


def _of_body(sources: _Sources, operation: Operation, tool: Tool) -> Iterator[Origin]:
    if operation.body is None:
        return
    start = operation.body.schema_pointer
    walk = SchemaWalk(sources.corrected, all_of_it=True)
    walk.schema(start, "", (), ())
    for path, places in walk.visited.items():
        for pointer in places:
            yield from _of_schema(sources, path or ROOT, pointer)
    known = {path: next(iter(places)) for path, places in walk.visited.items()}
    yield from _made(sources, tool, known, start)


def _made(sources: _Sources, tool: Tool, known: Mapping[str, str], start: str) -> Iterator[Origin]:
    """What toolgen made of what the document says further out: the parts of a file, subtypes of a base."""
    for path, keyword, value in sayings(tool.schema, tool.schema):
        if path in known:
            continue
        outer = path
        while outer and outer not in known:
            outer = outer.rpartition("/")[0]
        yield sources.theirs(path or ROOT, keyword, value, known.get(outer, start))


def sayings(
    schema: Any, root: Any, path: str = "", passed: tuple[str, ...] = ()
) -> Iterator[tuple[str, str, Any]]:
    """Path, keyword and value of all that a tool's schema says."""
    if not isinstance(schema, Mapping):
        return
    for keyword, value in schema.items():
        if keyword == "$ref" and value not in passed:
            yield from sayings(look_up(root, value), root, path, (*passed, value))
        elif keyword == "properties":
            for name, each in value.items():
                yield from sayings(each, root, f"{path}/{name}", passed)
        elif keyword in ("items", "additionalProperties") and isinstance(value, Mapping):
            yield from sayings(value, root, f"{path}/*", passed)
        elif keyword in IN_PLACE:
            for each in value:
                yield from sayings(each, root, path, passed)
        elif keyword not in _HOLDERS:
            yield path, keyword, value


def _of_schema(sources: _Sources, path: str, pointer: str) -> Iterator[Origin]:
    """The keywords of one schema of the document."""
    for keyword, value in sources.corrected.value(pointer).items():
        if keyword not in _HOLDERS:
            yield sources.theirs(path, keyword, value, pointers.child(pointer, keyword))


def _holds(root: Any, pointer: str) -> bool:
    try:
        look_up(root, pointer)
    except (KeyError, ValueError):
        return False
    return True
