"""Calls that wait for a connection until their time is over, of which nothing was sent."""

import asyncio
import time
from dataclasses import replace
from typing import Any

import pytest
from arcade_tdk.errors import ToolRuntimeError
from runtime_under_test import Retry, http_client
from runtime_under_test.errors import NotReached, Unanswered

from .pipes import API, execute, plain_endpoint, run
from .wire import Wire, hang

ONCE = Retry(attempts=1, base_ms=5, total_ms=600, connect_ms=5_000, read_ms=60_000)


async def _held(seconds: float) -> None:
    """Keeps the loop from everything else for so long, as others may."""
    await asyncio.sleep(0.3)
    time.sleep(seconds)  # noqa: ASYNC251 - that is what it is for


async def _silent(self: http_client.Steps, step: str, told: Any) -> None:
    """As a library that no longer tells of its steps."""


@pytest.mark.parametrize(
    ("blocked", "tells", "expected"),
    [(0.0, True, NotReached), (0.8, True, NotReached), (0.8, False, Unanswered)],
)
def test_what_waits_for_others_until_the_end_was_not_sent(
    base_url: Any,
    monkeypatch: pytest.MonkeyPatch,
    blocked: float,
    tells: bool,
    expected: type[ToolRuntimeError],
) -> None:
    if not tells:
        monkeypatch.setattr(http_client.Steps, "ever", False)
        monkeypatch.setattr(http_client.Steps, "__call__", _silent)
    monkeypatch.setattr(http_client, "_CONNECTIONS", 2)

    async def called(retry: Retry) -> ToolRuntimeError:
        with pytest.raises(ToolRuntimeError) as caught:
            await execute(plain_endpoint("POST", "/once", api=replace(API, retry=retry)))
        return caught.value

    async def work() -> None:
        async with Wire((hang,)) as wire:
            base_url(wire.url)
            long = replace(ONCE, total_ms=3_000)
            before = [asyncio.ensure_future(called(long)) for _ in range(2)]
            while len(wire.received) < 2:
                await asyncio.sleep(0.01)
            late, _ = await asyncio.gather(
                asyncio.gather(*(called(ONCE) for _ in range(3))), _held(blocked)
            )
            for fault in late:
                assert type(fault) is expected, fault
            assert len(wire.received) == 2
            assert all(isinstance(each, Unanswered) for each in await asyncio.gather(*before))

    run(work())
