"""Chooses among the media types of a request body: the format of each, and the order they are tried in."""

from collections.abc import Mapping
from typing import Any

from generator.document import references
from generator.document.nodes import mapping, text
from generator.openapi.body_formats import FORMATS
from generator.openapi.media_types import ANY_JSON, bare, is_range, is_text

_ORDER = tuple(FORMATS)
_PLAIN = {each.plain_type for each in FORMATS.values() if each.plain_type}
_STRUCTURE = {"type", "properties", "items", "allOf", "anyOf", "oneOf", "additionalProperties"}


def media_types_in_order(
    root: Mapping[str, Any], content: Mapping[str, Any], wanted: str = ""
) -> list[str]:
    """The media types that a body may have, the best first: the wanted one, JSON, what others take."""
    first = [each for each in content if each.lower() == wanted.lower()]
    if len(content) == 1:
        return [*content]
    return first or sorted(content, key=lambda each: _rank(root, content, each))


def body_kind(root: Mapping[str, Any], media_type: str, media: Mapping[str, Any]) -> str:
    """How a body of the type is written; where its name does not tell, by the schema."""
    name = bare(media_type)
    schema = mapping(references.follow(root, media.get("schema"), "#")[1])
    kinds = schema.get("type", ())
    is_string = kinds == "string" or (isinstance(kinds, list) and "string" in kinds)
    if named := next((each.kind for each in FORMATS.values() if each.names(name)), ""):
        return "text" if named == "form" and is_string else named
    if text(schema.get("format")) == "binary" or (_says_bytes(schema) and is_string):
        return "binary"
    if is_string:
        return "text"
    return "json" if schema.keys() & _STRUCTURE or name in ANY_JSON else "binary"


def _says_bytes(schema: Mapping[str, Any]) -> bool:
    inside = schema.get("contentMediaType")
    return isinstance(inside, str) and not is_text(inside)


def _rank(root: Mapping[str, Any], content: Mapping[str, Any], media_type: str) -> tuple[Any, ...]:
    """Plain names before others of a kind; what stands for any type after what can carry files."""
    kind = body_kind(root, media_type, mapping(content[media_type]))
    name = bare(media_type)
    open_json = kind == "json" and name in ANY_JSON
    place = _ORDER.index("form" if open_json else kind)
    return place, is_range(media_type), name not in _PLAIN, name, media_type
