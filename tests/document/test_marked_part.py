"""Parts of a large JSON document get places at the cost of these parts alone."""

import json
from typing import Any

import pytest

from generator.core.json_value import node_at
from generator.document import json_positions
from generator.document.identifiers import with_pointers
from generator.document.load import load_quickly
from generator.document.located import (
    MarkedDict,
    MarkedList,
    UnmarkedRoot,
    marked,
    marked_part,
    place_of,
)

ROOT = {"a": {"b~/c": [1, {"é": None}, []], "d": {}}, "e": "text", "f": [[True, 2.5]]}
POINTERS = ("#", "#/a", "#/a/b~0~1c", "#/a/b~0~1c/1", "#/e", "#/f/0", "#/f/0/1", "#/g", "#/a/x/y")


def places(value: Any) -> Any:
    """Every place in a value."""
    if isinstance(value, MarkedDict):
        return value.place, value.places, {key: places(each) for key, each in value.items()}
    if isinstance(value, MarkedList):
        return value.place, value.places, [places(each) for each in value]
    return None


def test_a_part_has_the_places_that_it_has_in_the_whole() -> None:
    for indent in (None, 2):
        root = load_quickly(json.dumps(ROOT, indent=indent).encode(), "a.json").root
        assert isinstance(root, UnmarkedRoot)
        for pointer in POINTERS:
            found, expected = marked_part(root, pointer), node_at(marked(root), pointer)
            assert found == expected
            assert places(found) == places(expected)


def test_what_lies_deep_is_read_once(monkeypatch: pytest.MonkeyPatch) -> None:
    deep: Any = {"x": "text"}
    for number in range(50):
        deep = {"a": deep, "b": [number]}
    text = json.dumps({"deep": deep})
    root = load_quickly(text.encode(), "a.json").root
    read: list[int] = []

    class Decoder(json.JSONDecoder):
        def raw_decode(self, s: str, idx: int = 0) -> tuple[Any, int]:
            value, end = super().raw_decode(s, idx)
            read.append(end - idx)
            return value, end

    monkeypatch.setattr(json_positions, "_DECODER", Decoder())
    assert marked_part(root, "#/deep") == deep
    assert sum(read) < len(text)


def test_places_are_the_same_for_few_and_for_many() -> None:
    text = json.dumps({f"k{number}": {"x": [number]} for number in range(100)}, indent=1)
    one = load_quickly(text.encode(), "a.json").root
    for number in range(100):
        fresh = load_quickly(text.encode(), "a.json").root
        pointer = f"#/k{number}/x/0"
        assert place_of(one, pointer) == place_of(fresh, pointer) == place_of(marked(one), pointer)


def test_identifiers_in_examples_cost_no_copy() -> None:
    root = {"paths": {}, "components": {"examples": {"One": {"value": {"$id": "urn:a"}}}}}
    document = load_quickly(json.dumps(root).encode(), "a.json")
    assert with_pointers(document) is document
    root["components"]["schemas"] = {"One": {"$id": "urn:a"}}  # type: ignore[assignment]
    document = load_quickly(json.dumps(root).encode(), "a.json")
    assert with_pointers(document) is not document
