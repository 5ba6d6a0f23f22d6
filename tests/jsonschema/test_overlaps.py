"""A schema is read as its authors mean its unions, whatever stands in it."""

from typing import Any

import jsonschema_rs
import pytest

from generator.jsonschema import overlapping


@pytest.mark.parametrize("part", [True, False])
@pytest.mark.parametrize("union", [{}, {"oneOf": [{}, {}]}])
def test_schemas_that_are_true_or_false_stay_what_they_are(part: bool, union: Any) -> None:
    schema = {"additionalProperties": part, "properties": {"a": {"type": "string"}}, **union}
    judge = jsonschema_rs.Draft202012Validator(overlapping(schema))
    assert judge.is_valid({"a": "x"})
    assert judge.is_valid({"b": 1}) is part


def test_where_there_is_no_union_nothing_is_made_anew() -> None:
    plain = {"type": "object", "properties": {"a": {"type": "string", "maxLength": 3}}}
    assert overlapping(plain) is plain
