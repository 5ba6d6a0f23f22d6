"""The service behind the fake: it judges calls, keeps events once, and remembers every request."""

import base64
import re
import threading
from collections import Counter
from dataclasses import dataclass
from typing import Any

from .rules import RULES, problems_of
from .wire import RawRequest, json_answer

BEARER_KEY = re.compile(r"(pk|sk)_(us|eu)_")


@dataclass(frozen=True, slots=True)
class Recorded:
    """One request that was read whole, what the service thought of it, and the fault it met."""

    raw: RawRequest
    json: Any
    fault: str
    verdict: str
    problems: tuple[str, ...]

    @property
    def path(self) -> str:
        """The path as it was sent, without a query."""
        return self.raw.target.partition("?")[0]


@dataclass(frozen=True, slots=True)
class Dropped:
    """A call that was not processed, whatever was answered."""

    operation: str
    body: Any
    reasons: tuple[str, ...]


class Service:
    """State of the fake. Written by its loop, read by tests; a lock keeps the two apart."""

    def __init__(self, keys: tuple[str, ...]) -> None:
        self._lock = threading.Lock()
        self._credentials = frozenset(authorization(key) for key in keys)
        self._nameless = 0
        self.requests: list[Recorded] = []
        self.events: dict[str, Any] = {}
        self.deliveries: Counter[str] = Counter()
        self.dropped: list[Dropped] = []
        self._bodies: Counter[bytes] = Counter()

    def clear(self) -> None:
        """Forget everything that arrived."""
        with self._lock:
            self.requests.clear()
            self.events.clear()
            self.deliveries.clear()
            self.dropped.clear()
            self._bodies.clear()

    def attempt(self, request: RawRequest) -> int:
        """How often this very body was seen, this time included."""
        with self._lock:
            self._bodies[request.body] += 1
            return self._bodies[request.body]

    def handle(self, request: RawRequest, fault: str) -> bytes:
        """Judge, keep or drop, record, and give the answer of the real service."""
        operation = _operation(request)
        if operation is None or request.method != "POST":
            status = 404 if operation is None else 405
            self._record(request, None, fault, "refused", ())
            return json_answer(status, {"meta": {"errors": ["no such call"]}})
        body, problems = problems_of(operation, request.body)
        if request.header("authorization") not in self._credentials:
            return self._drop(request, operation, body, fault, 401, ["the key is unknown"])
        if problems:
            return self._drop(request, operation, body, fault, 400, problems)
        self._keep(operation, body)
        self._record(request, body, fault, "accepted", ())
        return json_answer(200, {})

    def note(self, request: RawRequest, fault: str) -> None:
        """Record a request that a fault took before the service saw it."""
        operation = _operation(request)
        body = problems_of(operation, request.body)[0] if operation else None
        self._record(request, body, fault, "lost", ())

    def _drop(
        self,
        request: RawRequest,
        operation: str,
        body: Any,
        fault: str,
        status: int,
        problems: list[str],
    ) -> bytes:
        """Strict mode says what is wrong; permissive mode answers 200 to everything."""
        strict = request.header("x-strict-mode") == "1"
        with self._lock:
            self.dropped.append(Dropped(operation, body, tuple(problems)))
        verdict = "refused" if strict else "dropped"
        self._record(request, body, fault, verdict, tuple(problems))
        if strict:
            return json_answer(status, {"meta": {"errors": problems}})
        return json_answer(200, {})

    def _keep(self, operation: str, body: Any) -> None:
        items = body["batch"] if operation == "batch" else [body]
        with self._lock:
            for item in items:
                name = item.get("messageId") or self._name()
                self.deliveries[name] += 1
                self.events.setdefault(name, item)

    def _name(self) -> str:
        self._nameless += 1
        return f"without-message-id-{self._nameless}"

    def _record(
        self, request: RawRequest, body: Any, fault: str, verdict: str, problems: tuple[str, ...]
    ) -> None:
        with self._lock:
            self.requests.append(Recorded(request, body, fault, verdict, problems))


def authorization(key: str) -> str:
    """The header for a key: Bearer for keys that name their region, Basic for older ones."""
    if BEARER_KEY.match(key):
        return f"Bearer {key}"
    return "Basic " + base64.b64encode(f"{key}:".encode()).decode()


def _operation(request: RawRequest) -> str | None:
    path = request.target.partition("?")[0]
    name = path.removeprefix("/v1/")
    return name if path.startswith("/v1/") and name in RULES else None
