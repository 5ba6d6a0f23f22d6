"""Request and response schemas of an OpenAPI document as short, self-contained JSON Schema 2020-12."""

from generator.jsonschema.closure import Conversions
from generator.jsonschema.discriminators import Discriminators, discriminator_of
from generator.jsonschema.overlaps import overlapping
from generator.jsonschema.request import may_overlap, request_schema
from generator.jsonschema.schema_walk import (
    MissingReference,
    SchemaError,
    SchemaTooLarge,
    says,
)

__all__ = [
    "Conversions",
    "Discriminators",
    "MissingReference",
    "SchemaError",
    "SchemaTooLarge",
    "discriminator_of",
    "may_overlap",
    "overlapping",
    "request_schema",
    "says",
]
