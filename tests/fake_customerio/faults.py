"""What can go wrong between a client and the API, as values that a test puts in a queue.

A fault says what the client sees, and whether the event was kept all the same: a lost answer is
not a lost event.
"""

import gzip
import json
import random
import threading
from collections import deque
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from enum import Enum
from typing import Any

from .wire import Headers, RawRequest


class Framing(Enum):
    """How the body's end is marked, truthfully or not."""

    LENGTH = "length"
    TRUNCATED = "truncated"
    CHUNKED = "chunked"
    BROKEN_CHUNKED = "broken-chunked"
    UNTIL_CLOSE = "until-close"


class Cut(Enum):
    """Where a connection ends before its time, and how (RST or FIN)."""

    NEVER = "never"
    RESET_BEFORE_READ = "reset-before-read"
    RESET_AFTER_READ = "reset-after-read"
    RESET_MID_RESPONSE = "reset-mid-response"
    CLOSE_AFTER_READ = "close-after-read"
    CLOSE_AFTER_ANSWER = "close-after-answer"


@dataclass(frozen=True, slots=True)
class Fault:
    """One wrong answer. Times are in seconds.

    `status` None lets the service itself answer, so that a delay or a cut meets a true answer.
    `kept` says whether the service handled the request before the fault struck; a 2xx always
    means so, as an API that answers it without keeping anything would lie.
    """

    name: str
    status: int | None = None
    headers: Headers = ()
    body: bytes = b""
    framing: Framing = Framing.LENGTH
    cut: Cut = Cut.NEVER
    delay: float = 0.0
    drip: float = 0.0
    kept: bool = False
    raw: bytes | None = None
    echo: bool = False

    @property
    def keeps(self) -> bool:
        """Whether the service handles the request all the same."""
        return self.kept or (self.status is not None and 200 <= self.status < 300)

    def but_kept(self) -> "Fault":
        """The same fault, after the service took the event in."""
        return replace(self, name=f"{self.name}, event kept", kept=True)


def echo(status: int) -> Fault:
    """An error that repeats the request's head and body, key and all, as debug pages do."""
    return Fault(f"{status} that echoes the request", status=status, echo=True)


def answer(status: int, body: bytes | Any = b"", **headers: str) -> Fault:
    """Any status and body; `retry_after="1"` becomes the header Retry-After."""
    named = tuple((name.replace("_", "-").title(), value) for name, value in headers.items())
    if not isinstance(body, bytes):
        body = json.dumps(body).encode()
        named = (("Content-Type", "application/json"), *named)
    extra = f", Retry-After {headers['retry_after']}" if "retry_after" in headers else ""
    return Fault(f"{status}{extra}", status=status, headers=named, body=body)


def html(status: int) -> Fault:
    """An error page, as proxies and load balancers send."""
    page = b"<!doctype html><html><body><h1>Bad gateway</h1></body></html>"
    fault = answer(status, page, content_type="text/html")
    return replace(fault, name=f"{status} with an HTML page")


def not_utf8(status: int) -> Fault:
    """A body that claims JSON and is not even text."""
    fault = answer(status, b'{"meta":"\xff\xfe\x80"}', content_type="application/json")
    return replace(fault, name=f"{status} that is not UTF-8")


def redirect(status: int, location: str) -> Fault:
    """A redirect; `location` is usually the address of a second fake that records."""
    return replace(answer(status, b"", location=location), name=f"redirect {status}")


def reset_before_read() -> Fault:
    """RST as soon as the first byte of a request comes in."""
    return Fault("reset before the request is read", cut=Cut.RESET_BEFORE_READ)


def reset_after_read() -> Fault:
    """RST once the whole request was read, instead of an answer."""
    return Fault("reset after the request is read", cut=Cut.RESET_AFTER_READ)


def close_after_read() -> Fault:
    """An orderly close without an answer."""
    return Fault("closed without an answer", cut=Cut.CLOSE_AFTER_READ)


def reset_mid_response() -> Fault:
    """RST after half of the answer's body."""
    body = json.dumps({"filler": "x" * 200}).encode()
    return Fault("reset inside the answer", status=200, body=body, cut=Cut.RESET_MID_RESPONSE)


def stale_connection() -> Fault:
    """A true answer whose connection is closed without notice, so that a pool keeps a dead one."""
    return Fault("connection closed after the answer", cut=Cut.CLOSE_AFTER_ANSWER, kept=True)


def truncated(status: int = 200) -> Fault:
    """Content-Length promises more than is sent before the close."""
    return Fault(
        "fewer bytes than promised", status=status, body=b'{"a":', framing=Framing.TRUNCATED
    )


def chunked(status: int = 200, body: bytes = b"{}") -> Fault:
    """A well-formed chunked answer: not a fault, but another framing."""
    return Fault("chunked answer", status=status, body=body, framing=Framing.CHUNKED)


def broken_chunked(status: int = 200) -> Fault:
    """A chunk size that is no number."""
    return Fault("broken chunks", status=status, body=b"{}", framing=Framing.BROKEN_CHUNKED)


def gzipped(status: int = 200, body: bytes = b"{}") -> Fault:
    """A compressed answer: right, and to be understood."""
    headers = (("Content-Encoding", "gzip"), ("Content-Type", "application/json"))
    return Fault("gzip", status=status, headers=headers, body=gzip.compress(body))


def wrong_gzip(status: int = 200) -> Fault:
    """Content-Encoding says gzip, the bytes do not."""
    return Fault(
        "gzip that is none", status=status, headers=(("Content-Encoding", "gzip"),), body=b"{}"
    )


def gzip_bomb(status: int = 200, megabytes: int = 64) -> Fault:
    """A few kilobytes that unpack to many megabytes."""
    packed = gzip.compress(b"\0" * (megabytes * 1_000_000))
    return Fault("gzip bomb", status, (("Content-Encoding", "gzip"),), packed)


def huge(status: int, size: int = 2_000_000) -> Fault:
    """An error text far longer than an answer may quote."""
    return replace(answer(status, b"e" * size), name=f"{status} with {size} bytes")


def slow(seconds: float) -> Fault:
    """A true answer that takes its time."""
    return Fault(f"answer after {seconds} s", delay=seconds, kept=True)


def dripping(seconds: float, status: int = 200, body: bytes = b"{}") -> Fault:
    """An answer sent byte by byte, `seconds` apart."""
    return Fault("slow drip", status=status, body=body, drip=seconds)


def not_http() -> Fault:
    """Bytes that are no HTTP answer at all."""
    return Fault("not HTTP", raw=b"SSH-2.0-OpenSSH_9.9\r\n", cut=Cut.CLOSE_AFTER_ANSWER)


Chooser = Callable[[RawRequest, int], Fault | None]


class Plan:
    """Which fault meets which request: a queue first, then a chooser, then none. Thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._queue: deque[Fault] = deque()
        self.chooser: Chooser | None = None

    def add(self, fault: Fault, times: int = 1) -> None:
        """Let the next `times` requests meet `fault`."""
        with self._lock:
            self._queue.extend([fault] * times)

    def extend(self, faults: Iterable[Fault]) -> None:
        """Let the next requests meet these faults, one each."""
        with self._lock:
            self._queue.extend(faults)

    def clear(self) -> int:
        """Forget what is queued; answers how many were."""
        with self._lock:
            left = len(self._queue)
            self._queue.clear()
        return left

    def take_unread(self) -> Fault | None:
        """The next fault, where it must strike before the request is read."""
        with self._lock:
            if self._queue and self._queue[0].cut is Cut.RESET_BEFORE_READ:
                return self._queue.popleft()
        return None

    def take(self, request: RawRequest, attempt: int) -> Fault | None:
        """The fault for a request that was read; `attempt` counts equal bodies from 1."""
        with self._lock:
            if self._queue:
                return self._queue.popleft()
        return self.chooser(request, attempt) if self.chooser else None


def seeded(seed: int, rate: float, faults: tuple[Fault, ...]) -> Chooser:
    """A chooser that depends on seed, body and attempt alone, not on the order of arrival."""

    def choose(request: RawRequest, attempt: int) -> Fault | None:
        dice = random.Random(f"{seed}/{attempt}/{request.body.hex()}")
        return dice.choice(faults) if dice.random() < rate else None

    return choose
