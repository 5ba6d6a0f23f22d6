"""One served toolkit with one official MCP client, used from ordinary synchronous tests."""

import asyncio
import threading
from collections.abc import Awaitable, Callable
from concurrent.futures import Future
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar

from mcp import Client, StdioServerParameters, stdio_client
from mcp.types import CallToolResult, TextContent, Tool

from .environment import Environment

START_SECONDS = 60.0
CALL_SECONDS = 120.0
T = TypeVar("T")


class Session:
    """A server process on stdio and the client that speaks to it, for as long as it is entered.

    The client lives in one task of a loop in a thread, because it must be left where it was
    entered; calls come from the test's thread.
    """

    def __init__(
        self, environment: Environment, log: Path, *arguments: str, **variables: str
    ) -> None:
        self.log = log
        self._parameters = StdioServerParameters(
            command=str(environment.python),
            args=list(arguments),
            env=environment.variables(**variables),
            cwd=environment.home,
        )
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

    def call(self, name: str, **arguments: Any) -> CallToolResult:
        """Call one tool, and wait for its answer."""
        return self._wait(lambda: self._client.call_tool(name, arguments))

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
            async with Client(stdio_client(self._parameters, errlog=log)) as client:
                self._client = client
                self._started.set_result(None)
                await self._done.wait()


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
