"""Mutants of bodies that agents give and of answers that servers send, where the tools are served."""

import json
from collections.abc import Iterator
from pathlib import Path
from random import Random
from typing import Any

from arcade_tdk.errors import ToolExecutionError

from tests.runtime import conftest  # noqa: F401 - makes the runtime importable
from tests.runtime.pipes import KEY, batch_endpoint, event_endpoint, execute, plain_endpoint, run
from tests.runtime.wire import Wire, raw

from runtime_under_test import request_body  # type: ignore[import-not-found]  # isort: skip

from .mutants import mutant, mutant_bytes

_EVENT = {
    "userId": "u",
    "event": "e",
    "timestamp": "2024-01-01T00:00:00Z",
    "context": {"device": {"token": "t"}},
}
_ITEM = {"type": "track", "event": "e"}
_OUTCOMES = ("not_sent", "rejected", "unknown")
_MOST_PROBLEM_CHARACTERS = 20_000


def body_faults(random: Random, folder: Path) -> tuple[str, list[str]]:
    """What becomes of a body: bytes to send, or words about why not."""
    endpoint, value = random.choice(
        (
            (event_endpoint(folder), _EVENT),
            (batch_endpoint(folder), {"batch": [_ITEM] * random.choice((1, 3, 300))}),
        )
    )
    text = json.dumps(mutant({"body": value}, random).get("body"), default=str)
    if random.random() < 0.4:
        text = mutant_bytes(text.encode("utf-8", "surrogatepass"), random).decode(
            "utf-8", "surrogateescape"
        )
    made = request_body.read(endpoint.body, text)
    if isinstance(made, request_body.Payload):
        return "sent", []
    said = "".join(f"{each.where}{each.text}" for each in made.problems[:10])
    faults = [] if made.problems else ["refused without a word"]
    return "unfit", faults + (
        [f"{len(said)} characters"] if len(said) > _MOST_PROBLEM_CHARACTERS else []
    )


_STATUSES = (200, 200, 201, 204, 301, 302, 400, 401, 403, 404, 413, 429, 500, 503, 999, 100, 0)
_HEADERS = (
    b"Content-Type: application/json", b"Content-Type: text/html; charset=utf-16", b"Content-Encoding: gzip",
    b"Content-Type: application/json; charset=no-such", b"Content-Type: \xff\xfe/x", b"Location: http://[::",
    b"Location: //hostile.example", b"Retry-After: 99999999999999999999", b"Retry-After: Fri, 31 Dec 99999 23:59:59 GMT",
    b"Retry-After: -1", b"Link: <javascript:alert(1)>; rel=next", b"Transfer-Encoding: chunked", b"X: " + b"y" * 70_000,
    b"Content-Length: 5", b"Content-Length: -1", b"Set-Cookie: a=b", b"Content-Disposition: attachment; filename=../../x",
)  # fmt: skip
_LONG_LIST = b"[" + b'{"a": 1, "b": "c"},' * 20_000 + b"{}]"
_LONG_OBJECT = b"{" + b",".join(b'"m%d": [1]' % at for at in range(25_000)) + b"}"
_BODIES = (
    b"{}", b'{"a": [1, 2.50, null, "\\u202e"]}', b"[" * 5_000, b'{"a":' * 300, b"", b"\0\xff\xfe", b"<html><script>",
    b"\x1f\x8b\x08\0\0\0\0\0", b"9" * 9_000, b'"' + b"x" * 60_000 + b'"', b"NaN", b'{"a": 1, "a": 2}', b"[1,]" * 2_000,
    b"5\r\nhello\r\n0\r\n\r\n", b"ffffffffffffffff\r\n", ("[" + '{"k": "' + "ü" * 50 + '"},' * 1_000 + "{}]").encode(),
    f'{{"key": "{KEY}", "n": 1e400}}'.encode(), b'{"a": "\\ud800"}',
    b'{"ok": false, "a": ' + _LONG_LIST + b', "ok": true}', b'{"a": ' + _LONG_LIST + b", oops",
    b'{"ok": false, "a": ' + _LONG_OBJECT + b', "ok": true}', b'{"a": ' + _LONG_OBJECT + b", oops",
)  # fmt: skip


def _response(random: Random) -> bytes:
    body = random.choice(_BODIES)
    headers = random.sample(_HEADERS, random.randint(0, 3))
    if random.random() < 0.7:
        headers.append(b"Content-Length: %d" % len(body))
    whole = b"\r\n".join((b"HTTP/1.1 %d X" % random.choice(_STATUSES), *headers, b"", body))
    return mutant_bytes(whole, random) if random.random() < 0.4 else whole


def answer_faults(random: Random, folder: Path) -> tuple[str, list[str]]:
    """What becomes of a call whose answer is hostile: an answer of ours, or an error of ours."""
    data = _response(random)
    endpoint = event_endpoint(folder) if random.random() < 0.5 else plain_endpoint("GET", "/a")
    body = _EVENT if endpoint.body else None
    ended, said = run(_called(endpoint, body, data))
    told = endpoint.body is not None and KEY in said  # the other one knows of no key
    return ended, [*(["the key is told"] if told else []), *_said_faults(ended, said)]


async def _called(endpoint: Any, body: Any, data: bytes) -> tuple[str, str]:
    import os

    async with Wire((raw(data, then_close=True),)) as wire:
        os.environ["PIPES_BASE_URL"] = wire.url
        try:
            done = await execute(endpoint, body)
            return "answered", json.dumps(done, ensure_ascii=False, default=str)
        except ToolExecutionError as error:
            return "told", str(error)
        finally:
            del os.environ["PIPES_BASE_URL"]


def _said_faults(ended: str, said: str) -> Iterator[str]:
    if ended == "told" and not said.startswith(_OUTCOMES):
        yield f"it begins with no outcome: {said[:80]!r}"
    if len(said) > 60_000:
        yield f"{len(said)} characters are told"
    if any(each in said for each in "\u202e\u2066\u200b\0"):
        yield "characters that nobody sees are told"
