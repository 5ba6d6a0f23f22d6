"""The formats of request bodies, a line of a table each, and the schemas that callers write them by."""

import json
import re
from collections.abc import Callable, Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass, replace
from typing import Any

from generator.core import pointers
from generator.document import references
from generator.document.nodes import mapping, plain, text
from generator.openapi.api import FieldEncoding
from generator.openapi.field_encodings import Offer, encodings_of
from generator.openapi.file_schemas import FileFinder
from generator.openapi.media_types import (
    bare,
    is_form,
    is_json,
    is_json_lines,
    is_plain_text,
    is_range,
)
from generator.openapi.unsupported import Unsupported

_LIST_OF_PARTS = ("itemEncoding", "prefixEncoding", "itemSchema")
_PLAIN_TEXT = "text/plain"
_BYTES = re.compile(
    r"(image|audio|video|font|model)/.+|application/(octet-stream|pdf|(x-)?(zip|gzip|tar|bzip2?)"
    r"|(x-)?(protobuf|msgpack)|cbor|avro|wasm|vnd\.(openxmlformats|ms-|oasis\.).*)"
)


@dataclass(frozen=True, slots=True)
class Written:
    """The schema of what callers write, and the fields that are not written as others are."""

    schema: dict[str, Any]
    fields: tuple[FieldEncoding, ...] = ()
    kind: str = ""
    """The format that such a body has, where that is another than its media type names."""


@dataclass(frozen=True, slots=True)
class BodyFormat:
    """All that is known of a format, but for its bytes: those the runtime's `bodies` write.

    The runtime knows it by its `kind` in `endpoint.BodyKind` and in the table of `request_body`.
    """

    kind: str
    names: Callable[[str], object]
    """Whether a media type, bare, names it."""
    schema: Callable[[Offer, dict[str, Any]], Written]
    """What callers write, by what the document describes."""
    says: str
    """What callers are told to write; `{type}` is the media type."""
    plain_type: str = ""
    """The media type that is sent where the document gives a range; bytes without one."""
    example: Callable[[Written, Any], Any] = lambda made, value: plain(value)
    """What a caller writes for a value that the document gives; None where that is unclear."""
    spell: Callable[[Any], str] | None = None
    """How a value that callers write is spelled where that is not as one JSON text."""
    language: str = "json"
    """What the spelling is highlighted as."""
    has_members: bool = False
    """Whether the members of a small object may become arguments of the tool."""


def media_type_sent(kind: str, media_type: str) -> str:
    """The media type that goes over the wire; of a range the plainest that it allows."""
    return _sent(FORMATS[kind].plain_type, media_type)


def _sent(plain_type: str, media_type: str) -> str:
    if not is_range(media_type):
        return media_type
    family = bare(media_type).partition("/")[0]
    open_bytes = "application/octet-stream" if family in ("*", "application") else media_type
    return plain_type or open_bytes


def _json(offer: Offer, schema: dict[str, Any]) -> Written:
    return Written(schema)


def _form(offer: Offer, schema: dict[str, Any]) -> Written:
    schema = _object(offer, schema, "form")
    return Written(schema, tuple(encodings_of(offer)))


def _multipart(offer: Offer, schema: dict[str, Any]) -> Written:
    """Files become objects that say what is in them; see `file_schemas`."""
    if any(key in offer.media for key in _LIST_OF_PARTS):
        raise Unsupported("its multipart body is a list of parts without names", offer.pointer)
    schema = _object(offer, schema, "multipart body")
    encodings = {each.name: each for each in encodings_of(offer)}
    finder = FileFinder(schema)
    # All are found before any is put in: what takes a part's place may hold another part of the schema.
    parts = finder.objects(schema)
    replaced = [each for part in parts for each in _files_in(finder, part, encodings)]
    files: dict[str, str] = {}
    for each in replaced:
        each.holder[each.key] = each.schema
        files[each.name] = each.content_type
    if not files and _says_nothing(schema):
        schema["additionalProperties"] = {"anyOf": [finder.reference, {}]}
        files[""] = ""
    if files:
        schema["$defs"] = {**schema.get("$defs", {}), **finder.definition()}
    found = (
        FieldEncoding(
            name,
            content_type,
            is_file=True,
            headers=encodings[name].headers if name in encodings else (),
        )
        for name, content_type in files.items()
    )
    return Written(
        schema, (*(each for each in encodings.values() if each.name not in files), *found)
    )


@dataclass(frozen=True, slots=True)
class _FilePart:
    """What callers write for a part that is a file, and where in the schema it belongs."""

    holder: dict[str, Any]
    key: str
    schema: dict[str, Any]
    content_type: str
    name: str = ""
    """Empty for properties that are not named."""


def _files_in(
    finder: FileFinder, part: dict[str, Any], encodings: Mapping[str, FieldEncoding]
) -> Iterator[_FilePart]:
    """The files among the properties, each in a schema that shares nothing with the others."""
    properties = part.get("properties", {})
    for name, schema in properties.items():
        content_type = encodings[name].content_type if name in encodings else ""
        if (replaced := finder.replaced(schema, content_type)) != schema:
            content_type = content_type or finder.content_type(schema)
            yield _FilePart(properties, name, deepcopy(replaced), content_type, name)
    others = part.get("additionalProperties")
    if isinstance(others, dict) and (replaced := finder.replaced(others, "")) != others:
        content_type = finder.content_type(others)
        yield _FilePart(part, "additionalProperties", deepcopy(replaced), content_type)


def _lines(offer: Offer, schema: dict[str, Any]) -> Written:
    """The list of what stands on the lines, each of which is what the document describes."""
    if "itemSchema" not in offer.media and schema.get("type") == "string":
        return replace(_text(offer, schema), kind="text")
    if schema.get("type") == "array" and "itemSchema" not in offer.media:
        return Written(schema)
    return Written(_around(schema, {"type": "array"}, "items"))


def _text(offer: Offer, schema: dict[str, Any]) -> Written:
    """A string; what another schema says is what the string holds, as XML holds an object."""
    said = {"contentMediaType": bare(_sent(_PLAIN_TEXT, offer.media_type))}
    kinds = schema.get("type", ())
    kinds = [kinds] if isinstance(kinds, str) else kinds
    if "string" in kinds:
        rest = {key: each for key, each in schema.items() if key not in ("format", "type")}
        keeps = schema.get("format") not in (None, "binary")
        return Written(
            {"type": "string", **said, **rest} | (_only(schema, "format") if keeps else {})
        )
    if schema.keys() <= {"type"}:
        return Written({"type": "string", **said})
    if name := _root_element(offer) if said["contentMediaType"].endswith("xml") else "":
        said = {"description": f"XML whose root element is {name}.", **said}
    return Written(_around(schema, {"type": "string", **said}, "contentSchema"))


def _root_element(offer: Offer) -> str:
    """The name that the document gives the outermost element, which a schema does not say."""
    given = offer.media.get("schema")
    target = mapping(references.follow(offer.root, given, offer.pointer)[1])
    name = text(mapping(target.get("xml")).get("name")) or text(mapping(given).get("$ref"))
    return name.rpartition("/")[2]


def _binary(offer: Offer, schema: dict[str, Any]) -> Written:
    name = _sent("", offer.media_type)
    texts = _only(schema, "description")
    return Written(
        {"type": "string", **texts, "contentEncoding": "base64", "contentMediaType": bare(name)}
    )


def _only(schema: Mapping[str, Any], key: str) -> dict[str, Any]:
    return {key: schema[key]} if key in schema else {}


def _around(schema: dict[str, Any], outer: dict[str, Any], keyword: str) -> dict[str, Any]:
    """The outer schema with this one under the keyword; what is shared stays where references look."""
    inner = {key: each for key, each in schema.items() if key != "$defs"}
    return {**outer, keyword: inner, **_only(schema, "$defs")}


def _object(offer: Offer, schema: dict[str, Any], what: str) -> dict[str, Any]:
    """The schema, of an object and nothing else."""
    kinds = schema.get("type", "object")
    if "object" not in ([kinds] if isinstance(kinds, str) else kinds):
        where = pointers.child(offer.pointer, "schema")
        raise Unsupported(f"its {what} is not an object of fields", where)
    return {**schema, "type": "object"}


def _says_nothing(schema: Mapping[str, Any]) -> bool:
    told = {"properties", "additionalProperties", "allOf", "anyOf", "oneOf", "$ref"}
    return not told & schema.keys()


def _multipart_example(made: Written, value: Any) -> Any:
    if not isinstance(value, dict):
        return plain(value)
    files = {each.name for each in made.fields if each.is_file}
    return {
        name: {"text": each} if name in files and isinstance(each, str) else plain(each)
        for name, each in value.items()
    }


def _lines_example(made: Written, value: Any) -> Any:
    is_one = made.schema["type"] == "array" and isinstance(value, dict)
    return [plain(value)] if is_one else plain(value)


def _text_example(made: Written, value: Any) -> Any:
    return plain(value) if isinstance(value, str) else None


def _spelled_lines(values: Any) -> str:
    return "\n".join(json.dumps(each) for each in values)


FORMATS: Mapping[str, BodyFormat] = {
    each.kind: each
    for each in (
        BodyFormat(
            kind="json",
            names=is_json,
            schema=_json,
            says="The request body as JSON text.",
            plain_type="application/json",
            has_members=True,
        ),
        BodyFormat(
            kind="multipart",
            names=re.compile("multipart/.+").fullmatch,
            schema=_multipart,
            says="The parts of the {type} that is sent, as the text of a JSON object.",
            plain_type="multipart/form-data",
            example=_multipart_example,
        ),
        BodyFormat(
            kind="form",
            names=is_form,
            schema=_form,
            says="The fields of the form that is sent, as the text of a JSON object.",
            has_members=True,
        ),
        BodyFormat(
            kind="ndjson",
            names=is_json_lines,
            schema=_lines,
            says="The request body as lines of JSON text, one item a line.",
            example=_lines_example,
            spell=_spelled_lines,
        ),
        BodyFormat(
            kind="text",
            names=is_plain_text,
            schema=_text,
            says="The request body itself as text ({type}).",
            plain_type=_PLAIN_TEXT,
            example=_text_example,
            spell=str,
            language="",
        ),
        BodyFormat(
            kind="binary",
            names=_BYTES.fullmatch,
            schema=_binary,
            says="The request body ({type}) as base64 text, or a file as JSON text with content"
            " (base64), text or path.",
            example=lambda made, value: None,
            spell=str,
            language="",
        ),
    )
}
"""By their kinds, the best first: where an API takes several, the first of these is sent."""
