"""OpenAPI schema objects of 3.0 and 3.1 become plain JSON Schema 2020-12, keyword by keyword."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any, TypeAlias

from generator.core import pointers
from generator.core.schema_keywords import ONE_SCHEMA, SCHEMA_LISTS, SCHEMA_MAPS
from generator.document.nodes import plain
from generator.jsonschema.schema_walk import (
    DEPTH_LIMIT,
    FALSE,
    KEYWORD_ORDER,
    InvalidSchema,
    Meter,
    MissingReference,
    Schema,
    SchemaTooLarge,
)

Prepare: TypeAlias = Callable[[Mapping[str, Any], str], Mapping[str, Any]]
"""What is done to a schema object, given its pointer, before it is converted."""

_KEPT = frozenset(KEYWORD_ORDER)
_NUMBERS = frozenset(["multipleOf", "minimum", "exclusiveMinimum", "maximum", "exclusiveMaximum"])
_COUNTS = frozenset(
    [
        "minLength",
        "maxLength",
        "minItems",
        "maxItems",
        "minContains",
        "maxContains",
        "minProperties",
        "maxProperties",
    ]
)
_TEXTS = frozenset(["description", "format", "pattern", "contentEncoding", "contentMediaType"])
_FLAGS = frozenset(["uniqueItems", "deprecated", "readOnly", "writeOnly"])
_TYPES = frozenset(["array", "boolean", "integer", "null", "number", "object", "string"])
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
    OpenAPI 3.0, where everything beside ``$ref`` is ignored, ``nullable`` too.
    Raises SchemaError, with the pointer of the schema at fault.
    """
    meter.spend()
    if depth > DEPTH_LIMIT:
        raise SchemaTooLarge(f"the schema is nested deeper than {DEPTH_LIMIT} levels", pointer)
    if isinstance(schema, bool):
        return {} if schema else FALSE
    if not isinstance(schema, Mapping):
        raise InvalidSchema("a schema must be an object", pointer)
    schema = prepare(schema, pointer)
    ref = schema.get("$ref", schema.get("$dynamicRef"))
    result: Schema = {} if ref is None else {"$ref": _reference(ref, pointer)}
    if ref is not None and old:
        return result
    for keyword, value in schema.items():
        if keyword in ONE_SCHEMA:
            below = pointers.child(pointer, keyword)
            result[keyword] = convert(value, below, old, meter, prepare, depth + 1)
        elif keyword in SCHEMA_LISTS:
            below = pointers.child(pointer, keyword)
            result[keyword] = [
                convert(part, pointers.child(below, str(at)), old, meter, prepare, depth + 1)
                for at, part in enumerate(_list(value, below))
            ]
        elif keyword in SCHEMA_MAPS:
            below = pointers.child(pointer, keyword)
            result[keyword] = {
                str(name): convert(
                    part, pointers.child(below, str(name)), old, meter, prepare, depth + 1
                )
                for name, part in _mapping(value, below).items()
            }
        elif keyword in _KEPT and keyword != "$ref":
            _keep(result, keyword, value, pointer, old)
    return _old_keywords(result, schema) if old else result


def _keep(result: Schema, keyword: str, value: Any, pointer: str, old: bool) -> None:
    """Copy a keyword that holds no schema, after a look at the kind of its value."""
    if keyword in ("exclusiveMinimum", "exclusiveMaximum") and old and isinstance(value, bool):
        return
    if not _is_well_formed(keyword, value):
        raise InvalidSchema(f"{keyword} has a value of the wrong kind", pointer)
    if keyword == "type" and not isinstance(value, str):
        kinds = list(dict.fromkeys(value))
        result[keyword] = kinds[0] if len(kinds) == 1 else kinds
    else:
        result[keyword] = plain(value)


def _is_well_formed(keyword: str, value: Any) -> bool:
    if keyword in _NUMBERS:
        return isinstance(value, (int, float)) and not isinstance(value, bool)
    if keyword in _COUNTS:
        return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= 0
    if keyword in _TEXTS:
        return isinstance(value, str)
    if keyword in _FLAGS:
        return isinstance(value, bool)
    if keyword == "type":
        kinds = [value] if isinstance(value, str) else value
        return _are_texts(kinds) and bool(kinds) and _TYPES.issuperset(kinds)
    if keyword == "enum":
        return isinstance(value, list) and bool(value)
    if keyword == "required":
        return _are_texts(value)
    if keyword == "dependentRequired":
        return isinstance(value, Mapping) and all(_are_texts(names) for names in value.values())
    return True


def _are_texts(value: Any) -> bool:
    return isinstance(value, list) and all(isinstance(item, str) for item in value)


_BINARY = {
    "byte": ("contentEncoding", "base64"),
    "binary": ("contentMediaType", "application/octet-stream"),
}
"""Formats of OpenAPI 3.0, and what 3.1 says instead."""


def _old_keywords(result: Schema, schema: Mapping[str, Any]) -> Schema:
    """``nullable``, boolean exclusive bounds and formats for binary data, which only OpenAPI 3.0 has."""
    keyword, value = _BINARY.get(result.get("format", ""), ("", ""))
    if keyword and keyword not in result:
        del result["format"]
        result[keyword] = value
    for bound in ("minimum", "maximum"):
        exclusive = "exclusive" + bound.capitalize()
        if schema.get(exclusive) is True and bound in result:
            result[exclusive] = result.pop(bound)
    return _nullable(result) if schema.get("nullable") is True else result


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
    if not isinstance(ref, str) or not ref.startswith("#/"):
        raise MissingReference(f"the reference {ref!r} does not point into this document", pointer)
    try:
        return pointers.join(pointers.split(ref))
    except ValueError as error:
        raise MissingReference(f"the reference {ref!r} is no pointer: {error}", pointer) from None


def _list(value: Any, pointer: str) -> Sequence[Any]:
    if not isinstance(value, list):
        raise InvalidSchema("a list of schemas is due here", pointer)
    return value


def _mapping(value: Any, pointer: str) -> Mapping[str, Any]:
    if not isinstance(value, Mapping):
        raise InvalidSchema("an object with schemas as values is due here", pointer)
    return value
