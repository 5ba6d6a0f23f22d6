"""A schema of the document is converted once, whatever many operations refer to it, and counts for each."""

import json
from typing import Any

import pytest

from generator.document.load import load
from generator.jsonschema import dialect
from generator.openapi import budget
from generator.openapi.reader import AS_MEANT, Reader

SIZE = 30


def refers(at: int) -> dict[str, Any]:
    return {"$ref": f"#/components/schemas/S{at % SIZE}"}


def mesh(told: str = "") -> dict[str, Any]:
    """As many operations as schemas, from each of which all the others are reached."""
    media = {at: {"application/json": {"schema": refers(at)}} for at in range(SIZE)}
    schemas: dict[str, Any] = {
        f"S{at}": {"type": "object", "properties": {"a": refers(at + 1), "b": refers(at * 7)}}
        for at in range(SIZE)
    }
    if told:
        union = {"oneOf": [refers(1), refers(2)], "discriminator": {"propertyName": told}}
        schemas["S0"]["properties"]["c"] = union
    return {
        "openapi": "3.1.0",
        "info": {"title": "Mesh", "version": "1"},
        "paths": {
            f"/s{at}": {"post": {"requestBody": {"content": content}, "responses": {}}}
            for at, content in media.items()
        },
        "components": {"schemas": schemas},
    }


def reader_of(root: dict[str, Any]) -> Reader:
    return Reader(load(json.dumps(root).encode(), "openapi.json"), {}, AS_MEANT)


@pytest.fixture
def converted(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The pointers of all schemas that were converted."""
    found: list[str] = []
    convert = dialect.convert

    def counted(schema: Any, pointer: str, *rest: Any) -> Any:
        found.append(pointer)
        return convert(schema, pointer, *rest)

    monkeypatch.setattr(dialect, "convert", counted)
    return found


@pytest.mark.parametrize("told", ["", "kind"])
def test_what_operations_share_is_converted_once(converted: list[str], told: str) -> None:
    reader = reader_of(mesh(told))
    assert len(list(reader.operations())) == SIZE
    shared = [each for each in converted if each.startswith("#/components/")]
    assert len(shared) == len(set(shared)) == SIZE


@pytest.mark.parametrize("told", ["", "kind"])
def test_what_is_too_large_is_tried_again_only_without_discriminators(
    converted: list[str], told: str
) -> None:
    root = mesh(told)
    root["paths"] = {"/s0": root["paths"]["/s0"]}
    root["components"]["schemas"]["S29"]["description"] = LONG * 20
    reader = reader_of(root)
    assert len(list(reader.operations())) == 1
    asked = [each for each in converted if not each.startswith("#/components/")]
    assert reader.rounds > 1
    assert len(asked) == (2 * reader.rounds - 1 if told else reader.rounds)


@pytest.mark.parametrize("told", ["", "kind"])
def test_each_operation_takes_as_many_steps_whoever_is_first(told: str) -> None:
    root = mesh(told)
    reader, other = reader_of(root), reader_of(
        root | {"paths": dict([*root["paths"].items()][::-1])}
    )
    assert len(list(reader.operations())) == len(list(other.operations())) == SIZE
    assert reader.steps == other.steps
    assert min(reader.steps.values()) > 3 * SIZE


LONG = "word " * 1000


@pytest.mark.parametrize(
    "long",
    [
        {"description": LONG},
        {"pattern": LONG},
        {"enum": [LONG, "word"]},
        {"default": {"a": LONG}},
        {"const": [LONG]},
        {"required": [LONG]},
    ],
    ids=lambda long: next(iter(long)),
)
def test_letters_count_for_each_operation_that_has_them_written(long: dict[str, Any]) -> None:
    plain, wordy = mesh(), mesh()
    wordy["components"]["schemas"]["S5"] |= {key: "word" for key in long} | long
    before, after = reader_of(plain), reader_of(wordy)
    assert len(list(before.operations())) == len(list(after.operations())) == SIZE
    for key, steps in before.steps.items():
        assert 250 < after.steps[key] - steps < 1500


def test_what_is_too_long_for_so_many_operations_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(budget, "_DOCUMENT", 1 << 13)
    wordy = mesh()
    wordy["components"]["schemas"]["S5"]["description"] = LONG
    reader = reader_of(wordy)
    carried = list(reader.operations())
    assert 0 < len(carried) < SIZE
    assert len(reader.left_out) == SIZE - len(carried)
    for each in reader.left_out:
        assert each.pointer.endswith("/requestBody/content/application~1json/schema")
        assert each.message.endswith("steps to expand, and others took what the document may")


@pytest.mark.parametrize("first", ["S0", "S7"])
def test_what_takes_much_is_given_up_after_as_many_steps_whoever_is_first(
    monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    monkeypatch.setattr(budget, "_DOCUMENT", 1 << 22)
    root = mesh()
    root["components"]["schemas"][first]["description"] = LONG * 20
    reader, other = reader_of(root), reader_of(
        root | {"paths": dict([*root["paths"].items()][::-1])}
    )
    assert len(list(reader.operations())) == len(list(other.operations())) == SIZE
    assert reader.rounds > 1 and reader.steps == other.steps


def test_long_examples_count_for_each_operation_that_has_them_written(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def with_example(letters: int) -> Reader:
        root = mesh()
        root["components"]["examples"] = {"long": {"value": {"a": {"b": {}}, "x": "a" * letters}}}
        for item in root["paths"].values():
            media = item["post"]["requestBody"]["content"]["application/json"]
            media["examples"] = {"long": {"$ref": "#/components/examples/long"}}
        return reader_of(root)

    short, long = with_example(1_900), with_example(10_000)
    assert len(list(short.operations())) == len(list(long.operations())) == SIZE
    plain = reader_of(mesh())
    assert list(plain.operations()) and plain.steps == short.steps
    for key, steps in short.steps.items():
        assert 500 <= long.steps[key] - steps < 2_000, "given up once, and read"
    monkeypatch.setattr(budget, "_DOCUMENT", 1 << 13)
    reader = with_example(10_000)
    assert 0 < len(list(reader.operations())) < SIZE
    for each in reader.left_out:
        assert "its examples have more than" in each.message or "and others took" in each.message
        assert "/requestBody/content/application~1json" in each.pointer
