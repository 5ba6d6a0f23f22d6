"""Bodies of every kind, sent by generated tools, arrive as HTTP and the document have them."""

import asyncio
import json
from base64 import b64encode
from collections.abc import Callable, Iterator
from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP
from pathlib import Path
from typing import Any, get_args
from urllib.parse import parse_qsl

import pytest
from arcade_tdk import ToolContext
from arcade_tdk.errors import ToolExecutionError
from runtime_under_test import Body, Endpoint, Limit
from runtime_under_test.errors import InvalidCall

from .built import imported
from .pipes import API, execute, run, written
from .wire import Received, Wire, answer

CASE = Path(__file__).parents[1] / "cases" / "body_formats"
PNG = b"\x89PNG\r\n\x1a\n\x00\xff"
Send = Callable[..., Received]


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """The tools of the case's document, as its package has them."""
    with imported("body_formats", tmp_path_factory.mktemp("package")) as module:
        yield module


@pytest.fixture
def send(tools: Any, monkeypatch: pytest.MonkeyPatch) -> Send:
    """What arrives when the tool of this name is called with the body."""

    def sent(name: str, body: Any) -> Received:
        text = body if isinstance(body, str) else json.dumps(body)

        async def work() -> Received:
            async with Wire((answer(200),)) as wire:
                monkeypatch.setenv("FORMATS_BASE_URL", wire.url)
                given = await getattr(tools, name)(ToolContext(), mode="execute", request_body=text)
                assert given["outcome"] == "accepted"
                [request] = wire.received
                return request

        return run(work())

    return sent


@pytest.fixture
def refuse(tools: Any, monkeypatch: pytest.MonkeyPatch) -> Callable[..., str]:
    """What the tool says against a body that it does not send."""
    monkeypatch.setenv("FORMATS_BASE_URL", "https://formats.invalid")

    def refused(name: str, body: Any) -> str:
        text = body if isinstance(body, str) else json.dumps(body)
        work = getattr(tools, name)(ToolContext(), mode="execute", request_body=text)
        with pytest.raises(ToolExecutionError) as caught:
            asyncio.run(work)
        assert str(caught.value.message).startswith("not_sent: ")
        return str(caught.value.message)

    return refused


def parts(request: Received) -> list[Message]:
    """The parts of a multipart body, as another reader takes it apart."""
    head = f"Content-Type: {request.headers['content-type']}\r\n\r\n".encode()
    whole = BytesParser(policy=HTTP).parsebytes(head + request.body)
    assert whole.is_multipart() and not whole.defects
    return list(whole.get_payload())


def shown(part: Message) -> tuple[Any, ...]:
    """Name, file name, content type where the part says one, and content."""
    given = part["Content-Type"]
    return (
        part.get_param("name", header="Content-Disposition"),
        part.get_filename(),
        given and str(given).replace('"', ""),
        part.get_payload(decode=True),
    )


@pytest.mark.parametrize(
    ("tool", "body", "content_type"),
    [
        ("add_events", {"name": "a", "size": 1.10}, "application/json"),
        ("add_events", [{"name": "a"}, {"name": "b"}], "application/json"),
        ("add_any", [1, None], "application/json"),
        ("add_any", "text", "application/json"),
        ("add_any", None, "application/json"),
        ("add_any", {}, "application/json"),
        ("put_tags", ["ä", "b"], "application/vnd.tags+json"),
    ],
)
def test_any_json_is_sent_under_its_own_name(
    send: Send, tool: str, body: Any, content_type: str
) -> None:
    request = send(tool, json.dumps(body))
    assert request.headers["content-type"] == content_type
    assert json.loads(request.body) == body


@pytest.mark.parametrize("number", ["1.10", "1E+2", "12345678901234567890.5"])
def test_numbers_are_sent_as_they_were_written(send: Send, number: str) -> None:
    assert send("add_any", f"[{number}]").body == f"[{number}]".encode()
    form = send("place_order", f'{{"amount": {number}}}').body.decode()
    assert parse_qsl(form) == [("amount", number)]


def test_json_that_does_not_fit_is_refused(refuse: Callable[..., str]) -> None:
    assert "expected object" in refuse("add_events", '"event"')
    assert "/0: expected string" in refuse("put_tags", [1])


FORMS: dict[str, Any] = {
    "scalars": ({"paid": True}, [("paid", "true")]),
    "a list by custom": ({"tags": ["a", "b&c"]}, [("tags", "a"), ("tags", "b&c")]),
    "a list between bars": ({"codes": ["a", "b"]}, [("codes", "a|b")]),
    "a list between commas": ({"words": ["a", "b"]}, [("words", "a,b")]),
    "an object deep": (
        {"customer": {"name": "Ada", "address": {"street": "Ü 1", "lines": ["x", "y"]}}},
        [
            ("customer[name]", "Ada"),
            ("customer[address][street]", "Ü 1"),
            ("customer[address][lines][0]", "x"),
            ("customer[address][lines][1]", "y"),
        ],
    ),
    "objects in a list": (
        {"lines": [{"sku": "a", "count": 1}, {"sku": "b"}]},
        [("lines[0][sku]", "a"), ("lines[0][count]", "1"), ("lines[1][sku]", "b")],
    ),
    "an object's members as fields": ({"flat": {"a": 1, "b": "x"}}, [("a", "1"), ("b", "x")]),
    "an object as JSON": ({"note": {"a": [None]}}, [("note", '{"a":[null]}')]),
    "nothing known": ({"other": "x y"}, [("other", "x y")]),
}


@pytest.mark.parametrize("name", FORMS)
def test_a_form_has_its_fields(send: Send, name: str) -> None:
    body, expected = FORMS[name]
    request = send("place_order", {"amount": 12.5, **body})
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    got = parse_qsl(request.body.decode("ascii"), keep_blank_values=True, strict_parsing=True)
    assert got == [("amount", "12.5"), *expected]


def test_delimiters_stay_and_values_are_escaped(send: Send) -> None:
    body = {
        "amount": 1,
        "codes": ["a|b", "c"],
        "words": ["a,b", "c"],
        "link": "http://a.b/?c=d&e#f+",
    }
    assert send("place_order", body).body == (
        b"amount=1&codes=a%7Cb%7Cc&words=a%2Cb,c&link=http://a.b/?c%3Dd%26e%23f%2B"
    )


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"tags": []}, "/tags: a form has no way to send an empty list"),
        ({"customer": {"address": {}}}, "/customer/address: a form has no way"),
        ({"other": None}, "/other: a form has no null"),
        ({"lines": [{"sku": None}]}, "/lines/0/sku: a form has no null"),
        ({"flat": {"a": [1]}}, "/flat/a: the form has no way to send a list or object"),
        ({"amount": "x"}, "/amount: expected number"),
    ],
)
def test_what_a_form_cannot_carry_is_told(
    refuse: Callable[..., str], fields: Any, line: str
) -> None:
    assert line in refuse("place_order", {"amount": 1, **fields})


def test_a_form_without_fields_is_still_a_form(send: Send) -> None:
    request = send("form_only", {})
    assert request.body == b""
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    assert request.headers["content-length"] == "0"


def test_a_multipart_body_has_a_part_for_each_value(send: Send) -> None:
    request = send(
        "upload_scans",
        {
            "title": "Ünter",
            "count": 3,
            "meta": {"name": "m", "size": 1.10},
            "labels": ["a", "b"],
            "scans": [
                {"content": b64encode(PNG).decode(), "filename": 'a"b.png'},
                {"text": "page", "content_type": "text/plain; charset=utf-8"},
            ],
            "cover": {"content": b64encode(PNG).decode()},
            "index": ["x", "y"],
            "extra": [{"content": "AA=="}, {"content": "AA==", "more": 1}, "x"],
        },
    )
    got = [shown(part) for part in parts(request)]
    assert got == [
        ("title", None, None, "Ünter".encode()),
        ("count", None, None, b"3"),
        ("meta", None, "application/json", b'{"name":"m","size":1.1}'),
        ("labels", None, None, b"a"),
        ("labels", None, None, b"b"),
        ("scans", "a%22b.png", "image/png", PNG),
        ("scans", "scans.txt", "text/plain; charset=utf-8", b"page"),
        ("cover", "cover.png", "image/png", PNG),
        ("index", None, "application/json", b'"x"'),
        ("index", None, "application/json", b'"y"'),
        ("extra", "extra.bin", "application/octet-stream", b"\0"),
        ("extra", None, "application/json", b'{"content":"AA==","more":1}'),
        ("extra", None, None, b"x"),
    ]
    assert [part["X-Version"] for part in parts(request)[-5:]] == ["2", "2", None, None, None]


def test_what_the_document_says_nothing_of_may_be_a_file(send: Send) -> None:
    body = {"a": {"content": "AA=="}, "b": {"content": "AA==", "more": 1}, "c": [1, "x"]}
    assert [shown(part)[:3] for part in parts(send("upload_anything", body))] == [
        ("a", "a.bin", "application/octet-stream"),
        ("b", None, "application/json"),
        ("c", None, None),
        ("c", None, None),
    ]


@pytest.mark.parametrize(
    ("fields", "line"),
    [
        ({"photo": "AA=="}, "/photo: expected object, found string"),
        ({"photo": {"filename": "x"}}, "/photo: one of `content`, `text`, `path` is required"),
        ({"photo": {"content": "?"}}, "/photo/content: expected base64 text"),
        ({"photo": {"content": "AA=="}}, "/photo: `content_type` is required: one of image/png"),
        (
            {"photo": {"text": "x", "content_type": "text/plain"}},
            "/photo/content_type: expected one",
        ),
        ({"scans": [{"content": "AA==", "content_type": "a/b\r\nX: y"}]}, "/scans/0/content_type"),
        ({"scans": [{"content": "AA==", "filename": "a\0"}]}, "/scans/0/filename: must not hold"),
        ({"scans": []}, "/scans: there is no way to send an empty list"),
        ({"count": None}, "/count: expected integer"),
        ({"other": None}, "/other: a form has no null"),
    ],
)
def test_what_no_part_can_be_is_told(refuse: Callable[..., str], fields: Any, line: str) -> None:
    assert line in refuse("upload_scans", {"title": "x", **fields})


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder that files may be sent from, and a file beside it."""
    inside = tmp_path / "files"
    (inside / "deep").mkdir(parents=True)
    (inside / "deep" / "logo.png").write_bytes(PNG)
    (tmp_path / "key.png").write_bytes(b"secret")
    (inside / "out.png").symlink_to(tmp_path / "key.png")
    (inside / "in.png").symlink_to(inside / "deep" / "logo.png")
    monkeypatch.setenv("FORMATS_FOLDER", str(inside))
    return inside


@pytest.mark.parametrize("path", ["deep/logo.png", "./deep/../deep/logo.png", "in.png"])
def test_a_file_below_the_folder_is_sent(send: Send, folder: Path, path: str) -> None:
    [_, part] = parts(send("upload_scans", {"title": "x", "photo": {"path": path}}))
    assert shown(part) == ("photo", "logo.png", "image/png", PNG)


@pytest.mark.parametrize(
    "path", ["../key.png", "out.png", "{}/../key.png", "/etc/passwd", "deep", "no.png", "a\0b", ""]
)
def test_nothing_else_is_read(refuse: Callable[..., str], folder: Path, path: str) -> None:
    body = {"title": "x", "scans": [{"path": path.format(folder)}]}
    text = refuse("upload_scans", body)
    assert "/scans/0/path: " in text and "secret" not in text


def test_without_a_folder_no_path_is_read(
    refuse: Callable[..., str], folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("FORMATS_FOLDER")
    text = refuse("upload_scans", {"title": "x", "scans": [{"path": "in.png"}]})
    assert "/scans/0/path: files cannot be sent by path unless FORMATS_FOLDER names" in text


@pytest.mark.parametrize(
    ("tool", "text", "content_type"),
    [
        ("import_table", 'a,b\r\n"1",2\n', "text/csv"),
        ("import_table", "ä,b\n1,2", "text/csv; charset=utf-8"),
        ("import_table", "   ", "text/csv"),
        ("put_feed", "<feed name='x'/>", "application/atom+xml"),
    ],
)
def test_text_is_sent_as_it_is(send: Send, tool: str, text: str, content_type: str) -> None:
    request = send(tool, text)
    assert (request.body, request.headers["content-type"]) == (text.encode(), content_type)


@pytest.mark.parametrize(
    "text",
    [
        '{"name":"a"}\n{"name":"b"}',
        '{"name":"a"}\r\n\n {"name": "b"}\n',
        '[{"name":"a"},{"name":"b"}]',
    ],
)
def test_json_lines_are_a_value_a_line(send: Send, text: str) -> None:
    request = send("add_log", text)
    assert request.headers["content-type"] == "application/x-ndjson"
    assert request.body == b'{"name":"a"}\n{"name":"b"}\n'


@pytest.mark.parametrize(
    "text", [b64encode(PNG).decode(), f'"{b64encode(PNG).decode()}"', "iVBORw0KGgoA_w"]
)
def test_bytes_are_given_in_base64(send: Send, text: str) -> None:
    request = send("put_blob", text)
    assert (request.body, request.headers["content-type"]) == (PNG, "application/octet-stream")


def test_a_range_of_types_needs_one(send: Send, refuse: Callable[..., str], folder: Path) -> None:
    assert "`content_type` is required: one of image/*" in refuse("put_picture", "AA==")
    assert "expected a media type: image/*" in refuse(
        "put_picture", {"content": "AA==", "content_type": "text/html"}
    )
    given = send("put_picture", {"content": "AA==", "content_type": "image/gif"})
    assert (given.body, given.headers["content-type"]) == (b"\0", "image/gif")
    assert send("put_picture", {"path": "in.png"}).headers["content-type"] == "image/png"


@pytest.mark.parametrize(
    ("tool", "text", "line"),
    [
        ("import_table", "a", "the whole body: expected at least 3 characters"),
        ("import_table", "", "request_body: is required: text"),
        ("import_table", "a,\ud800", "request_body: holds characters that UTF-8 has not"),
        (
            "add_log",
            '{"name":"a"}\n{"name":}',
            "request_body: line 2 of the text: line 1, column 9",
        ),
        ("add_log", '{"name":"a"}\n{"size":1}', "/1: `name` is required"),
        ("add_log", " ", "request_body: is required: lines of JSON text"),
        ("put_blob", "no base64!", "request_body: expected base64 text"),
        ("put_blob", "", "request_body: is required: base64 text"),
        ("put_blob", '{"content": 1, "more": 2}', "request_body: expected base64 text"),
        ("add_any", "", "request_body: is required: JSON as a string"),
    ],
)
def test_text_that_cannot_be_sent_is_told(
    refuse: Callable[..., str], tool: str, text: str, line: str
) -> None:
    assert line in refuse(tool, text)


def test_toolkit_yaml_chooses_the_media_type(send: Send) -> None:
    request = send("send_chosen", {"file": {"text": "x"}})
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")


def test_a_form_has_the_id_by_which_a_repeat_is_known(base_url: Any, tmp_path: Path) -> None:
    body = Body(
        written(tmp_path, "form.json", {"type": "object"}),
        deduplicate=("/id",),
        media_type="application/x-www-form-urlencoded",
        kind="form",
    )

    async def work() -> tuple[Any, Received]:
        async with Wire((answer(200),)) as wire:
            base_url(wire.url)
            given = await execute(Endpoint(API, "Send", "DELETE", "/send", body=body), {"a": 1})
            return given, wire.received[0]

    given, request = run(work())
    assert request.body.decode() == f"a=1&id={given['message_ids'][0]}"


@pytest.mark.parametrize(
    ("kind", "text"), [("text", "äbc"), ("binary", b64encode(b"abcd").decode())]
)
def test_limits_count_the_bytes_that_are_sent(tmp_path: Path, kind: Any, text: str) -> None:
    schema = written(tmp_path, "text.json", {"type": "string"})
    body = Body(schema, limits=(Limit("", 3),), media_type="text/plain", kind=kind)
    with pytest.raises(InvalidCall, match="4 bytes, at most 3 are allowed"):
        run(execute(Endpoint(API, "Send", "POST", "/send", body=body), text))


def test_every_kind_of_body_has_a_format(tmp_path: Path) -> None:
    from runtime_under_test import request_body as bodies
    from runtime_under_test.endpoint import BodyKind

    schema = written(tmp_path, "any.json", {})
    for kind in get_args(BodyKind):
        refused = bodies.read(Body(schema, kind=kind), "")
        assert refused.problems[0].text.startswith("is required: ")


def test_a_kind_that_the_package_cannot_write_is_refused(tmp_path: Path) -> None:
    from runtime_under_test import request_body as bodies

    unknown: Any = "cbor"
    refused = bodies.read(Body(written(tmp_path, "any.json", {}), kind=unknown), "{}")
    text = "cannot be sent: this package writes no body of the kind 'cbor'"
    assert [each.text for each in refused.problems] == [text]
