"""The verdicts hold for values: what is said to be accepted still is, and equal schemas agree on everything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core.change_levels import RULES, Level
from generator.jsonschema import SchemaError, request_schema
from generator.schemadiff import differ
from generator.schemadiff.differ import compare_schemas
from generator.schemadiff.differences import narrows
from tests.jsonschema.strategies import documents, values
from tests.jsonschema.support import Sampler, bodies, judge, vendor
from tests.schemadiff.edits import edited

_QUIET = settings(max_examples=400, derandomize=True, suppress_health_check=list(HealthCheck))
_samples = st.lists(values, min_size=6, max_size=6)


@_QUIET
@given(edited(), _samples)
def test_edited_schemas(documents: tuple[dict[str, Any], dict[str, Any]], given: list[Any]) -> None:
    _check_pair(*documents, given)


@_QUIET
@given(documents(), documents(), _samples)
def test_unlike_schemas(old: dict[str, Any], new: dict[str, Any], given: list[Any]) -> None:
    _check_pair(old, new, given)


@_QUIET
@given(edited())
def test_what_is_known_of_a_pair_is_what_is_found_anew(
    documents: tuple[dict[str, Any], dict[str, Any]],
) -> None:
    try:
        old, new = (request_schema(each, "#/body", openapi_version="3.1.0") for each in documents)
    except SchemaError:
        return
    told = compare_schemas(old, new)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(differ, "_FEW", 0)
        assert compare_schemas(old, new) == told


def _check_pair(old: dict[str, Any], new: dict[str, Any], given: list[Any]) -> None:
    try:
        before, after = (
            request_schema(each, "#/body", openapi_version="3.1.0") for each in (old, new)
        )
        accepted, accepts = judge(before).is_valid, judge(after).is_valid
    except (SchemaError, ValueError):
        return  # Not a pair of schemas.
    one, other = Sampler(before), Sampler(after)
    given = given + [one.draw() for _ in range(20)] + [other.draw() for _ in range(20)]
    for found, was, now in (
        (compare_schemas(before, after), accepted, accepts),
        (compare_schemas(after, before), accepts, accepted),
    ):
        safe = not any(map(narrows, found))
        same = all(RULES[each.code] is Level.PROSE for each in found)
        for value in given:
            assert not (safe and was(value) and not now(value)), (before, after, value, found)
            assert not same or was(value) == now(value), (before, after, value, found)


@pytest.mark.parametrize(
    "name", ["customerio-pipelines.vendor.json", "customerio-track.vendor.json"]
)
def test_a_breaking_change_is_seen_in_every_vendor_body(name: str) -> None:
    """Each body is compared with itself after one of its facts was tightened."""
    document = vendor(name)
    for pointer in bodies(document):
        schema = request_schema(document, pointer, openapi_version=document["openapi"])
        assert compare_schemas(schema, schema) == ()
        tightened = {**schema, "required": [*schema.get("required", ()), "another"]}
        codes = {each.code for each in compare_schemas(schema, tightened)}
        assert codes == {"field-required"}, pointer
