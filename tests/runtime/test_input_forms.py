"""Tools of Swagger 2.0, and of documents in several files, send what the documents say."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from arcade_tdk import ToolContext

from .built import generated
from .pipes import run
from .wire import Received, Wire, answer

Tools = Callable[[str], Any]


@pytest.fixture
def old_shop(tmp_path: Path) -> Iterator[Tools]:
    with generated("swagger", tmp_path) as tools:
        yield tools


@pytest.fixture
def parcels(tmp_path: Path) -> Iterator[Tools]:
    with generated("several_files", tmp_path) as tools:
        yield tools


@pytest.fixture
def send(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Received]:
    """What arrives when a tool is called."""

    def sent(tool: Any, setting: str, /, **arguments: Any) -> Received:
        context = ToolContext()
        for name in ("OLD_SHOP_KEY", "OLD_SHOP_USER"):
            context.set_secret(name, "someone:k3y")

        async def work() -> Received:
            async with Wire((answer(200),)) as wire:
                monkeypatch.setenv(setting, wire.url)
                given = await tool(context, **arguments)
                assert given["outcome"] == "accepted", given
                (request,) = wire.received
                return request

        return run(work())

    return sent


def test_lists_of_swagger_are_written_as_it_says(old_shop: Tools, send: Any) -> None:
    two = ["a b", "c"]
    request = send(
        old_shop("read_order"), "OLD_SHOP_BASE_URL", id="x/y",
        tags=two, fields=two, kinds=two, words=two, columns="a\tb",
    )  # fmt: skip
    target = urlsplit(request.target)
    assert target.path.endswith("/orders/x%2Fy")
    pairs = sorted(target.query.split("&"))
    assert pairs[:3] == ["columns=a%09b", "fields=a%20b,c", "kinds=a%20b%7Cc"]
    assert pairs[3:] == ["tags=a%20b", "tags=c", "words=a%20b%20c"]
    assert request.headers["x-key"] == "someone:k3y"


def test_forms_of_swagger_are_encoded_as_it_says(old_shop: Tools, send: Any) -> None:
    given = {"text": "a&b", "tags": ["x", "y"], "lines": [1, 2]}
    request = send(old_shop("add_note"), "OLD_SHOP_BASE_URL", **given)
    assert request.headers["content-type"] == "application/x-www-form-urlencoded"
    found = parse_qs(request.body.decode())
    assert found == {"text": ["a&b"], "tags": ["x,y"], "lines": ["1", "2"]}


def test_files_of_swagger_are_sent_in_parts(old_shop: Tools, send: Any) -> None:
    body = json.dumps({"data": {"text": "hello"}, "note": "a note"})
    request = send(old_shop("send_file"), "OLD_SHOP_BASE_URL", mode="execute", request_body=body)
    assert request.headers["content-type"].startswith("multipart/form-data; boundary=")
    assert b'name="data"' in request.body and b"hello" in request.body


def test_bodies_of_swagger_are_held_to_their_schemas(old_shop: Tools, send: Any) -> None:
    given = {"id": "a", "body_id": "b", "kind": "new"}
    request = send(old_shop("change_order"), "OLD_SHOP_BASE_URL", **given)
    assert request.method == "PUT"
    assert request.headers["authorization"].startswith("Basic ")
    assert json.loads(request.body) == {"id": "b", "kind": "new"}


def test_schemas_of_other_files_are_sent_by(parcels: Tools, send: Any) -> None:
    body = {"size": "small", "inside": [{"size": "large", "from": {"city": "Here"}}]}
    request = send(
        parcels("send_parcel"), "PARCELS_BASE_URL", mode="execute",
        urgent=True, request_body=json.dumps(body),
    )  # fmt: skip
    assert request.target.endswith("/parcels?urgent=true")
    assert json.loads(request.body) == body
