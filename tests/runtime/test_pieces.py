"""A long list is looked at item by item, and says what it would have said as a whole."""

import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest
from runtime_under_test.validation import pieces, schema

from .pipes import BATCH_SCHEMA, written

LIST = {"type": "array", "items": {"$ref": "#/$defs/a"}, "minItems": 2, "maxItems": 500}
DEFS = {"$defs": {"a": {"type": "integer", "maximum": 7}}}


def answers(rule: dict[str, Any], value: Any) -> tuple[bool, int]:
    """What is said in pieces, and how many items were asked for on their own."""
    asked = 0

    def made(part: dict[str, Any]) -> Callable[[Any], bool]:
        def fits(item: Any) -> bool:
            nonlocal asked
            asked += 1
            return jsonschema_rs.Draft202012Validator(part).is_valid(item)

        return fits

    whole = jsonschema_rs.Draft202012Validator(rule).is_valid
    said = pieces.InPieces(rule, made).fits(whole, value)
    assert said == whole(value)
    return said, asked


@pytest.mark.parametrize(
    ("items", "said", "asked"),
    [
        ([1] * 400, True, 400),
        ([1] * 100, True, 0),
        ([1], False, 0),
        ([1] * 501, False, 0),
        ([1] * 200 + ["x"] + [1] * 100, False, 201),
        ([1] * 399 + [8], False, 400),
    ],
)
def test_it_says_what_the_whole_says(items: list[Any], said: bool, asked: int) -> None:
    assert answers({**LIST, **DEFS}, items) == (said, asked)
    in_object = {"type": "object", "required": ["b"], "properties": {"b": LIST}, **DEFS}
    assert answers(in_object, {"b": items}) == (said, asked)
    assert answers(in_object, {"c": items}) == (False, 0)


@pytest.mark.parametrize(
    "more",
    [
        {"uniqueItems": True},
        {"contains": {"const": 3}},
        {"prefixItems": [{"const": 3}]},
        {"unevaluatedItems": False},
        {"anyOf": [{"maxItems": 3}, {"minItems": 300}]},
        {"not": {"minItems": 300}},
        {"enum": [[1], [1] * 400]},
        {"items": {"$ref": "#/properties/x"}, "properties": {"x": {"type": "integer"}}},
        {"$id": "https://a.example/b"},
    ],
)
def test_a_list_of_which_more_is_said_stays_whole(more: dict[str, Any]) -> None:
    assert answers({**LIST, **DEFS, **more}, [1] * 400)[1] == 0


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
        _, errors = schema.errors_of(name, body)
        assert errors and turns[0] - started > 20
    finally:
        done.set()
        thread.join()
        sys.setswitchinterval(before)
