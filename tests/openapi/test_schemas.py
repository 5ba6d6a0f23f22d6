"""What a document says that is not taken at its word is named: once, where it stands, with what to do."""

import json
from typing import Any

import pytest

from generator.core.json_value import type_name, type_names
from generator.core.problems import Problem, Severity
from generator.document.load import load
from generator.openapi.api import Operation
from generator.openapi.parse import parse
from generator.openapi.schemas import AS_MEANT, Reading, fault_of

STRICT = Reading(strict_unions=True, strict_formats=True)
OVERLAP = {"oneOf": [{"type": "integer"}, {"type": "number"}]}


def read(
    schema: Any, reading: Reading = AS_MEANT, *, schemas: Any = None, times: int = 1, **media: Any
) -> tuple[list[Operation], list[Problem]]:
    body = {"required": True, "content": {"application/json": {"schema": schema, **media}}}
    post = {"requestBody": body, "responses": {"200": {"description": "Fine."}}}
    document = {
        "openapi": "3.0.3",
        "info": {"title": "T", "version": "1"},
        "paths": {f"/{number}": {"post": post} for number in range(times)},
        "components": {"schemas": schemas or {}},
    }
    api, found = parse(load(json.dumps(document).encode(), "t.json"), reading=reading)
    assert all(each.severity is Severity.WARNING and each.place for each in found)
    return list(api.operations), list(found)


def codes(found: list[Problem]) -> list[str]:
    return [each.code for each in found]


def test_a_union_that_does_not_tell_its_branches_apart_is_named_once() -> None:
    schema = {"properties": {"a": OVERLAP, "b": {"items": OVERLAP}}}
    operations, found = read(schema, times=3)
    assert len(operations) == 3
    assert codes(found) == ["union-overlap"]
    assert found[0].pointer.endswith("/schema/properties/a")


@pytest.mark.parametrize(
    "schema",
    [
        {"oneOf": [{"type": "integer"}, {"type": "string"}]},
        {"anyOf": OVERLAP["oneOf"]},
        {"not": OVERLAP},
        {"oneOf": [{"type": "integer"}]},
        {
            "type": "object",
            "required": ["k"],
            "oneOf": [{"properties": {"k": {"enum": [each]}}} for each in "ab"],
        },
    ],
)
def test_what_is_told_apart_is_not_named(schema: Any) -> None:
    assert read({"properties": {"a": schema}})[1] == []


def test_by_the_letter_an_overlap_is_no_finding() -> None:
    assert read({"properties": {"a": OVERLAP}}, STRICT)[1] == []


def test_a_union_that_recurs_is_looked_at_once() -> None:
    tree = {"oneOf": [{"$ref": "#/components/schemas/Tree"}, {"type": "object"}]}
    node = {"properties": {"tree": {"$ref": "#/components/schemas/Tree"}}, "allOf": [tree]}
    assert codes(
        read(
            {"properties": {"a": {"$ref": "#/components/schemas/N"}}},
            schemas={
                "N": node,
                "Tree": {"properties": {"below": {"$ref": "#/components/schemas/Tree"}}},
            },
        )[1]
    ) == ["union-overlap"]


EXAMPLES = {
    "good": {"value": {"a": 1}},
    "bad": {"value": {"a": "1"}},
    "worse": {"value": {"a": []}},
}


def test_an_example_that_does_not_fit_is_named_and_not_shown() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}}
    [operation], found = read(schema, examples=EXAMPLES)
    assert operation.body and [each.name for each in operation.body.examples] == ["good"]
    assert codes(found) == ["example-invalid"]
    assert found[0].pointer.endswith("/examples/bad")


@pytest.mark.parametrize(("reading", "shown"), [(AS_MEANT, 1), (STRICT, 0)])
def test_examples_are_held_to_what_the_tool_will_refuse(reading: Reading, shown: int) -> None:
    for part, value in ((OVERLAP, 3), ({"type": "string", "format": "uuid"}, "north")):
        schema = {"type": "object", "properties": {"a": part}}
        [operation], found = read(schema, reading, example={"a": value})
        assert operation.body and len(operation.body.examples) == shown
        assert codes(found).count("example-invalid") == 1 - shown


def test_an_example_that_the_schema_itself_gives_is_looked_at() -> None:
    schema = {"type": "object", "properties": {"a": {"type": "integer"}}, "example": {"a": "x"}}
    _, found = read({"$ref": "#/components/schemas/A"}, schemas={"A": schema})
    assert [(each.code, each.pointer) for each in found] == [
        ("example-invalid", "#/components/schemas/A/example")
    ]


def test_an_example_wins_over_a_discriminator_that_would_refuse_it() -> None:
    kind = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "string"}}}
    union = {
        "oneOf": [{"$ref": "#/components/schemas/A"}, {"$ref": "#/components/schemas/B"}],
        "discriminator": {"propertyName": "kind"},
    }
    schemas = {"A": kind, "B": {**kind, "minProperties": 2}}
    [operation], found = read(union, schemas=schemas, example={"kind": "other"})
    assert codes(found) == ["discriminator-ignored"]
    assert operation.body and len(operation.body.examples) == 1
    [operation], found = read(union, schemas=schemas, example={"kind": 3})
    assert codes(found) == ["example-invalid"]
    assert operation.body and '"A"' in json.dumps(operation.body.schema)


@pytest.mark.parametrize("target", ["#/paths/~1none/post", "#/components/schemas/C", "C", "c.json"])
def test_a_mapping_that_leads_to_no_schema_is_named_and_ignored(target: str) -> None:
    union = {
        "oneOf": [{"$ref": "#/components/schemas/A"}],
        "discriminator": {"propertyName": "kind", "mapping": {"c": target}},
    }
    [operation], found = read(union, schemas={"A": {"type": "object"}})
    assert codes(found) == ["discriminator-ignored"]
    assert found[0].pointer.endswith("/schema/discriminator")
    assert operation.body


@pytest.mark.parametrize(
    ("schema", "reason"),
    [
        ({"properties": {"a": {"type": "string"}}, "required": ["a"], "description": "A."}, ""),
        ({"properties": {"a": {"properties": {"b": {"pattern": "("}}}}}, "regular expression"),
        ({"required": ["a", "a"]}, "is not valid"),
        ({"properties": {"a": {"minLength": -1}}}, "is not valid"),
        ({"properties": {"a": {"type": "text"}}}, "is not valid"),
    ],
)
def test_what_the_validator_cannot_read_is_told_however_plain_the_rest(
    schema: dict[str, Any], reason: str
) -> None:
    told = fault_of({"type": "object", "additionalProperties": False, **schema})
    assert reason in told and bool(told) == bool(reason)


def test_types_of_values_are_told_once_for_each_kind() -> None:
    values = [1, 2, 1.0, 2.5, "a", "b", None, True, [], {}]
    for count in range(len(values) + 1):
        for part in (values[:count], values[count:]):
            assert type_names(part) == {type_name(each) for each in part}
