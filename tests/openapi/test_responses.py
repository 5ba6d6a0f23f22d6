"""What operations answer is read from whatever stands there."""

import json

import pytest

from generator.document.load import load
from generator.openapi.answer_bounds import bound_of


@pytest.mark.parametrize("reference", [{}, [], 7, None, {"$ref": "#/a"}, "#/nowhere", "b.json"])
def test_what_refers_to_nothing_has_no_bound(reference: object) -> None:
    document = load(json.dumps({"a": {"items": {"$ref": reference}}}).encode(), "a.json")
    assert bound_of(document.root, [["#/a"]]) is None
