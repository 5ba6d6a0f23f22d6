"""Runs where the wheel is installed: makes many calls at once and prints what each was told.

Takes one JSON object on stdin: `calls`, each {"tool", "arguments"}, and `at_once`. Prints one
JSON line a call, in the order of the calls. Uses nothing but the package and Arcade's runtime.
"""

import asyncio
import importlib
import json
import os
import sys
from typing import Any

from arcade_core.schema import ToolSecretItem
from arcade_tdk import ToolContext
from arcade_tdk.errors import ToolExecutionError

PACKAGE = "arcade_customerio_pipelines_api"


async def make(call: dict[str, Any], turn: asyncio.Semaphore) -> dict[str, Any]:
    """One call; the first word of an error's text is its outcome."""
    tools = importlib.import_module(f"{PACKAGE}.tools")
    enums = importlib.import_module(f"{PACKAGE}.enums")
    key = ToolSecretItem(key="CUSTOMERIO_API_KEY", value=os.environ["CUSTOMERIO_API_KEY"])
    context = ToolContext(secrets=[key])
    tool = getattr(tools, call["tool"])
    async with turn:
        try:
            arguments = {**call["arguments"], "mode": enums.ToolMode.EXECUTE}
            answer: dict[str, Any] = await tool(context, **arguments)
        except ToolExecutionError as error:
            outcome = str(error.message).partition(":")[0]
            answer = {"outcome": outcome, "text": str(error.message)}
        return answer


async def soak(plan: dict[str, Any]) -> list[dict[str, Any]]:
    """All calls, so many at once."""
    turn = asyncio.Semaphore(plan["at_once"])
    return await asyncio.gather(*(make(call, turn) for call in plan["calls"]))


if __name__ == "__main__":
    for line in asyncio.run(soak(json.load(sys.stdin))):
        print(json.dumps(line))
