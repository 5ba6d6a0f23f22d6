"""The page's command of cURL sends what the package sends: both are run, byte for byte."""

import importlib
import json
import re
import shutil
import subprocess
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread
from typing import Any, ClassVar

import pytest
from playwright.sync_api import Browser, Page

from generator.core.shipped import templates_folder
from generator.render.reference.page import SCRIPTS
from tests.browser import opened

from .conftest import written
from .test_agreement import imported

HOST = "https://things.example"
PACKAGE = "arcade_things_curl"
CONFIG = f"""\
toolkit: Things
package: {PACKAGE}
version: 1.0.0
title: Things
description: Tools for things.
environment: {{files: THINGS_FILES}}
tools:
  GET /things/{{id}}: {{name: ReadThing}}
  POST /form: {{name: SendForm, body: json}}
  POST /parts: {{name: SendParts, body: json}}
"""
AREA = {"type": "object", "additionalProperties": True}
LIST = {"type": "array", "items": {"type": "string"}}


def parameter(
    name: str, schema: dict[str, Any], where: str = "query", **how: Any
) -> dict[str, Any]:
    return {"name": name, "in": where, "schema": schema, **how}


PARAMETERS = [
    parameter("id", LIST, "path", required=True, style="label", explode=True),
    parameter("area", AREA, style="deepObject", explode=True),
    parameter("piped", LIST, style="pipeDelimited", explode=False),
    parameter("spaced", LIST, style="spaceDelimited", explode=False),
    parameter("listed", LIST),
    parameter("joined", LIST, explode=False),
    parameter("object", AREA),
    parameter("packed", AREA, explode=False),
    parameter("free", {"type": "string"}, allowReserved=True),
    parameter("bare", LIST, allowEmptyValue=True),
    parameter("flag", {"type": "boolean"}),
    parameter("count", {"type": "number"}),
    {"name": "box", "in": "query", "content": {"application/json": {"schema": AREA}}},
    {"name": "view", "in": "query", "content": {"text/plain": {"schema": {"type": "string"}}}},
    parameter("X-Tags", LIST, "header"),
    parameter("X-Map", AREA, "header", explode=True),
    parameter("crumb", {"type": "string"}, "cookie"),
]
HARD = 'it\'s (a) *b*! / ü & = + ; , [x] $HOME `y` "z" ~ % {q} 😀 \\ |'
READS: tuple[dict[str, Any], ...] = (
    {"id": ["a b", "c/d"], "area": '{"name":"x y","in":{"deep":[1,{"a":true}]},"no":null}'},
    {"id": ["1"], "piped": ["a", "b|c"], "spaced": ["a b", "c"], "listed": ["a", "b"]},
    {
        "id": ["1"],
        "joined": ["a,b", "c"],
        "object": '{"k":"v w","n":5}',
        "packed": '{"k":"v","n":[1]}',
    },
    {"id": ["1"], "free": HARD, "view": HARD, "listed": [HARD], "crumb": HARD},
    {"id": [HARD], "box": '{"a":[1,2],"b":"é"}', "flag": True, "count": 2.5},
    {"id": ["1"], "bare": [], "flag": False, "count": 5, "listed": []},
    {"id": ["1"], "x_tags": ["a", "b c"], "x_map": '{"k":"v","n":1}', "box": '{"q":"\'"}'},
)
FORM = {
    "type": "object",
    "properties": {
        "plain": {"type": "string"},
        "free": {"type": "string"},
        **{key: {} for key in ("deep", "piped", "spaced", "joined", "nested", "json")},
    },
}
ENCODING = {
    "free": {"allowReserved": True},
    "deep": {"style": "deepObject", "explode": True},
    "piped": {"style": "pipeDelimited", "explode": False},
    "spaced": {"style": "spaceDelimited", "explode": False},
    "joined": {"style": "form", "explode": False},
    "json": {"contentType": "application/json"},
}
FORMS: tuple[dict[str, Any], ...] = (
    {"plain": HARD, "free": HARD, "other": 5, "yes": True},
    {
        "deep": {"a": {"b": ["x y"]}},
        "piped": ["a", "b c"],
        "spaced": ["a", "b|c"],
        "joined": ["a", "b,c"],
    },
    {"nested": [{"a": 1}, {"b": [True, "é"]}], "json": {"a": [1, None]}, "list": ["a", "b"]},
    {"piped": {"k": "v", "n": 1}, "joined": {"k": "v"}},
)
FILE = {"type": "string", "format": "binary"}
PARTS = {
    "type": "object",
    "properties": {
        "scan": FILE,
        "more": {"type": "array", "items": FILE},
        "meta": AREA,
        "note": {"type": "string"},
        "word": {},
    },
}
PART_ENCODING = {
    "word": {"contentType": "text/x-word"},
    "scan": {"contentType": "text/plain, image/png"},
    "piped": {"style": "pipeDelimited", "explode": False},
}
MULTIPARTS: tuple[dict[str, Any], ...] = (
    {"note": HARD, "meta": {"a": [1, "x;y"]}, "word": "a;b\"c\\d"},
    {"note": "@/etc/hostname", "word": "<x", "list": ["a", "b"], "piped": ["a", "b"]},
    {"scan": {"text": "l1\nl2;\"q\"", "filename": "a;b.txt", "content_type": "text/plain"}},
    {"scan": {"path": "own.txt", "content_type": "text/plain"}, "note": "n"},
    {"more": [{"path": "own.txt", "filename": "x.txt", "content_type": "text/x-a"},
              {"text": "two", "filename": "y", "content_type": "text/x-b"}]},
)  # fmt: skip
UNSAID = {"scan": {"content": "AAEC", "filename": "a.png", "content_type": "image/png"}}


def document() -> str:
    def post(media_type: str, schema: Any, encoding: Any) -> dict[str, Any]:
        body = {"content": {media_type: {"schema": schema, "encoding": encoding}}}
        return {"post": {"requestBody": {"required": True, **body}, "responses": FINE}}

    paths = {
        "/things/{id}": {"get": {"parameters": PARAMETERS, "responses": FINE}},
        "/form": post("application/x-www-form-urlencoded", FORM, ENCODING),
        "/parts": post("multipart/form-data", PARTS, PART_ENCODING),
    }
    info = {"title": "Things", "version": "1"}
    return json.dumps(
        {"openapi": "3.1.0", "info": info, "servers": [{"url": HOST}], "paths": paths}
    )


FINE = {"204": {"description": "Fine."}}


class Seen(BaseHTTPRequestHandler):
    """Notes each request as it came."""

    seen: ClassVar[list[tuple[str, dict[str, str], bytes]]] = []

    def handle_any(self) -> None:
        content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        headers = {name.lower(): value for name, value in self.headers.items()}
        self.seen.append((self.path, headers, content))
        self.send_response(204)
        self.end_headers()

    do_GET = do_POST = handle_any

    def log_message(self, format: str, *args: Any) -> None:
        """Says nothing."""


@pytest.fixture(scope="module")
def server() -> Iterator[str]:
    service = HTTPServer(("127.0.0.1", 0), Seen)
    thread = Thread(target=service.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{service.server_port}"
    service.shutdown()
    service.server_close()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return written(tmp_path_factory.mktemp("curl"), document(), config=CONFIG)


@pytest.fixture(scope="module")
def package(folder: Path) -> Iterator[str]:
    with imported(folder, PACKAGE) as name:
        yield name


def part_of(package: str, name: str) -> Any:
    return importlib.import_module(f"{package}._runtime.{name}")


def endpoint(package: str, tool: str) -> Any:
    return importlib.import_module(f"{package}.tools.{tool}").ENDPOINT


SOURCES = "\n".join(
    (templates_folder() / "package" / "docs" / "reference" / f"{name}.js").read_text("utf-8")
    for name in SCRIPTS[: SCRIPTS.index("builder") + 1]
)
"""What the page runs, without what draws it: arguments are given to it as values."""

COMMAND = f"""(given) => {{
    {SOURCES}
    const call = new Call(DATA.tools.find((each) => each.name === "ReadThing"));
    call.arguments = given;
    return curlCall(call.tool, call.given(), call.sent());
}}"""


def command_of(page: Page, body: dict[str, Any]) -> str:
    """The command that the builder shows for a body that is typed in."""
    page.fill(".body-text", json.dumps(body))
    page.get_by_role("tab", name="cURL").click()
    return page.locator("pre[aria-label=cURL]").inner_text()


def run(command: str, server: str, folder: Path) -> tuple[str, dict[str, str], bytes]:
    if shutil.which("curl") is None:
        pytest.skip("curl is not installed")
    command = command.replace(HOST, server).replace("curl ", "curl -sS ", 1)
    Seen.seen.clear()
    done = subprocess.run(
        ["sh", "-c", command], cwd=folder, capture_output=True, text=True, timeout=60, check=False
    )
    assert (done.returncode, done.stderr) == (0, ""), command
    [request] = Seen.seen
    return request


@pytest.mark.parametrize("given", READS, ids=range(len(READS)))
def test_parameters_are_written_as_the_package_writes_them(
    browser: Browser, folder: Path, package: str, server: str, given: dict[str, Any]
) -> None:
    parts = part_of(package, "parameters").encode(endpoint(package, "read_thing"), given)
    with opened(browser, folder / "docs" / "index.html", "#ReadThing") as page:
        command = str(page.evaluate(COMMAND, given))
    target, headers, _ = run(command, server, folder)
    query = f"?{'&'.join(parts.query)}" if parts.query else ""
    assert target == f"{parts.path}{query}"
    assert headers.get("cookie", "") == "; ".join(parts.cookies)
    for name, value in parts.headers.items():
        assert headers[name.lower()].encode("latin-1") == value


@pytest.mark.parametrize("body", FORMS, ids=range(len(FORMS)))
def test_forms_are_written_by_their_encoding(
    browser: Browser, folder: Path, package: str, server: str, body: dict[str, Any]
) -> None:
    made = part_of(package, "request_body").read(
        endpoint(package, "send_form").body, json.dumps(body)
    )
    with opened(browser, folder / "docs" / "index.html", "#SendForm") as page:
        command = command_of(page, body)
    _, headers, content = run(command, server, folder)
    assert content == made.content
    assert headers["content-type"] == made.content_type


def test_a_null_in_json_text_is_left_out_where_a_style_writes_it(package: str) -> None:
    given = {"id": ["1"], "area": '{"a":[null,1],"b":null}', "box": '{"c":null}'}
    parts = part_of(package, "parameters").encode(endpoint(package, "read_thing"), given)
    assert parts.query == ["area%5Ba%5D%5B0%5D=1", "box=%7B%22c%22%3Anull%7D"]


def parts_in(content: bytes, content_type: str) -> list[tuple[frozenset[bytes], bytes]]:
    """The headers and the content of each part."""
    found = re.search('boundary="?([^";]+)', content_type)
    assert found
    pieces = content.split(f"--{found[1]}".encode())[1:-1]
    heads = [each.removeprefix(b"\r\n").partition(b"\r\n\r\n") for each in pieces]
    return [(frozenset(head.split(b"\r\n")), held.removesuffix(b"\r\n")) for head, _, held in heads]


@pytest.mark.parametrize("body", MULTIPARTS, ids=range(len(MULTIPARTS)))
def test_parts_are_those_that_the_package_sends(
    browser: Browser,
    folder: Path,
    package: str,
    server: str,
    body: dict[str, Any],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    (tmp_path / "own.txt").write_text("mine\n", "utf-8")
    monkeypatch.setenv("THINGS_FILES", str(tmp_path))
    made = part_of(package, "request_body").read(
        endpoint(package, "send_parts").body, json.dumps(body)
    )
    with opened(browser, folder / "docs" / "index.html", "#SendParts") as page:
        command = command_of(page, body)
    _, headers, content = run(command, server, tmp_path)
    wanted = parts_in(made.content, made.content_type)
    assert parts_in(content, headers["content-type"]) == wanted
    assert ("# In the folder of THINGS_FILES" in command) == ("path" in json.dumps(body))


def test_what_a_command_cannot_say_is_a_sentence(browser: Browser, folder: Path) -> None:
    with opened(browser, folder / "docs" / "index.html", "#SendParts") as page:
        command = command_of(page, UNSAID)
    assert command == (
        "# No command of cURL says this call: scan holds the bytes of a file, which cURL reads from disk."
    )
