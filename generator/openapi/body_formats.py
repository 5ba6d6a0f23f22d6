"""Makes of each format's schema the one that callers write bodies by, and reads how fields are written."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from generator.core import pointers
from generator.document import references
from generator.document.nodes import mapping, plain, text
from generator.openapi.api import BodyKind, FieldEncoding
from generator.openapi.file_schemas import FileFinder
from generator.openapi.media_types import bare, is_range
from generator.openapi.unsupported import Unsupported

_LIST_OF_PARTS = ("itemEncoding", "prefixEncoding", "itemSchema")
_PRINTABLE = re.compile(r"[ -~]*")
_HEADER = re.compile(r"[\w!#$%&'*+.^`|~-]+: [ -~]+", re.ASCII)
_STYLES = ("form", "spaceDelimited", "pipeDelimited", "deepObject")


@dataclass(frozen=True, slots=True)
class Written:
    """The schema of what callers write, and the fields that are not written as others are."""

    schema: dict[str, Any]
    fields: tuple[FieldEncoding, ...] = ()


@dataclass(frozen=True, slots=True)
class Offer:
    """One of the media types of a body: its Media Type Object, and where that stands."""

    root: Mapping[str, Any]
    media_type: str
    media: Mapping[str, Any]
    pointer: str


def written(kind: BodyKind, offer: Offer, schema: dict[str, Any]) -> Written:
    """What callers write for a body of this kind; `schema` is the document's, self-contained.

    Raises `Unsupported` where no body of the kind can have that schema.
    """
    return _FORMATS[kind](offer, schema)


def media_type_sent(kind: BodyKind, media_type: str) -> str:
    """The media type that goes over the wire; of a range the plainest that it allows."""
    if not is_range(media_type):
        return media_type
    family = bare(media_type).partition("/")[0]
    plain = {"json": "application/json", "text": "text/plain", "multipart": "multipart/form-data"}
    open_bytes = "application/octet-stream" if family in ("*", "application") else media_type
    return plain.get(kind, open_bytes)


def example_written(made: Written, kind: BodyKind, value: Any) -> Any:
    """What a caller writes for a body that the document gives as an example; None where that is unclear."""
    if kind == "multipart" and isinstance(value, dict):
        files = {each.name for each in made.fields if each.is_file}
        return {
            name: {"text": each} if name in files and isinstance(each, str) else plain(each)
            for name, each in value.items()
        }
    if kind == "ndjson" and made.schema["type"] == "array" and isinstance(value, dict):
        return [plain(value)]
    is_other = kind == "text" and not isinstance(value, str)
    return None if kind == "binary" or is_other else plain(value)


def _json(offer: Offer, schema: dict[str, Any]) -> Written:
    return Written(schema)


def _form(offer: Offer, schema: dict[str, Any]) -> Written:
    schema = _object(offer, schema, "form")
    return Written(schema, tuple(_encodings(offer)))


def _multipart(offer: Offer, schema: dict[str, Any]) -> Written:
    """Files become objects that say what is in them; see `file_schemas`."""
    if any(key in offer.media for key in _LIST_OF_PARTS):
        raise Unsupported("its multipart body is a list of parts without names", offer.pointer)
    schema = _object(offer, schema, "multipart body")
    encodings = {each.name: each for each in _encodings(offer)}
    finder = FileFinder(schema)
    files: dict[str, str] = {}
    for part in finder.objects(schema):
        files.update(_with_files(finder, part, encodings))
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


def _with_files(
    finder: FileFinder, part: dict[str, Any], encodings: Mapping[str, FieldEncoding]
) -> Iterator[tuple[str, str]]:
    """Changes the files among the properties; the names of these with their types, "" for other properties."""
    properties = part.get("properties", {})
    for name, schema in properties.items():
        content_type = encodings[name].content_type if name in encodings else ""
        properties[name] = finder.replaced(schema, content_type)
        if properties[name] != schema:
            yield name, content_type or finder.content_type(schema)
    others = part.get("additionalProperties")
    if isinstance(others, dict) and (replaced := finder.replaced(others, "")) != others:
        part["additionalProperties"] = replaced
        yield "", finder.content_type(others)


def _lines(offer: Offer, schema: dict[str, Any]) -> Written:
    """The list of what stands on the lines, each of which is what the document describes."""
    if "itemSchema" not in offer.media and schema.get("type") == "string":
        return _text(offer, schema)
    if schema.get("type") == "array" and "itemSchema" not in offer.media:
        return Written(schema)
    return Written(_around(schema, {"type": "array"}, "items"))


def _text(offer: Offer, schema: dict[str, Any]) -> Written:
    """A string; what another schema says is what the string holds, as XML holds an object."""
    said = {"contentMediaType": bare(media_type_sent("text", offer.media_type))}
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
    name = media_type_sent("binary", offer.media_type)
    texts = _only(schema, "description")
    return Written(
        {"type": "string", **texts, "contentEncoding": "base64", "contentMediaType": bare(name)}
    )


_FORMATS: Mapping[BodyKind, Callable[[Offer, dict[str, Any]], Written]] = {
    "json": _json,
    "form": _form,
    "multipart": _multipart,
    "ndjson": _lines,
    "text": _text,
    "binary": _binary,
}


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


def _encodings(offer: Offer) -> Iterator[FieldEncoding]:
    """What the document says of fields; of styles, those that OpenAPI has for them."""
    for name, entry in mapping(offer.media.get("encoding")).items():
        node = mapping(entry)
        style, explode = text(node.get("style")), node.get("explode")
        where = pointers.join([*pointers.split(offer.pointer), "encoding", name])
        if style and style not in _STYLES:
            raise Unsupported(f"the style {style} is not known in forms", where)
        encoding = FieldEncoding(
            name=name,
            content_type=text(node.get("contentType")).strip(),
            style=style,
            explode=explode if isinstance(explode, bool) else None,
            allow_reserved=node.get("allowReserved") is True,
            headers=tuple(_headers(offer, node, where)),
        )
        if not _PRINTABLE.fullmatch(encoding.content_type):
            raise Unsupported("the content type of a field is none", where)
        if encoding != FieldEncoding(name):
            yield encoding


def _headers(offer: Offer, node: Mapping[str, Any], where: str) -> Iterator[tuple[str, str]]:
    """The headers of a part whose values the document says; they mean nothing outside multipart."""
    headers = mapping(node.get("headers")) if "multipart" in bare(offer.media_type) else {}
    for name, entry in headers.items():
        header = mapping(references.follow(offer.root, entry, where)[1])
        schema = mapping(references.follow(offer.root, header.get("schema"), where)[1])
        values = schema.get("enum", ())
        only = values[0] if isinstance(values, list) and len(values) == 1 else None
        value = schema.get("const", schema.get("default", only))
        if name.lower() == "content-type":
            continue
        if isinstance(value, str | int) and _HEADER.fullmatch(f"{name}: {value}"):
            yield name, str(value)
        elif header.get("required") is True:
            raise Unsupported(f"a part needs a header {name} whose value nothing says", where)
