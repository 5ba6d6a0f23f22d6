"""OpenAPI schema objects of 3.0 and 3.1 become plain JSON Schema 2020-12, keyword by keyword."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any, TypeAlias

from generator.core import pointers
from generator.core.patterns import is_pattern
from generator.core.problems import excerpt
from generator.core.schema_keywords import HOLDING, LIST, ONE
from generator.jsonschema.leniency import read_keyword, with_lengths, without_unfit_default
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
_LONG = frozenset(
    ["description", "pattern", "enum", "const", "default", "required", "dependentRequired"]
)
"""The keywords whose values may be of any length,"""
LETTERS = 16
"""and how many letters of these take a step: each operation that leads to them has them written."""
_COMBINING = ("allOf", "anyOf", "oneOf", "not")


def is_3_0(openapi_version: str) -> bool:
    """Whether schemas of this OpenAPI version follow the older dialect."""
    return openapi_version.startswith("3.0")


def as_it_stands(schema: Mapping[str, Any], pointer: str) -> Mapping[str, Any]:
    """Prepare a schema by doing nothing to it."""
    return schema


def convert(
    schema: Any, pointer: str, old: bool, meter: Meter, prepare: Prepare = as_it_stands
) -> Schema:
    """One schema as 2020-12, references kept as document pointers.

    ``title``, examples, ``x-`` keys, ``discriminator`` and other keywords that neither constrain nor
    explain are left out, ``readOnly`` and ``writeOnly`` are kept for the next step. ``old`` means
    OpenAPI 3.0, where everything beside ``$ref`` is ignored, ``nullable`` too. What is no schema is
    read as one that allows anything, and a keyword of the wrong kind as `leniency` says.
    Raises SchemaError, with the pointer of the schema at fault.
    """
    return _Converter(old, meter, prepare).schema(schema, pointer, 0)


class _Converter:
    def __init__(self, old: bool, meter: Meter, prepare: Prepare) -> None:
        self._old = old
        self._spend = meter.spend
        self._prepare = prepare

    def schema(self, schema: Any, pointer: str, depth: int) -> Schema:
        """The schema at a pointer, inside so many others."""
        self._spend()
        if depth > DEPTH_LIMIT:
            raise SchemaTooLarge(f"the schema is nested deeper than {DEPTH_LIMIT} levels", pointer)
        if isinstance(schema, bool):
            return {} if schema else FALSE
        if not isinstance(schema, dict):
            return {}
        stated = with_lengths(self._prepare(schema, pointer))
        ref = stated.get("$ref", stated.get("$dynamicRef"))
        result: Schema = {} if ref is None else {"$ref": _reference(ref, pointer)}
        if ref is not None and self._old:
            return result
        self._add_keywords(result, stated, pointer, depth)
        _old_bounds(result, stated)
        if self._old:
            result = _old_keywords(result, stated)
        return without_unfit_default(result) if "default" in result else result

    def _add_keywords(
        self, result: Schema, schema: Mapping[str, Any], pointer: str, depth: int
    ) -> None:
        """The keywords that are kept, in their order, the schemas in them converted."""
        for keyword, value in schema.items():
            form = HOLDING.get(keyword)
            if form is None:
                if keyword in _KEPT and keyword != "$ref":
                    if keyword in _LONG and (steps := letters_of(value) // LETTERS):
                        self._spend(steps)
                    result |= read_keyword(keyword, value)
            elif form == ONE:
                if isinstance(value, (dict, bool)):
                    result[keyword] = self.schema(value, f"{pointer}/{keyword}", depth + 1)
            elif form == LIST:
                if isinstance(value, list) and value:
                    where = f"{pointer}/{keyword}/"
                    result[keyword] = [
                        self.schema(part, f"{where}{at}", depth + 1)
                        for at, part in enumerate(value)
                    ]
            elif isinstance(value, dict):
                result[keyword] = self._by_name(keyword, value, f"{pointer}/{keyword}", depth + 1)

    def _by_name(
        self, keyword: str, schemas: Mapping[str, Any], pointer: str, depth: int
    ) -> dict[str, Schema]:
        return {
            str(name): self.schema(part, pointers.child(pointer, str(name)), depth)
            for name, part in schemas.items()
            if keyword != "patternProperties" or is_pattern(str(name))
        }


def letters_of(value: Any) -> int:
    """About how many letters a value has once it is written."""
    return len(value) if isinstance(value, str) else len(json.dumps(value))


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


_BOUNDS = (("minimum", "exclusiveMinimum"), ("maximum", "exclusiveMaximum"))


def _old_bounds(result: Schema, schema: Mapping[str, Any]) -> None:
    """Boolean exclusive bounds, which only OpenAPI 3.0 has, but later documents as well write."""
    for bound, exclusive in _BOUNDS:
        if bound in result and schema.get(exclusive) is True:
            result[exclusive] = result.pop(bound)


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
        message = f"the reference {excerpt(ref)} leads out of the document"
        raise MissingReference(message, pointer)
    try:
        return pointers.spelled(ref)
    except ValueError as error:
        message = f"the reference {excerpt(ref)} leads nowhere: {error}"
        raise MissingReference(message, pointer) from None
