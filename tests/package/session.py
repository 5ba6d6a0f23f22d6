"""One served toolkit with one official MCP client, used from ordinary synchronous tests."""

import asyncio
import socket
import subprocess
import threading
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

import anyio
import httpx2
from mcp import Client, StdioServerParameters, stdio_client
from mcp.client.streamable_http import streamable_http_client
from mcp.shared.exceptions import MCPError
from mcp.types import CallToolResult, TextContent, Tool

from .environment import Environment
from .tools import PACKAGE

START_SECONDS = 60.0
CALL_SECONDS = 120.0
NEWEST = "2026-07-28"
GONE = (MCPError, httpx2.HTTPError, anyio.ClosedResourceError, ExceptionGroup)
"""What a call of a server ends with that is not there any more."""
T = TypeVar("T")


class Session:
    """A server process on stdio and the client that speaks to it, for as long as it is entered.

    The client lives in one task of a loop in a thread, because it must be left where it was
    entered; calls come from the test's thread.
    """

    def __init__(
        self, environment: Environment, log: Path, *arguments: str, **variables: str
    ) -> None:
        self._parameters = StdioServerParameters(
            command=str(environment.python),
            args=list(arguments),
            env=environment.variables(**variables),
            cwd=environment.home,
        )
        self._begin(log)

    def _begin(self, log: Path) -> None:
        self.log = log
        self._started: Future[None] = Future()
        self._thread = threading.Thread(target=self._run, name="mcp-client", daemon=True)
        self._loop: asyncio.AbstractEventLoop
        self._client: Client
        self._done: asyncio.Event

    def __enter__(self) -> Self:
        self._thread.start()
        self._started.result(START_SECONDS)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._loop.call_soon_threadsafe(self._done.set)
        self._thread.join(30)

    def list_tools(self) -> list[Tool]:
        """Every tool that the server offers."""
        return self._wait(self._list)

    def call(self, name: str, /, **arguments: Any) -> CallToolResult:
        """Call one tool, and wait for its answer."""
        return self._wait(lambda: self._client.call_tool(name, arguments))

    def call_many(
        self, calls: list[tuple[str, dict[str, Any]]], at_once: int
    ) -> list[CallToolResult | Exception]:
        """Make many calls, so many at a time; an exception where the server is gone."""

        async def gather() -> list[CallToolResult | Exception]:
            turn = asyncio.Semaphore(at_once)

            async def call(name: str, arguments: dict[str, Any]) -> CallToolResult | Exception:
                async with turn:
                    try:
                        return await self._call(name, arguments)
                    except GONE as error:
                        return error

            return await asyncio.gather(*(call(*each) for each in calls))

        return self._wait(gather)

    async def _call(self, name: str, arguments: dict[str, Any]) -> CallToolResult:
        return await self._client.call_tool(name, arguments)

    def call_watched(
        self, seconds: float, name: str, **arguments: Any
    ) -> tuple[CallToolResult | None, list[float]]:
        """Call, and leave after so many seconds; the answer, if it came, and the progress told."""
        told: list[float] = []

        async def note(progress: float, total: float | None, message: str | None) -> None:
            told.append(progress)

        async def call() -> CallToolResult | None:
            with anyio.move_on_after(seconds):
                return await self._client.call_tool(name, arguments, progress_callback=note)
            return None

        return self._wait(call), told

    @property
    def protocol(self) -> str:
        """The version of the protocol that both sides speak."""
        return self._client.protocol_version

    def call_together(self, calls: list[tuple[str, dict[str, Any]]]) -> list[CallToolResult]:
        """Call many tools at once; answers come in the order of the calls."""

        async def gather() -> list[CallToolResult]:
            return await asyncio.gather(*(self._client.call_tool(*call) for call in calls))

        return self._wait(gather)

    async def _list(self) -> list[Tool]:
        return (await self._client.list_tools()).tools

    def _wait(self, make: Callable[[], Awaitable[T]]) -> T:
        async def run() -> T:
            return await make()

        return asyncio.run_coroutine_threadsafe(run(), self._loop).result(CALL_SECONDS)

    def _run(self) -> None:
        try:
            asyncio.run(self._live())
        except BaseException as error:
            if self._started.done():
                raise
            said = self.log.read_text(encoding="utf-8", errors="replace")
            self._started.set_exception(RuntimeError(f"{error!r}; the server wrote:\n{said}"))

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._done = asyncio.Event()
        with self.log.open("w", encoding="utf-8") as log:
            await self._speak(Client(stdio_client(self._parameters, errlog=log)))

    async def _speak(self, client: Client) -> None:
        async with client:
            self._client = client
            self._started.set_result(None)
            await self._done.wait()


class HttpSession(Session):
    """A client of a server that is reached at a URL, with the headers that it sends along."""

    def __init__(self, url: str, log: Path, mode: str = "auto", **headers: str) -> None:
        self._url, self._mode = url, mode
        self._headers = {name.replace("_", "-"): value for name, value in headers.items()}
        self._begin(log)

    async def _live(self) -> None:
        self._loop = asyncio.get_running_loop()
        self._done = asyncio.Event()
        limits = httpx2.Limits(max_connections=None)
        timeout = httpx2.Timeout(CALL_SECONDS)
        async with httpx2.AsyncClient(
            headers=self._headers, limits=limits, timeout=timeout
        ) as http:
            self._http = http
            transport = streamable_http_client(self._url, http_client=http)
            await self._speak(Client(transport, mode=self._mode))

    async def _call(self, name: str, arguments: dict[str, Any]) -> CallToolResult:
        """By a client of its own: one whose server goes away ends with all its calls."""
        transport = streamable_http_client(self._url, http_client=self._http)
        async with Client(transport, mode=NEWEST) as client:
            return await client.call_tool(name, arguments)


class HttpServer:
    """The package's own module, serving over HTTP while it is entered."""

    def __init__(
        self, environment: Environment, log: Path, *arguments: str, **variables: str
    ) -> None:
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.log = log
        self.url = f"http://127.0.0.1:{self.port}/mcp"
        module = ("-m", PACKAGE, "--transport", "http", "--port", str(self.port))
        self._command = [str(environment.python), *module, *arguments]
        self._environment, self._variables = environment, environment.variables(**variables)

    def __enter__(self) -> Self:
        with self.log.open("w", encoding="utf-8") as log:
            self._process = subprocess.Popen(
                self._command,
                cwd=self._environment.home,
                env=self._variables,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
            )
        until = time.monotonic() + START_SECONDS
        while not self._is_up():
            assert self._process.poll() is None, self.said
            if time.monotonic() > until:
                raise TimeoutError(self.said)
            time.sleep(0.1)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._process.terminate()
        self._process.wait(30)

    @property
    def said(self) -> str:
        """What the server wrote."""
        return self.log.read_text("utf-8", "replace")

    @property
    def pid(self) -> int:
        """The process that was started; workers are its children."""
        return self._process.pid

    def _is_up(self) -> bool:
        try:
            with socket.create_connection(("127.0.0.1", self.port), 1) as line:
                line.settimeout(5)
                line.sendall(b"GET /health HTTP/1.1\r\nHost: localhost\r\n\r\n")
                return line.recv(64).startswith(b"HTTP/1.1 200")
        except OSError:
            return False


def error_text(result: CallToolResult) -> str:
    """The one text of an error answer, without the prefix that Arcade puts before it."""
    assert result.is_error, result
    text = whole_text(result)
    return text.partition("': ")[2] if text.startswith("[") else text


def whole_text(result: CallToolResult) -> str:
    """The one text of an answer."""
    [part] = result.content
    assert isinstance(part, TextContent), part
    return part.text


def error_facts(result: CallToolResult) -> dict[str, Any]:
    """What Arcade says about an error for machines."""
    facts: dict[str, Any] = (result.meta or {}).get("arcade", {})
    return facts
