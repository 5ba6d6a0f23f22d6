"""The fake's sockets: one loop in one thread, bounded in life, requests and connections."""

import asyncio
import contextlib
import threading
import time
from dataclasses import replace
from types import TracebackType
from typing import Self

from . import wire
from .faults import Cut, Fault, Framing, Plan
from .service import Service
from .wire import BadRequest, RawRequest

TEST_KEY = "a1c93f7e5b2d48069e17"
MAX_SECONDS = 900.0
MAX_REQUESTS = 50_000


class FakeCustomerio:
    """A Customer.io on 127.0.0.1 that a test can look into, and make fail.

    Use it as a context manager. `url` is the server URL of the API, version included. It answers
    at most `max_requests` requests and stops by itself after `max_seconds`.
    """

    def __init__(
        self,
        keys: tuple[str, ...] = (TEST_KEY,),
        max_seconds: float = MAX_SECONDS,
        max_requests: int = MAX_REQUESTS,
    ) -> None:
        self.service = Service(keys)
        self.faults = Plan()
        self.port = 0
        self.connections = 0
        self._max_seconds = max_seconds
        self._left = max_requests
        self._ready = threading.Event()
        self._loop: asyncio.AbstractEventLoop | None = None
        self._stop: asyncio.Event | None = None
        self._open: dict[asyncio.Task[None], asyncio.StreamWriter] = {}
        self._readers: set[asyncio.StreamReader] = set()
        self._thread = threading.Thread(target=self._run, name="fake-customerio", daemon=True)

    @property
    def url(self) -> str:
        """The address that stands for the spec's whole server URL."""
        return f"http://127.0.0.1:{self.port}/v1"

    @property
    def open_connections(self) -> int:
        """How many clients are connected now."""
        return len(self._open)

    @property
    def deserted(self) -> int:
        """How many clients have closed their connection while they were owed an answer."""
        return sum(each.at_eof() or each.exception() is not None for each in list(self._readers))

    def __enter__(self) -> Self:
        self._thread.start()
        if not self._ready.wait(10):
            raise RuntimeError("the fake server did not start within 10 s")
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.stop()

    def stop(self) -> None:
        """Close every connection and end the thread."""
        if self._loop and self._stop:
            with contextlib.suppress(RuntimeError):
                self._loop.call_soon_threadsafe(self._stop.set)
        self._thread.join(10)

    def wait(self) -> None:
        """Block until the server has ended by itself or was stopped."""
        while self._thread.is_alive():
            time.sleep(0.05)

    def clear(self) -> None:
        """Forget what arrived and what was queued, between two tests."""
        self.service.clear()
        self.faults.clear()

    def _run(self) -> None:
        asyncio.run(self._serve())

    async def _serve(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._stop = asyncio.Event()
        server = await asyncio.start_server(self._accept, "127.0.0.1", 0, limit=wire.HEAD_LIMIT)
        self.port = server.sockets[0].getsockname()[1]
        self._ready.set()
        with contextlib.suppress(asyncio.TimeoutError):
            await asyncio.wait_for(self._stop.wait(), self._max_seconds)
        server.close()
        open_tasks = list(self._open)
        for task in open_tasks:
            task.cancel()
        await asyncio.gather(*open_tasks, return_exceptions=True)

    async def _accept(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        task = asyncio.current_task()
        assert task is not None
        self._open[task] = writer
        self._readers.add(reader)
        self.connections += 1
        try:
            await self._converse(reader, writer)
        except (ConnectionError, BadRequest, asyncio.CancelledError):
            pass
        finally:
            del self._open[task]
            self._readers.discard(reader)
            writer.close()

    async def _converse(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        """Answer requests of one connection until either side ends it."""
        while first := await reader.read(1):
            if self.faults.take_unread():
                wire.reset(writer)
                return
            request = await wire.read_request(reader, first)
            if not await self._answer(request, writer):
                return

    async def _answer(self, request: RawRequest, writer: asyncio.StreamWriter) -> bool:
        """Answer one request; True keeps the connection open."""
        self._left -= 1
        if self._left < 0:
            writer.write(wire.json_answer(503, {"meta": {"errors": ["the fake is exhausted"]}}))
            return False
        fault = self.faults.take(request, self.service.attempt(request))
        if fault is None:
            writer.write(self.service.handle(request, ""))
            await writer.drain()
            return True
        return await self._fail(fault, request, writer)

    async def _fail(self, fault: Fault, request: RawRequest, writer: asyncio.StreamWriter) -> bool:
        true_answer = b""
        if fault.echo:
            fault = replace(fault, body=repr(request).encode())
        if fault.keeps or _is_answered_truly(fault):
            true_answer = self.service.handle(request, fault.name)
        else:
            self.service.note(request, fault.name)
        await asyncio.sleep(fault.delay)
        if fault.cut in (Cut.RESET_BEFORE_READ, Cut.RESET_AFTER_READ):
            wire.reset(writer)
            return False
        if fault.cut is Cut.CLOSE_AFTER_READ:
            return False
        await _send(fault, _bytes_of(fault, true_answer), writer)
        return fault.cut is Cut.NEVER and fault.framing not in CLOSING


CLOSING = (Framing.TRUNCATED, Framing.BROKEN_CHUNKED, Framing.UNTIL_CLOSE)


def _is_answered_truly(fault: Fault) -> bool:
    """Only delays and the close after an answer let the service speak for itself."""
    cut_short = fault.cut not in (Cut.NEVER, Cut.CLOSE_AFTER_ANSWER)
    return fault.status is None and fault.raw is None and not cut_short


async def _send(fault: Fault, data: bytes, writer: asyncio.StreamWriter) -> None:
    if fault.cut is Cut.RESET_MID_RESPONSE:
        writer.write(data[: len(data) - len(fault.body) // 2])
        await writer.drain()
        # Without a pause the kernel throws the half answer away together with the connection.
        await asyncio.sleep(0.05)
        wire.reset(writer)
    elif fault.drip:
        for position in range(len(data)):
            writer.write(data[position : position + 1])
            await writer.drain()
            await asyncio.sleep(fault.drip)
    else:
        writer.write(data)
        await writer.drain()


def _bytes_of(fault: Fault, true_answer: bytes) -> bytes:
    if fault.raw is not None:
        return fault.raw
    if fault.status is None:
        return true_answer
    return _framed(fault.status, fault)


def _framed(status: int, fault: Fault) -> bytes:
    match fault.framing:
        case Framing.LENGTH:
            return _with(status, fault, "Content-Length", str(len(fault.body))) + fault.body
        case Framing.TRUNCATED:
            return _with(status, fault, "Content-Length", str(len(fault.body) + 500)) + fault.body
        case Framing.CHUNKED:
            return _with(status, fault, "Transfer-Encoding", "chunked") + _chunks(fault.body)
        case Framing.BROKEN_CHUNKED:
            return _with(status, fault, "Transfer-Encoding", "chunked") + b"zz\r\n" + fault.body
        case Framing.UNTIL_CLOSE:
            return _with(status, fault, "Connection", "close") + fault.body


def _with(status: int, fault: Fault, name: str, value: str) -> bytes:
    return wire.head(status, (*fault.headers, (name, value)))


def _chunks(body: bytes) -> bytes:
    middle = len(body) // 2
    parts = [part for part in (body[:middle], body[middle:]) if part]
    framed = b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts)
    return framed + b"0\r\n\r\n"
