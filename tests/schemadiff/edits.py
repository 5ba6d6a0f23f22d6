"""Small changes of random documents, so that two schemas are nearly the same."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

from tests.jsonschema.strategies import documents

_KEYWORDS: tuple[tuple[str, Any], ...] = (
    ("type", "object"),
    ("type", ["string", "null"]),
    ("type", "number"),
    ("enum", ["x", None]),
    ("const", 1),
    ("minLength", 1),
    ("maxLength", 1),
    ("pattern", "x"),
    ("format", "date"),
    ("minimum", 1),
    ("exclusiveMinimum", 0),
    ("maximum", 1),
    ("multipleOf", 2),
    ("minItems", 1),
    ("maxItems", 1),
    ("uniqueItems", True),
    ("items", {"type": "integer"}),
    ("contains", {"type": "string"}),
    ("required", ["a"]),
    ("required", ["b"]),
    ("properties", {"a": {"type": "string"}}),
    ("patternProperties", {"^a": {"type": "string"}}),
    ("additionalProperties", False),
    ("additionalProperties", {"type": "integer"}),
    ("unevaluatedProperties", False),
    ("propertyNames", {"maxLength": 1}),
    ("minProperties", 1),
    ("maxProperties", 1),
    ("dependentRequired", {"a": ["b"]}),
    ("dependentSchemas", {"a": {"required": ["b"]}}),
    ("anyOf", [{"required": ["a"]}, {"required": ["b"]}]),
    ("anyOf", [{"type": "string"}, {"type": "object", "properties": {"a": {"const": 1}}}]),
    ("oneOf", [{"required": ["a"]}, {"required": ["b"]}]),
    ("oneOf", [{"type": "string"}, {"type": "null"}]),
    ("allOf", [{"required": ["title"]}]),
    ("not", {"required": ["b"]}),
    ("if", {"required": ["a"]}),
    ("then", {"required": ["b"]}),
)
_edits = st.lists(
    st.tuples(st.integers(0, 40), st.booleans(), st.sampled_from(_KEYWORDS)), min_size=1, max_size=3
)


@st.composite
def edited(draw: st.DrawFn) -> tuple[dict[str, Any], dict[str, Any]]:
    """A document, and the same with a keyword or three set or taken away."""
    old: dict[str, Any] = draw(documents())
    new = copy.deepcopy(old)
    schemas = list(_schemas(new["body"])) or list(_schemas(new["components"]))
    for index, drops, (keyword, value) in draw(_edits):
        if schemas:
            schema = schemas[index % len(schemas)]
            if drops and schema:
                del schema[sorted(schema)[index % len(schema)]]
            else:
                schema[keyword] = copy.deepcopy(value)
    return old, new


def _schemas(node: Any) -> Iterator[dict[str, Any]]:
    """The objects that are schemas for sure: maps of names have none of these keywords."""
    if isinstance(node, list):
        for item in node:
            yield from _schemas(item)
    elif isinstance(node, dict):
        if {"type", "allOf", "anyOf", "oneOf", "$ref", "not", "if"} & node.keys():
            yield node
        for value in list(node.values()):
            yield from _schemas(value)
