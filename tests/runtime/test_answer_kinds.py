"""What generated tools answer, by what the API documents of its answers and by what then comes."""

import asyncio
import gzip
import json
import re
from base64 import b64decode
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from arcade_core.catalog import ToolCatalog
from arcade_core.executor import ToolExecutor
from arcade_tdk import ToolContext

from .built import generated
from .pipes import run
from .wire import Act, Received, Wire, answer, raw

MOST = 5_000
Tools = Callable[[str], Any]
Call = Callable[..., tuple[dict[str, Any], Received]]


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    with generated("answers", tmp_path_factory.mktemp("answers")) as found:
        yield found


@pytest.fixture
def called(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> Call:
    """What Arcade hands on when the server acts so, and the request; an error's text raises."""

    def made(name: str, act: Act, **arguments: Any) -> tuple[dict[str, Any], Received]:
        catalog = ToolCatalog()
        catalog.add_tool(tools(name), "Archive")
        (tool,) = catalog

        async def work() -> tuple[Any, Wire]:
            async with Wire((act,)) as wire:
                monkeypatch.setenv("ARCHIVE_BASE_URL", wire.url)
                models = (tool.definition, tool.input_model, tool.output_model)
                return await ToolExecutor.run(tool.tool, *models, ToolContext(), **arguments), wire

        output, wire = run(work())
        if output.error:
            raise RuntimeError(output.error.message)
        assert len(wire.received) == 1
        answered: dict[str, Any] = output.value
        assert json.loads(json.dumps(answered)) == answered
        return answered, wire.received[0]

    return made


@pytest.mark.parametrize(
    ("name", "arguments", "accept"),
    [
        (
            "read_sheet",
            {"id": "1"},
            (
                "application/json, application/vnd.archive.v2+json;q=0.9, text/csv;q=0.8,"
                " application/xml;q=0.7"
            ),
        ),
        ("read_scan", {"id": "1"}, "image/png"),
        ("read_log", {}, "application/x-ndjson"),
        ("read_anything", {}, "application/json, text/plain; version=1.0;q=0.9, */*;q=0.8"),
        ("add_sheet", {}, "application/json"),
    ],
)
def test_the_documented_types_are_asked_for(
    called: Call, name: str, arguments: dict[str, Any], accept: str
) -> None:
    assert called(name, answer(), **arguments)[1].headers["accept"] == accept


PNG = b"\x89PNG\r\n\x1a\n\x00\x01"


def test_what_is_no_text_comes_as_base64(called: Call) -> None:
    answered, _ = called("read_scan", answer(200, PNG, Content_Type="image/png"), id="1")
    response = answered["response"]
    assert b64decode(response.pop("base64")) == PNG
    assert response == {"type": "image/png", "size": 10}
    untyped, _ = called("read_scan", answer(200, PNG), id="1")
    assert b64decode(untyped["response"]["base64"]) == PNG
    squeezed = answer(200, gzip.compress(PNG), Content_Type="image/png", Content_Encoding="gzip")
    assert called("read_scan", squeezed, id="1")[0]["response"]["size"] == 10


@pytest.mark.parametrize("size", [9_000, 300_000])
def test_base64_without_room_is_not_sent_but_counted(called: Call, size: int) -> None:
    act = answer(200, b"\0" * size, Content_Type="application/octet-stream")
    answered, _ = called("read_scan", act, id="1")
    assert "base64" not in answered["response"]
    assert answered["response"]["size"] == size
    part = re.fullmatch(rf"{size:,} bytes: fields=\[0:(\d+)\]", answered["omitted"][""])
    assert part and (int(part[1]) > 3_000 or size > 200_000)
    assert ("note" in answered["response"]) == (size > 200_000)


@pytest.mark.parametrize(
    ("kind", "body", "response"),
    [
        ("text/csv; charset=ISO-8859-1", b"caf\xe9", {"text": "café"}),
        ('text/plain; charset="windows-1251"', b"\xcf\xf0", {"text": "Пр"}),
        ("text/plain; charset=Shift_JIS", "日本".encode("shift_jis"), {"text": "日本"}),
        ("text/plain", "\ufeffü".encode("utf-16"), {"text": "ü"}),
        ("application/json", "\ufeff[1]".encode("utf-16-be"), {"json": [1]}),
        ("application/json;charset=latin1", b'["caf\xe9"]', {"json": ["café"]}),
        ("application/json;charset=latin1", '["café"]'.encode(), {"json": ["café"]}),
        (
            "application/xml",
            b'<?xml version="1.0" encoding="ISO-8859-1"?><a>\xe9</a>',
            {"text": '<?xml version="1.0" encoding="ISO-8859-1"?><a>é</a>'},
        ),
        (
            "text/plain; charset=x-klingon",
            b"caf\xe9",
            {"text": "caf�", "note": "charset x-klingon is not known: read as UTF-8"},
        ),
        (
            "text/plain; charset=rot13",
            b"uryyb",
            {"text": "uryyb", "note": "charset rot13 is not known: read as UTF-8"},
        ),
        (
            "text/plain; charset=unicode_escape",
            rb"\x41",
            {"text": r"\x41", "note": "charset unicode_escape is not known: read as UTF-8"},
        ),
        ("application/json+sarif", b"[1]", {"json": [1]}),
        ("text/x-json", b"[1]", {"json": [1]}),
        ("text/jsonish", b"[1]", {"text": "[1]"}),
        ("application/vnd.unknown", b"plain", {"text": "plain"}),
        ("application/x-www-form-urlencoded", b"a=1", {"text": "a=1"}),
        ("text/event-stream", b"data: 1\n\ndata: 2\n\n", {"text": "data: 1\n\ndata: 2\n\n"}),
        ("application/x-ndjson", b'{"a":1}\n\n{"a":2}', {"json": [{"a": 1}, {"a": 2}]}),
        ("application/jsonl; charset=utf-8", b"1\r\n2.50\r\n", {"json": [1, "2.50"]}),
        ("application/json-seq", b'\x1e{"a":1}\n\x1e[]\n', {"json": [{"a": 1}, []]}),
        (
            "application/x-ndjson",
            '{"a":"x\u2028y\x85z"}\r\n{"a":2}\r\n'.encode(),
            {"json": [{"a": "x\\u2028y\\u0085z"}, {"a": 2}]},
        ),
        ("application/x-ndjson", b"no json\n", {"text": "no json\n"}),
    ],
)
def test_the_body_is_read_as_its_type_says(
    called: Call, kind: str, body: bytes, response: dict[str, Any]
) -> None:
    answered, _ = called("read_log", answer(200, body, Content_Type=kind))
    assert answered["response"] == response


def test_documented_headers_come_along_and_so_does_where_to_go_next(called: Call) -> None:
    act = answer(
        ETag='"7"', x_ratelimit_remaining="41", Link="</2>; rel=next", Server="x", X_Trace="t"
    )
    answered, _ = called("read_sheet", act, id="1")
    assert answered["headers"] == {
        "ETag": '"7"',
        "X-RateLimit-Remaining": "41",
        "Link": "</2>; rel=next",
    }
    assert "headers" not in called("read_log", answer(200, ETag='"7"'))[0]


def test_an_error_tells_the_documented_headers_too(called: Call) -> None:
    act = answer(404, b"none", X_Rate_Limit_Reset="1700000000", ETag='"7"', X_Trace="t")
    with pytest.raises(RuntimeError) as caught:
        called("read_sheet", act, id="1")
    assert str(caught.value).splitlines()[1:] == [
        "Look whether what the call names is there, and under this name.",
        'ETag: "7"',
        "X-Rate-Limit-Reset: 1700000000",
        "The API returned: none",
    ]


def test_a_header_that_comes_twice_is_one_and_none_is_endless(called: Call) -> None:
    head = b"HTTP/1.1 201 X\r\nLocation: /a\r\nX-Total: 1\r\nx-total: 2\r\nSet-Cookie: s=1\r\n"
    act = raw(head + b"Link: " + b"l" * 3_000 + b"\r\nContent-Length: 0\r\n\r\n")
    answered, _ = called("add_sheet", act)
    assert answered["response"] == {}
    assert list(answered["headers"]) == ["Location", "Link", "x-total"]
    assert answered["headers"]["x-total"] == "1, 2"
    assert answered["headers"]["Link"].endswith("l… [cut: 2,000 characters left out]")


def test_a_documented_redirect_is_an_answer_and_not_followed(called: Call) -> None:
    there = "https://elsewhere.example/scan?signature=1"
    answered, _ = called("read_scan", answer(302, b"", Location=there, Expires="0"), id="1")
    assert answered["outcome"] == "accepted"
    assert (answered["status"], answered["response"]) == (302, {})
    assert answered["headers"] == {"Location": there, "Expires": "0"}
    for status in (301, 308):
        assert called("read_anything", answer(status, b"", Location=there))[0]["status"] == status


def test_a_redirect_of_a_change_does_not_claim_that_it_was_made(called: Call) -> None:
    answered, _ = called("add_sheet", answer(307, b"", Location="/v2/sheets"))
    assert answered["outcome"] == "accepted_unverified"
    assert answered["headers"] == {"Location": "/v2/sheets"}


def test_a_redirect_that_is_not_documented_stays_an_error(called: Call) -> None:
    with pytest.raises(RuntimeError, match="rejected: HTTP 301 .*\n.*\n.*are not followed"):
        called("read_scan", answer(301, b"", Location="https://elsewhere.example/"), id="1")


def test_answers_without_a_body_are_fine(called: Call) -> None:
    for status in (204, 304):
        act = raw(f"HTTP/1.1 {status} X\r\nContent-Encoding: gzip\r\n\r\n".encode())
        answered, _ = called("read_sheet", act, id="1")
        assert (answered["status"], answered["response"]) == (status, {})


def _guests(count: int) -> list[dict[str, Any]]:
    return [{"id": f"g{n}", "tags": ["a", "b"], "bio": "word " * 20} for n in range(count)]


def _told(called: Call, value: Any) -> dict[str, Any]:
    body = json.dumps(value).encode()
    answered, _ = called("read_sheet", answer(200, body, Content_Type="application/json"), id="1")
    assert len(json.dumps(answered, ensure_ascii=False)) <= MOST
    return answered


def test_within_the_budget_json_comes_whole(called: Call) -> None:
    value = {"items": _guests(25), "next_cursor": "c" * 300, "total": 25}
    answered = _told(called, value)
    assert answered["response"] == {"json": value}
    assert "omitted" not in answered


def test_above_it_the_last_items_of_the_longest_lists_go(called: Call) -> None:
    few = [{"n": n} for n in range(20)]
    value = {"few": few, "items": _guests(500), "next_cursor": "c" * 300, "total": 500}
    answered = _told(called, value)
    kept = answered["response"]["json"]
    assert kept.keys() == value.keys()
    assert (kept["few"], kept["next_cursor"], kept["total"]) == (few, "c" * 300, 500)
    shown = len(kept["items"])
    assert kept["items"] == _guests(shown) and shown > 15
    rest = f'{500 - shown} of 500 items: fields="items"[{shown}:]'
    assert answered["omitted"] == {"/items": rest}


def test_where_one_item_is_too_much_long_strings_are_cut_but_no_links(called: Call) -> None:
    link = "https://archive.example/" + "x" * 900
    value = {"a/b": [{"url": link, "body": "word " * 9_000, "n": 1}] * 3, "next": 2}
    answered = _told(called, value)
    kept = answered["response"]["json"]
    (item,) = kept["a/b"]
    assert (item["url"], item["n"], kept["next"]) == (link, 1, 2)
    assert item["body"].startswith("word word") and item["body"].endswith("…")
    cut = 45_000 - len(item["body"]) + 1
    assert answered["omitted"] == {
        "/a~1b/0/body": f'{cut:,} of 45,000 characters: fields="a/b"[0]."body"[{45_000 - cut}:]',
        "/a~1b": '2 of 3 items: fields="a/b"[1:]',
    }


def test_of_an_object_without_lists_the_last_members_go(called: Call) -> None:
    value = {"by_id": {f"k{n}": {"n": n} for n in range(1_000)}, "next": "c"}
    answered = _told(called, value)
    kept = answered["response"]["json"]
    assert kept["next"] == "c" and len(kept["by_id"]) > 100
    shown = len(kept["by_id"])
    rest = f'{1_000 - shown} of 1,000 members: fields="by_id"[{shown}:]'
    assert answered["omitted"]["/by_id"] == rest


def test_long_text_is_cut_and_counted(called: Call) -> None:
    answered, _ = called("read_log", answer(200, b"line\n" * 2_000, Content_Type="text/plain"))
    assert len(json.dumps(answered)) <= MOST
    shown = answered["response"]["text"]
    assert ("line\n" * 2_000).startswith(shown) and len(shown) > 3_000
    rest = f"{10_000 - len(shown):,} of 10,000 characters: fields=[{len(shown)}:]"
    assert answered["omitted"] == {"": rest}


def test_json_beyond_what_is_read_is_still_json(called: Call) -> None:
    body = json.dumps({"items": _guests(5_000), "next": "c"}).encode()
    answered, _ = called("read_sheet", answer(200, body, Content_Type="application/json"), id="1")
    kept = answered["response"]["json"]["items"]
    assert kept == _guests(len(kept)) and kept
    assert (
        answered["response"]["note"] == f"only its first 200,000 of {len(body):,} bytes were read;"
        " call with arguments that narrow it down to get the rest"
    )


@pytest.mark.parametrize(
    ("kind", "sent", "shown"),
    [
        ("application/json", b'{"a": [1, {"b": "c', {"a": [1, {}]}),
        ("application/json", b'[{"a": "x,]}", "b": 12', [{"a": "x,]}"}]),
        ("application/x-ndjson", b'{"a": 1}\n{"a": 2', [{"a": 1}]),
    ],
)
def test_json_that_breaks_off_is_shown_as_far_as_it_is_whole(
    called: Call, kind: str, sent: bytes, shown: Any
) -> None:
    head = f"HTTP/1.1 200 X\r\nContent-Type: {kind}\r\nContent-Length: 900\r\n\r\n"
    answered, _ = called("read_log", raw(head.encode() + sent, then_close=True))
    assert answered["response"] == {"json": shown, "note": "it broke off before it was complete"}


def test_who_serves_the_tools_sets_the_budget(
    called: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("ARCHIVE_ANSWER_CHARACTERS", " 1500 ")
    act = answer(200, json.dumps(_guests(20)).encode())
    answered, _ = called("read_log", act)
    assert 1_000 < len(json.dumps(answered)) <= 1_500
    for wrong in ("many", "999", "-5000", "1e6", "9" * 30):
        monkeypatch.setenv("ARCHIVE_ANSWER_CHARACTERS", wrong)
        with pytest.raises(RuntimeError, match="not_sent: ARCHIVE_ANSWER_CHARACTERS must be"):
            called("read_log", act)


def test_a_large_answer_does_not_hold_other_calls_up(
    called: Call, monkeypatch: pytest.MonkeyPatch
) -> None:
    used: list[Any] = []
    real = asyncio.to_thread

    async def noted(work: Any, *given: Any) -> Any:
        used.append(given[0].__name__)
        return await real(work, *given)

    monkeypatch.setattr(asyncio, "to_thread", noted)
    called("read_log", answer(200, b"[1]"))
    assert not used
    _told(called, _guests(500))
    assert used == ["outcome_of"]


@pytest.mark.parametrize("number", ["12.10", "0.123456789012345678901", "1e999", "-1.50"])
def test_a_number_of_which_a_float_loses_digits_is_its_text(called: Call, number: str) -> None:
    act = answer(200, f'{{"n": {number}}}'.encode())
    assert called("read_log", act)[0]["response"] == {"json": {"n": number}}


@pytest.mark.parametrize("number", ["12.1", "1.0", "-0.0", "1e5", "1E-7", "12345678901234567890"])
def test_any_other_number_stays_one(called: Call, number: str) -> None:
    told = called("read_log", answer(200, f'{{"n": {number}}}'.encode()))[0]["response"]["json"]
    assert not isinstance(told["n"], str) and told["n"] == json.loads(number)


def test_long_json_with_too_many_levels_is_text_that_says_why(called: Call) -> None:
    body = b"[" * 101 + b"1," * 50_000 + b"1" + b"]" * 101
    answered, _ = called("read_log", answer(200, body))
    assert (
        answered["response"]["note"] == "it has more than 100 levels of JSON, and is shown as text"
    )
    assert answered["response"]["text"].startswith("[[[")
