"""Answers that were made to confuse whoever reads them, through the real servers on stdio.

Whatever comes, the protocol goes on, nothing claims more than is known, and neither the key nor what
nobody can see reaches the client or the log.
"""

import gzip
import json
import re
import zlib
from collections.abc import Iterator

import pytest

from tests.fake_customerio import Fault, authorization
from tests.fake_customerio.faults import Cut

from .session import error_facts, error_text, whole_text
from .test_faults import Served, served_both
from .test_secrets import KEY, KEY_FORMS, SERVE_LOUDLY
from .tools import TOOLS

TOOL = TOOLS[1]
CALL = TOOL.execute(json.dumps({**TOOL.body, "messageId": "m-1"}), "1")
UNSEEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2066-\u2069]")
CANARY = KEY.encode()
SENT = authorization(KEY).encode()
ESCAPED = "".join(f"\\u{ord(each):04x}" for each in KEY).encode()
BIDI = "a\u202eb\u200bc\u2066d\x1b[31me\x07f\x7f"
REPEATED = gzip.compress(b"[" + b"0," * 20_000_000 + b"0]")
FINE, DOUBTFUL, REFUSED, RIDDLE = "accepted", "accepted_unverified", "rejected", "unknown"


def raw(name: str, data: bytes, outcome: str, requests: int = 1) -> tuple[Fault, str, int]:
    """These very bytes, then the end of the connection; an answer of success keeps the event."""
    fault = Fault(name, raw=data, cut=Cut.CLOSE_AFTER_ANSWER, kept=outcome in (FINE, DOUBTFUL))
    return fault, outcome, requests


def said(
    name: str,
    body: bytes | str,
    outcome: str = FINE,
    *lines: str,
    status: str = "200 OK",
    kind: str = "application/json",
    requests: int = 1,
) -> tuple[Fault, str, int]:
    """An answer with this body, and with these lines in its head."""
    data = body.encode("utf-8", "surrogatepass") if isinstance(body, str) else body
    own = [f"Content-Type: {kind}"] if kind else []
    head = "\r\n".join([f"HTTP/1.1 {status}", *own, *lines, f"Content-Length: {len(data)}"])
    return raw(name, head.encode("latin-1") + b"\r\n\r\n" + data, outcome, requests)


ZOO = (
    said("bidi in JSON", json.dumps({"id": BIDI, BIDI: 1}, ensure_ascii=False)),
    said("bidi in escapes", json.dumps({"id": BIDI, BIDI: [BIDI]})),
    said("bidi in text", BIDI, kind="text/plain"),
    said("bidi in a refusal", BIDI, REFUSED, status="400 Bad", kind="text/plain"),
    said("bidi in the type", b"\0\1\2", FINE, kind="x/\x9b31m\xad"),
    said("half a pair", '{"id":"\\ud800","\\udfff":["\\udc00\\ud800"]}'),
    said("half a pair in bytes", '{"id":"\ud800"}'),
    said("half a pair in a refusal", '{"e":"\\ud800"}', REFUSED, status="422 No"),
    said("NaN", '{"a":NaN}', DOUBTFUL),
    said("Infinity", '{"a":-Infinity}', DOUBTFUL),
    said("numbers beyond all", '{"a":1e999999,"b":' + "9" * 5_000 + ',"c":-0.0}'),
    said("names twice", '{"ok":false,"ok":true}', DOUBTFUL),
    said("names twice in text", '{"ok":false,"ok":true}', DOUBTFUL, kind="text/plain"),
    said("a page", "<!DOCTYPE html><script>alert(1)</script>", DOUBTFUL, kind="text/html"),
    said("a page as JSON", "<html>", DOUBTFUL),
    said("nested without end", "[" * 200_000),
    said("nested deeply", "[" * 900 + "]" * 900),
    said("many levels of objects", '{"a":' * 120 + "1" + "}" * 120),
    said("a long list", "[" + "0," * 1_000_000 + "0]"),
    said("a long text", "x" * 3_000_000, kind="text/plain"),
    said("a long name", '{"' + "n" * 500_000 + '":1}'),
    said("no type, zeros", b"\0" * 5_000, kind=""),
    said("JSON in UTF-16", '{"a":"é"}'.encode("utf-16"), kind="application/json; charset=utf-8"),
    said("no such charset", '{"a":"é"}', kind='application/json; charset="x-\u00ff"'),
    said("a charset that is none", "abc", kind="text/plain; charset=unicode-escape"),
    said("lines", '{"a":1}\n{"ok":false}\n', DOUBTFUL, kind="application/x-ndjson"),
    said("the key", b'{"key":"%b","%b":["%b"]}' % (CANARY, CANARY, SENT)),
    said("the key in escapes", b'{"key":"%b"}' % ESCAPED),
    said("the key in text", b"you sent %b as %b" % (CANARY, SENT), kind="text/plain"),
    said("the key in bytes", b"\0\1%b" % CANARY, kind="image/png"),
    said("the key in UTF-16", KEY.encode("utf-16"), kind="text/plain"),
    said("the key in a refusal", CANARY + b" " + SENT, REFUSED, status="401 No", kind="text/plain"),
    said("the key in a redirect", b"", REFUSED, f"Location: https://{KEY}.x/{KEY}", status="302 X"),
    said("the key in headers", b"{}", FINE, f"Link: <https://x/{KEY}>", f"Retry-After: {KEY}"),
    said("the key as the reason", b"no", REFUSED, status=f"400 {KEY}", kind="text/plain"),
    said("a redirect nowhere", b"", REFUSED, "Location: http://[::", status="301 X"),
    said("a redirect of bytes", b"", REFUSED, "Location: \xff\xfe//\x01", status="308 X"),
    said("a bomb", REPEATED, FINE, "Content-Encoding: gzip"),
    said("bombs in bombs", gzip.compress(REPEATED), DOUBTFUL, "Content-Encoding: gzip, gzip"),
    said("bare deflate", zlib.compress(b"{}")[2:-4], FINE, "Content-Encoding: deflate"),
    said("no such coding", b"{}", DOUBTFUL, "Content-Encoding: br"),
    said("gzip that breaks off", gzip.compress(b'{"a":1}')[:-9], FINE, "Content-Encoding: gzip"),
    raw("204 with a body", b'HTTP/1.1 204 No\r\nContent-Length: 9\r\n\r\n{"ok":no}', FINE),
    raw("205 without an end", b"HTTP/1.1 205 X\r\n\r\n", FINE),
    raw(
        "interim answers",
        b"HTTP/1.1 103 X\r\nLink: <x>\r\n\r\n" * 50 + b"HTTP/1.1 200 X\r\n\r\n{}",
        FINE,
    ),
    raw("100 and no more", b"HTTP/1.1 100 Continue\r\n\r\n", RIDDLE, 4),
    raw(
        "two lengths", b"HTTP/1.1 200 X\r\nContent-Length: 2\r\nContent-Length: 3\r\n\r\n{}", RIDDLE
    ),
    raw("a length below zero", b"HTTP/1.1 200 X\r\nContent-Length: -1\r\n\r\n{}", RIDDLE),
    raw(
        "a chunk without end",
        b"HTTP/1.1 200 X\r\nTransfer-Encoding: chunked\r\n\r\nffffffffffffffffff\r\n{}",
        DOUBTFUL,
    ),
    raw("a head that breaks off", b"HTTP/1.1 200 OK\r\nContent-Ty", RIDDLE, 4),
    raw(
        "a body that breaks off", b'HTTP/1.1 200 X\r\nContent-Length: 99\r\n\r\n{"a":[1,', DOUBTFUL
    ),
    raw("a status of four digits", b"HTTP/1.1 2000 X\r\n\r\n{}", RIDDLE, 4),
    raw("a status below all", b"HTTP/1.1 000 X\r\nContent-Length: 0\r\n\r\n", RIDDLE),
    raw("a status beyond all", b"HTTP/1.1 999 X\r\nContent-Length: 0\r\n\r\n", RIDDLE),
    raw("headers that go on", b"HTTP/1.1 200 X\r\nA: b\r\n c\r\n\r\n{}", FINE),
    raw("zeros in the head", b"HTTP/1.1 200 X\r\nA: \0\r\n\r\n{}", RIDDLE),
    raw("another protocol", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", RIDDLE, 4),
    raw("bare line feeds", b"HTTP/1.1 200 X\nContent-Length: 2\n\n{}", FINE),
    said("a wait without end", b"", REFUSED, f"Retry-After: {'9' * 400}", status="429 X"),
    *(
        said(
            f"Retry-After {wait!r}",
            b"",
            REFUSED,
            f"Retry-After: {wait}",
            status="429 X",
            requests=4,
        )
        for wait in ("Fri, 31 Dec 99999 23:59:59 GMT", "1e9", "\xbd", "-5", "7200, 7300")
    ),
)


@pytest.fixture(scope="module")
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Served]]:
    """The tools with the canary key, served in either way with all that their logs can say."""
    with served_both(request, tmp_path_factory, SERVE_LOUDLY, KEY) as found:
        yield found


@pytest.mark.parametrize("way", SERVE_LOUDLY)
@pytest.mark.parametrize(("fault", "outcome", "requests"), ZOO, ids=[row[0].name for row in ZOO])
def test_whatever_comes_is_answered_truly(
    both: dict[str, Served], way: str, fault: Fault, outcome: str, requests: int
) -> None:
    session, fake = both[way].session, both[way].fake
    fake.clear()
    fake.faults.add(fault, times=requests)
    answer = session.call(TOOL.mcp_name, **CALL)
    assert fake.faults.clear() == 0
    assert len(fake.service.requests) == requests, "no answer whose head came is asked for again"
    text = whole_text(answer)
    shown = text + json.dumps([answer.structured_content, answer.meta], ensure_ascii=False)
    shown += session.log.read_text("utf-8", "replace")
    assert not [form for form in KEY_FORMS if form in shown]
    assert not UNSEEN.findall(text) and "Traceback" not in shown
    if outcome in (FINE, DOUBTFUL):
        told = answer.structured_content
        assert told and told["outcome"] == outcome
        assert json.loads(text) == told
    else:
        assert error_text(answer).startswith(f"{outcome}: ")
        assert error_facts(answer)["errorKind"]
