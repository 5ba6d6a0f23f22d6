"""The delivered request schemas still say everything that the corrected document says."""

import json
from pathlib import Path

import pytest

from generator.document.load import load
from generator.document.located import Document
from generator.document.references import follow
from generator.openapi.api import Limit
from generator.openapi.parse import parse
from generator.overlay.apply import apply
from generator.plan.toolkit_yaml import read_config
from tests.jsonschema.inventory import constraints_of, enum_values_of, properties_of

ROOT = Path(__file__).parents[2]
SPECS = ROOT / "specs" / "customerio_pipelines"
SCHEMAS = ROOT.joinpath(*["generated", *2 * ["arcade_customerio_pipelines_api"], "schemas"])
FILES = {
    "/identify": "identify_person_and_assign_traits",
    "/track": "track_user_event",
    "/page": "send_page_view_event",
    "/screen": "send_screen_view_event",
    "/group": "add_to_group",
    "/alias": "alias_user_identity",
    "/batch": "send_batch_requests",
}


@pytest.fixture(scope="module")
def document() -> Document:
    openapi = load((SPECS / "openapi.yaml").read_bytes(), "openapi.yaml")
    return apply(openapi, load((SPECS / "overlay.yaml").read_bytes(), "overlay.yaml"))


@pytest.mark.parametrize("path", FILES)
def test_every_property_value_and_constraint_is_delivered(document: Document, path: str) -> None:
    media = document.root["paths"][path]["post"]["requestBody"]["content"]["application/json"]
    _, corrected = follow(document.root, media["schema"], "#")
    delivered = json.loads((SCHEMAS / f"{FILES[path]}.json").read_text("utf-8"))
    before = constraints_of(corrected, document.root)
    assert before - constraints_of(delivered) == frozenset()
    assert properties_of(corrected, document.root) == properties_of(delivered)
    assert enum_values_of(corrected, document.root) == enum_values_of(delivered)
    print(f"{path}: {len(before)} constraints, {len(properties_of(delivered))} properties")
    assert len(before) > 15, "the count itself must not come to nothing"


def test_limits_in_bytes_are_enforced_and_told(document: Document) -> None:
    api, _ = parse(document)
    bodies = {operation.path: operation.body for operation in api.operations}
    assert {path for path, body in bodies.items() if body} == set(FILES)
    for path, body in bodies.items():
        assert body is not None
        if path == "/batch":
            assert body.limits == (Limit("", 500_000), Limit("/batch/*", 32_000))
        else:
            assert body.limits == (Limit("", 32_000),)
        assert all(f"{limit.max_bytes:,}" in body.schema["description"] for limit in body.limits)


def test_every_tool_names_the_field_by_which_repeats_are_told() -> None:
    config = read_config(load((SPECS / "toolkit.yaml").read_bytes(), "toolkit.yaml"))
    places = {key: tool.deduplicate for key, tool in config.tools.items()}
    assert set(places) == {f"POST {path}" for path in FILES}
    assert places.pop("POST /batch") == ("/batch/*/messageId",)
    assert set(places.values()) == {("/messageId",)}
