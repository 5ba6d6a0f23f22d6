"""Each thing that can go wrong on the way, and exactly what all seven tools say of it.

The table is the specification. Every row meets all tools, over stdio, through the wheel, served in
either way; both ways meet it at the same time, since most of it is waiting.
"""

import json
import socket
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from typing import Any

import pytest
from mcp.types import CallToolResult

from tests.fake_customerio import TEST_KEY, FakeCustomerio, Fault, faults
from tests.fake_customerio.server import MAX_SECONDS
from tests.fake_customerio.service import Recorded

from .environment import Environment
from .session import Session, error_facts, error_text, whole_text
from .tools import PACKAGE, TOOLS, Tool

WAYS = ("served", "by_sdk")
MANY = 100
REPEAT = "same message IDs"
MOST_TEXT = 4_500
MOST_CHARACTERS = 20_000
Change = Callable[[dict[str, Any]], dict[str, Any]]


@dataclass(frozen=True, slots=True)
class Row:
    """A fault, or one an attempt with true answers after them, and what must come of it.

    `requests` counts what each tool sends; None where the server cannot see it. `says` and
    `returned` are parts of the error's text or of the answer's `response`.
    """

    name: str
    faults: tuple[Fault, ...]
    outcome: str
    status: int | None
    requests: int | None
    says: tuple[str, ...] = ()
    can_retry: bool = False
    wait_ms: tuple[int, int] | None = None
    returned: Any = None
    again_and_again: bool = True


def date_in(seconds: float) -> str:
    """An HTTP date from now."""
    moment = datetime.now(UTC) + timedelta(seconds=seconds)
    return format_datetime(moment, usegmt=True)


def refused(status: int, *says: str, body: Any = b"", **headers: str) -> Row:
    """A 3xx or 4xx that stands: asked once, never again."""
    fault = faults.answer(status, body, **headers)
    return Row(fault.name, (fault,), "rejected", status, 1, (f"HTTP {status}", *says))


def limited(retry_after: str, requests: int, wait_ms: tuple[int, int]) -> Row:
    """A 429 on every attempt."""
    fault = faults.answer(429, b"", retry_after=retry_after)
    name = f"429, Retry-After {'a date' if ':' in retry_after else retry_after}"
    return Row(name, (fault,), "rejected", 429, requests, can_retry=True, wait_ms=wait_ms)


def failed(fault: Fault, *says: str) -> Row:
    """A status that is tried four times, and stays a riddle."""
    told = (f"HTTP {fault.status}", "after 4 attempts", REPEAT, *says)
    return Row(fault.name, (fault,), "unknown", fault.status, 4, told, can_retry=True)


def unanswered(fault: Fault, requests: int | None = 4) -> Row:
    """A connection that ends four times without an answer."""
    told = ("after 4 attempts", "may have been processed", REPEAT)
    return Row(fault.name, (fault,), "unknown", None, requests, told, can_retry=True)


def taken(fault: Fault, returned: Any, outcome: str = "accepted") -> Row:
    """A 2xx in strict mode, however odd its body."""
    return Row(fault.name, (fault,), outcome, fault.status or 200, 1, returned=returned)


def doubtful(fault: Fault, returned: Any) -> Row:
    """A 2xx in strict mode whose body speaks against it."""
    return taken(fault, returned, "accepted_unverified")


def mended(name: str, *first: Fault) -> Row:
    """Faults first, a true answer then."""
    return Row(
        name, first, "accepted", 200, len(first) + 1, returned={"json": {}}, again_and_again=False
    )


ERRORS = {"meta": {"errors": ["event is unknown"]}}
TABLE: tuple[Row, ...] = (
    refused(400, "event is unknown", body=ERRORS),
    refused(400, "one error", body={"meta": {"error": "one error"}}),
    refused(400),
    refused(401, "region", body={"meta": {"errors": ["unauthorized"]}}),
    refused(403, "not for you", body=b"not for you"),
    refused(404),
    refused(409, "conflict of some kind", body=b"conflict of some kind"),
    refused(413),
    refused(418),
    refused(422, "unprocessable", body={"meta": {"errors": ["unprocessable"]}}),
    refused(
        301, "redirects are not followed", "mirror.example", location="https://mirror.example/"
    ),
    refused(302, "redirects are not followed", "another path", location="/elsewhere"),
    refused(304),
    Row("408", (faults.answer(408),), "rejected", 408, 4, can_retry=True),
    Row("429", (faults.answer(429),), "rejected", 429, 4, can_retry=True, wait_ms=(1000, 1000)),
    limited("0.05", 4, (50, 50)),
    limited("0", 4, (0, 0)),
    limited("120", 1, (120_000, 120_000)),
    limited("99999999999", 1, (3_600_000, 10**11)),
    limited(date_in(3600), 1, (3_000_000, 3_600_000)),
    limited(date_in(-60), 4, (0, 0)),
    limited("soon", 4, (1000, 1000)),
    failed(faults.answer(500, {"meta": {"errors": ["we broke"]}}), "we broke"),
    failed(faults.html(502), "Bad gateway"),
    failed(faults.answer(503, b"")),
    failed(faults.answer(504)),
    failed(faults.answer(522)),
    failed(faults.answer(524)),
    failed(faults.not_utf8(500), "\N{REPLACEMENT CHARACTER}"),
    failed(faults.huge(503), "63,536 of 65,536 characters left out", "of 2,000,000 bytes"),
    failed(faults.answer(500).but_kept()),
    Row("501", (faults.answer(501),), "unknown", 501, 1, (REPEAT,), can_retry=True),
    Row(
        "503, Retry-After 120",
        (faults.answer(503, retry_after="120"),),
        "unknown",
        503,
        1,
        (REPEAT,),
        can_retry=True,
        wait_ms=(120_000, 120_000),
    ),
    unanswered(faults.reset_before_read(), requests=None),
    unanswered(faults.reset_after_read()),
    unanswered(faults.reset_after_read().but_kept()),
    unanswered(faults.close_after_read()),
    unanswered(faults.not_http()),
    taken(faults.answer(200, b""), {}),
    taken(faults.answer(202, b""), {}),
    taken(faults.answer(200, {"id": "x-1"}), {"json": {"id": "x-1"}}),
    doubtful(faults.html(200), "<h1>Bad gateway</h1>"),
    doubtful(faults.answer(200, {"success": False}), {"json": {"success": False}}),
    doubtful(faults.answer(200, ERRORS), {"json": ERRORS}),
    doubtful(faults.answer(207, {"parts": [400]}), {"json": {"parts": [400]}}),
    taken(faults.not_utf8(200), {"json": {"meta": "\N{REPLACEMENT CHARACTER}" * 3}}),
    taken(faults.chunked(200, b'{"a":1}'), {"json": {"a": 1}}),
    taken(faults.gzipped(200, b'{"a":1}'), {"json": {"a": 1}}),
    doubtful(faults.wrong_gzip(), "could not be decompressed"),
    taken(faults.gzip_bomb(), "only its first 10,000,000 bytes were decompressed"),
    taken(faults.huge(200), "of 2,000,000 characters"),
    doubtful(faults.truncated(), "before it was complete"),
    doubtful(faults.broken_chunked(), "before it was complete"),
    doubtful(faults.reset_mid_response(), "before it was complete"),
    taken(faults.dripping(0.002), {"json": {}}),
    taken(faults.slow(0.5), {"json": {}}),
    mended("500, then well", faults.answer(500)),
    mended("500 though kept, then well", faults.answer(500).but_kept()),
    mended("429 with a fraction, then well", faults.answer(429, retry_after="0.05")),
    mended("reset, then well", faults.reset_after_read()),
    mended("reset though kept, then well", faults.reset_after_read().but_kept()),
    mended(
        "three different faults, then well",
        faults.html(502),
        faults.close_after_read(),
        faults.answer(408),
    ),
    Row(
        "500, then 400: the first may have been processed",
        (faults.answer(500), faults.answer(400, ERRORS)),
        "unknown",
        400,
        2,
        ("earlier attempt", REPEAT),
        can_retry=True,
        again_and_again=False,
    ),
    Row(
        "429, then 400: neither was processed",
        (faults.answer(429), faults.answer(400, ERRORS)),
        "rejected",
        400,
        2,
        again_and_again=False,
    ),
)


@dataclass(frozen=True, slots=True)
class Served:
    """The seven tools by one of the servers, and the API that no other speaks to."""

    session: Session
    fake: FakeCustomerio


@contextmanager
def served_both(
    request: pytest.FixtureRequest,
    folders: pytest.TempPathFactory,
    ways: Mapping[str, Sequence[str]],
    key: str = TEST_KEY,
    max_seconds: float = MAX_SECONDS,
) -> Iterator[dict[str, Served]]:
    """The tools with the key, served in each way by Python with its arguments, and an API that knows the key."""
    with ExitStack() as stack:
        found = {}
        for way, arguments in ways.items():
            fake = stack.enter_context(FakeCustomerio(keys=(key,), max_seconds=max_seconds))
            variables = {"CUSTOMERIO_API_KEY": key, "CUSTOMERIO_BASE_URL": fake.url}
            log = folders.mktemp("served") / "server.log"
            session = Session(request.getfixturevalue(way), log, *arguments, **variables)
            found[way] = Served(stack.enter_context(session), fake)
        yield found


@pytest.fixture(scope="module")
def both(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[dict[str, Served]]:
    """The tools served in either way."""
    with served_both(request, tmp_path_factory, dict.fromkeys(WAYS, ("-m", PACKAGE))) as found:
        yield found


@dataclass(frozen=True, slots=True)
class Seen:
    """What one row did: each tool's answer and requests, and the events that were kept."""

    answers: dict[str, CallToolResult]
    requests: dict[str, list[Recorded]]
    deliveries: dict[str, int]


@pytest.fixture(scope="module")
def seen() -> dict[int, dict[str, Seen]]:
    """What was seen already, by row and way: the seven tools meet a fault together."""
    return {}


def as_it_is(body: dict[str, Any]) -> dict[str, Any]:
    """The body itself."""
    return body


def meet_in(ways: Mapping[str, Served], row: Row, change: Change = as_it_is) -> dict[str, Seen]:
    """What came of the row in each way."""
    with ThreadPoolExecutor(len(ways)) as pool:
        seen = pool.map(lambda served: meet(row, served, change), ways.values())
        return dict(zip(ways, seen, strict=True))


def meet(row: Row, served: Served, change: Change) -> Seen:
    """Let all tools meet the row's faults at once, in strict mode."""
    fake = served.fake
    fake.clear()
    set_up(row, fake)
    try:
        answers = call_all(served.session, strict="1", change=change)
    finally:
        fake.faults.chooser = None
        fake.faults.clear()
    requests = {
        tool.name: [each for each in fake.service.requests if each.path == tool.path]
        for tool in TOOLS
    }
    return Seen(answers, requests, dict(fake.service.deliveries))


def set_up(row: Row, fake: FakeCustomerio) -> None:
    """Faults by attempt; those that strike before the body is known can only be queued."""
    if row.requests is None:
        fake.faults.add(row.faults[0], times=MANY)
        return
    last = row.faults[-1] if row.again_and_again else None

    def choose(request: object, attempt: int) -> Fault | None:
        return row.faults[attempt - 1] if attempt <= len(row.faults) else last

    fake.faults.chooser = choose


def call_all(
    toolkit: Session, strict: str | None = None, change: Change = as_it_is
) -> dict[str, CallToolResult]:
    """All seven tools at once, each with its plainly right body, or with that body changed."""
    calls: list[tuple[str, dict[str, Any]]] = [
        (tool.mcp_name, dict(tool.execute(json.dumps(change(tool.body)), strict))) for tool in TOOLS
    ]
    answers = toolkit.call_together(calls)
    return {tool.name: answer for tool, answer in zip(TOOLS, answers, strict=True)}


each_tool = pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
each_way = pytest.mark.parametrize("way", WAYS)


def row_names() -> list[str]:
    """Names of the rows, told apart where two are alike."""
    names = [row.name for row in TABLE]
    return [
        name if names.count(name) == 1 else f"{name} ({number})"
        for number, name in enumerate(names)
    ]


@each_tool
@each_way
@pytest.mark.parametrize("number", range(len(TABLE)), ids=row_names())
def test_the_answer_claims_what_is_known(
    number: int, way: str, tool: Tool, seen: dict[int, dict[str, Seen]], both: dict[str, Served]
) -> None:
    row = TABLE[number]
    if number not in seen:
        seen[number] = meet_in(both, row)
    met = seen[number][way]
    answer = met.answers[tool.name]
    if row.outcome.startswith("accepted"):
        check_taken(row, answer, met)
    else:
        check_error(row, answer)
    check_requests(row, met.requests[tool.name])


def check_taken(row: Row, answer: CallToolResult, met: Seen) -> None:
    """A success: what it says is so, and its events are there once."""
    assert not answer.is_error, answer
    told = answer.structured_content
    assert told is not None
    assert told["outcome"] == row.outcome
    assert told["status"] == row.status
    assert told["attempts"] == row.requests
    assert set(told["message_ids"]) <= set(met.deliveries)
    if isinstance(row.returned, str):
        said = json.dumps([told["response"], told.get("omitted")], ensure_ascii=False)
        assert row.returned in said
        assert len(json.dumps(told, ensure_ascii=False)) <= MOST_CHARACTERS
    else:
        assert told["response"] == row.returned


def check_error(row: Row, answer: CallToolResult) -> None:
    """An error: its word, its facts for machines, its text."""
    text, facts = error_text(answer), error_facts(answer)
    assert text.startswith(f"{row.outcome}: ")
    assert facts.get("statusCode") == row.status
    assert facts["canRetry"] is row.can_retry
    assert facts["errorKind"]
    if row.wait_ms:
        assert row.wait_ms[0] <= facts["retryAfterMs"] <= row.wait_ms[1]
    assert [part for part in row.says if part not in text] == []
    assert len(text) < MOST_TEXT


def check_requests(row: Row, requests: list[Recorded]) -> None:
    """As many as were due, and every one the same bytes."""
    if row.requests is not None:
        assert len(requests) == row.requests
        assert len({request.raw.body for request in requests}) == 1
        assert {request.raw.header("x-strict-mode") for request in requests} == {"1"}


@each_way
@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_carries_nothing_elsewhere(
    status: int, way: str, both: dict[str, Served]
) -> None:
    with FakeCustomerio(max_seconds=60) as other:
        location = f"http://localhost:{other.port}/v1/track"
        both[way].fake.faults.add(faults.redirect(status, location), times=len(TOOLS))
        answers = call_all(both[way].session)
        assert other.service.requests == []
        assert other.connections == 0
    for answer in answers.values():
        assert error_text(answer).startswith(f"rejected: HTTP {status}")
        assert "redirects to localhost;" in error_text(answer)


@each_way
def test_a_dead_connection_in_the_pool_costs_nothing(way: str, both: dict[str, Served]) -> None:
    fake, toolkit = both[way].fake, both[way].session
    fake.clear()
    fake.faults.add(faults.stale_connection(), times=len(TOOLS))
    assert not any(answer.is_error for answer in call_all(toolkit).values())
    assert not any(answer.is_error for answer in call_all(toolkit).values())
    assert set(fake.service.deliveries.values()) == {1}


@contextmanager
def closed_port() -> Iterator[int]:
    """A port of this host on which nobody listens, kept from others meanwhile."""
    with socket.socket() as reserved:
        reserved.bind(("127.0.0.1", 0))
        yield reserved.getsockname()[1]


def test_where_nobody_listens_nothing_was_sent(served: Environment) -> None:
    with closed_port() as port:
        variables = {
            "CUSTOMERIO_API_KEY": TEST_KEY,
            "CUSTOMERIO_BASE_URL": f"http://127.0.0.1:{port}/v1",
        }
        with Session(served, served.home / "closed.log", "-m", PACKAGE, **variables) as session:
            answers = call_all(session)
    for answer in answers.values():
        assert error_text(answer).startswith("not_sent: ")
        assert "after 4 attempts" in error_text(answer)
        assert error_facts(answer)["canRetry"] is True


def test_no_answer_takes_longer_than_all_attempts_may(both: dict[str, Served]) -> None:
    """Strict calls get no answer, permissive ones byte by byte: both end in time."""
    with ThreadPoolExecutor(len(both)) as pool:
        for answers in pool.map(call_in_vain, both.values()):
            assert len(answers) == 2 * len(TOOLS)
            for answer in answers:
                assert error_text(answer).startswith("unknown: no answer came in time")
                assert REPEAT in error_text(answer)


def call_in_vain(served: Served) -> list[CallToolResult]:
    """The answers of all tools, in either mode, while the API gives none or takes its time."""

    def choose(request: Any, attempt: int) -> Fault:
        silent = request.header("x-strict-mode") == "1"
        return faults.slow(50) if silent else faults.dripping(1.0)

    served.fake.faults.chooser = choose
    calls: list[tuple[str, dict[str, Any]]] = [
        (tool.mcp_name, dict(tool.execute(json.dumps(tool.body), strict)))
        for tool in TOOLS
        for strict in ("1", None)
    ]
    try:
        return served.session.call_together(calls)
    finally:
        served.fake.faults.chooser = None


SETTINGS: dict[str, tuple[dict[str, str], tuple[str, ...]]] = {
    "empty key": ({"CUSTOMERIO_API_KEY": ""}, ("CUSTOMERIO_API_KEY", "empty")),
    "white space": ({"CUSTOMERIO_API_KEY": "a1b2 c3d4"}, ("CUSTOMERIO_API_KEY", "white space")),
    "line feed": ({"CUSTOMERIO_API_KEY": "a1b2\n"}, ("CUSTOMERIO_API_KEY", "white space")),
    "placeholder": ({"CUSTOMERIO_API_KEY": "{apiKey}"}, ("CUSTOMERIO_API_KEY", "placeholder")),
    "contradiction": (
        {"CUSTOMERIO_API_KEY": "sk_eu_5d1f88ac20", "CUSTOMERIO_REGION": "us"},
        ("CUSTOMERIO_REGION", "eu", "us"),
    ),
    "unknown region": (
        {"CUSTOMERIO_API_KEY": "a1b2c3d4e5", "CUSTOMERIO_REGION": "mars"},
        ("CUSTOMERIO_REGION", "us", "eu"),
    ),
    "base URL": (
        {"CUSTOMERIO_API_KEY": "a1b2c3d4e5", "CUSTOMERIO_BASE_URL": "cdp.example"},
        ("CUSTOMERIO_BASE_URL",),
    ),
}


@pytest.mark.parametrize(("variables", "says"), SETTINGS.values(), ids=SETTINGS.keys())
def test_settings_that_cannot_be_right_are_refused_in_words(
    by_sdk: Environment, variables: dict[str, str], says: tuple[str, ...]
) -> None:
    with Session(by_sdk, by_sdk.home / "settings.log", "-m", PACKAGE, **variables) as session:
        answers = call_all(session)
    for answer in answers.values():
        text = error_text(answer)
        assert text.startswith("not_sent: ")
        assert [part for part in says if part not in text] == []
        assert variables["CUSTOMERIO_API_KEY"] not in text or not variables["CUSTOMERIO_API_KEY"]


def test_keys_with_a_region_are_sent_as_bearers(served: Environment) -> None:
    key = "pk_eu_5d1f88ac20"
    with FakeCustomerio(keys=(key,), max_seconds=120) as european:
        variables = {"CUSTOMERIO_API_KEY": key, "CUSTOMERIO_BASE_URL": european.url}
        with Session(served, served.home / "bearer.log", "-m", PACKAGE, **variables) as session:
            answers = call_all(session, strict="1")
        assert [whole_text(each) for each in answers.values() if each.is_error] == []
        sent = {request.raw.header("authorization") for request in european.service.requests}
        assert sent == {f"Bearer {key}"}
