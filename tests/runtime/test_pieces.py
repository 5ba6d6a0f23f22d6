"""A long list is looked at item by item, and says what it would have said as a whole."""

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from runtime_under_test.validation import pieces, schema, weight

from .pipes import BATCH_SCHEMA, written
from .test_bounds import nodes

INTEGER = {"type": "integer", "maximum": 7}
DEFS = {
    "a": INTEGER,
    "tree": {
        "anyOf": [
            {"type": "array", "items": {"$ref": "#/$defs/tree"}},
            {"type": "object", "additionalProperties": {"$ref": "#/$defs/tree"}},
            {"type": ["integer", "string"]},
        ]
    },
}
ITEMS = {"type": "array", "items": {"$ref": "#/$defs/a"}, "minItems": 2, "maxItems": 9_000}
LONG = [1] * 5_000
WRONG = [*LONG, "x", *LONG[:100]]
OBJECT = {str(n): n % 5 for n in range(5_000)}


def answers(rule: dict[str, Any], value: Any) -> tuple[bool, int]:
    """What is said in pieces, and the weight of the heaviest part that was looked into."""
    heaviest = 0
    rule = {**rule, "$defs": DEFS}

    def made(part: dict[str, Any]) -> Callable[[Any], bool]:
        real = jsonschema_rs.Draft202012Validator(part)

        def fits(item: Any) -> bool:
            nonlocal heaviest
            if part.keys() & LOOK_INTO:
                heaviest = max(heaviest, nodes(item))
            return real.is_valid(item)

        return fits

    whole = jsonschema_rs.Draft202012Validator(rule).is_valid
    said = pieces.InPieces(rule, made).fits(whole, value)
    assert said == whole(value)
    return said, heaviest


LOOK_INTO = {"allOf", "items", "properties", "additionalProperties", "patternProperties"}


@pytest.mark.parametrize(
    ("rule", "value", "said"),
    [
        (ITEMS, LONG, True),
        (ITEMS, WRONG, False),
        (ITEMS, LONG * 2, False),
        ({"minItems": 5_001}, LONG, False),
        ({"properties": {"b": ITEMS}, "required": ["b"]}, {"b": LONG}, True),
        ({"properties": {"b": ITEMS}, "required": ["b"]}, {"b": WRONG}, False),
        ({"properties": {"b": ITEMS}, "required": ["b"]}, {"c": LONG}, False),
        ({"additionalProperties": {"items": INTEGER}}, {"b": [], "c": WRONG}, False),
        ({"properties": {"c": {}}, "additionalProperties": False}, {"c": WRONG}, True),
        ({"patternProperties": {"^c": ITEMS, "d$": False}}, {"cc": LONG}, True),
        ({"patternProperties": {"^c": ITEMS, "d$": False}}, {"cd": LONG}, False),
        ({"propertyNames": {"maxLength": 1}}, {"cd": LONG}, False),
        ({"additionalProperties": INTEGER}, OBJECT, True),
        ({"additionalProperties": INTEGER}, {**OBJECT, "x": 8}, False),
        ({"patternProperties": {"^[0-9]+$": INTEGER}}, {**OBJECT, "x": 8}, True),
        ({"minProperties": 5_001}, OBJECT, False),
        ({"dependentRequired": {"4": ["x"]}}, OBJECT, False),
        ({"dependentSchemas": {"4": {"required": ["x"]}}}, OBJECT, False),
        ({"dependentSchemas": {"x": {"required": ["y"]}}}, OBJECT, True),
        ({"prefixItems": [{"const": 1}], "items": {"const": 2}}, [1, *[2] * 5_000], True),
        ({"prefixItems": [{"const": 1}], "items": {"const": 2}}, [1, *[2] * 5_000, 1], False),
        ({"prefixItems": [True, ITEMS]}, [1, WRONG], False),
        ({"contains": {"const": 3}}, LONG, False),
        ({"contains": {"const": 3}}, [*LONG, 3], True),
        ({"contains": {"const": 1}, "maxContains": 4_999}, LONG, False),
        ({"contains": {"const": 1}, "minContains": 5_001}, LONG, False),
        ({"contains": {"const": 3}, "minContains": 0}, LONG, True),
        ({"uniqueItems": True}, LONG, False),
        ({"uniqueItems": False}, LONG, True),
        ({"uniqueItems": True}, [*range(5_000)], True),
        ({"uniqueItems": True}, [*range(5_000), 7.0], False),
        ({"uniqueItems": True}, [*range(5_000), True, "7", 0.5, None, [7]], True),
        ({"uniqueItems": True}, [{"a": n, "b": [n]} for n in range(3_000)], True),
        (
            {"uniqueItems": True},
            [{"b": n, "a": 1} for n in range(3_000)] + [{"a": 1, "b": 7.0}],
            False,
        ),
        ({"uniqueItems": True}, [[n] for n in range(3_000)] + [[True], [[]], [{}], ["1"]], True),
        ({"allOf": [ITEMS, {"maxItems": 4_999}]}, LONG, False),
        ({"anyOf": [{"type": "object"}, ITEMS]}, LONG, True),
        ({"anyOf": [{"type": "object"}, ITEMS]}, WRONG, False),
        ({"oneOf": [{"type": "object"}, ITEMS]}, LONG, True),
        ({"oneOf": [{"maxItems": 8_000}, ITEMS]}, LONG, False),
        ({"not": ITEMS}, LONG, False),
        ({"not": ITEMS}, WRONG, True),
        ({"if": {"minItems": 9}, "then": ITEMS, "else": False}, LONG, True),
        ({"if": {"minItems": 9}, "then": ITEMS}, WRONG, False),
        ({"if": {"type": "object"}, "then": False, "else": ITEMS}, WRONG, False),
        ({"$ref": "#/$defs/tree"}, {"a": [[[LONG]], {"b": [LONG]}]}, True),
        ({"$ref": "#/$defs/tree"}, {"a": [[[LONG]], {"b": [[*LONG, 1.5]]}]}, False),
        ({"type": "array", "items": False}, LONG, False),
        ({"enum": [[1], {"a": 1}]}, LONG, False),
        ({"x-max-bytes": 3, "title": "t", "maximum": 3, "items": INTEGER}, LONG, True),
    ],
)
def test_it_says_what_the_whole_says_and_looks_into_small_parts_alone(
    rule: dict[str, Any], value: Any, said: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weight, "HEAVY", 2_000)
    assert weight.is_heavy(value)
    found, heaviest = answers(rule, value)
    assert found == said and heaviest <= 2_000


@pytest.mark.parametrize(
    "rule",
    [
        {"unevaluatedItems": False, "prefixItems": [True]},
        {"allOf": [{"unevaluatedItems": False, "prefixItems": [True]}]},
        {"items": {"$ref": "#/properties/x"}, "properties": {"x": {"type": "integer"}}},
        {"$id": "https://a.example/b", "items": INTEGER},
    ],
)
def test_what_cannot_be_asked_of_parts_is_asked_of_the_whole(
    rule: dict[str, Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(weight, "HEAVY", 2_000)
    answers(rule, LONG)


def test_a_circle_of_references_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight, "HEAVY", 2_000)
    rule = {"anyOf": [{"$ref": "#/$defs/x"}], "$defs": {"x": {"allOf": [{"$ref": "#/$defs/x"}]}}}
    said = pieces.InPieces(rule, lambda part: lambda item: True).fits(lambda item: False, LONG)
    assert said


def test_what_is_heavy_far_below_is_still_looked_at(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(weight, "HEAVY", 2_000)
    value: Any = WRONG
    for _ in range(90):
        value = [value]
    assert answers({"$ref": "#/$defs/tree"}, value)[0]
    assert not answers({"$ref": "#/$defs/tree"}, [value, 1.5])[0]


def test_others_have_their_turn_while_a_batch_of_wrong_items_is_looked_at(tmp_path: Path) -> None:
    name = written(tmp_path, "batch.json", BATCH_SCHEMA)
    item = {"type": "track", "event": "e", "properties": {"a": "x" * 100}}
    body = {"batch": [*[item] * 20_000, {"type": "track"}]}
    turns = [0]
    done = threading.Event()

    def other() -> None:
        while not done.is_set():
            turns[0] += 1
            time.sleep(0)

    before = sys.getswitchinterval()
    sys.setswitchinterval(0.0005)
    thread = threading.Thread(target=other)
    thread.start()
    try:
        started = turns[0]
        _, _, errors = schema.errors_of(name, body, 10**6)
        assert errors and turns[0] - started > 20
    finally:
        done.set()
        thread.join()
        sys.setswitchinterval(before)
