"""From an OpenAPI document to the one schema that an agent reads and a validator enforces."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.core.json_value import compact
from generator.jsonschema.closure import Bundle, collect, reachable
from generator.jsonschema.deduplicate import NameFor, copy_all, default_name, share
from generator.jsonschema.direction import Direction, strip
from generator.jsonschema.drop_implied_types import terse
from generator.jsonschema.schema_walk import NODE_LIMIT, Meter, SchemaTooLarge
from generator.jsonschema.simplify import simplify

_ALTERNATIVE_LIMIT = NODE_LIMIT // 4


def request_schema(
    root: Mapping[str, Any],
    schema_or_pointer: Mapping[str, Any] | bool | str,
    *,
    openapi_version: str,
    name_for: NameFor = default_name,
    direction: Direction = "request",
) -> dict[str, Any]:
    """A body's schema as self-contained JSON Schema 2020-12, as short as it can exactly be.

    ``root`` is the document; the schema is given itself or by its pointer (``#/...``).
    ``direction="response"`` leaves ``writeOnly`` properties out instead of ``readOnly`` ones.
    The result shares nothing with the document. Raises SchemaError; SchemaTooLarge past 100 levels
    or 200,000 visited nodes.
    """
    bundle = read_bundle(root, schema_or_pointer, openapi_version, direction)
    meter = Meter()
    simple = simplify(bundle, meter)
    written = share(terse(simple), name_for, meter)
    if not simple.defs:
        return written
    try:
        meter = Meter(_ALTERNATIVE_LIMIT)
        other = share(terse(simplify(bundle, meter, composed=True)), name_for, meter)
    except SchemaTooLarge:
        return written
    return min(written, other, key=lambda schema: len(compact(schema)))


def plain_schema(
    root: Mapping[str, Any],
    schema_or_pointer: Mapping[str, Any] | bool | str,
    *,
    openapi_version: str,
    name_for: NameFor = default_name,
    direction: Direction = "request",
) -> dict[str, Any]:
    """The same without any shortening: every referenced schema is copied under ``$defs``.

    What ``request_schema`` is measured against: both accept the same bodies.
    """
    return copy_all(read_bundle(root, schema_or_pointer, openapi_version, direction), name_for)


def read_bundle(
    root: Mapping[str, Any],
    schema_or_pointer: Mapping[str, Any] | bool | str,
    version: str,
    direction: Direction,
) -> Bundle:
    """The schema in the dialect of the result, stripped, before anything is shortened."""
    return reachable(strip(collect(root, schema_or_pointer, version, Meter()), direction))
