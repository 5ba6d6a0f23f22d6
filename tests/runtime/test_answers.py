"""What a call returns when the API answered 2xx."""

import asyncio
import gzip
import json
import zlib
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from runtime_under_test import Answer, Retry, call

from .pipes import (
    API,
    EVENT_SCHEMA,
    KEY,
    PATIENT,
    QUICK,
    batch_endpoint,
    context,
    event_endpoint,
    execute,
    plain_endpoint,
    run,
)
from .wire import Act, Wire, answer, drip, raw

BODY = {"userId": "u1", "event": "Signed Up", "messageId": "m-1"}


@pytest.fixture
def exchange(base_url: Any, tmp_path: Path) -> Any:
    """The answer to one event when the server acts so, and what the server received."""

    def made(
        *acts: Act, body: Any = BODY, retry: Retry = PATIENT, **given: Any
    ) -> tuple[Answer, Wire]:
        endpoint = event_endpoint(tmp_path, api=replace(API, retry=retry))

        async def work() -> tuple[Answer, Wire]:
            async with Wire(acts or (answer(),)) as wire:
                base_url(wire.url)
                return await execute(endpoint, body, **given), wire

        result: tuple[Answer, Wire] = run(work())
        return result

    return made


def test_schema_mode_needs_neither_network_nor_key_nor_body(tmp_path: Path) -> None:
    endpoint = event_endpoint(tmp_path)
    answered = run(
        call(endpoint, context(""), {}, mode="get_request_schema", request_body="{not json")
    )
    for_files = ("$schema", "$comment")
    assert answered == {
        "request_schema": {
            key: value for key, value in EVENT_SCHEMA.items() if key not in for_files
        }
    }


def test_two_hundred_without_strict_mode_is_not_called_accepted(exchange: Any) -> None:
    answered, wire = exchange(answer(200, b'{"success":true}'))
    assert answered == {
        "outcome": "accepted_unverified",
        "status": 200,
        "response": {"json": {"success": True}},
        "message_ids": ["m-1"],
        "attempts": 1,
    }
    assert "x-strict-mode" not in wire.received[0].headers


@pytest.mark.parametrize("word", ["1", "true", "YES", " on ", "True"])
def test_strict_mode_sends_the_one_value_that_the_api_knows(exchange: Any, word: str) -> None:
    answered, wire = exchange(answer(200), strict=word)
    assert answered["outcome"] == "accepted"
    assert wire.received[0].headers["x-strict-mode"] == "1"


@pytest.mark.parametrize("word", ["", "0", "false", "No", "off"])
def test_permissive_words_send_no_header(exchange: Any, word: str) -> None:
    answered, wire = exchange(answer(200), strict=word)
    assert answered["outcome"] == "accepted_unverified"
    assert "x-strict-mode" not in wire.received[0].headers


def test_an_api_without_strict_mode_accepts(base_url: Any) -> None:
    async def work() -> tuple[Answer, Wire]:
        async with Wire((answer(204, b""),)) as wire:
            base_url(wire.url)
            return await execute(plain_endpoint("GET", "/ping")), wire

    answered, wire = run(work())
    assert answered["outcome"] == "accepted"
    assert answered["response"] == {}
    assert wire.received[0].target == "/v1/ping"
    assert wire.received[0].body == b""
    assert "authorization" not in wire.received[0].headers


def test_what_is_sent_is_the_callers_json(exchange: Any) -> None:
    text = (
        '{ "userId":"ü\\u20ac", "event":"e", "messageId":"m", "n":[1.10,1e5,123456789012345678901]}'
    )
    _, wire = exchange(body=text)
    sent = wire.received[0].body
    assert (
        sent
        == '{"userId":"ü€","event":"e","messageId":"m","n":[1.10,1E+5,123456789012345678901]}'.encode()
    )
    assert wire.received[0].headers["content-type"] == "application/json"
    assert wire.received[0].headers["user-agent"] == "pipes_api"


@pytest.mark.parametrize("given", [{}, {"messageId": None}, {"messageId": ""}])
def test_a_missing_message_id_is_added_and_reported(exchange: Any, given: dict[str, Any]) -> None:
    answered, wire = exchange(body={"userId": "u", "event": "e", **given})
    sent = json.loads(wire.received[0].body)
    assert answered["message_ids"] == [sent["messageId"]]
    assert len(sent["messageId"]) == 36


def test_every_item_of_a_batch_gets_an_id(base_url: Any, tmp_path: Path) -> None:
    items: list[Any] = [{"type": "track", "event": "e"} for _ in range(3)]
    items[1]["messageId"] = "mine"

    async def work() -> tuple[Answer, Wire]:
        async with Wire((answer(),)) as wire:
            base_url(wire.url)
            return await execute(batch_endpoint(tmp_path), {"batch": items}), wire

    answered, wire = run(work())
    sent = [item["messageId"] for item in json.loads(wire.received[0].body)["batch"]]
    assert answered["message_ids"] == sent
    assert sent[1] == "mine"
    assert sent[0][:28] == sent[2][:28] and sent[0].endswith("00000000")
    assert sent[2].endswith("00000002")


BROKEN_OFF = "it broke off before it was complete"


def nested(levels: int) -> bytes:
    return b"[" * levels + b"]" * levels


TOO_DEEP = "it has more than 100 levels of JSON, and is shown as text"


@pytest.mark.parametrize(
    ("act", "response"),
    [
        (answer(200, b""), {}),
        (answer(200, b"   "), {}),
        (answer(200, b"ok"), {"text": "ok"}),
        (
            answer(200, b"<html>fine</html>", Content_Type="text/html"),
            {"text": "<html>fine</html>"},
        ),
        (answer(200, b"caf\xe9"), {"text": "caf�"}),
        (answer(200, b'{"n":NaN}'), {"text": '{"n":NaN}'}),
        (answer(200, b'["\\ud800"]'), {"json": ["?"]}),
        (answer(200, nested(100)), {"json": json.loads(nested(100))}),
        (answer(200, nested(101)), {"text": nested(101).decode(), "note": TOO_DEEP}),
        (answer(200, nested(900)), {"text": nested(900).decode(), "note": TOO_DEEP}),
        (answer(200, nested(2_000)), {"text": nested(2_000).decode(), "note": TOO_DEEP}),
        (answer(200, gzip.compress(b'{"a":1}'), Content_Encoding="gzip"), {"json": {"a": 1}}),
        (answer(200, zlib.compress(b"zz"), Content_Encoding="deflate"), {"text": "zz"}),
        (
            answer(200, gzip.compress(b'{"a":') + gzip.compress(b"1}"), Content_Encoding="gzip"),
            {"json": {"a": 1}},
        ),
        (answer(200, gzip.compress(b"zz") + b"junk", Content_Encoding="gzip"), {"text": "zz"}),
        (
            answer(200, gzip.compress(b"zz") + gzip.compress(b"zz")[:9], Content_Encoding="gzip"),
            {"text": "zz", "note": "only its first 2 bytes were decompressed"},
        ),
        (answer(200, zlib.compress(b"zz", wbits=-15), Content_Encoding="deflate"), {"text": "zz"}),
        (
            answer(200, b"{}", Content_Type="text/plain; charset=unicode+escape"),
            {"text": "{}", "note": "charset unicode+escape is not known: read as UTF-8"},
        ),
        (
            answer(200, b"{}", Content_Type="text/plain; charset=!Punycode!"),
            {"text": "{}", "note": "charset !Punycode! is not known: read as UTF-8"},
        ),
        (
            answer(200, b"not gzip", Content_Encoding="gzip"),
            {"note": "8 bytes could not be decompressed"},
        ),
        (
            answer(200, b"12345", Content_Encoding="br"),
            {"note": "5 bytes compressed by another method are not shown"},
        ),
        (
            raw(b'HTTP/1.1 200 OK\r\nContent-Length: 50\r\n\r\n{"a":', then_close=True),
            {"text": '{"a":', "note": BROKEN_OFF},
        ),
        (
            raw(
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n",
                then_close=True,
            ),
            {"text": "hello", "note": BROKEN_OFF},
        ),
        (
            raw(
                b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[1\r\n1\r\n]\r\n0\r\n\r\n"
            ),
            {"json": [1]},
        ),
    ],
)
def test_the_body_of_the_answer_is_shown_whatever_it_is(
    exchange: Any, act: Act, response: dict[str, Any]
) -> None:
    answered, wire = exchange(act)
    assert answered["response"] == response
    assert answered["outcome"] == "accepted_unverified"
    assert len(wire.received) == 1


JSON, PLAIN = "application/json; charset=utf-8", "text/plain"
MANY = 12345678901234567890


@pytest.mark.parametrize(
    ("kind", "body", "response"),
    [
        (PLAIN, "1.10", {"text": "1.10"}),
        (PLAIN, "1e5", {"text": "1e5"}),
        (PLAIN, "null", {"text": "null"}),
        (PLAIN, str(MANY), {"text": str(MANY)}),
        (PLAIN, '{"a":1}', {"text": '{"a":1}'}),
        ("text/html", "[1]", {"text": "[1]"}),
        (None, "1.10", {"text": "1.10"}),
        (None, " [1]", {"json": [1]}),
        (JSON, "null", {"json": None}),
        (JSON, "\ufeff[1]", {"json": [1]}),
        ("Application/Problem+JSON", '{"a":1}', {"json": {"a": 1}}),
        (JSON, "not json", {"text": "not json"}),
        (JSON, f"[{MANY}, 12.1]", {"json": [MANY, 12.1]}),
        (JSON, "[12.10]", {"json": ["12.10"]}),
        (JSON, "[1e5]", {"json": [1e5]}),
        (JSON, f"[0.{MANY}1]", {"json": [f"0.{MANY}1"]}),
    ],
)
def test_json_is_what_the_api_calls_so_with_numbers_as_they_were_sent(
    exchange: Any, kind: str | None, body: str, response: dict[str, Any]
) -> None:
    named = {"Content_Type": kind} if kind else {}
    assert exchange(answer(200, body.encode(), **named))[0]["response"] == response


UNSEEN = "\u202e\u2066\u200b\u200d\ufeff\u00ad\u2028\x1b\x85\U000e0041\U000e0101"
ESCAPED = r"\u202e\u2066\u200b\u200d\ufeff\u00ad\u2028\u001b\u0085\U000e0041\U000e0101"


def test_what_cannot_be_seen_is_shown_as_escapes(exchange: Any) -> None:
    told = exchange(answer(200, f"a{UNSEEN}b\tü\n😀".encode()))[0]["response"]
    assert told == {"text": f"a{ESCAPED}b\tü\n😀"}
    body = json.dumps({f"k{UNSEEN}": [f"v{UNSEEN}"]}).encode()
    told = exchange(answer(200, body))[0]["response"]
    assert told == {"json": {f"k{ESCAPED}": [f"v{ESCAPED}"]}}


@pytest.mark.parametrize(("kind", "quote"), [("text/plain", ""), ("application/json", '"')])
def test_escapes_break_no_bound(exchange: Any, kind: str, quote: str) -> None:
    body = f"{quote}{UNSEEN[9] * 9_000}{quote}".encode()
    answered, _ = exchange(answer(200, body, Content_Type=kind))
    assert len(json.dumps(answered, ensure_ascii=False)) <= 20_000
    (shown,) = answered["response"].values()
    assert shown.startswith(r"\U000e0041" * 400)
    assert answered["omitted"][""].endswith(" of 90,000 characters")


def test_a_huge_body_is_not_read_to_its_end(exchange: Any) -> None:
    written = 0

    async def endless(writer: asyncio.StreamWriter) -> None:
        nonlocal written
        writer.write(b"HTTP/1.1 200 OK\r\nContent-Length: 100000000\r\n\r\n")
        while not writer.is_closing() and written < 100_000_000:
            writer.write(b"x" * 65_536)
            written += 65_536
            await writer.drain()

    answered, _ = exchange(endless)
    assert answered["response"]["note"] == (
        "only its first 10,000,000 of 100,000,000 bytes were read"
    )
    assert answered["omitted"][""].endswith(" of at least 10,000,000 characters")
    assert written < 20_000_000


def test_a_decompression_bomb_stays_small(exchange: Any) -> None:
    bomb = gzip.compress(b"a" * 30_000_000)
    answered, _ = exchange(answer(200, bomb, Content_Encoding="gzip"))
    assert answered["response"]["text"].startswith("aaaa")
    assert answered["response"]["note"] == "only its first 10,000,000 bytes were decompressed"
    assert len(json.dumps(answered)) <= 20_000


def test_members_of_gzip_without_end_are_no_work_without_end(exchange: Any) -> None:
    many = gzip.compress(b"") * 400_000
    answered, _ = exchange(answer(200, many, Content_Encoding="gzip"))
    assert answered["response"] == {"note": f"{len(many):,} bytes could not be decompressed"}


def test_a_body_that_drips_does_not_hold_a_known_answer_up(exchange: Any) -> None:
    head = b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"

    async def slowly(writer: asyncio.StreamWriter) -> None:
        writer.write(head)
        await drip(b"y" * 100, 0.05)(writer)

    answered, _ = exchange(slowly, retry=QUICK)
    assert answered["status"] == 200
    assert answered["response"]["note"] == BROKEN_OFF


def test_a_number_that_no_float_can_hold_is_its_text(exchange: Any) -> None:
    answered, _ = exchange(answer(200, b'{"a": [1e999]}'))
    assert answered["response"] == {"json": {"a": ["1e999"]}}


def test_the_key_is_in_no_header_in_no_bytes_and_in_no_escapes(exchange: Any) -> None:
    bytes_with_it = answer(
        200, b"\0" + KEY.encode(), Content_Type="image/png", Location=f"/?key={KEY}"
    )
    answered, _ = exchange(bytes_with_it)
    assert answered["headers"] == {"Location": "/?key=[secret]"}
    assert answered["response"] == {
        "type": "image/png",
        "size": len(KEY) + 1,
        "note": "it holds the key, so that it is not shown",
    }
    escaped = "".join(f"\\u{ord(each):04x}" for each in KEY)
    answered, _ = exchange(answer(200, f'{{"{escaped}": ["{"a " * 9_980}{escaped}"]}}'.encode()))
    assert list(answered["response"]["json"]) == ["[secret]"]
    assert KEY[:4] not in str(answered)
