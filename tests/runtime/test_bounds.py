"""Bodies that are large, wrong or both: how much work each may make, by count."""

import asyncio
import json
import random
import threading
import tracemalloc
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from runtime_under_test import Body, Limit
from runtime_under_test import request_body as bodies
from runtime_under_test.errors import InvalidCall
from runtime_under_test.validation import excerpt, json_text, json_writing, schema, weight

from .pipes import batch_endpoint, event_endpoint, execute, run, written

MOST_CHECKS = 400


class Counting:
    """A validator that counts how often it is asked, and of how many values it lists the errors."""

    def __init__(self, real: Any) -> None:
        self.real = real
        self.asked = 0
        self.listed = 0

    def is_valid(self, value: Any) -> bool:
        self.asked += 1
        valid: bool = self.real.is_valid(value)
        return valid

    def iter_errors(self, value: Any) -> Any:
        self.listed = max(self.listed, nodes(value))
        return self.real.iter_errors(value)

    def validate(self, value: Any) -> None:
        self.real.validate(value)


def nodes(value: Any) -> int:
    inner = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return 1 + sum(map(nodes, inner))


@pytest.fixture
def counting(monkeypatch: pytest.MonkeyPatch) -> list[Counting]:
    """The validators that were used."""
    used: list[Counting] = []
    real = schema._validator

    def made(*asked: Any) -> Counting:
        used.append(Counting(real(*asked)))
        return used[-1]

    monkeypatch.setattr(schema, "_validator", made)
    return used


def problems(endpoint: Any, body: Any) -> list[str]:
    text = body if isinstance(body, str) else json.dumps(body)
    unfit = bodies.read(endpoint.body, text)
    assert isinstance(unfit, bodies.Unfit)
    return [f"{each.where}: {each.text}" for each in unfit.problems]


TRACK = {"type": "track", "event": "e"}


@pytest.mark.parametrize(
    ("items", "first"),
    [
        ([{"type": "track"}] * 20_000, "/batch/0: `event` is required"),
        ([TRACK] * 5_000 + [{"type": "track"}] * 5_000, "/batch/5000: `event` is required"),
        ([TRACK] * 9_999 + [{"type": "track"}], "/batch/9999: `event` is required"),
        (
            [TRACK, {"type": "alias", **dict.fromkeys(map(str, range(30_000)))}],
            "/batch/1: `userId`",
        ),
    ],
)
def test_of_a_large_body_a_small_part_is_looked_at_closely(
    tmp_path: Path, counting: list[Counting], items: Any, first: str
) -> None:
    found = problems(batch_endpoint(tmp_path, item=500_000), {"batch": items})
    assert found[0].startswith(first)
    assert 0 < counting[0].listed <= excerpt.MOST_NODES
    assert counting[0].asked < MOST_CHECKS


DEEP: dict[str, Any] = {
    "$ref": "#/$defs/tree",
    "$defs": {
        "tree": {
            "type": "object",
            "additionalProperties": {"anyOf": [{"type": "string"}, {"$ref": "#/$defs/tree"}]},
        }
    },
}


def _tree(depth: int) -> Any:
    return {str(n): _tree(depth - 1) for n in range(6)} if depth else 1


@pytest.mark.parametrize(
    ("rule", "body", "words"),
    [
        (DEEP, _tree(6), "/0"),
        ({"maxItems": 3_000}, [1] * 3_001, "at most 3000 items"),
        ({"minItems": 50, "items": {"type": "string"}}, [1] * 9_000, "/0: expected string"),
        ({"uniqueItems": True}, [*range(9_000), 0], "differ from each other"),
        (
            {"prefixItems": [{"type": "string"}], "items": {"type": "integer"}},
            ["a", *range(400), "b"],
            "/401: expected integer",
        ),
        ({"contains": {"const": 7}}, [0] * 4_000, "`contains` describes"),
        (
            {"additionalProperties": {"type": "integer"}},
            {str(n): n if n != 4_000 else "x" for n in range(9_000)},
            "/4000: expected integer",
        ),
        ({"required": ["z"]}, {str(n): n for n in range(9_000)}, "`z` is required"),
    ],
)
def test_every_kind_of_fault_is_found_in_a_large_body(
    tmp_path: Path, counting: list[Counting], rule: Any, body: Any, words: str
) -> None:
    part = Body(written(tmp_path, "rule.json", {"type": ["object", "array"], **rule}))
    found = problems(event_endpoint(tmp_path, body=part), body)
    assert words in found[0]
    assert counting[0].listed <= excerpt.MOST_NODES
    assert counting[0].asked < MOST_CHECKS


def test_what_is_beyond_the_limit_is_not_parsed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(json_text, "parse", pytest.fail)
    text = json.dumps({"userId": "u", "event": "e", "p": ["x"] * 50_000})
    found = problems(event_endpoint(tmp_path), text)
    assert "at most 32,000 are allowed" in found[0]


def test_what_is_beyond_the_limit_is_not_held_to_the_schema(
    tmp_path: Path, counting: list[Counting]
) -> None:
    found = problems(event_endpoint(tmp_path), {"event": 1, "p": "x" * 40_000})
    assert "at most 32,000 are allowed" in found[0] and len(found) == 1
    assert not counting


@pytest.mark.parametrize(
    "text",
    [
        '{"event":"e",  "userId": "u"}' + " " * 100_000,
        json.dumps({"event": "e", "userId": "u", "p": " " * 9_000}),
        '{"event":"e","userId":"' + "\\u0041" * 9_000 + '"}',
        '{"event":"e","userId":"' + "\\/" * 9_000 + '"}',
        '{"event":"e","userId":"u","n":[' + "0.0000000001," * 900 + "1e-000000000007]}",
        json.dumps({"event": "e", "userId": "u", "p": "ü" * 4_000}, indent=8),
    ],
)
def test_no_text_is_taken_for_longer_than_it_is_sent(text: str) -> None:
    sent = json_writing.dump(json_text.parse(text)).encode()
    assert json_writing.least_size(text) <= len(sent)


def test_a_text_is_known_by_its_length_for_too_long() -> None:
    text = json.dumps([{"a": "b", "n": 1.5}] * 5_000)
    sent = len(json_writing.dump(json_text.parse(text)).encode())
    assert json_writing.least_size(text) == sent


def test_a_large_body_is_not_checked_on_the_loop(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where: list[threading.Thread] = []
    real = bodies.read

    def read(*given: Any) -> Any:
        where.append(threading.current_thread())
        return real(*given)

    monkeypatch.setattr(bodies, "read", read)

    async def work() -> None:
        for body in ({"batch": [{}] * 5_000}, {"batch": [{}]}):
            with pytest.raises(InvalidCall):
                await execute(batch_endpoint(tmp_path), body)
        assert asyncio.get_running_loop()

    run(work())
    assert [each is threading.main_thread() for each in where] == [False, True]


def test_limits_of_items_alone_bound_no_whole(tmp_path: Path) -> None:
    body = Body(written(tmp_path, "any.json", {}), limits=(Limit("/a/*", 10),))
    fits = bodies.read(body, json.dumps({"a": list(range(5_000))}))
    assert isinstance(fits, bodies.Payload)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ('{"a":"' + "\\n" * 100_000 + '\\ud800"}', "line 1, column 6: the string has half of"),
        ('{"' + "\\n" * 100_000 + '":1,"a":1,"a":2}', 'column 200013: the key "a" was given'),
        ('{"a":["' + "\\n" * 100_000 + '",NaN]}', "line 1, column 200010: NaN and Infinity"),
    ],
)
def test_to_find_a_fault_takes_no_more_than_ten_times_the_text(text: str, words: str) -> None:
    tracemalloc.start()
    try:
        with pytest.raises(json_text.Malformed, match=words):
            json_text.parse(text)
        assert tracemalloc.get_traced_memory()[1] < 10 * len(text)
    finally:
        tracemalloc.stop()


class _Written:
    """An encoder that notes how much it is given at once."""

    def __init__(self, real: Any) -> None:
        self.real, self.most = real, 0

    def encode(self, value: Any) -> str:
        self.most = max(self.most, nodes(value))
        text: str = self.real.encode(value)
        return text


@pytest.mark.parametrize(
    "value",
    [
        [{"a": n, "b": []} for n in range(5_001)],
        {"batch": [[n] for n in range(5_000)], "more": {}, "é": [1] * 101},
        {f"k{n}": [n] for n in range(5_000)},
        {"a": {f"k{n}": n for n in range(101)}},
    ],
)
def test_a_long_body_is_written_in_runs(value: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    encoder = _Written(json_writing._ENCODER)
    monkeypatch.setattr(json_writing, "_ENCODER", encoder)
    monkeypatch.setattr(weight, "HEAVY", 100)
    assert json_writing.dump(value) == encoder.real.encode(value)
    assert 0 < encoder.most <= 301


@pytest.mark.parametrize(
    ("text", "words"),
    [
        (json.dumps([{"a": n, "é": ["x", 1.5, {}]} for n in range(9_000)]), ""),
        (json.dumps({f"k{n}": [n] for n in range(9_000)}), ""),
        (json.dumps({"a": [1] * 90_000})[:-1] + ',"b":1.10}', ""),
        (json.dumps({f"k{n}": n for n in range(9_000)})[:-1] + ',"k5":1}', 'the key "k5" was'),
        ("[" + "1," * 90_000 + '{"a":1,"a":2}]', 'the key "a" was given before'),
        ("[" + "1," * 90_000 + "NaN]", "line 1, column 180002: NaN and Infinity"),
        ("[" + "1," * 90_000 + "]", "line 1, column 180002: expected a JSON value"),
        ("[" + "1," * 90_000 + "[" * 100 + "]" * 101, "nested deeper than 100 levels"),
    ],
)
def test_a_long_body_is_read_in_stretches(
    text: str, words: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken: list[int] = []

    def scan(part: str, start: int) -> Any:
        found = json_text._DECODER.scan_once(part, start)
        taken.append(found[1] - start)
        return found

    monkeypatch.setattr(json_text, "_LONG_TEXT", 100_000)
    monkeypatch.setattr(json_text, "sharing", lambda: SimpleNamespace(scan_once=scan))
    monkeypatch.setattr(json_text._DECODER, "decode", pytest.fail)
    if words:
        with pytest.raises(json_text.Malformed, match=words):
            json_text.parse(text)
    else:
        assert json_text.parse(text) == json.loads(text, parse_float=json_text._number)
    assert taken and max(taken) < 65_536


@pytest.mark.parametrize("seed", range(40))
def test_a_long_body_is_refused_in_the_words_for_a_short_one(
    seed: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    rng = random.Random(seed)
    text = '{"a": [1, "b\\n", {"c": [[], {}]}, -2.5],\n "d" : {"e": null, "f": "x"} , "g":[true]}'
    for _ in range(60):
        at = rng.randrange(len(text) + 1)
        broken = text[:at] + rng.choice(['"', ",", "]", "}", ":", "x", "\\", "{", " ", "1"])
        broken += text[at + rng.randrange(3) :]
        said = [_refusal(broken)]
        with monkeypatch.context() as changed:
            changed.setattr(json_text, "_LONG_TEXT", 0)
            said.append(_refusal(broken))
        if not said[0].endswith(("a key in double quotes", "the closing bracket")):
            assert said[0] == said[1], broken


def _refusal(text: str) -> str:
    try:
        json_text.parse(text)
    except json_text.Malformed as malformed:
        return str(malformed)
    return ""


def test_names_of_a_long_body_are_kept_once(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(json_text, "_LONG_TEXT", 0)
    items = json_text.parse(json.dumps([{"some name": n} for n in range(50)]))
    assert len({id(name) for item in items for name in item}) == 1


def test_a_long_value_is_emptied_by_and_by() -> None:
    inner: list[Any] = [{"b": [1]}] * 5_000
    value = {"a": inner, "c": {str(n): [n] for n in range(50)}}
    weight.drop(value)
    assert not value and not inner
