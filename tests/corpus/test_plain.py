"""The plainer judge: it takes what conforms, and names what does not."""

from base64 import b64encode
from typing import Any

import jsonschema
import pytest

from . import plain
from .original import Operation, Place

EITHER = {"anyOf": [{"type": "string"}, {"type": "array", "items": {"type": "integer"}}]}
OPERATION = Operation(
    "POST",
    "/a/{id}",
    (
        {"name": "id", "in": "path", "required": True, "schema": {"type": "integer"}},
        {"name": "ids", "in": "query", "required": True, "schema": EITHER},
        {
            "name": "csv",
            "in": "query",
            "explode": False,
            "schema": {"type": "array", "minItems": 2},
        },
        {"name": "X-On", "in": "header", "schema": {"type": "boolean"}},
    ),
    {"application/json": Place("", {"schema": {"type": "object", "required": ["a"]}})},
    True,
    {},
)


def _check(schema: Any, value: Any) -> str:
    validator = jsonschema.Draft202012Validator(schema)
    return next((error.message for error in validator.iter_errors(value)), "")


def _fault(target: str, content: str = '{"a": 1}', **headers: str) -> str:
    given = {"Content-Type": "application/json", **headers}
    request = {
        "target": target,
        "headers": list(given.items()),
        "content": b64encode(content.encode()).decode(),
    }
    return plain.fault(OPERATION, request, _check)


@pytest.mark.parametrize("query", ["ids=7", "ids=7&ids=8", "ids=a&csv=1,2"])
def test_a_request_that_conforms_is_taken(query: str) -> None:
    assert _fault(f"/a/7?{query}", **{"x-on": "true"}) == ""


@pytest.mark.parametrize(
    ("target", "content", "headers", "said"),
    [
        ("/b/7?ids=7", "{}", {}, "the path does not match"),
        ("/a/b?ids=7", '{"a": 1}', {}, "path parameter id"),
        ("/a/7", '{"a": 1}', {}, "query parameter ids: is missing"),
        ("/a/7?ids=7&csv=1", '{"a": 1}', {}, "query parameter csv"),
        ("/a/7?ids=7", '{"a": 1}', {"X-On": "1x"}, "header parameter X-On"),
        ("/a/7?ids=7", "{}", {}, "'a' is a required property"),
        ("/a/7?ids=7", "", {}, "the body is missing"),
        ("/a/7?ids=7", "a=1", {"Content-Type": "text/plain"}, "text/plain is not among"),
    ],
)
def test_a_fault_is_named(target: str, content: str, headers: dict[str, str], said: str) -> None:
    assert said in _fault(target, content, **headers)


MEMBERS = {"a": {"type": "string"}, "b": {"type": "integer"}}
EITHER_MEMBER = [{"required": ["a"]}, {"required": ["b"]}]
SPREAD = Operation(
    "GET",
    "/a",
    (
        {
            "name": "filter",
            "in": "query",
            "required": True,
            "schema": {"type": "object", "properties": MEMBERS, "oneOf": EITHER_MEMBER},
        },
        {"name": "type", "in": "query", "schema": {"type": "string"}},
    ),
    {},
    False,
    {},
)


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/a?a=x&type=y", ""),
        ("/a?type=y&b=7", ""),
        ("/a?b=x", "query parameter filter"),
        ("/a?type=y", "query parameter filter: is missing"),
    ],
)
def test_members_of_an_object_stand_in_the_query_under_their_own_names(
    target: str, said: str
) -> None:
    fault = plain.fault(SPREAD, {"target": target, "headers": [], "content": ""}, _check)
    assert fault.startswith(said) and bool(fault) == bool(said)
