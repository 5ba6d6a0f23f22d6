"""Tells which kind of body a media type names, and in which order several of them are tried."""

import re
from collections.abc import Iterator, Mapping
from itertools import chain
from typing import Any, get_args

from generator.document import references
from generator.document.nodes import mapping, text
from generator.openapi.api import BodyKind

_JSON = re.compile(
    r"(application|text)/(json|[\w.+-]+\+json)\s*(;[ -~]*)?", re.IGNORECASE | re.ASCII
)
_PLAIN = "application/json"
_FORM = "application/x-www-form-urlencoded"
_OPEN = ("application/*", "*/*")
_LINES = re.compile(r"application/((x-)?(ndjson|jsonl|jsonlines|json-lines)|json-seq|stream\+json)")
_TEXT = re.compile(
    r"text/.+|[\w.-]+/([\w.+-]+\+)?(xml|yaml)"
    r"|application/(x-yaml|csv|graphql|javascript|ecmascript|sql|x-sh|toml|x-toml|xml-dtd)"
)
_BYTES = re.compile(
    r"(image|audio|video|font|model)/.+|application/(octet-stream|pdf|(x-)?(zip|gzip|tar|bzip2?)"
    r"|(x-)?(protobuf|msgpack)|cbor|avro|wasm|vnd\.(openxmlformats|ms-|oasis\.).*)"
)
_ORDER: tuple[BodyKind, ...] = get_args(BodyKind)


def json_media_type(content: Mapping[str, Any]) -> str | None:
    """The media type of JSON: plain JSON where it is offered, then any JSON, then where all is taken.

    The order in which they stand means nothing, so of several the first by name is taken.
    """
    plain = (each for each in content if each.lower() == _PLAIN)
    other = (each for each in sorted(content) if is_json(each))
    return next(chain(plain, other, (each for each in _OPEN if each in content)), None)


def is_json(media_type: str) -> bool:
    """Whether values of this type are JSON."""
    return bool(_JSON.fullmatch(media_type)) and not _LINES.fullmatch(bare(media_type))


def is_text(media_type: str) -> bool:
    """Whether values of this type are characters rather than bytes; JSON and forms are as well."""
    name = bare(media_type)
    return is_json(name) or name == _FORM or bool(_TEXT.fullmatch(name) or _LINES.fullmatch(name))


def is_range(media_type: str) -> bool:
    """Whether it stands for several types, as `image/*` does."""
    return "*" in bare(media_type)


def bare(media_type: str) -> str:
    """The type without parameters, in lower case."""
    return media_type.partition(";")[0].strip().lower()


def in_order(root: Mapping[str, Any], content: Mapping[str, Any], wanted: str = "") -> list[str]:
    """The media types that a body may have, the best first: the wanted one, JSON, what others take."""
    first = [each for each in content if each.lower() == wanted.lower()]
    return first or sorted(content, key=lambda each: _rank(root, content, each))


def kind_of(root: Mapping[str, Any], media_type: str, media: Mapping[str, Any]) -> BodyKind:
    """How a body of the type is written; where its name does not tell, by the schema."""
    name = bare(media_type)
    schema = mapping(references.follow(root, media.get("schema"), "#")[1])
    kinds = schema.get("type", ())
    is_string = kinds == "string" or (isinstance(kinds, list) and "string" in kinds)
    if name == _FORM:
        return "text" if is_string else "form"
    named: Iterator[BodyKind] = (kind for kind, fits in _NAMED if fits(name))
    if kind := next(named, None):
        return kind
    if text(schema.get("format")) == "binary" or (_says_bytes(schema) and is_string):
        return "binary"
    if is_string:
        return "text"
    return "json" if schema.keys() & _STRUCTURE or name in _OPEN else "binary"


_STRUCTURE = {"type", "properties", "items", "allOf", "anyOf", "oneOf", "additionalProperties"}
_NAMED: tuple[tuple[BodyKind, Any], ...] = (
    ("json", is_json),
    ("ndjson", _LINES.fullmatch),
    ("multipart", re.compile(r"multipart/.+").fullmatch),
    ("text", _TEXT.fullmatch),
    ("binary", _BYTES.fullmatch),
)


def _says_bytes(schema: Mapping[str, Any]) -> bool:
    inside = schema.get("contentMediaType")
    return isinstance(inside, str) and not is_text(inside)


def _rank(root: Mapping[str, Any], content: Mapping[str, Any], media_type: str) -> tuple[Any, ...]:
    """Plain names before others of a kind; what stands for any type after what can carry files."""
    kind = kind_of(root, media_type, mapping(content[media_type]))
    name = bare(media_type)
    open_json = kind == "json" and name in _OPEN
    plain = name in (_PLAIN, "multipart/form-data", "text/plain")
    place = _ORDER.index("form") if open_json else _ORDER.index(kind)
    return place, is_range(media_type), not plain, name, media_type
