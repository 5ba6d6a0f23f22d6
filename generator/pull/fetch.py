"""Gets a document over HTTP within limits, whatever the server does."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from generator import __version__
from generator.core.problems import Problem, ProblemsError, escaped
from generator.pull import address
from generator.pull.http_body import MOST_OF_AN_ANSWER, Damaged, Gzip, Plain, TooLarge, too_large

if TYPE_CHECKING:
    import httpx

_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_HEADERS = {
    "User-Agent": f"toolgen/{__version__}",
    "Accept": "application/json, application/yaml, text/yaml, */*;q=0.5",
    "Accept-Encoding": "gzip",
}
_LOCATION = "location"
_UNTRUSTED = "CERTIFICATE_VERIFY_FAILED"
_TRUST = "an authority of one's own is named by SSL_CERT_FILE; else it is the vendor's to mend"


@dataclass(frozen=True, slots=True)
class Limits:
    """How much one document may cost: bytes, and seconds."""

    max_bytes: int = MOST_OF_AN_ANSWER
    connect: float = 10.0
    read: float = 20.0
    """Between two pieces of an answer."""
    total: float = 120.0
    """Everything: redirects, retries and the waiting between them."""
    retries: int = 3
    backoff: float = 0.5
    """Before the first retry; it doubles."""
    redirects: int = 5


@dataclass(frozen=True, slots=True)
class Fetched:
    """An answer: the bytes, or None where they are those of the ETag that was sent."""

    data: bytes | None
    etag: str


class _Failed(Exception):
    """An attempt that failed; `wait` is what the server asks for, in seconds."""

    def __init__(self, problem: Problem, *, passing: bool, wait: float | None = None) -> None:
        super().__init__(problem.message)
        self.problem = problem
        self.is_passing = passing
        self.wait = wait


def fetch(url: str, etag: str = "", limits: Limits = Limits()) -> Fetched:
    """What the address answers; raises ProblemsError where that is no document.

    Network errors, 429 and 5xx are tried again. `etag` spares the bytes where they are known.
    Proxies and certificates are those of the environment, as httpx reads it.
    """
    return asyncio.run(_within_time(address.allowed(url), etag, limits))


async def _within_time(url: httpx.URL, etag: str, limits: Limits) -> Fetched:
    try:
        # Around everything, since a server that sends a byte at a time outlasts any other limit.
        async with asyncio.timeout(limits.total):
            return await _with_retries(url, etag, limits)
    except TimeoutError:
        message = f"{address.shown(url)} did not answer in full within {limits.total:g} seconds"
        raise ProblemsError([_fetch_problem("pull-timeout", message)]) from None


async def _with_retries(url: httpx.URL, etag: str, limits: Limits) -> Fetched:
    deadline = asyncio.get_running_loop().time() + limits.total
    async with _client(url, limits) as client:
        for attempt in range(limits.retries + 1):
            try:
                return await _attempt(client, url, etag, limits)
            except _Failed as failed:
                wait = _delay(failed, attempt, limits)
                left = deadline - asyncio.get_running_loop().time()
                if not failed.is_passing or attempt == limits.retries or wait > left:
                    raise ProblemsError([failed.problem]) from None
            await asyncio.sleep(wait)
    raise AssertionError("the last attempt returns or raises")


def _client(url: httpx.URL, limits: Limits) -> httpx.AsyncClient:
    import httpx

    try:
        return httpx.AsyncClient(
            # Plain http is allowed because it stays on this machine; a proxy would carry it off.
            trust_env=url.scheme == "https",
            timeout=httpx.Timeout(limits.read, connect=limits.connect),
            headers=_HEADERS,
            event_hooks={"response": [_take_location]},
        )
    except (httpx.InvalidURL, ValueError, ImportError):
        raise ProblemsError([_proxy_problem()]) from None
    except OSError:  # it names no file, and of one that is missing says that it is a folder
        message = "the certificates that the environment names cannot be used"
        hint = "see SSL_CERT_FILE, SSL_CERT_DIR and SSLKEYLOGFILE"
        raise ProblemsError([_fetch_problem("pull-certificates", message, hint=hint)]) from None


async def _take_location(response: httpx.Response) -> None:
    # Else httpx makes the next request of it, followed or not, and fails of nonsense in many ways.
    response.extensions[_LOCATION] = response.headers.pop("Location", "")


async def _attempt(client: httpx.AsyncClient, url: httpx.URL, etag: str, limits: Limits) -> Fetched:
    for _ in range(limits.redirects + 1):
        async with _answer(client, url, etag) as response:
            location = response.extensions[_LOCATION]
            if response.status_code not in _REDIRECTS or not location:
                return await _read(response, url, etag, limits)
        url = address.redirected(url, location)
    message = f"{address.shown(url)} is the {limits.redirects + 1}th redirect in a row"
    raise _Failed(_fetch_problem("pull-redirects", message), passing=False)


@asynccontextmanager
async def _answer(
    client: httpx.AsyncClient, url: httpx.URL, etag: str
) -> AsyncIterator[httpx.Response]:
    """An answer whose body is still to be read; errors of the network become `_Failed`."""
    import httpx

    headers = {"If-None-Match": etag} if etag else {}
    try:
        async with client.stream("GET", url, headers=headers) as response:
            yield response
    except httpx.TransportError as error:
        slow = isinstance(error, httpx.TimeoutException)
        reason = "it took too long" if slow else escaped(str(error)) or "the connection broke"
        message = f"{address.shown(url)} cannot be read: {reason}"
        untrusted = _UNTRUSTED in str(error)
        hint = _TRUST if untrusted else "a document that was saved is compared by --from FILE"
        code = "pull-timeout" if slow else "pull-unreachable"
        problem = _fetch_problem(code, message, hint=hint)
        raise _Failed(problem, passing=not untrusted) from None
    except (OverflowError, UnicodeError, ExceptionGroup):
        # Of our own addresses we know that they can be asked.
        raise ProblemsError([_proxy_problem()]) from None


async def _read(response: httpx.Response, url: httpx.URL, etag: str, limits: Limits) -> Fetched:
    status = response.status_code
    if status == 304 and etag:
        return Fetched(None, etag)
    if status != 200:
        passing = status == 429 or 500 <= status < 600
        wait = _retry_after(response.headers.get("Retry-After", ""))
        raise _Failed(_status_problem(status, url, wait), passing=passing, wait=wait)
    body = _body(response, url, limits)
    try:
        async for chunk in response.aiter_raw():
            body.feed(chunk)
        return Fetched(body.finish(), response.headers.get("ETag", ""))
    except TooLarge:
        raise _too_large(url, limits) from None
    except Damaged:
        message = f"what {address.shown(url)} sent is no complete gzip"
        raise _Failed(_fetch_problem("pull-encoding", message), passing=True) from None


def _body(response: httpx.Response, url: httpx.URL, limits: Limits) -> Plain:
    encoding = response.headers.get("Content-Encoding", "identity").strip().lower()
    length = response.headers.get("Content-Length", "")
    # A number of more digits than Python reads is too large as well.
    if length.isdecimal() and (len(length) > 99 or int(length) > limits.max_bytes):
        raise _too_large(url, limits)
    if encoding in ("identity", ""):
        return Plain(limits.max_bytes)
    if encoding in ("gzip", "x-gzip"):
        return Gzip(limits.max_bytes)
    message = f"{address.shown(url)} sent an encoding that nobody asked for"
    raise _Failed(_fetch_problem("pull-encoding", message, "gzip, or none"), passing=False)


def _delay(failed: _Failed, attempt: int, limits: Limits) -> float:
    backoff: float = limits.backoff * 2**attempt
    return backoff if failed.wait is None else failed.wait


def _retry_after(value: str) -> float | None:
    """Seconds to wait: RFC 9110 has a number of them, or a date."""
    if value.isascii() and value.isdigit():
        return float(value[:10])
    try:
        moment = parsedate_to_datetime(value)
        moment = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
        return max(0.0, (moment - datetime.now(UTC)).total_seconds())
    except (ValueError, OverflowError):  # the latter for what is beyond the calendar
        return None


def _status_problem(status: int, url: httpx.URL, wait: float | None) -> Problem:
    hint = "" if wait is None else f"it asks to wait {wait:g} seconds"
    if status in (404, 410):
        hint = (
            "the vendor may publish it elsewhere now: correct source.url in toolkit.yaml, or --from"
        )
    return _fetch_problem("pull-status", f"{address.shown(url)} answered {status}", "200", hint)


def _proxy_problem() -> Problem:
    # Without httpx's own words: they may quote the proxy's password.
    message = "the proxy that the environment names cannot be used"
    hint = "see HTTPS_PROXY, HTTP_PROXY, ALL_PROXY and NO_PROXY; a SOCKS proxy needs httpx[socks]"
    return _fetch_problem("pull-proxy", message, hint=hint)


def _too_large(url: httpx.URL, limits: Limits) -> _Failed:
    problem = too_large(f"{address.shown(url)} sends too much", limits.max_bytes)
    return _Failed(problem, passing=False)


def _fetch_problem(code: str, message: str, expected: str = "", hint: str = "") -> Problem:
    return Problem.unplaced(code, message, hint, expected=expected)
