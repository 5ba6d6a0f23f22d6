"""The corpus's own tools: values that fit, texts that match, references that are followed."""

import re

import jsonschema_rs
import pytest

from .arguments import body_for
from .pattern_text import text_for
from .values import candidates

SCHEMAS = (
    {"type": "object", "required": ["a"], "properties": {"a": {"type": "integer", "minimum": 7}}},
    {"type": "array", "minItems": 3, "uniqueItems": True, "items": {"type": "string"}},
    {"oneOf": [{"type": "null"}, {"$ref": "#/$defs/b"}], "$defs": {"b": {"enum": [None, "x"]}}},
    {"allOf": [{"required": ["a"]}, {"properties": {"a": {"type": "string", "format": "uuid"}}}]},
    {"type": "object", "minProperties": 2, "additionalProperties": {"type": "number"}},
    {"anyOf": [{"not": {}}, {"type": "string", "pattern": "^[a-f0-9]{8}$", "maxLength": 8}]},
    {"type": "number", "exclusiveMinimum": 2, "multipleOf": 5},
    {"type": "string", "minLength": 40},
    {"type": "string", "minLength": 40, "maxLength": 40, "pattern": "^[0-9a-f]+$"},
)


@pytest.mark.parametrize("full", [False, True])
@pytest.mark.parametrize("schema", SCHEMAS, ids=str)
def test_a_value_that_fits_is_among_the_candidates(schema: dict[str, object], full: bool) -> None:
    validator = jsonschema_rs.validator_for(schema)
    assert any(validator.is_valid(value) for value in candidates(schema, schema, full))


@pytest.mark.parametrize(
    "pattern", [r"^\d{3}-[A-Z]+$", r"^(us|eu)\.[^/]+$", r"[^a7A\-]", r"^\S+@\S+$", r"^a|b$", "é"]
)
def test_a_text_is_made_for_a_pattern(pattern: str) -> None:
    text = text_for(pattern)
    assert text is not None and re.search(pattern, text)


def test_what_no_text_can_match_has_none() -> None:
    assert text_for("a(?!)") is None


def test_a_body_may_fit_several_branches_where_none_fits_one_alone() -> None:
    branch = {"type": "object", "required": ["a"], "properties": {"a": {"type": "string"}}}
    assert body_for({"oneOf": [branch, branch]}, full=False) == {"a": "a"}
    with pytest.raises(LookupError):
        body_for({"oneOf": [branch, branch], "maxProperties": 0}, full=False)
