"""Answers that come before the request was read, and what may be said of them."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from arcade_tdk.errors import ToolRuntimeError
from runtime_under_test import Body
from runtime_under_test.errors import Unanswered

from .pipes import API, PATIENT, execute, plain_endpoint, run, written
from .wire import close, reset

LARGE = json.dumps({"text": "x" * 9_900_000})  # more than sockets and loops hold
ACCEPTED = b"HTTP/1.1 202 Accepted\r\nContent-Length: 2\r\n\r\n{}"
WHOLE = b"!"
"""Before an answer that is given once the request was read whole."""


@asynccontextmanager
async def hasty(*answers: bytes) -> AsyncIterator[tuple[str, list[int]]]:
    """A server that answers when it has read a little, and then reads no more; and, a connection
    each, how much it read."""
    seen: list[int] = []
    served: list[asyncio.Task[None] | None] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        served.append(asyncio.current_task())
        said = answers[min(len(seen), len(answers) - 1)]
        enough = len(LARGE) if said.startswith(WHOLE) else 1_000
        seen.append(0)
        while seen[-1] < enough and (part := await reader.read(65_536)):
            seen[-1] += len(part)
        writer.write(said.removeprefix(WHOLE))
        await writer.drain()
        await asyncio.sleep(0.05)
        await (close if said.startswith(WHOLE) else reset)(writer)
        await asyncio.sleep(0)  # until it is closed

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    try:
        yield f"http://127.0.0.1:{server.sockets[0].getsockname()[1]}", seen
    finally:
        server.close()
        await asyncio.gather(*filter(None, served), return_exceptions=True)


@pytest.fixture
def told(base_url: Callable[[str], None], tmp_path: Path) -> Any:
    def made(*answers: bytes, method: str = "POST") -> tuple[Any, list[int]]:
        body = Body(written(tmp_path, "any.json", {"type": "object"}))
        endpoint = plain_endpoint(method, "/things", api=replace(API, retry=PATIENT), body=body)

        async def work() -> tuple[Any, list[int]]:
            async with hasty(*answers) as (url, seen):
                base_url(url)
                try:
                    return await execute(endpoint, LARGE), seen
                except ToolRuntimeError as fault:
                    return fault, seen

        result: tuple[Any, list[int]] = run(work())
        return result

    return made


@pytest.mark.parametrize("status", [200, 202, 413])
def test_no_answer_counts_before_the_request_was_sent_whole(told: Any, status: int) -> None:
    """The library passes over what breaks while it writes, and goes on to read: held here, since
    nothing but what its sockets do afterwards keeps a success from counting."""
    fault, seen = told(b"HTTP/1.1 %d X\r\nContent-Length: 2\r\n\r\n{}" % status)
    assert isinstance(fault, Unanswered)
    assert str(fault).startswith("unknown: the connection closed before an answer came;")
    assert len(seen) == 1 and seen[0] < len(LARGE), "what may have been done is not sent again"


def test_what_may_be_sent_again_is(told: Any) -> None:
    answered, seen = told(ACCEPTED, WHOLE + ACCEPTED, method="PUT")
    assert answered["outcome"] == "accepted"
    assert answered["attempts"] == 2
    assert seen[1] >= len(LARGE)
