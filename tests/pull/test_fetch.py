"""A document is got within limits, and only from where it may be got, whatever the server does."""

from __future__ import annotations

import gzip
import socket
import struct
import tracemalloc
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import httpx
import pytest

from generator.core.problems import Problem, ProblemsError
from generator.pull.address import redirected
from generator.pull.fetch import Limits, fetch
from tests.pull import server
from tests.pull.conftest import Certificates
from tests.pull.server import JSON, Flaky, answer, redirect, serving

PATIENT = Limits(connect=30, read=30, total=60, backoff=0.01)


@pytest.fixture
def waits(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """How long it would have slept before each further attempt."""
    slept: list[float] = []

    async def sleep(seconds: float) -> None:
        slept.append(seconds)

    monkeypatch.setattr("generator.pull.fetch.asyncio.sleep", sleep)
    return slept


def refused(url: str, limits: Limits = PATIENT) -> Problem:
    with pytest.raises(ProblemsError) as raised:
        fetch(url, limits=limits)
    (problem,) = raised.value.problems
    return problem


def test_a_document_arrives_as_it_was_sent() -> None:
    with serving({"/a": answer(JSON, ETag='"x"')}) as vendor:
        got = fetch(vendor.url("/a"), limits=PATIENT)
    assert (got.data, got.etag) == (JSON, '"x"')


def test_gzip_is_unpacked_with_all_its_members() -> None:
    packed = gzip.compress(JSON[:40]) + gzip.compress(JSON[40:]) + bytes(512)
    with serving({"/a": answer(packed, Content_Encoding="gzip")}) as vendor:
        assert fetch(vendor.url("/a"), limits=PATIENT).data == JSON


def test_an_etag_spares_the_bytes() -> None:
    with serving({"/a": server.tagged}) as vendor:
        first = fetch(vendor.url("/a"), limits=PATIENT)
        again = fetch(vendor.url("/a"), first.etag, limits=PATIENT)
    assert (first.data, again.data) == (JSON, None)
    assert "If-None-Match" not in vendor.headers[0]


def test_not_modified_without_a_question_is_no_answer() -> None:
    with serving({"/a": answer(b"", 304)}) as vendor:
        assert refused(vendor.url("/a")).code == "pull-status"


@pytest.mark.parametrize("status", [429, 500, 502, 503])
def test_what_passes_is_tried_again(status: int) -> None:
    with serving({"/a": Flaky(3, status)}) as vendor:
        assert fetch(vendor.url("/a"), limits=PATIENT).data == JSON
    assert vendor.seen["/a"] == 4


def test_after_three_retries_it_is_an_error() -> None:
    with serving({"/a": Flaky(9)}) as vendor:
        assert refused(vendor.url("/a")).message.endswith("/a answered 503")
    assert vendor.seen["/a"] == 4


@pytest.mark.parametrize("status", [400, 401, 403, 404, 410, 204, 206])
def test_what_does_not_pass_is_not_tried_again(status: int) -> None:
    with serving({"/a": answer(b"", status)}) as vendor:
        problem = refused(vendor.url("/a"))
    assert (problem.code, vendor.seen["/a"]) == ("pull-status", 1)
    assert ("source.url" in problem.hint) == (status in (404, 410))


@pytest.mark.parametrize("as_date", [False, True])
def test_retry_after_is_kept_to(as_date: bool, waits: list[float]) -> None:
    moment = datetime.now(UTC) + timedelta(hours=1)
    wait = format_datetime(moment, usegmt=True) if as_date else "3600"
    with serving({"/a": Flaky(1, 429, {"Retry_After": wait})}) as vendor:
        assert fetch(vendor.url("/a"), limits=replace(PATIENT, total=7200)).data == JSON
    (waited,) = waits
    assert 3500 < waited <= 3600


def test_a_wait_beyond_the_limit_is_not_begun(waits: list[float]) -> None:
    with serving({"/a": Flaky(1, 503, {"Retry_After": "3600"})}) as vendor:
        problem = refused(vendor.url("/a"))
    assert waits == []
    assert problem.hint == "it asks to wait 3600 seconds"


@pytest.mark.parametrize(
    "value", ["soon", "-1", "1e9", "٣", "Mon, 01 Jan 99999999999999999999 00:00:00 GMT"]
)
def test_nonsense_in_retry_after_is_passed_over(value: str) -> None:
    headers = {"Retry_After": value.encode().decode("latin-1")}
    with serving({"/a": Flaky(1, 503, headers)}) as vendor:
        assert fetch(vendor.url("/a"), limits=PATIENT).data == JSON


@pytest.mark.parametrize("route", [server.truncated, server.broken_gzip])
def test_half_a_document_is_tried_again_and_never_taken(route: server.Route) -> None:
    with serving({"/a": route}) as vendor:
        assert refused(vendor.url("/a")).code in ("pull-unreachable", "pull-encoding")
    assert vendor.seen["/a"] == 4


def test_a_connection_that_is_reset_is_told_in_words() -> None:
    def resets(handler: server.Handler) -> None:
        handler.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        handler.connection.close()

    with serving({"/a": resets}) as vendor:
        problem = refused(vendor.url("/a"))
        assert vendor.seen["/a"] == 4
    assert problem.message.endswith("/a cannot be read: the connection broke")


def test_a_server_that_says_nothing_is_given_up() -> None:
    with serving({"/a": server.silent}) as vendor:
        assert refused(vendor.url("/a"), replace(PATIENT, read=0.4)).code == "pull-timeout"
    assert vendor.seen["/a"] == 4


@pytest.mark.parametrize("route", [server.dripping_head, server.dripping_body])
def test_a_server_that_drips_is_given_up(route: server.Route) -> None:
    limits = Limits(read=5, total=0.6)
    with serving({"/a": route}) as vendor:
        problem = refused(vendor.url("/a"), limits)
    assert problem.message.endswith("did not answer in full within 0.6 seconds")


def test_nobody_there() -> None:
    with serving({}) as vendor:
        url = vendor.url("/a")
    assert refused(url).code == "pull-unreachable"


SMALL = Limits(max_bytes=1_000_000, read=5, total=10, retries=0)


@pytest.mark.parametrize(
    "route",
    [
        server.endless,
        answer(b" " * 1_000_001),
        answer(b"", Content_Length="1000001"),
        answer(gzip.compress(bytes(1_000_001)), Content_Encoding="gzip"),
        answer(gzip.compress(b"") * 60_000, Content_Encoding="gzip"),
    ],
    ids=["endless", "large", "announced", "packed", "empty members"],
)
def test_too_much_is_refused(route: server.Route) -> None:
    with serving({"/a": route}) as vendor:
        assert refused(vendor.url("/a"), SMALL).code == "pull-too-large"


def test_exactly_as_much_as_allowed_is_taken() -> None:
    data = b" " * SMALL.max_bytes
    packed = gzip.compress(data)
    routes = {"/a": answer(data), "/b": answer(packed, Content_Encoding="gzip")}
    with serving(routes) as vendor:
        for path in routes:
            assert fetch(vendor.url(path), limits=SMALL).data == data


def test_a_bomb_takes_no_more_memory_than_the_limit() -> None:
    bomb = gzip.compress(bytes(200_000_000), 9)
    with serving({"/a": answer(bomb, Content_Encoding="gzip")}) as vendor:
        fetch_something_first(vendor)
        tracemalloc.start()
        assert refused(vendor.url("/a"), SMALL).code == "pull-too-large"
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 8_000_000


def fetch_something_first(vendor: server.Vendor) -> None:
    """So that imports are not measured."""
    refused(vendor.url("/a"), Limits(max_bytes=1, retries=0))


@pytest.mark.parametrize("encoding", ["gzip, gzip", "br", "zstd", "deflate"])
def test_encodings_that_nobody_asked_for_are_refused(encoding: str) -> None:
    with serving({"/a": answer(JSON, Content_Encoding=encoding)}) as vendor:
        assert refused(vendor.url("/a")).code == "pull-encoding"
    assert vendor.headers[0]["Accept-Encoding"] == "gzip"


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects_are_followed(status: int) -> None:
    with serving({"/a": redirect("b/c", status), "/b/c": answer(JSON)}) as vendor:
        assert fetch(vendor.url("/a"), limits=PATIENT).data == JSON


@pytest.mark.parametrize(("hops", "works"), [(5, True), (6, False)])
def test_redirects_are_followed_five_times(hops: int, works: bool) -> None:
    routes = {f"/{number}": redirect(f"/{number + 1}") for number in range(hops)}
    with serving({**routes, f"/{hops}": answer(JSON)}) as vendor:
        if works:
            assert fetch(vendor.url("/0"), limits=PATIENT).data == JSON
        else:
            assert refused(vendor.url("/0")).code == "pull-redirects"
            assert vendor.seen["/6"] == 0


@pytest.mark.parametrize(
    "location",
    ["https://127.0.0.1:1/a", "http://example.com/a", "ftp://127.0.0.1/a", "file:///etc/hosts"]
    + ["http://u:p@127.0.0.1/", "//example.com/a", "http://127.0.0.1:99999999/"],
)
def test_redirects_elsewhere_are_not_followed(location: str) -> None:
    with serving({"/a": redirect(location)}) as vendor:
        problem = refused(vendor.url("/a"))
    assert problem.code == "pull-address"
    assert "redirects" in problem.message


@pytest.mark.parametrize(
    "host",
    [
        "localhost",
        "LOCALHOST.",
        "a.localhost",
        "db.internal",
        "127.0.0.1",
        "127.1",
        "2130706433",
        "0x7f000001",
    ]
    + [
        "0.0.0.0",
        "10.0.0.1",
        "169.254.169.254",
        "[::1]",
        "[::ffff:127.0.0.1]",
        "[fe80::1]",
        "127.0.0.1.",
    ],
)
def test_the_world_leads_into_no_network_of_ones_own(host: str) -> None:
    location = f"https://{host}/latest"
    with pytest.raises(ProblemsError, match="redirects to this machine, or into a network"):
        redirected(httpx.URL("https://vendor.example/a"), location)
    assert redirected(httpx.URL("https://docs.internal/a"), location).path == "/latest"
    assert redirected(httpx.URL("https://vendor.example/a"), "https://8.8.8.8/b").path == "/b"


@pytest.mark.parametrize(
    "location",
    ["http://[::/", "javascript:alert(1)", "data:,x", "mailto:a@example.com", "/\x01", "\x1b[2J"]
    + [f"http://xn--{'a' * 70}/", "http://\xdf\u200d.\u0661/", f"/{'a' * 50_000}{'é' * 10_000}"],
)
def test_a_redirect_to_nonsense_is_an_error_at_once(location: str) -> None:
    headers = {"Location": location.encode().decode("latin-1")}
    with serving({"/a": answer(b"", 302, **headers)}) as vendor:
        problem = refused(vendor.url("/a"))
        assert vendor.seen["/a"] == 1
    assert problem.code == "pull-address"
    assert "redirects" in problem.message


@pytest.mark.parametrize(
    "url",
    ["http://example.com/a", "http://127.0.0.1.example.com/", "ftp://127.0.0.1/a", "https:///a"]
    + ["file:///etc/hosts", "https://user:secret@example.com/", "http://[::ffff:8.8.8.8]/"]
    + ["https://xn--a.example/", "https://127.0.0.1:0/", "https://a\x00b/", "example.com/a"],
)
def test_addresses_that_are_not_asked(url: str) -> None:
    problem = refused(url)
    assert problem.code == "pull-address"
    assert "secret" not in str(problem)


def test_https_needs_a_known_authority_and_the_environment_can_name_one(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    with serving({"/a": answer(JSON)}, certificates.server) as vendor:
        problem = refused(vendor.url("/a"))
        assert "certificate verify failed" in problem.message.lower()
        assert vendor.seen["/a"] == 0
        monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
        assert fetch(vendor.url("/a"), limits=PATIENT).data == JSON


def test_https_is_redirected_to_https_alone(
    certificates: Certificates, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificates.authority))
    with serving({"/b": answer(JSON)}) as plain:
        routes = {"/a": redirect("/b"), "/b": answer(JSON), "/c": redirect(plain.url("/b"))}
        with serving(routes, certificates.server) as vendor:
            assert fetch(vendor.url("/a"), limits=PATIENT).data == JSON
            assert "from https to http" in refused(vendor.url("/c")).message
        assert plain.seen["/b"] == 0


def test_https_goes_through_the_proxy_of_the_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    with serving({}) as proxy:
        monkeypatch.setenv("HTTPS_PROXY", proxy.url())
        problem = refused("https://vendor.example/openapi.json")
        assert (problem.code, "403" in problem.message) == ("pull-unreachable", True)
        assert proxy.seen["CONNECT vendor.example:443"] == 4


def test_http_on_this_machine_goes_through_no_proxy(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HTTP_PROXY", "http://127.0.0.1:1")
    with serving({"/a": answer(JSON)}) as vendor:
        assert fetch(vendor.url("/a"), limits=PATIENT).data == JSON


def test_a_proxy_that_cannot_be_used_is_named_without_its_password(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("HTTPS_PROXY", "gopher://user:secret@127.0.0.1:1")
    problem = refused("https://vendor.example/openapi.json")
    assert problem.code == "pull-proxy"
    assert "secret" not in str(problem)


def test_a_query_may_hold_a_token_and_is_not_shown() -> None:
    with serving({"/a": answer(b"", 404)}) as vendor:
        problem = refused(vendor.url("/a?token=secret"))
    assert vendor.seen["/a?token=secret"] == 1
    assert "secret" not in str(problem)
