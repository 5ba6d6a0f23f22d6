"""Request and response schemas of an OpenAPI document as short, self-contained JSON Schema 2020-12."""

from generator.jsonschema.keywords import (
    InvalidSchema,
    MissingReference,
    SchemaError,
    SchemaTooLarge,
)
from generator.jsonschema.request import plain_schema, request_schema

__all__ = [
    "InvalidSchema",
    "MissingReference",
    "SchemaError",
    "SchemaTooLarge",
    "plain_schema",
    "request_schema",
]
