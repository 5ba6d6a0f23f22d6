"""Request and response schemas of an OpenAPI document as short, self-contained JSON Schema 2020-12."""

from generator.jsonschema.request import request_schema
from generator.jsonschema.schema_walk import (
    InvalidSchema,
    MissingReference,
    SchemaError,
    SchemaTooLarge,
)

__all__ = [
    "InvalidSchema",
    "MissingReference",
    "SchemaError",
    "SchemaTooLarge",
    "request_schema",
]
