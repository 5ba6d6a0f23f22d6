"""The corrected document accepts what SDKs and users send, and refuses plain mistakes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from openapi_spec_validator import OpenAPIV31SpecValidator

from tests.specs.calls import ACCEPTED, MISTAKES, Call, Mistake
from tests.specs.conftest import Validator, schema_validator

BodyValidator = Callable[[str], Validator]

SINGLE = ("identify", "track", "page", "screen", "group", "alias")


@pytest.fixture(scope="session")
def operations(corrected: dict[str, Any]) -> list[dict[str, Any]]:
    return [path["post"] for path in corrected["paths"].values()]


@pytest.fixture(scope="session")
def sdk_requests(reference: Path) -> list[dict[str, Any]]:
    """Bodies of batch calls that official SDKs sent."""
    bodies = [
        request["body"]
        for file in sorted((reference / "sdk-requests").glob("*.json"))
        for request in json.loads(file.read_bytes())
    ]
    assert bodies
    return bodies


def test_document_is_valid(corrected: dict[str, Any]) -> None:
    errors = [str(error) for error in OpenAPIV31SpecValidator(corrected).iter_errors()]
    assert errors == []


def test_sdk_batches_are_accepted(
    body_validator: BodyValidator, sdk_requests: list[dict[str, Any]]
) -> None:
    validator = body_validator("batch")
    assert [body for body in sdk_requests if not validator.is_valid(body)] == []


def test_sdk_messages_are_accepted_as_single_calls(
    body_validator: BodyValidator, sdk_requests: list[dict[str, Any]]
) -> None:
    messages = [message for body in sdk_requests for message in body["batch"]]
    refused = [each for each in messages if not body_validator(each["type"]).is_valid(each)]
    assert refused == []


@pytest.mark.parametrize("call", [pytest.param(call, id=call.id) for call in ACCEPTED])
def test_call_is_accepted(body_validator: BodyValidator, call: Call) -> None:
    validator = body_validator(call.operation)
    assert [error.message for error in validator.iter_errors(call.body)] == []


@pytest.mark.parametrize(
    "call", [pytest.param(call, id=call.id) for call in ACCEPTED if call.operation in SINGLE]
)
def test_call_is_accepted_in_a_batch(body_validator: BodyValidator, call: Call) -> None:
    item = {**call.body, "type": call.operation}
    assert body_validator("batch").is_valid({"batch": [item]})


@pytest.mark.parametrize("mistake", [pytest.param(each, id=each.id) for each in MISTAKES])
def test_mistake_is_refused(body_validator: BodyValidator, mistake: Mistake) -> None:
    validator = body_validator(mistake.operation)
    assert validator.is_valid(mistake.meant)
    assert not validator.is_valid(mistake.wrong)


def test_every_event_fits_one_branch(corrected: dict[str, Any]) -> None:
    """An error message picks the branch by event alone, so no two may share one."""
    schemas = corrected["components"]["schemas"]
    custom, *reserved = schemas["track"]["oneOf"]
    names = [
        name
        for branch in reserved
        for name in schemas[branch["$ref"].rpartition("/")[2]]["properties"]["event"]["enum"]
    ]
    assert len(names) == len(set(names)) == 9
    assert sorted(custom["properties"]["event"]["not"]["enum"]) == sorted(names)


def test_sizes_are_limited(corrected: dict[str, Any]) -> None:
    schemas = corrected["components"]["schemas"]
    assert {name: schemas[name]["x-max-bytes"] for name in SINGLE} == dict.fromkeys(SINGLE, 32_000)
    assert schemas["batch"]["x-max-bytes"] == 500_000
    assert schemas["batch"]["properties"]["batch"]["items"]["x-max-bytes"] == 32_000


def test_operations_need_a_body_and_declare_refusals(operations: list[dict[str, Any]]) -> None:
    for operation in operations:
        assert operation["requestBody"]["required"] is True
        assert set(operation["responses"]) == {"200", "400", "401", "429"}


def test_both_regions_and_both_kinds_of_key_serve_every_operation(
    corrected: dict[str, Any], operations: list[dict[str, Any]]
) -> None:
    assert {server["x-region"]: server["url"] for server in corrected["servers"]} == {
        "us": "https://cdp.customer.io/v1",
        "eu": "https://cdp-eu.customer.io/v1",
    }
    assert set(corrected["components"]["securitySchemes"]) == {"Basic-Auth", "Bearer-Auth"}
    for operation in operations:
        assert "servers" not in operation
        assert operation["security"] == [{"Basic-Auth": []}, {"Bearer-Auth": []}]


def test_examples_are_valid(corrected: dict[str, Any]) -> None:
    wrong, count = [], 0
    for place, schema, example in examples(corrected):
        count += 1
        if not schema_validator(corrected, schema).is_valid(example):
            wrong.append(place)
    assert wrong == []
    assert count >= len(corrected["paths"]) + 9


def test_every_body_has_an_example(operations: list[dict[str, Any]]) -> None:
    for operation in operations:
        content = operation["requestBody"]["content"]["application/json"]
        assert "example" in content or content["examples"], operation["operationId"]


def examples(node: Any, place: str = "#") -> Iterator[tuple[str, dict[str, Any], Any]]:
    """Every example beside a schema, in media types, parameters and headers, with that schema."""
    if isinstance(node, dict):
        if isinstance(node.get("schema"), dict):
            if "example" in node:
                yield f"{place}/example", node["schema"], node["example"]
            for name, example in node.get("examples", {}).items():
                yield f"{place}/examples/{name}", node["schema"], example["value"]
        for key, value in node.items():
            yield from examples(value, f"{place}/{key}")
    elif isinstance(node, list):
        for index, item in enumerate(node):
            yield from examples(item, f"{place}/{index}")
