"""Reads request bodies: of the forms offered the best, the schema as agents get it, limits, examples."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any

from generator.core import pointers
from generator.document import references
from generator.document.nodes import mapping, sequence, text
from generator.jsonschema import says
from generator.openapi.api import Example, Limit, RequestBody
from generator.openapi.body_choice import body_kind, media_types_in_order
from generator.openapi.body_formats import FORMATS, Written, media_type_sent
from generator.openapi.field_encodings import Offer
from generator.openapi.schemas import Schemas, fault_of
from generator.openapi.unsupported import Unsupported

_SENDABLE = re.compile(r"[\w.+*!#$&^-]+/[\w.+*!#$&^-]+\s*(;[ -~]*)?", re.ASCII)
_LONGEST_TYPE = 200


def read_body(
    schemas: Schemas, pointer: str, body: Mapping[str, Any], wanted: str = ""
) -> RequestBody:
    """The best of the forms of a request body that can be written, the wanted one where it is offered.

    Raises `Unsupported` where there is none, with the reason of the best.
    """
    content = mapping(body.get("content"))
    first: Unsupported | None = None
    for media_type in media_types_in_order(schemas.root, content, wanted):
        try:
            found = _read(schemas, pointer, content, media_type)
        except Unsupported as reason:
            first = first or reason
            continue
        return replace(found, required=body.get("required") is True, offered=tuple(content))
    raise first or Unsupported("its body has no media type", pointer)


def _read(
    schemas: Schemas, pointer: str, content: Mapping[str, Any], media_type: str
) -> RequestBody:
    root = schemas.root
    where = pointers.join([*pointers.split(pointer), "content", media_type])
    if not _SENDABLE.fullmatch(media_type) or len(media_type) > _LONGEST_TYPE:
        raise Unsupported("the media type of its body is none", where)
    media = mapping(content[media_type])
    key = "itemSchema" if "itemSchema" in media else "schema"
    schema_pointer = pointers.child(where, key)
    given = tuple(_examples(root, media))
    kind = body_kind(root, media_type, media)
    own = dict(_own_examples(root, schema_pointer)) if kind == "json" else {}
    values = [*(each.value for each in given), *own.values()] if kind == "json" else []
    schemas.count_letters(values, where)
    schema = schemas.at(schema_pointer, values) if key in media else {}
    made = FORMATS[kind].schema(Offer(root, media_type, media, where), schema)
    if fault := fault_of(made.schema):
        raise Unsupported(fault, schema_pointer)
    fits = schemas.fitting(made.schema)
    limits = schemas.limits.of(media.get("schema"), schema_pointer)
    examples = tuple(_written_examples(given, made, kind))
    places = {**{_place(where, media, each.name): each.value for each in examples}, **own}
    for place in (place for place, value in places.items() if not fits(value)):
        schemas.tell_invalid_example(place, schema_pointer)
    return RequestBody(
        media_type=media_type_sent(kind, media_type),
        required=False,
        schema=_with_limits(made.schema, limits),
        schema_pointer=schema_pointer,
        limits=tuple(limits),
        examples=tuple(each for each in examples if fits(each.value)),
        kind=made.kind or kind,
        fields=made.fields,
        may_fit_several=says(schema, "oneOf"),
    )


def _written_examples(examples: Iterable[Example], made: Written, kind: str) -> Iterator[Example]:
    """The examples as callers write them, but for those of which that is unclear."""
    for each in examples:
        value = FORMATS[kind].example(made, each.value)
        if value is not None:
            yield replace(each, value=value)


def _own_examples(root: Mapping[str, Any], schema_pointer: str) -> Iterator[tuple[str, Any]]:
    """The examples that a schema itself gives, by their pointers."""
    where, schema = references.follow(root, {"$ref": schema_pointer}, schema_pointer)
    if isinstance(schema, dict) and "example" in schema:
        yield pointers.child(where, "example"), schema["example"]
    for index, value in enumerate(sequence(mapping(schema).get("examples"))):
        yield pointers.join([*pointers.split(where), "examples", index]), value


def _place(where: str, media: Mapping[str, Any], name: str) -> str:
    """The pointer of an example of a media type."""
    is_named = name in mapping(media.get("examples"))
    path = ("examples", name) if is_named else ("example",)
    return pointers.join([*pointers.split(where), *path])


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


def _examples(root: Mapping[str, Any], media: Mapping[str, Any]) -> Iterator[Example]:
    if media.get("example") is not None:
        yield Example("default", "", media["example"])
    for name, entry in mapping(media.get("examples")).items():
        _, node = references.follow(root, entry, "#")
        value = mapping(node).get("value")
        if value is not None:
            yield Example(name, text(mapping(node).get("summary")), value)
