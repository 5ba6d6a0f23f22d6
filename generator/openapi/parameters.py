"""Reads parameters outside the body: which there are, their schemas, and how they are written."""

from collections.abc import Mapping
from typing import Any

from generator.core import pointers
from generator.document.nodes import mapping, sequence, text
from generator.openapi.api import Parameter, ParameterPlace
from generator.openapi.referred import referred
from generator.openapi.schemas import Schemas
from generator.openapi.unsupported import Unsupported

MOST_PARAMETERS = 1_000
"""Of an operation, which is left out where it has more; vendors' have up to sixty."""

PLACES: dict[str, ParameterPlace] = {
    "path": "path",
    "query": "query",
    "header": "header",
    "cookie": "cookie",
}
_STYLES = {
    "path": ("simple", "label", "matrix"),
    "query": ("form", "spaceDelimited", "pipeDelimited", "deepObject"),
    "header": ("simple",),
    "cookie": ("form",),
}
"""The styles of each place, OpenAPI's default first."""

_IGNORED_HEADERS = frozenset(
    ["accept", "content-type", "authorization"]  # the specification says so
    + ["accept-encoding", "connection", "content-length", "expect", "host", "keep-alive", "te"]
    + ["trailer", "transfer-encoding", "upgrade"]  # these frame the request: HTTP's, not a caller's
)
"""Header parameters that are passed over without a word."""


def field_of(place: str, name: str) -> tuple[str, str]:
    """What tells one field of a request from another: case matters, but not in headers."""
    return place, name.lower() if place == "header" else name


def is_ignored(parameter: Parameter) -> bool:
    """Whether the parameter is a header that is not for callers to set."""
    return parameter.place == "header" and parameter.name.lower() in _IGNORED_HEADERS


def declared_parameters(
    root: Mapping[str, Any], pointer: str, item: Mapping[str, Any]
) -> list[tuple[str, Mapping[str, Any]]]:
    """The parameters of the path and of the operation at `pointer`, each with its own pointer.

    The operation's win over the path's, where the same field of a request is meant. Raises
    `Unsupported` where there are very many.
    """
    if number_of_parameters(pointer, item) > MOST_PARAMETERS:
        raise Unsupported(f"it has more than {MOST_PARAMETERS:,} parameters", pointer)
    path_pointer, method = pointer.rsplit("/", 1)
    found: dict[tuple[str, str], tuple[str, Mapping[str, Any]]] = {}
    for holder, base in ((item, path_pointer), (mapping(item[method]), pointer)):
        for index, entry in enumerate(sequence(holder.get("parameters"))):
            where, node = referred(root, entry, f"{base}/parameters/{index}")
            # What is no object says nothing of a parameter.
            if isinstance(node, dict):
                found[field_of(text(node.get("in")), text(node.get("name")))] = (where, node)
    return list(found.values())


def number_of_parameters(pointer: str, item: Mapping[str, Any]) -> int:
    """How many the path and the operation at `pointer` list."""
    holders = item, mapping(item[pointer.rpartition("/")[2]])
    return sum(len(sequence(each.get("parameters"))) for each in holders)


def read_parameter(schemas: Schemas, pointer: str, node: Mapping[str, Any]) -> Parameter:
    """The facts of one parameter; raises `Unsupported` where its place or its schema is of no use."""
    place = PLACES.get(text(node.get("in")))
    if place is None:
        raise Unsupported(
            f"parameters in {text(node.get('in')) or 'no place'} are not supported", pointer
        )
    media_type, described = _described(node)
    schema_pointer = pointer
    for part in described:
        schema_pointer = pointers.child(schema_pointer, part)
    style = _style(node, place)
    return Parameter(
        name=text(node.get("name")),
        place=place,
        required=node.get("required") is True or place == "path",
        description=text(node.get("description")),
        schema=schemas.at(schema_pointer) if described else {},
        style=style,
        explode=node["explode"] if isinstance(node.get("explode"), bool) else style == "form",
        pointer=pointer,
        media_type=media_type,
        # A slash that stays as it is would let a value lead to another path.
        allow_reserved=place == "query" and node.get("allowReserved") is True,
        allow_empty=place == "query" and node.get("allowEmptyValue") is True,
    )


def _described(node: Mapping[str, Any]) -> tuple[str, tuple[str, ...]]:
    """The media type of a parameter that `content` describes, and where below it the schema stands."""
    if "schema" in node:
        return "", ("schema",)
    for media_type, media in mapping(node.get("content")).items():
        return media_type, ("content", media_type, "schema") if "schema" in mapping(media) else ()
    return "", ()


def _style(node: Mapping[str, Any], place: ParameterPlace) -> str:
    """The style as declared, OpenAPI's default where that is none of the place's."""
    style = text(node.get("style"))
    return style if style in _STYLES[place] else _STYLES[place][0]
