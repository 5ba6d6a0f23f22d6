"""OpenAPI schema objects of 3.0 and 3.1 become plain JSON Schema 2020-12, keyword by keyword."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from generator.core import pointers
from generator.core.patterns import is_pattern
from generator.core.problems import excerpt
from generator.core.schema_keywords import ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS
from generator.jsonschema.leniency import read_keyword, without_unfit_default
from generator.jsonschema.schema_walk import (
    DEPTH_LIMIT,
    FALSE,
    KEYWORD_ORDER,
    Meter,
    MissingReference,
    Schema,
    SchemaTooLarge,
)

Prepare: TypeAlias = Callable[[Mapping[str, Any], str], Mapping[str, Any]]
"""What is done to a schema object, given its pointer, before it is converted."""

_KEPT = frozenset(KEYWORD_ORDER)
_HOLDING = ONE_SCHEMA | SCHEMA_LISTS | SCHEMA_MAPS
_COMBINING = ("allOf", "anyOf", "oneOf", "not")


def is_3_0(openapi_version: str) -> bool:
    """Whether schemas of this OpenAPI version follow the older dialect."""
    return openapi_version.startswith("3.0")


def as_it_stands(schema: Mapping[str, Any], pointer: str) -> Mapping[str, Any]:
    """Prepare a schema by doing nothing to it."""
    return schema


def convert(
    schema: Any,
    pointer: str,
    old: bool,
    meter: Meter,
    prepare: Prepare = as_it_stands,
    depth: int = 0,
) -> Schema:
    """One schema as 2020-12, references kept as document pointers.

    ``title``, examples, ``x-`` keys, ``discriminator`` and other keywords that neither constrain nor
    explain are left out, ``readOnly`` and ``writeOnly`` are kept for the next step. ``old`` means
    OpenAPI 3.0, where everything beside ``$ref`` is ignored, ``nullable`` too. What is no schema is
    read as one that allows anything, and a keyword of the wrong kind as `leniency` says.
    Raises SchemaError, with the pointer of the schema at fault.
    """
    meter.spend()
    if depth > DEPTH_LIMIT:
        raise SchemaTooLarge(f"the schema is nested deeper than {DEPTH_LIMIT} levels", pointer)
    if isinstance(schema, bool):
        return {} if schema else FALSE
    if not isinstance(schema, Mapping):
        return {}
    schema = prepare(schema, pointer)
    ref = schema.get("$ref", schema.get("$dynamicRef"))
    result: Schema = {} if ref is None else {"$ref": _reference(ref, pointer)}
    if ref is not None and old:
        return result

    def below(part: Any, *keys: str) -> Schema:
        where = "/".join((pointer, *(pointers.child("", key)[1:] for key in keys)))
        return convert(part, where, old, meter, prepare, depth + 1)

    result = _old_bounds(result | _keywords(schema, below), schema)
    if old:
        result = _old_keywords(result, schema)
    return without_unfit_default(result) if "default" in result else result


def _keywords(schema: Mapping[str, Any], below: Callable[..., Schema]) -> Schema:
    """The keywords that are kept, in their order; `below` converts the schemas in them."""
    found: Schema = {}
    for keyword, value in schema.items():
        if keyword in _HOLDING:
            found |= _with_schemas(keyword, value, below)
        elif keyword in _KEPT and keyword != "$ref":
            found |= read_keyword(keyword, value)
    return found


def _with_schemas(keyword: str, value: Any, below: Callable[..., Schema]) -> Schema:
    """A keyword that holds schemas, each converted; nothing where its value is of the wrong kind."""
    if keyword in ONE_SCHEMA and isinstance(value, (Mapping, bool)):
        return {keyword: below(value, keyword)}
    if keyword in SCHEMA_LISTS and isinstance(value, list) and value:
        return {keyword: [below(part, keyword, str(at)) for at, part in enumerate(value)]}
    if keyword in SCHEMA_MAPS and isinstance(value, Mapping):
        return {
            keyword: {
                str(name): below(part, keyword, str(name))
                for name, part in value.items()
                if keyword != "patternProperties" or is_pattern(str(name))
            }
        }
    return {}


_BINARY = {
    "byte": ("contentEncoding", "base64"),
    "binary": ("contentMediaType", "application/octet-stream"),
}
"""Formats of OpenAPI 3.0, and what 3.1 says instead."""


def _old_keywords(result: Schema, schema: Mapping[str, Any]) -> Schema:
    """``nullable`` and formats for binary data, which only OpenAPI 3.0 has."""
    keyword, value = _BINARY.get(result.get("format", ""), ("", ""))
    if keyword and keyword not in result:
        del result["format"]
        result[keyword] = value
    return _nullable(result) if schema.get("nullable") is True else result


def _old_bounds(result: Schema, schema: Mapping[str, Any]) -> Schema:
    """Boolean exclusive bounds, which only OpenAPI 3.0 has, but later documents as well write."""
    for bound in ("minimum", "maximum"):
        exclusive = "exclusive" + bound.capitalize()
        if schema.get(exclusive) is True and bound in result:
            result[exclusive] = result.pop(bound)
    return result


def _nullable(schema: Schema) -> Schema:
    """The schema with null allowed as well.

    Read as authors mean it: 3.0.3 gives ``nullable`` no effect without ``type`` beside it, and lets
    an ``enum`` without null forbid it again, but documents rely on neither.
    """
    if any(keyword in schema for keyword in _COMBINING):
        inner = {key: value for key, value in schema.items() if key not in _OUTSIDE}
        outer = {key: value for key, value in schema.items() if key in _OUTSIDE}
        return {**outer, "anyOf": [inner, {"type": "null"}]}
    result = dict(schema)
    if "type" in schema and schema["type"] != "null":
        kinds = [schema["type"]] if isinstance(schema["type"], str) else list(schema["type"])
        result["type"] = kinds if "null" in kinds else [*kinds, "null"]
    if "enum" in schema and None not in schema["enum"]:
        result["enum"] = [*schema["enum"], None]
    return result


_OUTSIDE = frozenset({"description", "default", "deprecated", "readOnly", "writeOnly"})


def _reference(ref: Any, pointer: str) -> str:
    shown = f"the reference {excerpt(ref)}"
    if not isinstance(ref, str) or not ref.startswith("#/"):
        raise MissingReference(f"{shown} leads out of the document", pointer)
    try:
        return pointers.join(pointers.split(ref))
    except ValueError as error:
        raise MissingReference(f"{shown} leads nowhere: {error}", pointer) from None
