"""The short form accepts exactly what the document's own schema accepts, and says all that it says."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from generator.core.json_value import look_up
from generator.jsonschema import request_schema
from generator.jsonschema.deduplicate import deduplicate
from generator.jsonschema.request import request_closure
from generator.jsonschema.schema_walk import Meter
from generator.jsonschema.simplify import simplify
from tests.jsonschema.inventory import constraints_of, enum_values_of, properties_of
from tests.jsonschema.plain import plain_schema
from tests.jsonschema.strategies import documents, values
from tests.jsonschema.support import Sampler, bodies, judge, vendor

VENDOR_FILES = ("customerio-pipelines.vendor.json", "customerio-track.vendor.json")
_DRAWS = 400


@settings(max_examples=250, derandomize=True, suppress_health_check=list(HealthCheck))
@given(documents(), st.lists(values, min_size=20, max_size=20))
def test_random_documents(document: dict[str, Any], given_values: list[Any]) -> None:
    plain = plain_schema(document, "#/body", openapi_version="3.1.0")
    accepts = judge(plain).is_valid
    sampler = Sampler(plain)
    samples = given_values + [sampler.draw() for _ in range(30)]
    for composed in (False, True):
        closure = request_closure(document, "#/body", "3.1.0")
        schema = deduplicate(simplify(closure, Meter(), composed=composed), Meter())
        is_valid = judge(schema).is_valid
        for sample in samples:
            assert is_valid(sample) == accepts(sample), (schema, sample)


@pytest.mark.parametrize("name", VENDOR_FILES)
def test_vendor_bodies(name: str) -> None:
    document = vendor(name)
    for pointer in bodies(document):
        short = request_schema(document, pointer, openapi_version=document["openapi"])
        plain = plain_schema(document, pointer, openapi_version=document["openapi"])
        accepts, expected = judge(short).is_valid, judge(plain).is_valid
        counts = {True: 0, False: 0}
        for source in (short, plain):
            sampler = Sampler(source)
            for _ in range(_DRAWS):
                sample = sampler.draw()
                verdict = expected(sample)
                counts[verdict] += 1
                assert accepts(sample) == verdict, (pointer, sample)
        assert counts[False] > 0, pointer


@pytest.mark.parametrize("name", VENDOR_FILES)
def test_nothing_that_the_vendor_says_is_lost(name: str) -> None:
    document = vendor(name)
    for pointer in bodies(document):
        before = look_up(document, pointer)
        after = request_schema(document, pointer, openapi_version=document["openapi"])
        assert constraints_of(before, document) - constraints_of(after) == frozenset(), pointer
        assert properties_of(before, document) == properties_of(after), pointer
        assert enum_values_of(before, document) == enum_values_of(after), pointer


def test_the_inventory_names_what_is_missing() -> None:
    address = {"type": "object", "required": ["city"], "properties": {"city": {"minLength": 1}}}
    document = {"components": {"schemas": {"Address": address}}}
    schema = {
        "properties": {
            "id": {"readOnly": True},
            "home": {"$ref": "#/components/schemas/Address"},
            "tags": {"items": {"enum": ["a", None]}},
        }
    }
    assert constraints_of(schema, document) == {
        (".home", "properties", "true"),
        (".home", "type", '"object"'),
        (".home", "required", '"city"'),
        (".home.city", "properties", "true"),
        (".home.city", "minLength", "1"),
        (".tags", "properties", "true"),
        (".tags[]", "enum", '"a"'),
        (".tags[]", "enum", "null"),
        (".tags[]", "type", '"string"'),
        (".tags[]", "type", '"null"'),
    }


@pytest.mark.parametrize("name", VENDOR_FILES)
def test_the_same_bytes_every_time(name: str) -> None:
    document = vendor(name)
    for pointer in bodies(document):
        texts = {
            json.dumps(request_schema(form, pointer, openapi_version=document["openapi"]))
            for form in (document, json.loads(json.dumps(document)))
        }
        assert len(texts) == 1


@pytest.mark.parametrize(
    "branch",
    [
        {"const": "a", "enum": ["b"]},
        {"const": "a", "enum": ["a", "b"]},
        {"const": 1, "enum": [1.0]},
        {"const": 1, "enum": [True]},
        {"const": [1, {"k": 0}], "enum": [[1.0, {"k": 0.0}]]},
    ],
)
def test_const_and_enum_hold_together(branch: dict[str, Any]) -> None:
    schema = {"anyOf": [branch, {"const": "c"}]}
    short = judge(request_schema({}, schema, openapi_version="3.1.0"))
    plain = judge(plain_schema({}, schema, openapi_version="3.1.0"))
    for value in ("a", "b", "c", 1, 1.0, True, [1, {"k": 0}], None):
        assert short.is_valid(value) == plain.is_valid(value), value
