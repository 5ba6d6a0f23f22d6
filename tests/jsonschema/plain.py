"""The schema of a request body without any shortening, which the short form is measured against."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from generator.jsonschema.request import request_closure
from generator.jsonschema.schema_walk import Schema, map_children


def plain_schema(
    root: Mapping[str, Any],
    schema_or_pointer: Mapping[str, Any] | bool | str,
    *,
    openapi_version: str,
) -> dict[str, Any]:
    """What ``request_schema`` must accept as well: every referenced schema is copied under ``$defs``."""
    closure = request_closure(root, schema_or_pointer, openapi_version)
    names = {target: f"d{index}" for index, target in enumerate(closure.defs)}

    def renamed(schema: Schema) -> Schema:
        schema = map_children(schema, renamed)
        if "$ref" in schema:
            schema = {**schema, "$ref": f"#/$defs/{names[schema['$ref']]}"}
        return schema

    defs = {names[target]: renamed(schema) for target, schema in closure.defs.items()}
    root_schema = renamed(closure.root)
    return {**root_schema, "$defs": defs} if defs else dict(root_schema)
