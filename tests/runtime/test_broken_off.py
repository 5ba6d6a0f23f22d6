"""Calls that are broken off at any moment leave the connections to others."""

import asyncio
import json
from typing import Any

import pytest
from runtime_under_test import broken_off, http_client

from .pipes import execute, plain_endpoint, run
from .wire import Wire, answer

_MOMENTS = 60


def left() -> tuple[int, int]:
    """Requests that the library holds, and connections that it holds and cannot reuse."""
    (pool,) = broken_off._pools(http_client._entries[asyncio.get_running_loop()])
    busy = [each for each in pool.connections if not broken_off._is_free(each)]
    return len(pool._requests), len(busy)


async def broken(moment: int, together: int) -> None:
    """Calls that are broken off so many turns of the loop after they began."""
    calls = [
        asyncio.ensure_future(execute(plain_endpoint("POST", "/once"))) for _ in range(together)
    ]
    for _ in range(moment):
        await asyncio.sleep(0)
    for each in calls:
        each.cancel()
    await asyncio.gather(*calls, return_exceptions=True)
    for _ in range(20):
        await asyncio.sleep(0)


def broken_at_every_moment(base_url: Any) -> list[tuple[int, int]]:
    body = json.dumps({"a": "x" * 200_000}).encode()
    found = []

    async def work() -> None:
        async with Wire((answer(200, body),)) as wire:
            base_url(wire.url)
            await execute(plain_endpoint("POST", "/once"))
            for moment in range(_MOMENTS):
                await broken(moment, 5)
                found.append(left())
            assert (await execute(plain_endpoint("POST", "/once")))["status"] == 200

    run(work())
    return found


def test_nothing_is_left_of_calls_that_are_broken_off(
    base_url: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http_client, "_CONNECTIONS", 3)
    assert set(broken_at_every_moment(base_url)) == {(0, 0)}
