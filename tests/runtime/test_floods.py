"""Answers in a great many parts, which come faster than they are read."""

import asyncio
from typing import Any

import pytest
from runtime_under_test import Retry
from runtime_under_test.response import Response

from .pipes import execute, plain_endpoint, run
from .wire import Wire, raw

MOST_AT_ONCE = 300
PARTS = 20_000
CHUNKED = b"HTTP/1.1 200 OK\r\nContent-Type: text/plain\r\nTransfer-Encoding: chunked\r\n\r\n"


def test_of_a_flood_of_small_parts_few_are_taken_at_once(
    base_url: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other calls have their turn between them."""
    turns, at = [0], list[int]()
    take = Response.take

    def noted(self: Response, chunk: bytes) -> bool:
        at.append(turns[0])
        return take(self, chunk)

    async def turn() -> None:
        while True:
            turns[0] += 1
            await asyncio.sleep(0)

    async def work() -> Any:
        async with Wire((raw(CHUNKED + b"1\r\na\r\n" * PARTS + b"0\r\n\r\n"),)) as wire:
            base_url(wire.url)
            turning = asyncio.ensure_future(turn())
            answered = await execute(plain_endpoint("POST", "/parts", retry=Retry()))
            turning.cancel()
            return answered

    monkeypatch.setattr(Response, "take", noted)
    assert len(run(work())["response"]["text"]) > PARTS / 2
    assert len(at) == PARTS
    assert max(map(at.count, set(at))) <= MOST_AT_ONCE
