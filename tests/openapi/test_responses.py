"""What operations answer is read from whatever stands there."""

import json

import pytest

from generator.document.load import load
from generator.openapi.answer_bounds import bound_of
from generator.openapi.parse import parse


@pytest.mark.parametrize("reference", [{}, [], 7, None, {"$ref": "#/a"}, "#/nowhere", "b.json"])
def test_what_refers_to_nothing_has_no_bound(reference: object) -> None:
    document = load(json.dumps({"a": {"items": {"$ref": reference}}}).encode(), "a.json")
    assert bound_of(document.root, [["#/a"]]) is None


@pytest.mark.parametrize("odd", [[["object"]], [{"a": 1}], [None], [7, ""], {"a": 1}, 7])
def test_a_type_of_an_answer_that_is_none_counts_for_nothing(odd: object) -> None:
    kinds = odd if isinstance(odd, list) else [odd]
    member = {"properties": {"next_page": {"type": odd}, "items": {"type": ["array", *kinds]}}}
    content = {"application/json": {"schema": member}}
    page = {"name": "page", "in": "query", "schema": {"type": "integer"}}
    operation = {
        "parameters": [page],
        "responses": {"200": {"description": "", "content": content}},
    }
    text = json.dumps({"openapi": "3.1.0", "paths": {"/a": {"get": operation}}})
    api, _ = parse(load(text.encode(), "a.json"))
    types = {each.path: each.types for each in api.operations[0].outline}
    assert types == {(): {"object"}, ("next_page",): set(), ("items",): {"array"}}
