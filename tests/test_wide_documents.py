"""Documents in which one operation has a great deal: the cost grows as they do, told in lines that run."""

import json
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

import pytest

from generator.build import build
from generator.core import pointers
from generator.core.problems import Problem, ProblemsError
from generator.document.load import load
from generator.openapi import shared_parts, too_many, union_findings
from generator.openapi.too_many import too_many_operations
from generator.openapi.union_findings import overlap_findings, schemas_in
from generator.plan.tool_names.distinct import shortened_name
from generator.plan.tool_names.path_names import path_words, read_path
from generator.workspace.sources import SourceFile, Sources

from .steps import steps

FEW, MANY = 150, 300
MOST = 2.4


def document(operation: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": "Wide", "version": "1.0.0"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {
            "/things": {"get": {**operation, "responses": {"200": {"description": "Done."}}}}
        },
        **more,
    }


def parameters(size: int) -> dict[str, Any]:
    text = {"type": "string"}
    listed = [{"name": f"p{each}", "in": "query", "schema": text} for each in range(size)]
    return document({"operationId": "listThings", "parameters": listed})


def keys_together(size: int) -> dict[str, Any]:
    names = [f"key{each}" for each in range(size)]
    schemes = {each: {"type": "apiKey", "in": "header", "name": f"X-{each}"} for each in names}
    return document(
        {"operationId": "listThings", "security": [{each: [] for each in names}]},
        components={"securitySchemes": schemes},
    )


@pytest.mark.parametrize("wide", [parameters, keys_together])
def test_twice_as_many_are_little_more_than_twice_the_work(
    wide: Callable[[int], dict[str, Any]],
) -> None:
    def work(size: int) -> int:
        given = Sources(SourceFile("openapi.json", json.dumps(wide(size)).encode()))
        return steps(lambda: build(given))

    work(1)  # what is imported, or remembered, on the way counts for none
    assert work(MANY) < work(FEW) * MOST


def test_a_path_of_braces_that_never_close_is_read_at_once() -> None:
    assert read_path("/" + "{" * 200_000, {}).things == ()
    assert read_path("/things/{id}{" + "{" * 200_000, {}).things


def test_a_path_of_twice_as_many_segments_is_named_in_twice_the_work() -> None:
    def work(size: int) -> int:
        name = read_path("".join(f"/x{each}" for each in range(size)), {})
        return steps(lambda: path_words("GET", name))

    work(MANY)  # the words of both are known then
    assert work(MANY) < work(FEW) * MOST


def test_a_name_of_very_many_words_is_shortened_at_once() -> None:
    said = ["get", *["the", "word"] * 100_000, "things"]
    assert shortened_name(said, 12) == ["get", "things"]
    assert shortened_name(["get", "all", "of", "things"], 11) == ["get", "things"]
    assert shortened_name(["a", "bc"], 1) == ["a", "bc"]


def test_unions_that_lead_to_each_other_have_one_bound_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def union(number: int) -> dict[str, Any]:
        below = {"$ref": pointers.join(["components", "schemas", f"S{number + 1}"])}
        return {"oneOf": [below, {"allOf": [below, {"minProperties": number}]}]}

    last = {"type": "object", "properties": {"a": {"type": "string"}}}
    root = document(
        {"operationId": "listThings"},
        components={"schemas": {**{f"S{each}": union(each) for each in range(5)}, "S5": last}},
    )
    asked = list(schemas_in(root, ["#/components/schemas/S0"]))
    assert len(list(overlap_findings(root, asked))) == 5
    monkeypatch.setattr(union_findings, "_MOST_STEPS", 200)
    assert len(list(overlap_findings(root, asked))) < 5


def test_a_default_is_not_held_to_a_pattern_that_would_take_gigabytes() -> None:
    costly = f"({'(a*)*' * 400}){{100}}"
    text = {"type": "string", "pattern": costly, "default": "a" * 5000}
    named = {"patternProperties": {costly: text}, "additionalProperties": False}
    listed = [{"name": "q", "in": "query", "schema": text}]
    body = {"schema": {"type": "object", **named, "default": {"a" * 5000: "a"}}}
    root = document({"operationId": "listThings", "parameters": listed})
    root["paths"]["/things"]["post"] = {
        "operationId": "createThing",
        "requestBody": {"content": {"application/json": body}},
        "responses": {"200": {"description": "Done."}},
    }
    built = build(Sources(SourceFile("openapi.json", json.dumps(root).encode())))
    assert any("regular expression" in each.message for each in built.warnings)
    assert not any(costly in content for content in built.files.values())


def bare(operations: int, **more: Any) -> Sources:
    node = {"responses": {}, **more}
    paths = {f"/{each}": {"get": node} for each in range(operations)}
    return Sources(SourceFile("openapi.json", json.dumps(document({}) | {"paths": paths}).encode()))


def test_more_operations_than_are_meant_are_refused_where_they_begin_before_they_are_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def work(operations: int) -> int:
        with pytest.raises(ProblemsError) as caught:
            build(bare(operations))
        [found] = [each for each in caught.value.problems if each.code == "operation-budget"]
        assert (found.pointer, found.place and found.place.line) == ("#/paths/~110/get", 1)
        assert f"{operations:,} operations" in found.message
        return steps(lambda: pytest.raises(ProblemsError, build, bare(operations)))

    monkeypatch.setattr(too_many, "_MOST", 10)
    monkeypatch.setattr(too_many, "_LETTERS", 10_000)
    build(bare(10))  # what is imported on the way counts for none
    five = steps(lambda: build(bare(10))) - steps(lambda: build(bare(5)))
    # A tenth of what reading and printing them would take.
    assert work(2_000) - work(1_000) < five * 1_000 / 5 / 10


def test_of_what_a_large_document_has_or_people_choose_none_is_refused(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(too_many, "_MOST", 3)
    with pytest.raises(ProblemsError):
        build(bare(4))
    chosen = replace(bare(4), exclude=("GET /3",))
    assert build(chosen).left_out == 1
    assert build(bare(4, description="Long. " * 70)).files


def test_more_parameters_together_than_are_meant_are_refused_where_they_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(too_many, "_MOST_TOGETHER", 6)
    monkeypatch.setattr(too_many, "_LETTERS_OF_PARAMETER", 10_000)
    shared = parameters(3)["paths"]["/things"]["get"]["parameters"]
    item = {"parameters": shared, **{each: {"responses": {}} for each in ("get", "put", "post")}}

    def given(item: Any) -> Sources:
        root = document({}) | {"paths": {"/things": item}}
        return Sources(SourceFile("openapi.json", json.dumps(root).encode()))

    with pytest.raises(ProblemsError) as caught:
        build(given(item))
    [found] = [each for each in caught.value.problems if each.code == "operation-budget"]
    assert found.pointer == "#/paths/~1things/post"
    assert "9 parameters of operations" in found.message
    assert build(replace(given(item), exclude=("POST /things",))).files
    # One that has too many alone is left out, and the others have what there is.
    own = parameters(1_000)["paths"]["/things"]["get"]["parameters"]
    built = build(given(item | {"get": {"responses": {}, "parameters": own}}))
    assert [each.message for each in built.skipped] == [
        "GET /things is left out: it has more than 1,000 parameters"
    ]


KEYS = {f"key{at}": {"type": "apiKey", "in": "header", "name": f"X-{at}"} for at in range(5)}
ANSWER = {
    "description": "Done.",
    "headers": {f"X-{at}": {"schema": {"type": "string"}} for at in range(3)},
    "content": {f"text/x-{at}": {} for at in range(2)},
}
REFERS = {"$ref": "#/components/responses/it"}


@pytest.mark.parametrize(
    ("node", "more"),
    [
        ({}, {"servers": [{"url": f"https://s{at}.example.com"} for at in range(5)]}),
        ({}, {"security": [{key: []} for key in KEYS]}),
        ({}, {"security": [{"key0": ["a", "b"]}, {"key1": ["c"]}]}),
        ({"responses": {"200": REFERS}}, {}),
        ({"requestBody": {"$ref": "#/components/requestBodies/it"}}, {}),
    ],
)
def test_more_that_operations_share_than_is_meant_is_refused_where_it_begins(
    monkeypatch: pytest.MonkeyPatch, node: dict[str, Any], more: dict[str, Any]
) -> None:
    monkeypatch.setattr(too_many, "_LETTERS", 10_000)
    parts = {"responses": {"it": ANSWER}, "requestBodies": {"it": {"content": KEYS}}}
    components = {"components": {"securitySchemes": KEYS, **parts}}

    def found(paths: dict[str, Any], also: dict[str, Any]) -> Problem | None:
        root = document({}) | {"servers": []} | components | also | {"paths": paths}
        return too_many_operations(load(json.dumps(root).encode(), "openapi.json"))

    def paths(count: int, node: dict[str, Any]) -> dict[str, Any]:
        return {f"/{at}": {"post": {"responses": {}, **node}} for at in range(count)}

    monkeypatch.setattr(shared_parts, "_ANSWERED", 1)
    monkeypatch.setattr(too_many, "_MOST_SHARED", 10)
    assert found(paths(2, node), more) is None
    many = found(paths(3, node), more)
    assert many and (many.code, many.pointer) == ("operation-budget", "#/paths/~12/post")
    assert "15 servers, keys, headers and media types" in many.message
    # What stands in each of them is as large as the document.
    own = {"servers": [{"url": "https://own.example.com"}], "security": [{"key0": []}]}
    answer = {"responses": {"200": ANSWER}}
    assert found(paths(3, own | answer), more) is None
    # Unless one path stands for many.
    behind = {"/0": paths(1, own | answer)["/0"]}
    referring = {f"/{at}": {"$ref": "#/paths/~10"} for at in range(1, 4)}
    assert found(behind | referring, {}) is not None


def test_six_hundred_operations_may_share_long_failures() -> None:
    root = document({})
    headers = {f"X-{at}": {"schema": {"type": "integer"}} for at in range(10)}
    shared = {f"R{at}": {"description": "No.", "headers": headers} for at in range(8)}
    refers = {f"40{at}": {"$ref": f"#/components/responses/R{at}"} for at in range(8)}
    root["paths"] = {f"/a{at}": {"get": {"responses": refers}} for at in range(600)}
    root["components"] = {"responses": shared}
    assert too_many_operations(load(json.dumps(root).encode(), "openapi.json")) is None


def test_more_parts_of_operations_than_are_meant_are_refused_where_they_begin(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(too_many, "_LETTERS_OF_PART", 10_000)
    text = {"type": "string"}
    content = {"content": {"application/json": {"schema": text}}}
    whole = {
        "parameters": [{"name": "a", "in": "query", "schema": text}],
        "requestBody": content,
        "responses": {"200": {"description": "Done.", **content}},
    }

    def found(*nodes: dict[str, Any]) -> Problem | None:
        paths = {f"/{at}": {"post": {"responses": {}, **node}} for at, node in enumerate(nodes)}
        root = document({}) | {"paths": paths}
        return too_many_operations(load(json.dumps(root).encode(), "openapi.json"))

    monkeypatch.setattr(too_many, "_MOST_PARTS", 14)
    assert found(whole, whole) is None and found({}, {}, {}, {}) is None
    many = found({}, whole, whole)
    assert many and (many.code, many.pointer) == ("operation-budget", "#/paths/~12/post")
    assert (many.message, many.expected) == (
        "there are 17 parts of operations, too many for a document of this size",
        "at most 14 parts of operations",
    )
    for less, left in (("parameters", 6), ("requestBody", 5), ("responses", 6)):
        one = {key: each for key, each in whole.items() if key != less}
        monkeypatch.setattr(too_many, "_MOST_PARTS", left)
        assert found(one) is None
        monkeypatch.setattr(too_many, "_MOST_PARTS", left - 1)
        assert found(one) is not None
