"""Answers of success that speak against themselves, and what an agent is told of them."""

import gzip
import json
from pathlib import Path
from typing import Any

import pytest
from runtime_under_test import doubts
from runtime_under_test.content import Content
from runtime_under_test.long_list import LongList, LongObject
from runtime_under_test.response import Response

from .pipes import event_endpoint, execute, plain_endpoint, run
from .wire import Wire, answer, raw

BODY = {"userId": "u", "event": "e"}
JSON = "application/json"
LINES, SEQUENCE, EVENTS = "application/x-ndjson", "application/json-seq", "text/event-stream"
XML = "application/xml"
PAGE = "<!DOCTYPE html><title>Log in</title>"


def told(
    base_url: Any, folder: Path, status: int, body: Any, kind: str = JSON, method: str = "POST"
) -> Any:
    """The answer to an event in strict mode, or to a call without a body."""
    text = body if isinstance(body, str) else json.dumps(body)

    async def work() -> Any:
        async with Wire((answer(status, text.encode(), Content_Type=kind),)) as wire:
            base_url(wire.url)
            if method == "POST":
                return await execute(event_endpoint(folder), BODY, strict="1")
            return await execute(plain_endpoint(method, "/things"))

    return run(work())


@pytest.mark.parametrize(
    ("status", "body", "kind", "why"),
    [
        (207, [{"status": 400}], JSON, "207 tells of each part by itself"),
        (200, {"success": False}, JSON, "`success` is false"),
        (200, {"ok": False, "error": "no"}, JSON, "`ok` is false and `error` is set"),
        (201, {"status": "fail", "data": {}}, JSON, "`status` is `fail`"),
        (200, {"errors": [{"message": "no"}], "data": None}, JSON, "`errors` is set"),
        (200, {"meta": {"errors": ["no"]}}, JSON, "`meta.errors` is set"),
        (202, {"meta": {"error": "no"}}, JSON, "`meta.error` is set"),
        (200, PAGE, "text/html; charset=utf-8", "a web page was returned"),
        (200, "<p>Wait", "text/html", "a web page was returned"),
        (200, PAGE, JSON, "a web page was returned"),
        (200, '{"ok":false}\n', LINES, "`ok` is false in value 1"),
        (200, '{"a":1}\n\n{"error":"no"}\n{"error":"no"}', LINES, "`error` is set in value 2"),
        (200, '{"a":1}\n{"ok":false}\nbroken', LINES, "`ok` is false in value 2"),
        (200, '\x1e{"a":1}\n\x1e{"ok":false}\n', SEQUENCE, "`ok` is false in value 2"),
        (
            200,
            'data: {"a":1}\n\ndata: {"ok":\ndata: false}\n\n',
            EVENTS,
            "`ok` is false in value 2",
        ),
        (200, "id: 1\r\nevent: error\r\ndata: no\r\n\r\n", EVENTS, "`error` is set in value 1"),
        (200, 'data:{"ok":true}\r\rdata:{"errors":[1]}', EVENTS, "`errors` is set in value 2"),
        (200, '{"ok": false}', "text/plain", "`ok` is false in value 1"),
        (200, '{"ok": false}', "text/html", "a web page was returned"),
        (200, {"Success": False, "Errors": [1]}, JSON, "`Success` is false and `Errors` is set"),
        (200, {"Status": "FAIL"}, JSON, "`Status` is `FAIL`"),
        (200, '\ufeff\ufeff{"ok": false}', "text/plain", "`ok` is false in value 1"),
        (200, '{"ok":false,"ok":true}', JSON, "an object in the response has a name twice"),
        (200, '[1,{"a":{"b":1,"b":1}}]', JSON, "an object in the response has a name twice"),
        (
            200,
            '{"ok":true}\n{"ok":false,"ok":true}',
            LINES,
            "an object in the response has a name twice",
        ),
        (202, {"title": "no"}, "application/problem+json", "the API calls its answer a problem"),
        (200, {"success": "False"}, JSON, "`success` is false"),
        (200, "<?xml version='1.0'?><Error><Code>x</Code></Error>", XML, "an error stands for the"),
        (200, "<s:Envelope a='b'><s:Body><s:Fault>x", XML, "an error stands for the whole"),
        (200, "<!-- 1 --> <html>", JSON, "a web page was returned"),
        (200, '<?xml version="1.0"?>\n<!DOCTYPE  html>', JSON, "a web page was returned"),
        (200, "<head><title>Log in", "text/plain", "a web page was returned"),
        (200, '{"a": NaN, "ok": false}', JSON, "what was returned cannot be read"),
        (200, "{'ok': false}", JSON, "what was returned cannot be read"),
        (200, '{"ok": false,}', "", "what was returned cannot be read"),
        (200, '{"ok": true}\n{"ok": false}', JSON, "`ok` is false in value 2"),
        (200, {"result": {"success": False}}, JSON, "`result.success` is false"),
        (200, {"response": {"status": "error"}}, JSON, "`response.status` is `error`"),
        (200, {"status": {"error": "no"}}, JSON, "`status.error` is set"),
        (200, {"status": 404}, JSON, "`status` is `404`"),
        (200, {"Status": "503"}, JSON, "`Status` is `503`"),
        (200, {"result": {"statusCode": 400}}, JSON, "`result.statusCode` is `400`"),
        (200, """)]}'\n{"ok": false}""", JSON, "`ok` is false in value 1"),
        (200, """)]}',\r\n{"ok": false""", JSON, "what was returned cannot be read"),
        (200, 'while(1);{"ok": false}', JSON, "`ok` is false in value 1"),
        (200, 'for (;;);{"ok": false}', "text/plain", "`ok` is false in value 1"),
        (200, 'back({"ok": false});\n', "application/javascript", "`ok` is false in value 1"),
        (200, "/**/ typeof a.b === 'function' && a.b({\"ok\": false})", JSON, "`ok` is false"),
        (200, '{"ok":false,"ok":true}', "text/plain", "an object with a name twice in value 1"),
        (200, '{"a":1,"a":2}\n{"error":"quota"}', "text/plain", "`error` is set in value 2"),
        (200, '{"a":1}\n{"ok":false,"ok":true}', "text/plain", "an object with a name twice in v"),
        (200, 'data: {"ok":false,"ok":true}\n\n', EVENTS, "an object with a name twice in value"),
        (200, '{"ok":true,"ok":false}', "text/plain", "an object with a name twice in value 1 and"),
    ],
)
def test_what_speaks_against_itself_is_not_called_accepted(
    base_url: Any, tmp_path: Path, status: int, body: Any, kind: str, why: str
) -> None:
    answered = told(base_url, tmp_path, status, body, kind)
    assert answered["outcome"] == "accepted_unverified"
    (note,) = answered["notes"]
    assert note.startswith(why)
    assert "look" in note, "what to do next"


@pytest.mark.parametrize("body", [b"", b'{"id":1,"ok":', b'{"id":1}', b"Done", b"\0"])
@pytest.mark.parametrize(
    "by", ["Content-Length: 90", "Content-Encoding: gzip\r\nContent-Length: 90"]
)
def test_what_breaks_off_may_go_on_to_say_that_it_failed(
    base_url: Any, tmp_path: Path, body: bytes, by: str
) -> None:
    head = f"HTTP/1.1 200 X\r\nContent-Type: {JSON}\r\n{by}\r\n\r\n".encode()

    async def work() -> tuple[Any, int]:
        async with Wire((raw(head + body, then_close=True),)) as wire:
            base_url(wire.url)
            answered = await execute(event_endpoint(tmp_path), BODY, strict="1")
            return answered, len(wire.received)

    answered, requests = run(work())
    assert answered["outcome"] == "accepted_unverified" and requests == 1
    assert [each[:30] for each in answered["notes"]] == ["what was returned broke off, so"[:30]]


MANY = ",".join(f'"m{at}":1' for at in range(60_000))


@pytest.mark.parametrize(
    "body",
    [
        f'{{"ok":false,"a":"{"y" * 70_000}","ok":true}}',
        f'[{"[{}]," * 50_000}{{"a":1,"a":2}}]',
        # What is long in it is not kept, nor are the members before, once they are many.
        f'{{"ok":false,"a":[{"{}," * 100_000}1],"ok":true}}',
        f'{{"ok":false,"a":"{"y" * 300_000}","ok":true}}',
        f'{{"ok":false,{MANY},"ok":true}}',
        f'{{"ok":false,"a":{{{MANY}}},"ok":true}}',
        f'{{{MANY},{MANY.replace("m", "n")},"ok":false,{MANY.replace("m", "o")},"ok":true}}',
    ],
)
def test_names_that_are_there_twice_are_told_of_long_answers(
    base_url: Any, tmp_path: Path, body: str
) -> None:
    answered = told(base_url, tmp_path, 200, body)
    assert answered["outcome"] == "accepted_unverified"
    assert answered["notes"][0].startswith("an object in the response has a name twice")


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        ({}, JSON),
        ({"success": True, "ok": True, "error": None, "errors": [], "meta": {"errors": {}}}, JSON),
        ({"success": None, "status": "failed", "ok": 0}, JSON),
        ({"data": {"success": False, "errors": ["of a job"]}, "meta": "error"}, JSON),
        ([{"success": False}], JSON),
        ('{"ok":true}\n{"data":{"ok":false}}\n[{"ok":false}]', LINES),
        ('data: {"ok":true}\n\n: {"ok":false}\n\nevent: done\ndata: [DONE]\n\n', EVENTS),
        ('[{"a":1}]', "text/plain"),
        ("[x] y", "text/plain"),
        ('{"a":1,"a":2} created', "text/plain"),
        ('x {"ok":false}', "text/plain"),
        ("{" * 3_000, "text/plain"),
        ("OK", JSON),
        ("{a}", "text/plain"),
        ("<header>", "text/plain"),
        ("<errorLog><error/></errorLog>", XML),
        ("<error-log>", XML),
        ("<errors/>", XML),
        ("<s:Envelope><s:Body><answer><fault/>", XML),
        ({"errors": {"name": [], "size": None}}, JSON),
        ({"error": "None", "errors": "0"}, JSON),
        ({"Success": True, "Status": "failed", "STATUS": None, "Error": ""}, JSON),
        ("a < b", "text/plain"),
        ({"status": 200, "statusCode": 399}, JSON),
        ({"status": "0400", "Status": 4000, "STATUS": 404.5}, JSON),
        ({"result": {"state": "failed"}, "response": [{"ok": False}], "meta": None}, JSON),
        (""")]}'\n{"ok": true}""", JSON),
        ('back({"data": {"ok": false}})', "text/javascript"),
        ("Done (1)", "text/plain"),
        ("", JSON),
    ],
)
def test_what_does_not_is(base_url: Any, tmp_path: Path, body: Any, kind: str) -> None:
    answered = told(base_url, tmp_path, 200, body, kind)
    assert answered["outcome"] == "accepted"
    assert "notes" not in answered


def test_of_what_only_reads_it_is_noted(base_url: Any, tmp_path: Path) -> None:
    answered = told(base_url, tmp_path, 200, {"ok": False}, method="GET")
    assert answered["outcome"] == "accepted", "there is nothing that may not have been done"
    assert "`ok` is false" in answered["notes"][0]


@pytest.mark.parametrize(("method", "warned"), [("PATCH", True), ("GET", False), ("PUT", False)])
def test_what_would_be_done_again_is_not_asked_again_unwarned(
    base_url: Any, tmp_path: Path, method: str, warned: bool
) -> None:
    answered = told(base_url, tmp_path, 200, {"text": "x" * 30_000}, method=method)
    assert answered["omitted"]
    assert len(json.dumps(answered)) <= 20_000
    assert any("would also do again" in note for note in answered.get("notes", ())) == warned


@pytest.mark.parametrize("coding", ["br", "gzip", "gzip, br"])
def test_what_cannot_be_decompressed_proves_nothing(
    base_url: Any, tmp_path: Path, coding: str
) -> None:
    answered = _compressed(base_url, tmp_path, b"{}", coding)
    assert answered["outcome"] == "accepted_unverified"
    assert answered["notes"][0].startswith("what was returned cannot be read")


@pytest.mark.parametrize("coding", ["gzip", "gzip, identity", "identity, GZIP", "gzip,"])
def test_what_names_no_coding_besides_is_read(base_url: Any, tmp_path: Path, coding: str) -> None:
    answered = _compressed(base_url, tmp_path, gzip.compress(b'{"ok": true}'), coding)
    assert answered["outcome"] == "accepted"
    assert answered["response"] == {"json": {"ok": True}}


def _compressed(base_url: Any, folder: Path, body: bytes, coding: str) -> Any:
    async def work() -> Any:
        act = answer(200, body, Content_Type=JSON, Content_Encoding=coding)
        async with Wire((act,)) as wire:
            base_url(wire.url)
            return await execute(event_endpoint(folder), BODY, strict="1")

    return run(work())


def test_what_is_long_is_read_once_for_it() -> None:
    runs: list[int] = []

    def run_of(number: int) -> list[Any]:
        runs.append(number)
        return [[("text", "x"), ("Ok", False)], [("error", {"a": 1})]][number]

    value = LongObject(LongList(run_of, [2, 3]))
    found = Content("json", value)
    said = doubts.doubt(Response(status=200), found, "")
    assert said.startswith("`Ok` is false and `error` is set in the response")
    assert runs == [0, 1]


@pytest.mark.parametrize("start", ["<?a?>", "<!--a-->", "<!---->", "<?a", "<!--a"])
def test_many_beginnings_of_what_is_none_come_to_an_end(start: str) -> None:
    """Each way to divide them would be tried, without an end, where one may go on behind its first."""
    assert not doubts._is_page(Response(), start * 400)
    assert not doubts._XML_ERROR.match(start * 400)
