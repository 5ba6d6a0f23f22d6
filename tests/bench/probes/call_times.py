"""Runs where a package is installed: times its track tool against a bare client, in turns.

Takes the fake API's URL; prints one line of JSON, times in seconds unless named otherwise.
"""

import asyncio
import importlib
import json
import os
import statistics
import sys
import time
from collections.abc import Awaitable, Callable
from typing import Any

import httpx
from arcade_core.schema import ToolSecretItem
from arcade_tdk import ToolContext

PACKAGE = "arcade_customerio_pipelines_api"
BLOCKS = 7
CALLS = 600
WARM_UP = 50
KEY = "a1c93f7e5b2d48069e17"
BODY = {
    "userId": "u-7",
    "event": "Order Placed",
    "messageId": "m-7",
    "timestamp": "2026-01-02T03:04:05Z",
    "properties": {"total": 12.5, "items": [{"id": n, "name": "thing"} for n in range(5)]},
}


def context() -> ToolContext:
    """A context with the key under both packages' names."""
    names = ("CUSTOMERIO_API_KEY", "CUSTOMERIO_TRACK_API_KEY")
    return ToolContext(secrets=[ToolSecretItem(key=name, value=KEY) for name in names])


def tool_call(base_url: str) -> Callable[[], Awaitable[Any]]:
    """A call of the package's track tool, pointed at the fake."""
    os.environ["CUSTOMERIO_BASE_URL"] = base_url
    tools = importlib.import_module(f"{PACKAGE}.tools")
    shared = getattr(tools, "HTTP_CLIENT", None)
    if shared is not None:  # the published package knows only the live address
        redirect(shared, base_url)
        modes = tools
    else:
        modes = importlib.import_module(f"{PACKAGE}.enums")
    text, given = json.dumps(BODY, separators=(",", ":")), context()
    return lambda: tools.track_user_event(given, modes.ToolMode.EXECUTE, request_body=text)


def redirect(client: httpx.AsyncClient, base_url: str) -> None:
    """Let a client post to the fake whatever address it is told."""
    request = client.request

    async def elsewhere(url: str, **more: Any) -> httpx.Response:
        return await request(url=base_url + url.partition("/v1")[2], **more)

    vars(client)["request"] = elsewhere


def bare_call(client: httpx.AsyncClient, base_url: str) -> Callable[[], Awaitable[Any]]:
    """The same bytes, posted by a reused client."""
    content = json.dumps(BODY, separators=(",", ":")).encode()
    headers = {"Content-Type": "application/json"}
    return lambda: client.post(base_url + "/track", content=content, headers=headers)


async def compare(base_url: str) -> dict[str, float]:
    """Median and p99 of both; the p99 is the middle one of several, as one bad moment makes it."""
    blocks: list[dict[str, list[float]]] = []
    async with httpx.AsyncClient(auth=(KEY, "")) as client:
        actions = {"tool": tool_call(base_url), "bare": bare_call(client, base_url)}
        await take_turns(actions, WARM_UP)
        for _ in range(BLOCKS):
            blocks.append(await take_turns(actions, CALLS))
    found: dict[str, float] = {}
    for name in actions:
        everything = [value for block in blocks for value in block[name]]
        tails = [statistics.quantiles(block[name], n=100)[98] for block in blocks]
        found[f"{name}_median"] = statistics.median(everything)
        found[f"{name}_p99"] = statistics.median(tails)
    return found


async def take_turns(
    actions: dict[str, Callable[[], Awaitable[Any]]], calls: int
) -> dict[str, list[float]]:
    """Seconds of each call; who goes first changes with every turn."""
    taken: dict[str, list[float]] = {name: [] for name in actions}
    order = list(actions)
    for _ in range(calls):
        order.reverse()
        for name in order:
            began = time.perf_counter()
            await actions[name]()
            taken[name].append(time.perf_counter() - began)
    return taken


def validation_ms() -> dict[str, float]:
    """Median milliseconds to validate 500 items, where the package can validate at all."""
    try:
        schema = importlib.import_module(f"{PACKAGE}._runtime.validation.schema")
    except ImportError:
        return {}
    batch = {"batch": [{**BODY, "type": "track", "messageId": f"m-{n}"} for n in range(500)]}
    taken: list[float] = []
    for _ in range(30):
        began = time.perf_counter()
        _, errors = schema.errors_of("send_batch_requests.json", batch)
        taken.append(time.perf_counter() - began)
        assert errors == []
    return {"validate_ms": statistics.median(taken) * 1000}


if __name__ == "__main__":
    print(json.dumps({**asyncio.run(compare(sys.argv[1])), **validation_ms()}))
