"""Reads JSON request bodies: the schema as agents get it, limits in bytes, and examples."""

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import chain
from typing import Any

from generator.core import pointers
from generator.document import references
from generator.document.nodes import mapping, sequence, text
from generator.jsonschema import SchemaError, request_schema
from generator.openapi.api import Example, Limit, RequestBody
from generator.openapi.unsupported import Unsupported

_JSON = re.compile(r"application/(json|[\w.+-]+\+json)\s*(;[ -~]*)?", re.IGNORECASE | re.ASCII)
_ANY = ("application/*", "*/*")
_PLAIN = "application/json"
_LIMIT_DEPTH = 6


def schema_at(root: Mapping[str, Any], pointer: str) -> dict[str, Any]:
    """The schema at `pointer` as self-contained JSON Schema 2020-12, read-only fields left out."""
    try:
        return request_schema(root, pointer, openapi_version=text(root.get("openapi")))
    except SchemaError as error:
        where = pointer if error.pointer == pointers.ROOT else error.pointer
        raise Unsupported(str(error), where) from None


def read_body(root: Mapping[str, Any], pointer: str, body: Mapping[str, Any]) -> RequestBody:
    """The JSON form of a request body; raises `Unsupported` where there is none, or it is not an object."""
    content = mapping(body.get("content"))
    media_type = json_media_type(content)
    if media_type is None:
        kinds = ", ".join(content) or "nothing"
        raise Unsupported(f"its body is not JSON but {kinds}", pointer)
    where = pointers.join([*pointers.split(pointer), "content", media_type])
    media = mapping(content[media_type])
    schema_pointer = pointers.child(where, "schema")
    schema = schema_at(root, schema_pointer) if "schema" in media else {}
    if not _may_be_object(schema):
        raise Unsupported("its body is JSON, but not an object", schema_pointer)
    if fault := _fault(schema):
        raise Unsupported(fault, schema_pointer)
    limits = sorted(set(_limits(root, media.get("schema"), "", 0)), key=lambda each: each.at)
    return RequestBody(
        media_type=_PLAIN if media_type in _ANY else media_type,
        required=body.get("required") is True,
        schema=_with_limits(schema, limits),
        schema_pointer=schema_pointer,
        limits=tuple(limits),
        examples=tuple(_examples(root, media)),
    )


def json_media_type(content: Mapping[str, Any]) -> str | None:
    """The media type to take: plain JSON where it is offered, then any JSON, then where all is taken.

    The order in which they stand means nothing, so of several the first by name is taken.
    """
    plain = (each for each in content if each.lower() == _PLAIN)
    other = (each for each in sorted(content) if _JSON.fullmatch(each))
    return next(chain(plain, other, (each for each in _ANY if each in content)), None)


def _fault(schema: dict[str, Any]) -> str:
    """Why the validator that checks bodies before they are sent cannot read the schema; "" if it can."""
    import jsonschema_rs

    # The engine that also knows look-around; the runtime takes it where the linear one cannot do.
    patterns = jsonschema_rs.FancyRegexOptions()
    try:
        jsonschema_rs.Draft202012Validator(schema, pattern_options=patterns)
    except jsonschema_rs.ValidationError as error:
        where = pointers.join([str(part) for part in error.instance_path])
        wrong = "is not a regular expression" if error.kind.name == "format" else "is not valid"
        return f"in its schema as sent, {where} {wrong}"
    return ""


def _with_limits(schema: dict[str, Any], limits: Sequence[Limit]) -> dict[str, Any]:
    """The schema with its limits in words, since JSON Schema has no keyword for them."""
    said = [
        f"Max {limit.max_bytes:,} bytes" + (f" for each {limit.at}." if limit.at else ".")
        for limit in limits
    ]
    description = " ".join([*([schema["description"]] if "description" in schema else []), *said])
    if not description:
        return schema
    first = {key: value for key, value in schema.items() if key in ("$ref", "type")}
    return {**first, "description": description} | {**schema, "description": description}


def _may_be_object(schema: Mapping[str, Any]) -> bool:
    kinds = schema.get("type", "object")
    return "object" in (kinds if isinstance(kinds, list) else [kinds])


def _limits(root: Mapping[str, Any], schema: Any, at: str, depth: int) -> Iterator[Limit]:
    """Limits by the `x-max-bytes` extension, on the body and what stands in it."""
    _, node = references.follow(root, schema, "#")
    node = mapping(node)
    max_bytes = node.get("x-max-bytes")
    if isinstance(max_bytes, int) and not isinstance(max_bytes, bool) and max_bytes > 0:
        yield Limit(at, max_bytes)
    if depth == _LIMIT_DEPTH:
        return
    for part in sequence(node.get("allOf")):
        yield from _limits(root, part, at, depth + 1)
    for name, value in mapping(node.get("properties")).items():
        escaped = name.replace("~", "~0").replace("/", "~1")
        yield from _limits(root, value, f"{at}/{escaped}", depth + 1)
    if isinstance(node.get("items"), dict):
        yield from _limits(root, node["items"], f"{at}/*", depth + 1)


def _examples(root: Mapping[str, Any], media: Mapping[str, Any]) -> Iterator[Example]:
    if isinstance(media.get("example"), dict):
        yield Example("default", "", media["example"])
    for name, entry in mapping(media.get("examples")).items():
        _, node = references.follow(root, entry, "#")
        value = mapping(node).get("value")
        if isinstance(value, dict):
            yield Example(name, text(mapping(node).get("summary")), value)
