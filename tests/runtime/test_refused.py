"""Calls that are refused before anything is sent, and what the caller is told to mend them."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest
from arcade_tdk.errors import ErrorKind
from runtime_under_test import Body, Limit
from runtime_under_test.errors import InvalidCall

from .pipes import EVENT_SCHEMA, batch_endpoint, event_endpoint, execute, run, written

GOOD: dict[str, Any] = {"userId": "u", "event": "e"}


@pytest.fixture
def event(tmp_path: Path) -> Any:
    """The text with which an event is refused; were it sent, the server's name would not resolve."""

    def refused(body: Any, **given: Any) -> str:
        with pytest.raises(InvalidCall) as caught:
            run(execute(event_endpoint(tmp_path), body, **given))
        assert (caught.value.kind, caught.value.can_retry) == (ErrorKind.TOOL_RUNTIME_RETRY, True)
        text = caught.value.with_context("track").message
        assert text.startswith("not_sent: ")
        return text

    return refused


@pytest.fixture
def batch(tmp_path: Path) -> Any:
    def refused(items: Any, whole: int = 500_000, item: int = 32_000) -> str:
        with pytest.raises(InvalidCall) as caught:
            run(execute(batch_endpoint(tmp_path, whole, item), {"batch": items}))
        return str(caught.value)

    return refused


@pytest.mark.parametrize(
    ("body", "line"),
    [
        (
            {"user_id": "CANARY", "event": "e"},
            "one of `userId`, `anonymousId` is required; `user_id`: did you mean `userId`?",
        ),
        (
            {"userId": "u", "name": "CANARY"},
            '`event` is required; not known here: `name`; schema: {"type": "string", "minLength": 1}',
        ),
        (
            {**GOOD, "userId": 77},
            '/userId: expected string, found number; schema: {"minLength": 1}',
        ),
        ({**GOOD, "event": ""}, "/event: must not be empty"),
        (
            {**GOOD, "timestamp": 1700000000123},
            "/timestamp: expected ISO 8601 such as 2026-01-31T12:00:00Z, not a Unix time; schema: {",
        ),
        (
            {**GOOD, "timestamp": "1700000000.5"},
            "/timestamp: expected ISO 8601 such as 2026-01-31T12:00:00Z, not a Unix time",
        ),
        (
            {**GOOD, "timestamp": "CANARY"},
            "/timestamp: expected ISO 8601 such as 2026-01-31T12:00:00Z, with a time zone",
        ),
        (
            {**GOOD, "channel": "moblie"},
            '/channel: expected one of "browser", "server", "mobile"; did you mean "mobile"?',
        ),
        (
            {**GOOD, "context": {"device": {}}, "properties": {"token": "CANARY"}},
            "/context/device: `token` is required; there is one at /properties/token: move it here",
        ),
        ("[]", "the whole body: expected object, found array"),
        (
            '"{\\"userId\\": 1}"',
            "the whole body: expected object, found string (JSON within a string: send the object itself)",
        ),
        (
            {"userId": "u", "event_name": "CANARY"},
            "`event` is required; `event_name`: did you mean `event`?",
        ),
        ({**GOOD, "timestamp": None}, "such as 2026-01-31T12:00:00Z, found null"),
        ("\ufeff{}", "found a byte order mark"),
        ("{\u201cuserId\u201d: 1}", "found a typographic quote (JSON takes straight ones)"),
        ("// CANARY\n{}", "found a slash (JSON has no comments)"),
        ("", "request_body: is required: a JSON object as a string"),
        ('{"event":"CANARY",}', "request_body: line 1, column 1"),
        (
            '{\n  "event": CANARY}',
            "request_body: line 2, column 12: expected a JSON value, found a word",
        ),
        (
            "{'event': 1}",
            "request_body: line 1, column 2: expected a key in double quotes, found a single",
        ),
        ('{"event": "CAN', "expected a closing double quote"),
        (
            '{"event": 1',
            "request_body: line 1, column 12: expected a comma or the closing bracket, found the end",
        ),
        ("{} CANARY", "request_body: line 1, column 4: expected nothing after the JSON value"),
        ("```json\n{}", "without Markdown"),
        ('{"event": NaN}', "request_body: line 1, column 11: NaN and Infinity are not JSON"),
        ('{"event": -Infinity}', "request_body: line 1, column 11: NaN and Infinity"),
        ('{"n": 1, "event": 1e400}', "request_body: line 1, column 19: the number is outside"),
        ('{"n": 1e-99999999999999999999}', "request_body: line 1, column 7: the number is outside"),
        ('{"n": 1' + "0" * 5000 + "}", "request_body: line 1, column 7: the integer has more"),
        ('{"n": "\\ud800"}', "request_body: line 1, column 7: the string has half of a surrogate"),
        ('{"n": "\ud800"}', "request_body: line 1, column 7: the string has half of a surrogate"),
        (
            '{"a": 1,\n "b": [{"c": "CANARY", "c": 2}]}',
            'request_body: line 2, column 24: the key "c" was given before (line 2, column 9)',
        ),
        ('{"n":' * 101 + "1" + "}" * 101, "request_body: nested deeper than 100 levels"),
        ("[" * 100_000, "request_body: nested deeper than 100 levels"),
    ],
)
def test_the_text_says_how_to_mend_the_body(event: Any, body: Any, line: str) -> None:
    text = event(body)
    assert text.startswith("not_sent: 1 problem in request_body.\n- ")
    assert line in text
    assert "CANARY" not in text


def test_all_problems_are_told_at_once(event: Any) -> None:
    text = event({"event": "", "channel": "x"}, strict="maybe")
    first, second, *others = text.splitlines()
    assert first == "not_sent: 4 problems in the call."
    assert second == "- strictly: expected 1 for strict mode, 0 or nothing without"
    assert sorted(others) == [
        '- /channel: expected one of "browser", "server", "mobile"',
        "- /event: must not be empty",
        "- the whole body: one of `userId`, `anonymousId` is required",
    ]


@pytest.mark.parametrize("word", ["2", "strict", "True!", "tru"])
def test_an_unknown_word_for_strict_mode_is_refused(event: Any, word: str) -> None:
    assert "- strictly: expected 1" in event(GOOD, strict=word)


def test_the_branch_that_the_caller_meant_is_the_one_told_of(batch: Any) -> None:
    text = batch([{"type": "track", "event": 5}, {"type": "alias"}, {"event": "e"}, {"type": "x"}])
    assert text.splitlines()[1:] == [
        "- /batch/0/event: expected string, found number",
        '- /batch/1: `userId` is required; schema: {"type": "string"}',
        '- /batch/2: `type` is required: one of "track", "alias"',
        '- /batch/3/type: expected one of "track", "alias"',
    ]


RESERVED = ["Device Deleted", "User Deleted"]
LIKELIEST: dict[str, Any] = {
    "type": "object",
    "required": ["event"],
    "properties": {
        "event": {"type": "string"},
        "userId": {"type": ["string", "null"]},
        "properties": {"type": "object"},
    },
    "anyOf": [
        {
            "properties": {"event": {"not": {"enum": RESERVED}}, "groupId": {"type": "string"}},
            "anyOf": [{"required": ["userId"]}, {"required": ["groupId"]}],
        },
        {
            "required": ["userId", "context"],
            "properties": {
                "event": {"const": "Device Deleted"},
                "userId": {"$ref": "#/$defs/id"},
                "context": {
                    "type": "object",
                    "required": ["device"],
                    "properties": {
                        "device": {
                            "type": "object",
                            "required": ["token"],
                            "properties": {"token": {"type": "string"}},
                        }
                    },
                },
            },
        },
        {
            "required": ["userId"],
            "properties": {"event": {"const": "User Deleted"}, "userId": {"$ref": "#/$defs/id"}},
        },
        {"required": ["properties"], "properties": {"event": {"const": "Report"}}},
    ],
    "$defs": {"id": {"type": "string", "minLength": 1}},
}


@pytest.mark.parametrize(
    ("body", "lines"),
    [
        (
            {"userId": "u", "event": "Device Deleted", "properties": {"token": "CANARY"}},
            [
                (
                    "- the whole body: `context` is required, with /device/token in it;"
                    " `token` stands at /properties/token: move it to /context/device/token"
                )
            ],
        ),
        (
            {"userId": "u", "event": "Device Deleted", "token": "CANARY"},
            [
                (
                    "- the whole body: `context` is required, with /device/token in it;"
                    " `token` stands at /token: move it to /context/device/token"
                )
            ],
        ),
        (
            {"userId": "u", "event": "Device Deleted"},
            [
                (
                    "- the whole body: `context` is required, with /device/token in it;"
                    ' schema: {"type": "object"}'
                )
            ],
        ),
        (
            {"event": "User Deleted"},
            [
                (
                    "- the whole body: `userId` is required;"
                    ' schema: {"type": "string", "minLength": 1}'
                )
            ],
        ),
        (
            {},
            [
                '- the whole body: `event` is required; schema: {"type": "string"}',
                "- the whole body: one of `userId`, `groupId` is required",
            ],
        ),
        (
            {"event": "User Deleted", "userId": 5},
            ['- /userId: expected string, found number; schema: {"minLength": 1}'],
        ),
        (
            {"event": "User Deleted", "groupId": "CANARY"},
            [
                (
                    "- the whole body: `userId` is required; not known here: `groupId`;"
                    ' schema: {"type": "string", "minLength": 1}'
                )
            ],
        ),
    ],
)
def test_the_value_that_tells_branches_apart_is_not_what_is_wrong(
    tmp_path: Path, body: Any, lines: list[str]
) -> None:
    endpoint = event_endpoint(tmp_path, body=Body(written(tmp_path, "likely.json", LIKELIEST)))
    with pytest.raises(InvalidCall) as caught:
        run(execute(endpoint, body))
    assert str(caught.value).splitlines()[1:] == lines


def test_keys_of_other_branches_are_not_known_in_this_one(batch: Any) -> None:
    text = batch([{"type": "track", "userId": "CANARY"}])
    assert "- /batch/0: `event` is required; not known here: `userId`; schema" in text


def test_equally_near_branches_are_all_offered(tmp_path: Path) -> None:
    schema = {
        "anyOf": [
            {"required": ["userId"]},
            {"required": ["anonymousId"]},
            {
                "required": ["email"],
                "anyOf": [{"required": ["userId"]}, {"required": ["anonymousId"]}],
            },
        ]
    }
    endpoint = event_endpoint(tmp_path, body=Body(written(tmp_path, "near.json", schema)))
    for body in ({}, {"email": "CANARY"}):
        with pytest.raises(InvalidCall, match="one of `userId`, `anonymousId` is required"):
            run(execute(endpoint, body))


def test_one_place_is_told_of_once(tmp_path: Path) -> None:
    kinds = [{"properties": {"type": {"const": each}}} for each in ("track", "page")]
    schema = {"properties": {"type": {"enum": ["page", "track"]}}, "anyOf": kinds}
    endpoint = event_endpoint(tmp_path, body=Body(written(tmp_path, "once.json", schema)))
    with pytest.raises(InvalidCall) as caught:
        run(execute(endpoint, {"type": "trak"}))
    assert str(caught.value).splitlines()[1:] == [
        '- /type: expected one of "page", "track"; did you mean "track"?'
    ]


def test_ten_problems_are_enough(batch: Any) -> None:
    lines = batch([{"type": "track"}] * 30).splitlines()
    assert lines[0] == "not_sent: 30 problems in request_body."
    assert len(lines) == 12 and lines[-1] == "Only the first 10 are listed."
    assert batch([{"type": "track"}] * 300).startswith("not_sent: 10 or more problems")


def test_a_key_is_a_key_and_never_breaks_the_text(event: Any, tmp_path: Path) -> None:
    body = Body(written(tmp_path, "closed.json", {"type": "object", "additionalProperties": False}))
    with pytest.raises(InvalidCall) as caught:
        run(execute(event_endpoint(tmp_path, body=body), {"a/b\n- x": 1, "k" * 500: 2}))
    assert len(str(caught.value).splitlines()) == 2
    assert r"`a/b\n- x`" in str(caught.value)
    assert "k" * 61 not in str(caught.value)


SCHEMAS: list[tuple[dict[str, Any], Any, str]] = [
    ({"properties": {"a": {"pattern": "^x"}}}, {"a": "CANARY"}, "/a: expected text that matches"),
    (
        {"properties": {"a": {"pattern": "^(?!C)"}}},
        {"a": "CANARY"},
        "/a: expected text that matches",
    ),
    ({"properties": {"a": {"maximum": 3}}}, {"a": 4}, "/a: expected a number not above 3"),
    ({"properties": {"a": {"maxLength": 2}}}, {"a": "CANARY"}, "/a: expected at most 2 characters"),
    ({"properties": {"a": {"format": "uuid"}}}, {"a": "CANARY"}, "/a: expected the format uuid"),
    ({"properties": {"a": {"const": "k"}}}, {"a": "CANARY"}, '/a: expected "k"'),
    ({"properties": {"a": {"multipleOf": 5}}}, {"a": 4}, "/a: expected a multiple of 5"),
    ({"properties": {"a": {"uniqueItems": True}}}, {"a": [1, 1]}, "/a: expected items that differ"),
    ({"properties": {"a": False}}, {"a": "CANARY"}, "/a: must be left out"),
    (
        {"properties": {"a": {"not": {"const": 1}}}},
        {"a": 1},
        '/a: expected anything but {"const": 1}',
    ),
    ({"dependentRequired": {"a": ["b"]}}, {"a": "CANARY"}, "the whole body: `b` is required"),
    ({"propertyNames": {"pattern": "^x"}}, {"a": 1}, "the whole body: expected other names"),
    (
        {"properties": {"userId": {}}, "unevaluatedProperties": False},
        {"user_id": "CANARY"},
        "the whole body: not known here: `user_id`: did you mean `userId`?; known: `userId`",
    ),
    ({"oneOf": [{"type": "object"}, {"minProperties": 0}]}, {}, "fits more than one"),
    (
        {"anyOf": [{"properties": {"a": {"type": "string"}}}, {"type": "array"}]},
        {"a": 5},
        "/a: expected string, found number",
    ),
    ({"properties": {"a~b/c": {"type": "null"}}}, {"a~b/c": 1}, "/a~0b~1c: expected null"),
]


@pytest.mark.parametrize(("schema", "body", "line"), SCHEMAS)
def test_every_keyword_has_words(
    tmp_path: Path, schema: dict[str, Any], body: Any, line: str
) -> None:
    endpoint = event_endpoint(tmp_path, body=Body(written(tmp_path, "s.json", schema)))
    with pytest.raises(InvalidCall) as caught:
        run(execute(endpoint, body))
    assert f"- {line}" in str(caught.value) or line in str(caught.value)
    assert "CANARY" not in str(caught.value)


def test_a_fragment_is_never_the_whole_schema(tmp_path: Path) -> None:
    schema = {
        **EVENT_SCHEMA,
        "properties": {
            "event": {"enum": ["x" * 50] * 1},
            "big": {"type": "string", "pattern": "a" * 5_000},
        },
        "required": ["event", "big"],
    }
    endpoint = event_endpoint(tmp_path, body=Body(written(tmp_path, "big.json", schema)))
    with pytest.raises(InvalidCall) as caught:
        run(execute(endpoint, {"userId": "u", "event": "x" * 50}))
    assert len(str(caught.value)) < 400


def _sized(size: int) -> str:
    """An event with its ID that is so many bytes as it is sent."""
    empty = json.dumps({**GOOD, "messageId": "m", "p": ""}, separators=(",", ":"))
    return empty[:-2] + "ü" * ((size - len(empty)) // 2) + "x" * ((size - len(empty)) % 2) + '"}'


def test_the_limit_is_measured_in_bytes_as_sent(event: Any, tmp_path: Path) -> None:
    assert len(_sized(32_001).encode()) == 32_001
    assert "32,001 bytes as it is sent, at most 32,000 are allowed" in event(_sized(32_001))
    from runtime_under_test import request_body as bodies

    fits = bodies.read(event_endpoint(tmp_path).body, _sized(32_000).replace(",", " ,\n"))
    assert len(fits.content) == 32_000


def test_the_added_id_counts(event: Any) -> None:
    text = json.dumps({**GOOD, "p": "x" * 31_950}, separators=(",", ":"))
    assert len(text) < 32_000
    assert "bytes as it is sent" in event(text)


def test_large_items_are_named(batch: Any) -> None:
    small = {"type": "track", "event": "e"}
    text = batch([small, {**small, "p": "x" * 40_000}, small])
    assert "/batch/*: at most 32,000 bytes each, but /batch/1 (40,0" in text
    assert "2 of 3 are small enough" in text


def test_how_to_split_a_batch_is_told_and_true(batch: Any, tmp_path: Path) -> None:
    items = [{"type": "track", "event": "e", "p": "x" * (100 * (i % 7))} for i in range(40)]
    text = batch(items, whole=4_000, item=2_000)
    ranges = text.split("with the items ")[1].split(" of")[0].split(", ")
    assert f"send it in {len(ranges)} calls" in text
    runs = [(int(first), int(last)) for first, last in (each.split("-") for each in ranges)]
    assert runs[0][0] == 0 and runs[-1][1] == 39
    from runtime_under_test import request_body as bodies

    for first, last in runs:
        part = json.dumps({"batch": items[first : last + 1]})
        assert len(bodies.read(batch_endpoint(tmp_path, 4_000, 2_000).body, part).content) <= 4_000
    assert all(after[0] == before[1] + 1 for before, after in pairwise(runs))


def test_a_limit_of_the_body_alone_needs_no_items(tmp_path: Path) -> None:
    body = Body(written(tmp_path, "any.json", {}), limits=(Limit("", 10),))
    with pytest.raises(InvalidCall, match="at most 10 are allowed: shorten it"):
        run(execute(event_endpoint(tmp_path, body=body), {"a": "bcdefghij"}))


def test_an_id_that_is_used_twice_is_refused_for_the_api_would_drop_the_second(batch: Any) -> None:
    item = {"type": "track", "event": "e", "messageId": "CANARY"}
    text = batch([item, {"type": "track", "event": "e"}, item])
    assert text.splitlines()[1:] == [
        (
            "- /batch/2/messageId: the same as /batch/0/messageId, so the API would drop it as a"
            " repeat; leave it out or give it another"
        )
    ]
    assert "CANARY" not in text


PETS = {
    "required": ["pet"],
    "anyOf": [
        {"properties": {"pet": {"const": "cat"}, "n": {"type": "integer"}}},
        {"properties": {"pet": {"const": "dog"}, "n": {"type": "string"}}},
    ],
}
TREE = {
    "$ref": "#/$defs/Node",
    "$defs": {
        "Node": {
            "required": ["kind"],
            "anyOf": [
                {
                    "properties": {
                        "kind": {"const": "group"},
                        "parts": {"type": "array", "items": {"$ref": "#/$defs/Node"}},
                    }
                },
                {"required": ["size"], "properties": {"kind": {"const": "leaf"}, "size": {}}},
            ],
        }
    },
}
TYPES = {"oneOf": [{"type": "object"}, {"type": "array"}, {"type": ["string", "null"]}]}
KEYS = {"oneOf": [{"required": ["a"]}, {"required": ["b"]}], "type": "object"}
KEYS |= {"unevaluatedProperties": False}


@pytest.mark.parametrize(
    ("schema", "body", "line"),
    [
        (PETS, {"n": 5}, '- the whole body: `pet` is required: one of "cat", "dog"'),
        (
            TREE,
            {"kind": "group", "parts": [{"kind": "leaf"}]},
            "- /parts/0: `size` is required",
        ),
        (TYPES, 5, "- the whole body: expected object or array or null or string, found number"),
        (KEYS, ["text"], "- the whole body: expected object, found array"),
        (
            KEYS,
            {"a": 1, "b": 2},
            (
                "- the whole body: expected a value that fits exactly one alternative,"
                " and this fits more than one"
            ),
        ),
    ],
)
def test_unions_are_told_of_as_a_whole(tmp_path: Path, schema: Any, body: Any, line: str) -> None:
    endpoint = event_endpoint(tmp_path, body=Body(written(tmp_path, "union.json", schema)))
    with pytest.raises(InvalidCall) as caught:
        run(execute(endpoint, body))
    assert str(caught.value).splitlines()[1:] == [line]
