"""The fake Customer.io is trusted by other tests, so it is tested first, with a plain client."""

import json
import ssl
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import httpx
import pytest

from tests.fake_customerio import TEST_KEY, FakeCustomerio, Fault, faults, seeded
from tests.fake_customerio.rules import problems_of

NO_CERTIFICATES = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
REGION_KEY = "sk_eu_5d1f88ac20"
TRACK = {"userId": "u-1", "event": "Order Placed", "messageId": "m-1"}
BATCH_ITEM = {"type": "track", "userId": "u-1", "event": "Order Placed"}


@pytest.fixture(scope="module")
def running() -> Iterator[FakeCustomerio]:
    """One server for all tests of this module."""
    with FakeCustomerio(keys=(TEST_KEY, REGION_KEY), max_seconds=120) as fake:
        yield fake


@pytest.fixture
def fake(running: FakeCustomerio) -> FakeCustomerio:
    """The server, with nothing in its memory."""
    running.clear()
    return running


def post(
    fake: FakeCustomerio,
    path: str,
    body: Any,
    *,
    strict: str | None = None,
    key: str = TEST_KEY,
    timeout: float = 5.0,
) -> httpx.Response:
    """One call as a careful client makes it; bytes go out as they are."""
    headers = {} if strict is None else {"X-Strict-Mode": strict}
    content = body if isinstance(body, bytes) else json.dumps(body).encode()
    # Over plain HTTP no certificates are needed, which take longer to read than the call.
    with httpx.Client(verify=NO_CERTIFICATES, auth=(key, ""), timeout=timeout) as client:
        return client.post(fake.url + path, content=content, headers=headers)


@pytest.mark.parametrize("strict", [None, "1"])
def test_a_valid_call_is_kept_in_either_mode(fake: FakeCustomerio, strict: str | None) -> None:
    response = post(fake, "/track", TRACK, strict=strict)
    assert (response.status_code, response.json()) == (200, {})
    assert fake.service.events == {"m-1": TRACK}
    assert fake.service.dropped == []


@pytest.mark.parametrize("strict", [None, "True", "true", "0", "1 1", ""])
def test_only_the_digit_one_is_strict(fake: FakeCustomerio, strict: str | None) -> None:
    response = post(fake, "/track", {"userId": "u-1"}, strict=strict)
    assert (response.status_code, response.json()) == (200, {})
    assert fake.service.events == {}
    assert len(fake.service.dropped) == 1


def test_strict_mode_names_the_problems(fake: FakeCustomerio) -> None:
    response = post(fake, "/track", {"userId": "u-1"}, strict="1")
    assert response.status_code == 400
    assert response.json() == {"meta": {"errors": ["event is not a non-empty string"]}}
    assert fake.service.requests[0].verdict == "refused"


@pytest.mark.parametrize(("strict", "status"), [(None, 200), ("1", 401)])
def test_a_wrong_key_drops_the_event(fake: FakeCustomerio, strict: str | None, status: int) -> None:
    assert post(fake, "/track", TRACK, strict=strict, key="wrong").status_code == status
    assert fake.service.events == {}


def test_keys_with_a_region_are_bearers(fake: FakeCustomerio) -> None:
    content = json.dumps(TRACK).encode()
    headers = {"Authorization": f"Bearer {REGION_KEY}", "X-Strict-Mode": "1"}
    assert httpx.post(fake.url + "/track", content=content, headers=headers).status_code == 200
    assert post(fake, "/track", TRACK, strict="1", key=REGION_KEY).status_code == 401


def test_one_message_id_is_one_event(fake: FakeCustomerio) -> None:
    for _ in range(3):
        post(fake, "/track", TRACK)
    assert list(fake.service.events) == ["m-1"]
    assert fake.service.deliveries == {"m-1": 3}


def test_the_record_holds_the_bytes_that_were_sent(fake: FakeCustomerio) -> None:
    raw = '{ "userId":"ü", "event":"e" }'.encode()
    post(fake, "/track", raw, strict="1")
    recorded = fake.service.requests[0]
    assert recorded.raw.body == raw
    assert recorded.raw.method == "POST"
    assert recorded.path == "/v1/track"
    assert recorded.raw.header("X-Strict-Mode") == "1"
    assert recorded.json == {"userId": "ü", "event": "e"}


@pytest.mark.parametrize("path", ["/nothing", "/track/x", "/../track"])
def test_unknown_paths_are_not_found(fake: FakeCustomerio, path: str) -> None:
    assert post(fake, path, TRACK).status_code == 404


def test_only_post_is_allowed(fake: FakeCustomerio) -> None:
    assert httpx.get(fake.url + "/track").status_code == 405


VALID: list[tuple[str, Any]] = [
    ("identify", {"userId": "u", "anonymousId": "a", "context": {}}),
    ("identify", {"userId": "", "traits": {"email": "a@example.com"}}),
    ("identify", {"userId": None, "anonymousId": "a"}),
    ("track", {"userId": 42, "event": "e", "integrations": {"All": True, "X": {"id": 1}}}),
    ("track", {"groupId": "g", "event": "e"}),
    ("track", {"userId": "u", "event": "User Deleted", "type": "track"}),
    ("page", {"anonymousId": "a", "name": None}),
    ("screen", {"userId": "u", "timestamp": "2026-01-02T03:04:05.678Z"}),
    ("group", {"groupId": "g"}),
    ("alias", {"previousId": "old", "userId": "new"}),
    ("batch", {"batch": [BATCH_ITEM, {"type": "alias", "previousId": "a", "userId": "b"}]}),
]
INVALID: list[tuple[str, Any]] = [
    ("identify", {"traits": {}}),
    ("identify", {"userId": ""}),
    ("identify", {"userId": "u", "traits": []}),
    ("track", {"userId": "u", "name": "e"}),
    ("track", {"userId": "u", "event": ""}),
    ("track", {"user_id": "u", "event": "e"}),
    ("track", {"userId": "u", "event": "e", "timestamp": 1767323045}),
    ("track", {"userId": "u", "event": "Device Deleted", "properties": {"token": "t"}}),
    ("track", {"userId": "u", "event": "e", "properties": {"x": "y" * 32_000}}),
    ("page", {"name": "Home"}),
    ("screen", {"userId": "u", "context": {"device": {"type": "phone"}}}),
    ("group", {"userId": "u"}),
    ("alias", {"userId": "new"}),
    ("batch", {}),
    ("batch", {"batch": []}),
    ("batch", {"batch": [{"userId": "u", "event": "e"}]}),
    ("batch", {"batch": [BATCH_ITEM, {**BATCH_ITEM, "properties": {"x": "y" * 32_000}}]}),
    ("batch", {"batch": [{**BATCH_ITEM, "properties": {"x": "y" * 20_000}}] * 26}),
    ("track", [TRACK]),
    ("track", "text"),
]


@pytest.mark.parametrize(("operation", "body"), VALID)
def test_what_users_plainly_send_is_valid(operation: str, body: Any) -> None:
    assert problems_of(operation, json.dumps(body).encode())[1] == []


@pytest.mark.parametrize(("operation", "body"), INVALID)
def test_plain_mistakes_are_invalid(operation: str, body: Any) -> None:
    assert problems_of(operation, json.dumps(body).encode())[1]


@pytest.mark.parametrize("raw", [b"", b"{", b'{"a":"\xff"}'])
def test_bodies_that_are_no_json_are_invalid(raw: bytes) -> None:
    assert problems_of("track", raw)[1] == ["the body is not JSON in UTF-8"]


BREAKS: list[tuple[Callable[[], Fault], type[Exception]]] = [
    # A reset that meets the client while it still writes looks to it like an early close.
    (faults.reset_before_read, httpx.TransportError),
    (faults.reset_after_read, httpx.NetworkError),
    (faults.reset_mid_response, httpx.NetworkError),
    (faults.close_after_read, httpx.RemoteProtocolError),
    (faults.truncated, httpx.RemoteProtocolError),
    (faults.broken_chunked, httpx.RemoteProtocolError),
    (faults.not_http, httpx.RemoteProtocolError),
    (faults.wrong_gzip, httpx.DecodingError),
    (lambda: faults.slow(2.0), httpx.ReadTimeout),
    (lambda: faults.dripping(0.6), httpx.ReadTimeout),
]


@pytest.mark.parametrize(("make", "error"), BREAKS, ids=[make().name for make, _ in BREAKS])
def test_a_fault_breaks_what_it_says(
    fake: FakeCustomerio, make: Callable[[], Fault], error: type[Exception]
) -> None:
    fake.faults.add(make())
    with pytest.raises(error):
        post(fake, "/track", TRACK, timeout=0.4)
    assert post(fake, "/track", TRACK).status_code == 200


ANSWERS: list[tuple[Fault, int, bytes]] = [
    (faults.answer(429, b"slow down", retry_after="0.5"), 429, b"slow down"),
    (faults.answer(400, {"meta": {"error": "no"}}), 400, b'{"meta": {"error": "no"}}'),
    (faults.chunked(200, b'{"a":1}'), 200, b'{"a":1}'),
    (faults.gzipped(200, b'{"a":1}'), 200, b'{"a":1}'),
    (faults.gzip_bomb(200, 2), 200, b"\0" * 2_000_000),
    (faults.not_utf8(500), 500, b'{"meta":"\xff\xfe\x80"}'),
    (faults.huge(503, 1000), 503, b"e" * 1000),
    (faults.dripping(0.001, 200, b"{}"), 200, b"{}"),
]


@pytest.mark.parametrize(("fault", "status", "body"), ANSWERS, ids=[a[0].name for a in ANSWERS])
def test_a_fault_answers_what_it_says(
    fake: FakeCustomerio, fault: Fault, status: int, body: bytes
) -> None:
    fake.faults.add(fault)
    response = post(fake, "/track", TRACK)
    assert (response.status_code, response.content) == (status, body)
    assert response.headers.get("Retry-After") == dict(fault.headers).get("Retry-After")


def test_a_lost_answer_is_not_a_lost_event(fake: FakeCustomerio) -> None:
    fake.faults.extend([faults.reset_after_read().but_kept(), faults.reset_after_read()])
    for _ in range(2):
        with pytest.raises(httpx.NetworkError):
            post(fake, "/track", TRACK)
    assert fake.service.deliveries == {"m-1": 1}
    assert [recorded.verdict for recorded in fake.service.requests] == ["accepted", "lost"]


def test_a_redirect_leads_to_a_second_server(fake: FakeCustomerio) -> None:
    with FakeCustomerio(max_seconds=30) as other:
        fake.faults.add(faults.redirect(307, other.url + "/track"))
        content = json.dumps(TRACK).encode()
        httpx.post(fake.url + "/track", content=content, auth=(TEST_KEY, ""), follow_redirects=True)
        assert other.service.requests[0].json == TRACK


def test_a_pool_is_left_with_a_dead_connection(fake: FakeCustomerio) -> None:
    fake.faults.add(faults.stale_connection())
    before = fake.connections
    with httpx.Client(auth=(TEST_KEY, "")) as client:
        for _ in range(2):
            assert client.post(fake.url + "/track", json=TRACK).status_code == 200
            time.sleep(0.1)
    assert fake.connections == before + 2


def test_seeded_faults_do_not_depend_on_order(fake: FakeCustomerio) -> None:
    fake.faults.chooser = seeded(7, 0.5, (faults.answer(503), faults.answer(429)))
    bodies = [{**TRACK, "messageId": f"m-{number}"} for number in range(30)]
    try:
        forwards = [post(fake, "/track", body).status_code for body in bodies]
        fake.service.clear()
        backwards = [post(fake, "/track", body).status_code for body in reversed(bodies)]
    finally:
        fake.faults.chooser = None
    assert forwards == backwards[::-1]
    assert set(forwards) == {200, 429, 503}


def test_it_ends_by_itself() -> None:
    with FakeCustomerio(max_seconds=0.3) as short:
        short.wait()
        with pytest.raises(httpx.ConnectError):
            post(short, "/track", TRACK)


def test_it_answers_a_bounded_number_of_requests() -> None:
    with FakeCustomerio(max_seconds=30, max_requests=2) as small:
        statuses = [post(small, "/track", TRACK).status_code for _ in range(3)]
    assert statuses == [200, 200, 503]


def test_it_runs_as_a_process_of_its_own(tmp_path: Path) -> None:
    port_file = tmp_path / "port"
    command = [sys.executable, "-m", "tests.fake_customerio"]
    options = ["--port-file", str(port_file), "--max-seconds", "20", "--key", "other-key"]
    root = Path(__file__).parents[2]
    with subprocess.Popen([*command, *options], cwd=root) as process:
        try:
            deadline = time.monotonic() + 10
            while not port_file.exists() and time.monotonic() < deadline:
                time.sleep(0.05)
            url = port_file.read_text(encoding="utf-8").strip()
            headers = {"X-Strict-Mode": "1"}
            response = httpx.post(
                url + "/track", json=TRACK, headers=headers, auth=("other-key", "")
            )
            assert response.status_code == 200
        finally:
            process.terminate()
