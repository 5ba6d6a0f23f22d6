"""What is tried again, how long, and what is said when it was in vain."""

import asyncio
import json
import sys
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any

import pytest
from arcade_tdk.errors import ErrorKind, ToolRuntimeError
from runtime_under_test import Answer, Endpoint, Retry, http_client, transport
from runtime_under_test import retry as retrying
from runtime_under_test.errors import (
    NotReached,
    RateLimited,
    Rejected,
    Unanswered,
    Undecided,
)

from .pipes import API, PATIENT, QUICK, event_endpoint, execute, plain_endpoint, run
from .wire import Act, Wire, answer, close, drip, hang, raw, reset

BODY = {"userId": "u1", "event": "Signed Up"}
NO_RESPONSE: tuple[Act, ...] = (hang, reset, close)
HALTED = (raw(b"HTTP/1.1 "), drip(b"HTTP", 0.2))
SILENT = (hang, *HALTED)


@pytest.fixture
def outcome(base_url: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Any:
    """What comes of a call, answer or error, and what the server saw of it.

    Silence is not waited for long, and whatever else the server does as long as it takes.
    """

    def made(
        *acts: Act,
        endpoint: Endpoint | None = None,
        unread: tuple[Act, ...] = (),
        retry: Any = None,
    ) -> tuple[Any, Wire]:
        async def work() -> tuple[Any, Wire]:
            api = replace(API, retry=retry or PATIENT)
            target = endpoint or event_endpoint(tmp_path, api=api)
            async with Wire(acts, unread) as wire:
                base_url(wire.url)
                if not retry:
                    monkeypatch.setattr(retrying, "exchange", _as_long_as_it_takes(wire))
                try:
                    return await execute(target, BODY if target.body else None), wire
                except ToolRuntimeError as fault:
                    assert fault.__cause__ is None and fault.__context__ is None
                    return fault, wire

        result: tuple[Any, Wire] = run(work())
        return result

    return made


def _as_long_as_it_takes(wire: Wire) -> Any:
    async def exchange(request: Any, retry: Retry, seconds: float) -> Any:
        patience = QUICK if wire.act() in SILENT else retry
        return await transport.exchange(request, patience, seconds)

    return exchange


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it would have slept before each further attempt."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr(retrying.asyncio, "sleep", sleep)
    return slept


PASSING = [answer(status) for status in (408, 429, 500, 502, 503, 504, 522, 524)]


@pytest.mark.parametrize(
    "fault",
    [*PASSING, *NO_RESPONSE, *HALTED, raw(b"nonsense\r\n\r\n")],
)
def test_a_passing_fault_is_tried_again_with_the_same_id(outcome: Any, fault: Act) -> None:
    answered, wire = outcome(fault, fault, answer(200))
    assert answered["attempts"] == 3
    assert len({each.body for each in wire.received}) == 1
    assert answered["message_ids"] == [json.loads(wire.received[0].body)["messageId"]]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
@pytest.mark.parametrize(
    "location", ["http://[::", "http://a:port", "//\x80", "http://" + "a" * 70, "x:"]
)
def test_an_answer_that_leads_nowhere_is_an_answer(
    outcome: Any, status: int, location: str
) -> None:
    fault, wire = outcome(answer(status, b"moved", Location=location))
    assert isinstance(fault, Rejected) and fault.status_code == status
    assert "It redirects to" in str(fault) and "The API returned: moved" in str(fault)
    assert len(wire.received) == 1


@pytest.mark.parametrize(
    "head",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nnonsense\r\n",
        b"HTTP/1.1 200 OK\r\nSet-Cookie: \x80\xff=;;=\r\nContent-Type: \xff\r\n\r\n",
    ],
)
def test_no_answer_whose_head_has_arrived_is_asked_for_again(outcome: Any, head: bytes) -> None:
    told, wire = outcome(raw(head, then_close=True))
    assert len(wire.received) == 1
    if isinstance(told, ToolRuntimeError):
        assert str(told).startswith("unknown: the answer is not valid HTTP;")
    else:
        assert told["status"] == 200


def test_whatever_fails_after_the_head_leaves_the_answer(
    outcome: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    import httpx

    async def broken(self: httpx.Response) -> Any:
        raise ZeroDivisionError
        yield

    monkeypatch.setattr(httpx.Response, "aiter_raw", broken)
    told, wire = outcome(answer(200))
    assert told["status"] == 200 and len(wire.received) == 1


def test_a_connection_that_breaks_before_the_request_is_read(outcome: Any) -> None:
    answered, wire = outcome(answer(200), unread=(reset, close))
    assert answered["attempts"] == 3
    assert len(wire.received) == 1


def test_a_kept_connection_that_the_server_dropped_is_no_fault(
    base_url: Any, tmp_path: Path
) -> None:
    async def then_close(writer: asyncio.StreamWriter) -> None:
        await answer(200)(writer)
        writer.close()

    async def work() -> list[Answer]:
        async with Wire((then_close,)) as wire:
            base_url(wire.url)
            return [await execute(event_endpoint(tmp_path), BODY) for _ in range(3)]

    assert [each["outcome"] for each in run(work())] == ["accepted_unverified"] * 3


@pytest.mark.parametrize("status", [500, 502, 503, 504, 522, 524])
def test_a_server_that_keeps_failing_leaves_it_unknown(outcome: Any, status: int) -> None:
    fault, wire = outcome(answer(status, b"<html>oh</html>"))
    assert isinstance(fault, Undecided)
    assert (fault.status_code, fault.can_retry) == (status, True)
    assert fault.kind == ErrorKind.UPSTREAM_RUNTIME_SERVER_ERROR
    sent_id = json.loads(wire.received[0].body)["messageId"]
    assert str(fault).startswith(f"unknown: HTTP {status}")
    assert "after 4 attempts" in str(fault) and sent_id in str(fault)
    assert "<html>oh</html>" in str(fault)
    assert len(wire.received) == 4


@pytest.mark.parametrize("act", NO_RESPONSE)
def test_silence_to_the_end_leaves_it_unknown(outcome: Any, act: Act) -> None:
    fault, wire = outcome(act)
    assert isinstance(fault, Unanswered)
    assert fault.can_retry and fault.status_code is None
    timed_out = fault.kind == ErrorKind.NETWORK_TRANSPORT_RUNTIME_TIMEOUT
    assert timed_out == (act is hang)
    assert str(fault).startswith("unknown: ")
    assert json.loads(wire.received[0].body)["messageId"] in str(fault)


def test_nobody_listening_is_not_sent(base_url: Any, tmp_path: Path) -> None:
    async def work() -> None:
        async with Wire() as wire:
            base_url(wire.url)
        with pytest.raises(NotReached, match="^not_sent: no connection could be made after 4") as e:
            await execute(event_endpoint(tmp_path), BODY)
        host = wire.url.removeprefix("http://").removesuffix("/v1")
        assert f"after 4 attempts (host {host})." in str(e.value)
        assert e.value.can_retry
        assert e.value.kind == ErrorKind.NETWORK_TRANSPORT_RUNTIME_UNREACHABLE

    run(work())


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ErrorKind.UPSTREAM_RUNTIME_BAD_REQUEST),
        (401, ErrorKind.UPSTREAM_RUNTIME_AUTH_ERROR),
        (403, ErrorKind.UPSTREAM_RUNTIME_AUTH_ERROR),
        (404, ErrorKind.UPSTREAM_RUNTIME_NOT_FOUND),
        (409, ErrorKind.UPSTREAM_RUNTIME_BAD_REQUEST),
        (413, ErrorKind.UPSTREAM_RUNTIME_BAD_REQUEST),
        (422, ErrorKind.UPSTREAM_RUNTIME_VALIDATION_ERROR),
    ],
)
def test_a_no_is_a_no_at_once(outcome: Any, status: int, kind: ErrorKind) -> None:
    fault, wire = outcome(answer(status, b'{"meta":{"errors":["bad token"]}}'))
    assert isinstance(fault, Rejected)
    assert (fault.status_code, fault.kind, fault.can_retry) == (status, kind, False)
    assert str(fault).startswith(f"rejected: HTTP {status}")
    assert '{"meta": {"errors": ["bad token"]}}' in str(fault)
    assert len(wire.received) == 1
    assert ("Usual causes: the wrong region" in str(fault)) == (status == 401)


@pytest.mark.parametrize(
    ("status", "step"),
    [
        (302, "A person has to look whether the API has moved, and set PIPES_BASE_URL to"),
        (400, "The same call would be refused again: mend it first"),
        (403, "A person has to look what the key may do"),
        (404, "Look whether what the call names is there"),
        (408, "The same call may be made again."),
        (409, "Look how it is now"),
        (418, "The same call would be refused again: mend it first"),
        (429, "Wait before the next call."),
    ],
)
def test_a_refusal_without_a_word_says_what_to_do(outcome: Any, status: int, step: str) -> None:
    fault, _ = outcome(answer(status, b""))
    assert str(fault).splitlines()[1].startswith(step)


def test_what_the_document_says_of_a_refusal_stands_alone(outcome: Any) -> None:
    fault, _ = outcome(answer(401, b""))
    assert str(fault).splitlines()[1] == "Usual causes: the wrong region, or another API's key."


@pytest.mark.parametrize(
    ("body", "shown"),
    [
        (b'{"meta":{"error":"one"}}', '{"meta": {"error": "one"}}'),
        (b"plain words", "The API returned: plain words"),
        (b"", None),
        (b"\xff\xfe\x00", "�"),
        (b"y" * 9_000, "[cut: 7,000 of 9,000 characters left out]"),
    ],
)
def test_the_body_of_an_error_is_kept_whatever_its_shape(
    outcome: Any, body: bytes, shown: str | None
) -> None:
    text = str(outcome(answer(400, body))[0])
    assert (shown in text) if shown else ("The API returned" not in text)
    assert len(text) < 2_500


def test_too_many_requests(outcome: Any) -> None:
    fault, wire = outcome(answer(429, b"slow down"))
    assert isinstance(fault, RateLimited)
    assert (fault.status_code, fault.can_retry) == (429, True)
    assert fault.kind == ErrorKind.UPSTREAM_RUNTIME_RATE_LIMIT
    assert fault.retry_after_ms == 1_000
    assert len(wire.received) == 4


@pytest.mark.parametrize("status", [429, 503])
@pytest.mark.parametrize("form", ["3600", "3600.5", "date"])
def test_a_long_retry_after_is_handed_on_instead_of_slept(
    outcome: Any, waits: list[float], status: int, form: str
) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    fault, wire = outcome(answer(status, Retry_After=date if form == "date" else form))
    assert waits == []
    assert len(wire.received) == 1
    assert 3_590_000 < fault.retry_after_ms <= 3_600_500


@pytest.mark.parametrize("form", ["3600", "date"])
def test_a_short_retry_after_is_waited_for(outcome: Any, waits: list[float], form: str) -> None:
    date = format_datetime(datetime.now(UTC) + timedelta(hours=1), usegmt=True)
    asks = answer(503, Retry_After=date if form == "date" else form)
    answered, _ = outcome(asks, answer(200), retry=replace(PATIENT, total_ms=7_200_000))
    assert answered["attempts"] == 2
    (waited,) = waits
    assert 3_500 < waited <= 3_600


def test_a_wait_of_more_digits_than_a_float_has_is_a_long_one(outcome: Any) -> None:
    fault, wire = outcome(answer(429, Retry_After="9" * 400), answer(200))
    assert fault.retry_after_ms == 365 * 86_400_000
    assert len(wire.received) == 1


@pytest.mark.parametrize("form", ["soon", "-5", "nan", "inf", "1e999", "", "Fri, 99 Foo 2026"])
def test_an_odd_retry_after_does_no_harm(outcome: Any, form: str) -> None:
    answered, _ = outcome(answer(429, Retry_After=form), answer(200))
    assert answered["attempts"] == 2


def test_the_backoff_doubles_and_jitters_fully(
    outcome: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounds: list[tuple[float, float]] = []

    def draw(low: float, high: float) -> float:
        bounds.append((low, high))
        return low

    monkeypatch.setattr(retrying.random, "uniform", draw)
    outcome(answer(500))
    assert bounds[:3] == [(0, 0.005), (0, 0.01), (0, 0.02)]


def test_all_of_it_ends_by_the_deadline(outcome: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    left: list[float] = []

    async def recorded(request: Any, retry: Retry, seconds: float) -> Any:
        left.append(seconds)
        return await transport.exchange(request, retry, seconds)

    monkeypatch.setattr(retrying, "exchange", recorded)
    fault, _ = outcome(hang, retry=Retry(base_ms=5, total_ms=2_000, read_ms=1_000))
    assert isinstance(fault, Unanswered)
    assert len(left) <= 2, "of four attempts, a second each"
    assert all(seconds <= 2 - number for number, seconds in enumerate(left))


def test_a_head_that_drips_cannot_outlast_the_deadline(outcome: Any) -> None:
    slow = drip(b"HTTP/1.1 200 OK\r\nX: " + b"y" * 1_000, 0.05)
    fault, _ = outcome(slow, retry=Retry(base_ms=5, total_ms=600, read_ms=300))
    assert isinstance(fault, Unanswered), "in full it would be an answer, after a minute"


@pytest.mark.parametrize("act", [answer(500), answer(503, Retry_After="0"), *NO_RESPONSE])
def test_without_an_id_a_doubtful_attempt_is_not_repeated(outcome: Any, act: Act) -> None:
    fault, wire = outcome(act, answer(200), endpoint=plain_endpoint("POST", "/once"))
    assert str(fault).startswith("unknown: ")
    assert "a repeat could do it twice" in str(fault)
    assert not fault.can_retry
    assert len(wire.received) == 1


@pytest.mark.parametrize("act", [answer(429), answer(408)])
def test_without_an_id_what_was_not_processed_is_repeated(outcome: Any, act: Act) -> None:
    answered, _ = outcome(act, answer(200), endpoint=plain_endpoint("POST", "/once"))
    assert answered["attempts"] == 2


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE"])
def test_an_idempotent_method_is_repeated(outcome: Any, method: str) -> None:
    answered, wire = outcome(reset, answer(500), answer(200), endpoint=plain_endpoint(method, "/x"))
    assert answered["attempts"] == 3
    assert {each.method for each in wire.received} == {method}


def test_a_no_after_a_doubtful_attempt_is_no_proof(outcome: Any) -> None:
    fault, _ = outcome(hang, answer(429, Retry_After="900"))
    assert isinstance(fault, Undecided)
    assert (fault.status_code, fault.retry_after_ms) == (429, 900_000)
    assert "\nWait 900 s before the next call.\n" in str(fault)
    assert "An earlier attempt may have been processed." in str(fault)


def test_what_would_be_refused_again_is_to_be_mended_first(outcome: Any) -> None:
    fault, _ = outcome(answer(500), answer(400, b'{"meta":{"errors":["no"]}}'))
    assert isinstance(fault, Undecided)
    assert fault.status_code == 400
    assert "refused again; once mended, send it with the same message IDs: " in str(fault)


@pytest.mark.parametrize("odd", ["2_0", "1e1", "+9"])
def test_a_wait_is_digits_or_a_date(outcome: Any, odd: str) -> None:
    fault, _ = outcome(answer(429, Retry_After=odd), retry=Retry(attempts=1))
    assert fault.retry_after_ms == 1_000


def test_a_redirect_to_the_key_does_not_show_it(base_url: Any, tmp_path: Path) -> None:
    async def work() -> str:
        async with Wire((answer(302, b"", Location="https://CaseCanary5f.example/"),)) as wire:
            base_url(wire.url)
            with pytest.raises(Rejected) as caught:
                await execute(event_endpoint(tmp_path), BODY, key="CaseCanary5f")
            return str(caught.value)

    assert "casecanary" not in run(work()).lower()


@pytest.mark.parametrize("status", [300, 304])
def test_what_is_no_redirect_is_not_called_one(outcome: Any, status: int) -> None:
    assert "redirect" not in str(outcome(raw(b"HTTP/1.1 %d X\r\n\r\n" % status, True))[0])


def test_a_refusal_then_no_connection_stays_a_refusal(base_url: Any, tmp_path: Path) -> None:
    async def work() -> None:
        async with Wire() as wire:
            base_url(wire.url)

            async def last_words(writer: asyncio.StreamWriter) -> None:
                assert wire._server
                wire._server.close()
                await answer(429, Connection="close")(writer)

            wire.acts = (last_words,)
            with pytest.raises(RateLimited) as caught:
                await execute(event_endpoint(tmp_path), BODY)
            assert caught.value.status_code == 429

    run(work())


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_goes_nowhere(base_url: Any, tmp_path: Path, status: int) -> None:
    async def work() -> None:
        async with Wire((answer(200),)) as other, Wire() as wire:
            elsewhere = other.url.replace("127.0.0.1", "localhost") + "/steal?x=PRIVATE"
            wire.acts = (answer(status, b"", Location=elsewhere),)
            base_url(wire.url)
            with pytest.raises(Rejected) as caught:
                await execute(event_endpoint(tmp_path), BODY)
            assert str(caught.value).startswith(f"rejected: HTTP {status}")
            assert "It redirects to localhost; redirects are not followed." in str(caught.value)
            assert "PRIVATE" not in str(caught.value)
            assert (caught.value.status_code, caught.value.can_retry) == (status, False)
            assert len(wire.received) == 1 and not other.received

    run(work())


@pytest.mark.parametrize(
    ("headers", "words"),
    [
        ({"Location": "/other"}, "another path of the same host"),
        ({"Location": "http://[bad"}, "an address that cannot be read"),
        ({}, "no address"),
    ],
)
def test_odd_redirects(outcome: Any, headers: dict[str, str], words: str) -> None:
    assert f"redirects to {words};" in str(outcome(answer(302, b"", **headers))[0])


def test_a_certificate_that_nobody_signed_is_not_tried_again(base_url: Any, tmp_path: Path) -> None:
    import ssl
    import subprocess

    key, cert = tmp_path / "key.pem", tmp_path / "cert.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-nodes", "-keyout", key, "-out", cert, "-days", "2", "-subj", "/CN=127.0.0.1"],
        check=True, capture_output=True,
    )  # fmt: skip
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(cert, key)

    async def work() -> None:
        server = await asyncio.start_server(lambda r, w: w.close(), "127.0.0.1", 0, ssl=tls)
        base_url(f"https://127.0.0.1:{server.sockets[0].getsockname()[1]}")
        try:
            with pytest.raises(NotReached, match="certificate cannot be trusted") as caught:
                await execute(event_endpoint(tmp_path), BODY)
            assert not caught.value.can_retry
        finally:
            server.close()

    run(work())


def test_proxy_variables_work_as_httpx_users_expect(
    base_url: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        async with Wire((answer(200),)) as proxy:
            base_url("http://localhost:9/v1")
            monkeypatch.setenv("HTTP_PROXY", proxy.url.removesuffix("/v1"))
            answered = await execute(event_endpoint(tmp_path), BODY)
            assert answered["attempts"] == 1
            assert proxy.received[0].target == "http://localhost:9/v1/track"

    run(work())


@pytest.mark.parametrize("variable", ["HTTP_PROXY", "ALL_PROXY"])
@pytest.mark.parametrize(
    "proxy", ["http://192.0.2.1:3128", "192.0.2.1:3128", "http://proxy.invalid"]
)
def test_no_proxy_elsewhere_gets_what_is_for_this_host(
    variable: str, proxy: str, base_url: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        async with Wire((answer(200),)) as wire:
            base_url(wire.url)
            monkeypatch.setenv(variable, proxy)
            await execute(event_endpoint(tmp_path), BODY)
            assert len(wire.received) == 1, "the key goes in clear, and so on no network"

    run(work())


def test_a_redirect_through_a_proxy_is_told_as_any_other(
    base_url: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def work() -> None:
        moved = answer(302, b"Moved", Location="//a:b:c/")  # of which the library makes no URL
        async with Wire((moved,)) as proxy:
            base_url("http://localhost:9/v1")
            monkeypatch.setenv("ALL_PROXY", proxy.url.removesuffix("/v1"))
            with pytest.raises(Rejected, match="The API returned: Moved\\n"):
                await execute(event_endpoint(tmp_path), BODY)
            assert len(proxy.received) == 1

    run(work())


def test_a_socks_proxy_says_what_it_needs(
    base_url: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base_url("http://localhost:9/v1")
    monkeypatch.setenv("ALL_PROXY", "socks5://127.0.0.1:9")
    monkeypatch.setitem(sys.modules, "socksio", None)
    with pytest.raises(NotReached, match=r"SOCKS proxy.*httpx\[socks\]"):
        run(execute(event_endpoint(tmp_path), BODY))


@pytest.mark.parametrize("text", [None, "no certificate"])
def test_certificates_that_cannot_be_read_are_told(
    text: str | None, base_url: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    base_url("http://localhost:9/v1")
    file = tmp_path / "certificates.pem"
    if text:
        file.write_text(text)
    monkeypatch.setenv("SSL_CERT_FILE", str(file))
    http_client._tls.cache_clear()
    with pytest.raises(NotReached, match="^not_sent: the certificates that SSL_CERT_FILE"):
        run(execute(event_endpoint(tmp_path), BODY))


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("HTTP_PROXY", "gopher://user:PRIVATE@x"),
        ("HTTPS_PROXY", "http://user:PRIVATE@[::"),
        ("HTTPS_PROXY", "http://user:PRIVATE@x:99999"),
        ("ALL_PROXY", "http://user:PRIVATE@\x01"),
        ("NO_PROXY", "[::"),
    ],
)
def test_unusable_proxy_settings_are_told(
    variable: str,
    value: str,
    base_url: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    base_url("http://localhost:9/v1")
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:9")
    monkeypatch.setenv(variable, value)
    with pytest.raises(NotReached, match="^not_sent: the proxy settings") as caught:
        run(execute(event_endpoint(tmp_path), BODY))
    assert "PRIVATE" not in str(caught.value) + str(caught.value.developer_message)


def test_whatever_the_library_raises_is_told_as_an_outcome(
    base_url: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def fail(*given: Any) -> None:
        raise OverflowError("PRIVATE")

    base_url("http://localhost:9/v1")
    monkeypatch.setattr(http_client.Client, "send", fail)
    with pytest.raises(Unanswered, match="^unknown: the connection failed;") as caught:
        run(execute(event_endpoint(tmp_path), BODY))
    assert "PRIVATE" not in str(caught.value) + str(caught.value.developer_message)


@pytest.mark.parametrize(
    "first",
    [
        b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}",
        b"HTTP/1.1 204 OK\r\n\r\n",
        b"HTTP/1.1 400 X\r\nContent-Length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n{}\r\n0\r\n\r\n",
    ],
)
@pytest.mark.parametrize("proxied", [False, True])
@pytest.mark.parametrize("known", [True, False])
def test_what_comes_after_an_answer_answers_no_other_call(
    first: bytes,
    proxied: bool,
    known: bool,
    base_url: Any,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(http_client._Keeping, "is_safe", True)
    if not known:  # as where a version of the library keeps its parser elsewhere
        monkeypatch.setattr(http_client, "_WITHIN", ())

    async def work() -> None:
        more = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"
        async with Wire((raw(first + more), answer(409))) as wire:
            base_url(wire.url)
            if proxied:
                monkeypatch.setenv("HTTP_PROXY", wire.url.removesuffix("/v1"))
            await asyncio.gather(execute(event_endpoint(tmp_path), BODY), return_exceptions=True)
            with pytest.raises(Rejected, match="HTTP 409"):
                await execute(event_endpoint(tmp_path), BODY)
            assert wire.connections == len(wire.received) == 2

    run(work())
