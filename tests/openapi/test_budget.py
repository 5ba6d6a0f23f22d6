"""What the schemas of a document may take together, and that this hangs on nothing but the document."""

import json
from functools import partial
from typing import Any

import pytest

from generator.core.memory import NO_MEMORY, Memory
from generator.core.problems import Problem
from generator.document.equal_parts import equal_paths
from generator.document.load import load
from generator.document.part_digests import DocumentMemory
from generator.jsonschema import request
from generator.openapi import budget, union_findings
from generator.openapi.api import Api
from generator.openapi.different import Different, parse_different
from generator.openapi.parse import parse, parse_both

from ..steps import steps
from ..test_build_again import Kept

MANY = 20


def refers(level: int) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/S{level}"}


def different(count: int) -> range:
    """So many levels which are all too deep."""
    return range(MANY, MANY + count)


def things(*levels: int, deep: int = 2 * MANY + 20) -> dict[str, Any]:
    """Operations with bodies of so many unions, each of which says the next one twice."""

    def union(level: int) -> dict[str, Any]:
        return {"oneOf": [refers(level), {"allOf": [refers(level), {"minProperties": level}]}]}

    last = {"type": "object", "properties": {"a": {"type": "string"}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "paths": {
            f"/things{at}": {
                "post": {
                    "requestBody": {"content": {"application/json": {"schema": refers(level)}}},
                    "responses": {"204": {"description": "Done."}},
                }
            }
            for at, level in enumerate(levels)
        },
        "components": {
            "schemas": {"S0": last, **{f"S{at + 1}": union(at) for at in range(deep)}},
        },
    }


def read(root: dict[str, Any], memory: Memory = NO_MEMORY) -> tuple[Api, tuple[Problem, ...]]:
    """The facts and the findings, where no schema is known from before."""
    request._shortened.cache_clear()
    document = load(json.dumps(root).encode(), "openapi.json")
    return parse(document, memory=DocumentMemory(memory, document.root))


def carried(root: dict[str, Any]) -> list[str]:
    return [each.path for each in read(root)[0].operations]


@pytest.fixture
def narrow(monkeypatch: pytest.MonkeyPatch) -> None:
    """As much for a document as is quickly reached."""
    monkeypatch.setattr(budget, "_DOCUMENT", 1 << 13)
    monkeypatch.setattr(budget, "_OPERATION", 1 << 12)
    monkeypatch.setattr(budget, "_SCHEMA", 1 << 10)
    monkeypatch.setattr(budget, "_MEMBER", 0)
    monkeypatch.setattr(union_findings, "_MOST_STEPS", 0)


@pytest.mark.usefixtures("narrow")
def test_bodies_of_many_operations_have_one_bound_together() -> None:
    read(things(1))  # what is imported on the way counts for none
    one, few, many = (steps(partial(read, things(*different(count)))) for count in (1, 20, 40))
    assert many - few < 20 * one / 3, "past the bound, an operation costs as much as before"


@pytest.mark.usefixtures("narrow")
def test_parameters_of_one_operation_have_one_bound_together() -> None:
    def wide(count: int) -> dict[str, Any]:
        root = things(MANY)
        node = root["paths"]["/things0"]["post"]
        del node["requestBody"]
        node["parameters"] = [
            {"name": f"p{each}", "in": "query", "schema": refers(each)} for each in different(count)
        ]
        return root

    read(wide(1))  # what is imported on the way counts for none
    one, few, many = (steps(partial(read, wide(count))) for count in (1, 20, 40))
    assert many - few < 20 * one / 3, "past the bound, a parameter costs as much as before"


@pytest.mark.usefixtures("narrow")
def test_past_the_bound_what_is_plain_is_still_read_and_what_is_not_is_named() -> None:
    api, told = read(things(0, 1, *[MANY] * 30, 1, 0))
    assert [each.path for each in api.operations] == [f"/things{at}" for at in (0, 1, 32, 33)]
    left_out = [each for each in told if each.code == "operation-left-out"]
    assert len(left_out) == 30
    for at, each in enumerate(left_out, 2):
        assert each.pointer.startswith(f"#/paths/~1things{at}/post/requestBody")
        assert each.message.endswith("and others took what the document may")
    [alone] = [each for each in read(things(MANY))[1] if each.code == "operation-left-out"]
    assert alone.message.endswith("the schema needs more than 1,024 steps to expand")


@pytest.mark.usefixtures("narrow")
@pytest.mark.parametrize(("hopeless", "levels"), [(2, (3, 2, 0)), (16, (2, 1, 0))])
def test_what_needs_little_is_read_however_much_others_want_before_it(
    hopeless: int, levels: tuple[int, ...]
) -> None:
    served = [f"/things{hopeless + at}" for at in range(3)]
    assert carried(things(*[MANY] * hopeless, *levels)) == served


@pytest.mark.usefixtures("narrow")
def test_differences_alone_are_read_only_where_equal_operations_took_nothing_from_them() -> None:
    def different(*levels: int) -> Different | None:
        old, new = things(*levels, 0), things(*levels, 1)
        if levels[-1] == 3:
            old, new = things(*levels), things(*levels[:-1], 4)
        loaded = [load(json.dumps(each).encode(), "openapi.json") for each in (old, new)]
        equal = equal_paths(loaded[0].root, loaded[1].root)
        return parse_different(loaded[0], loaded[1], equal)

    assert different(MANY, MANY)
    assert different(MANY, 3) is None, "how much it may take hangs on what is not read"


@pytest.mark.usefixtures("narrow")
def test_it_does_not_hang_on_what_is_remembered() -> None:
    memory = Kept()
    for levels in ([3, 4] * 30, [MANY, *[3, 4] * 30], [*[3, 4] * 30, MANY], [4, 3] * 30):
        root = things(*levels)
        assert read(root, memory) == read(root)
        before = memory.recalled
        assert read(root, memory) == read(root)
        assert memory.recalled > before
    assert carried(things(MANY, *[3, 4] * 30)) != carried(things(0, *[3, 4] * 30))


@pytest.mark.usefixtures("narrow")
def test_two_documents_are_compared_by_the_same_bound() -> None:
    old, new = things(*[4] * 40, 3), things(*[4] * 40, 2)
    loaded = [load(json.dumps(each).encode(), "openapi.json") for each in (old, new)]
    equal = set(old["paths"]) - {"/things40"}
    for api, root in zip(parse_both(*loaded, equal), (old, new), strict=True):
        assert [each.path for each in api.operations] == carried(root)


def test_a_path_that_no_server_takes_is_left_out() -> None:
    root = things(0, 0)
    long, longest = "/" + "a" * 8000, "/" + "b" * 7999
    root["paths"] = dict(zip((long, longest), root["paths"].values(), strict=True))
    api, told = read(root)
    assert [each.path for each in api.operations] == [longest]
    [finding] = [each for each in told if each.code == "operation-left-out"]
    assert finding.message.endswith("its path is longer than 8,000 characters")
    assert finding.pointer == f"#/paths/~1{long[1:]}/post"


def test_what_a_document_may_take_is_linear_in_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    """A large document with many large bodies is none that has too many of them."""
    monkeypatch.setattr(budget, "_DOCUMENT", 1 << 8)
    monkeypatch.setattr(budget, "_OPERATION", 1 << 8)
    monkeypatch.setattr(budget, "_SCHEMA", 1 << 7)
    properties = {f"p{index}": {"type": "string", "maxLength": index} for index in range(30)}
    root = things(*[0] * 40, deep=0)
    for at, item in enumerate(root["paths"].values()):
        schema = {"type": "object", "properties": {f"n{at}": {"type": "string"}, **properties}}
        item["post"]["requestBody"]["content"]["application/json"]["schema"] = schema
    assert len(carried(root)) == 40
    monkeypatch.setattr(budget, "_MEMBER", 0)
    assert len(carried(root)) < 40


def test_answers_that_cannot_be_read_at_once_have_one_bound_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def answers(bad: int, good: int) -> dict[str, Any]:
        root = things(*[0] * (bad + good), deep=0)
        whole = {f"p{at}": {"type": "string"} for at in range(200)}
        gone = {"properties": {"gone": {"$ref": "#/gone"}}}
        root["components"]["schemas"] |= {"Good": {"properties": whole}, "Gone": gone}
        for at, item in enumerate(root["paths"].values()):
            named = ["Good", "Gone"] if at < bad else ["Good"]
            parts = [{"$ref": f"#/components/schemas/{each}"} for each in named]
            schema = {"allOf": [*parts, {"minProperties": at}]}
            content = {"application/json": {"schema": schema}}
            item["post"]["responses"] = {"200": {"description": "Done.", "content": content}}
        return root

    def unread(bad: int, good: int) -> list[Problem]:
        return [each for each in read(answers(bad, good))[1] if each.code == "response-unread"]

    assert len(unread(1, 40)) == 1
    assert unread(1, 40)[0].pointer == "#/components/schemas/Gone"
    monkeypatch.setattr(budget, "_DOCUMENT", 1 << 12)
    monkeypatch.setattr(budget, "_MEMBER", 0)
    assert len(unread(1, 40)) == 1, "halves without a fault are read at once"
    few, many = (steps(partial(read, answers(count, 0))) for count in (40, 80))
    assert many < 2.2 * few
    assert all("steps" in each.message for each in unread(80, 0)[-20:])
