"""The corpus's own reading: Swagger as OpenAPI, findings as reasons, calls as outcomes."""

import json
from pathlib import Path

import pytest

from . import outcomes, report
from .generation import Finding
from .original import Original
from .outcomes import OVERLAP, Outcome
from .results import Result
from .wheels import listed

SWAGGER = {
    "swagger": "2.0",
    "consumes": ["application/json"],
    "produces": ["application/json"],
    "securityDefinitions": {"key": {"type": "basic"}},
    "parameters": {"Ids": {"name": "ids", "in": "query", "type": "array", "items": {}}},
    "paths": {
        "/a/{id}": {
            "parameters": [{"name": "id", "in": "path", "required": True, "type": "string"}],
            "post": {
                "parameters": [
                    {"$ref": "#/parameters/Ids"},
                    {"name": "body", "in": "body", "required": True, "schema": {"type": "object"}},
                ],
                "responses": {"201": {"description": "", "schema": {"type": "object"}}},
            },
        }
    },
}


def test_swagger_is_read_as_openapi(tmp_path: Path) -> None:
    file = tmp_path / "swagger.json"
    file.write_text(json.dumps(SWAGGER), encoding="utf-8")
    original = Original(file)
    [operation] = original.operations()
    assert (original.version, operation.key) == ("2.0", "POST /a/{id}")
    assert operation.body_required and list(operation.contents) == ["application/json"]
    by_name = {each["name"]: each for each in operation.parameters}
    assert by_name["id"]["schema"] == {"type": "string"}
    assert by_name["ids"]["style"] == "form" and by_name["ids"]["explode"] is False
    assert original.root["components"]["securitySchemes"]["key"]["scheme"] == "basic"


def test_findings_of_one_kind_are_one_reason() -> None:
    texts = ("POST /a is left out: parameter b: no", "PUT /c/{d} is left out: parameter e: no")
    assert len({Finding("warning", "operation-left-out", text, "").kind for text in texts}) == 1


def test_a_refused_document_costs_all_its_operations() -> None:
    fault = Finding("error", "openapi-invalid", "an array stands here", "#/a")
    refused = Result("a", "3.0", 7, 1.0, code=2, findings=[fault])
    assert refused.reasons == [(fault.kind, 7, "#/a")]
    assert Result("a", "3.0", 7, 1.0, code=None).reasons == [("it took too long", 7, "")]


@pytest.mark.parametrize(
    ("record", "verdict", "word"),
    [
        ({"kind": "minimal", "requests": [{}], "value": {}}, {"fault": ""}, outcomes.CONFORMING),
        ({"kind": "minimal", "requests": [{}], "value": {}}, {"fault": "no"}, outcomes.WRONG),
        ({"kind": "full", "requests": [{}], "refused": "no"}, {"fault": ""}, outcomes.NOT_ACCEPTED),
        ({"kind": "full", "requests": [], "refused": "no"}, {}, outcomes.REFUSED),
        ({"kind": "full", "unmade": "no"}, {}, outcomes.UNMADE),
        ({"kind": "example", "refused": "no"}, {"example": "no"}, outcomes.INVALID),
        (
            {"kind": "example", "requests": [{}], "value": {}},
            {"example": "no", "fault": "no"},
            outcomes.INVALID,
        ),
        ({"kind": "example", "refused": "no"}, {"example": ""}, outcomes.REFUSED_EXAMPLE),
        (
            {"kind": "minimal", "requests": [{}], "value": {}},
            {"fault": "1 is valid under each of A, B"},
            OVERLAP,
        ),
        (
            {"kind": "full", "requests": [{}], "value": {}},
            {"fault": "Invalid; $.a: Tried to write read-only property with b"},
            outcomes.READ_ONLY,
        ),
        (
            {"kind": "full", "requests": [{}], "value": {}},
            {"fault": "Invalid; $.a: Tried to write read-only property with b; $.c: no"},
            outcomes.WRONG,
        ),
    ],
)
def test_every_call_has_one_word(
    tmp_path: Path, record: dict[str, object], verdict: dict[str, str], word: str
) -> None:
    calls, verdicts = tmp_path / "calls", tmp_path / "verdicts"
    calls.write_text(json.dumps({"loaded": 1}) + "\n" + json.dumps(record) + "\n")
    verdicts.write_text(json.dumps(verdict) + "\n")
    [outcome] = outcomes.outcomes(calls, verdicts)
    assert isinstance(outcome, Outcome) and outcome.word == word


def test_the_kind_of_an_outcome_quotes_nothing() -> None:
    said = "$.a: 'Words of theirs' is not of type 'integer'"
    assert Outcome("full", outcomes.WRONG, "GET /a", said).kind == "is not of type"
    assert Outcome("full", outcomes.WRONG, "GET /a", "Words of theirs").kind == "in other words"


def test_a_page_says_that_nothing_is_left_out() -> None:
    left_out = Finding("warning", "operation-left-out", "GET /a is left out: no", "#/a")
    for findings, said in (([], "None."), ([left_out], "| operations | reason | such as |")):
        page = report.markdown([Result("a", "3.0", 7, 1.0, tools=6, findings=findings)])
        _, _, section = page.partition("## Operations that are not made\n\n")
        assert section.startswith(f"{said}\n")


def test_each_document_is_pinned_once() -> None:
    wheels = listed([])
    assert len({wheel.name for wheel in wheels}) == len(wheels)
    assert all(len(wheel.sha256) == 64 for wheel in wheels)
