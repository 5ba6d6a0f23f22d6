"""Patterns and formats are asked of texts that are looked at in no time, and what is wrong is told with
short ones."""

import json
import time
from pathlib import Path
from typing import Any

import pytest
from runtime_under_test import Body
from runtime_under_test import request_body as bodies
from runtime_under_test.validation import long_texts, schema

from .pipes import written

AT = long_texts.LONGEST
NEAR = long_texts.LONGEST_BACKTRACKED


def problems(folder: Path, rule: Any, value: Any, **changed: Any) -> list[str]:
    body = Body(written(folder, f"{abs(hash(json.dumps(rule)))}.json", rule), **changed)
    made = bodies.read(body, json.dumps(value))
    return [str(each.text) for each in made.problems] if isinstance(made, bodies.Unfit) else []


def of_a(rule: Any) -> Any:
    return {"properties": {"a": rule}}


@pytest.mark.parametrize(
    ("rule", "most"),
    [
        ({"pattern": "^x*$"}, AT),
        ({"format": "uri"}, AT),
        ({"pattern": "^(?!y)x*$"}, NEAR),
        ({"allOf": [{"pattern": "^x*$"}]}, AT),
        ({"anyOf": [{"pattern": "^x*$"}, {"type": "integer"}]}, AT),
        ({"if": {"minLength": 2}, "then": {"pattern": "^x*$"}}, AT),
        ({"$ref": "#/$defs/x"}, AT),
    ],
)
def test_longer_texts_are_left_to_the_api(tmp_path: Path, rule: Any, most: int) -> None:
    whole = {**of_a(rule), "$defs": {"x": {"pattern": "^x*$"}}}
    assert problems(tmp_path, whole, {"a": "y " * (most // 2)}, strict_formats=True)
    assert not problems(tmp_path, whole, {"a": "y " * most}, strict_formats=True)


AROUND = "(?!b)x$|(?=.*y)(?=.*z)"


@pytest.mark.parametrize(
    ("value", "is_sent"),
    [
        ({"x": 1}, False),
        ({"ax": "s"}, True),
        ({"zzy": 1}, False),
        ({"n\nx": 1}, False),
        ({"b": "s"}, False),
        ({"b" * (NEAR - 1) + "x": 1}, False),
        ({"b" * NEAR + "x": 1}, True),
        ({"b" * AT + "x": 1}, True),
        ({"b" * NEAR + "x": 1, "x": 1}, False),
        ({"b" * (AT + 1): 1, "b": 1}, False),
    ],
)
def test_names_are_held_to_patterns_that_look_around_where_they_are_short(
    tmp_path: Path, value: Any, is_sent: bool
) -> None:
    """What stands under a longer name may be anything: no pattern says whether its rule is meant."""
    rule = {"patternProperties": {AROUND: {"type": "string"}}, "additionalProperties": False}
    assert (not problems(tmp_path, rule, value)) is is_sent
    many = dict.fromkeys(map("{}x".format, range(2_000)), "s" * 100)  # taken in pieces
    assert (not problems(tmp_path, rule, {**many, **value})) is is_sent


def test_a_pattern_that_ends_in_a_remark_is_held_to_as_it_stands(tmp_path: Path) -> None:
    rule = {"patternProperties": {"(?x)(?=a) # c": {"type": "string"}}}
    assert problems(tmp_path, rule, {"a": 1}) and not problems(tmp_path, rule, {"b": 1})


def test_a_long_name_is_looked_at_as_quickly_as_by_a_plain_pattern(tmp_path: Path) -> None:
    """With the pattern asked of it as of others, this took thousands of times as long."""

    def seconds(pattern: str) -> float:
        rule = {"patternProperties": {pattern: {"type": "string"}}}
        begun = time.process_time()
        assert not problems(tmp_path, rule, {"a" * 1_000_000: 1})
        return time.process_time() - begun

    assert seconds(AROUND) < 50 * min(seconds("^b"), seconds("^b"))


@pytest.mark.parametrize("rule", [{"pattern": "^x*$"}, {"pattern": "^(?!y)x*$"}])
def test_short_texts_beside_them_are_held_to_it(tmp_path: Path, rule: Any) -> None:
    whole = {"additionalProperties": rule}
    found = problems(tmp_path, whole, {"a": "y" * (AT + 1), "b": "y"})
    assert found == [f"expected text that matches the pattern {rule['pattern']}"]


def test_what_is_negated_is_asked_as_it_stands(tmp_path: Path) -> None:
    assert not problems(tmp_path, of_a({"not": {"pattern": "^x*$"}}), {"a": "y" * (AT + 1)})
    assert problems(tmp_path, of_a({"not": {"pattern": "^y*$"}}), {"a": "y" * (AT + 1)})


@pytest.mark.parametrize("name", ["email", "date-time", "uuid"])
def test_a_format_that_is_never_long_is_not_met_by_what_is(tmp_path: Path, name: str) -> None:
    rule, value = of_a({"format": name}), {"a": "x" * (AT + 1)}
    assert problems(tmp_path, rule, value, strict_formats=True) == [
        f"expected at most {AT} characters"
    ]
    body = Body(written(tmp_path, f"{name}.json", rule), strict_formats=False)
    sent = bodies.read(body, json.dumps(value))
    assert sent.notes == (f"/a: expected at most {AT} characters; sent as it is",)


class Listing:
    """A validator that notes the longest text of what it tells the faults of."""

    def __init__(self, real: Any, longest: list[int]) -> None:
        self.is_valid, self.real, self.longest = real.is_valid, real, longest

    def iter_errors(self, value: Any) -> Any:
        self.longest.append(len(max(value.values(), key=len)))
        return self.real.iter_errors(value)

    def validate(self, value: Any) -> None:
        self.longest.append(len(max(value.values(), key=len)))
        self.real.validate(value)


@pytest.mark.parametrize(
    ("rule", "words", "most"),
    [
        ({"maxLength": 5}, "expected at most 5 characters", AT + 1),
        ({"type": "integer"}, "expected integer, found string", AT + 1),
        ({"enum": ["a", "b"]}, 'expected one of "a", "b"', AT + 1),
        ({"maxLength": 70_000}, "expected at most 70000 characters", 20 * AT + 1),
        ({"maxLength": 2_999_999}, "expected at most 2999999 characters", 3_000_000),
    ],
)
def test_what_is_wrong_with_a_long_text_is_told_of_a_shorter_one(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, rule: Any, words: str, most: int
) -> None:
    longest: list[int] = []
    real = schema._validator
    monkeypatch.setattr(schema, "_validator", lambda *given: Listing(real(*given), longest))
    whole = {"properties": {"a": rule, "b": {"pattern": "^x*$"}}}
    found = problems(tmp_path, whole, {"a": "x" * 3_000_000, "b": "y" * 6_000})
    assert len(found) == 1 and found[0].startswith(words)
    assert longest == [most]
