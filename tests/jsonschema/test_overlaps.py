"""A schema is read as its authors mean its unions, whatever stands in it."""

import json
from collections.abc import Iterator
from typing import Any
from unittest.mock import patch

import jsonschema_rs
import pytest

from generator.jsonschema import overlapping, overlaps
from tests.command_line import ROOT


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


def _finished() -> Iterator[dict[str, Any]]:
    """The schemas of all packages in this repository, as they are before they are printed."""
    cases = ROOT.glob("tests/cases/*/expected/*/schemas/**/*.json")
    for file in (*ROOT.glob("generated/*/*/schemas/**/*.json"), *cases):
        read = json.loads(file.read_text("utf-8"))
        shown = {key: each for key, each in read.items() if key not in ("$schema", "$comment")}
        yield from shown.values() if file.parent.name == "arguments" else (shown,)


def test_what_is_not_looked_into_would_be_the_same_afterwards() -> None:
    schemas = list(_finished())
    taken = list(map(overlapping, schemas))
    passed_over = [before is after for before, after in zip(schemas, taken, strict=True)]
    assert any(passed_over) and not all(passed_over)
    with patch.object(overlaps, "_MAY_BE_READ_OTHERWISE", ("",)):
        assert list(map(overlapping, schemas)) == taken
