"""How much of a model's context the tools take, as they arrive over MCP."""

import asyncio
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TextIO

import bpe_openai  # type: ignore[import-untyped]
from mcp import Client, StdioServerParameters, stdio_client
from mcp.types import TextContent, Tool

from generator.core.shipped import shipped_module

from . import comparators
from .measure import CannotMeasure, Figure, Missing, Row

GROUP = "tokens (o200k_base)"
PACKAGE = "arcade_customerio_pipelines_api"
SCHEMA_TOKENS = 7_292  # 20% of the 36,462 that were counted when the target was set
LISTED_TOKENS = 1_600
DISCOVERY_TOKENS = 1_000
SERVE = ("-m", "arcade_mcp_server", "stdio", "-p", PACKAGE)


@dataclass(frozen=True, slots=True)
class Delivered:
    """What a client receives: the listing, and the seven answers in schema mode."""

    listed: int
    schemas: int
    tools: int


def rows() -> Iterator[Row]:
    """Ours against the published package, both served on stdio in this run."""
    found: dict[str, Delivered] = {}
    makers: dict[str, Callable[[], Path]] = {
        "generated": lambda: comparators.our_package(PACKAGE),
        "published": lambda: comparators.environment("published", comparators.PUBLISHED),
    }
    for name, make in makers.items():
        try:
            found[name] = deliver(make())
        except CannotMeasure as error:
            yield Missing(GROUP, f"{name} package", str(error))
            continue
        note = f"{found[name].tools} tools"
        schemas, listed = found[name].schemas, found[name].listed
        ours = name == "generated"
        most, most_listed = (SCHEMA_TOKENS, LISTED_TOKENS) if ours else (None, None)
        yield Figure(GROUP, f"{name}: schema answers", schemas, "tokens", most, note)
        yield Figure(GROUP, f"{name}: as listed", listed, "tokens", most_listed, note)
    yield from _three()
    if len(found) == len(makers):
        share = found["generated"].schemas / found["published"].schemas
        yield Figure(GROUP, "schema answers: generated / published", share, "x", 0.2)


def _three() -> Iterator[Row]:
    """What the three tools of `--discover` cost, for a toolkit of seven tools and one of 10,000."""
    module = shipped_module("_serving.discovery")
    for tools in (7, 10_000):
        with TemporaryDirectory() as folder:
            catalog, index = Path(folder, "catalog.json"), Path(folder, "search.json")
            entries = [{"name": f"Shop_Tool{n}", "operation": "GET /a"} for n in range(tools)]
            catalog.write_text(json.dumps({"tools": entries, "answer": {}, "secrets": []}))
            index.write_text(json.dumps({"title": "A" * 60, "tools": []}))
            known = shipped_module("_serving.catalog").Catalog(Path(folder))
            listed = module.Discovery("Shop", Path(folder), known).listing()
        note = f"{tools:,} tools"
        listed_tokens = count(json.dumps(listed))
        yield Figure(GROUP, "found by search", listed_tokens, "tokens", DISCOVERY_TOKENS, note)


def deliver(python: Path) -> Delivered:
    """List and call all tools of the package in an environment."""
    with TemporaryDirectory() as home, Path(os.devnull).open("w", encoding="utf-8") as quiet:
        try:
            return asyncio.run(_deliver(python, home, quiet))
        except (OSError, RuntimeError, ExceptionGroup) as error:
            raise CannotMeasure(f"the server did not answer: {type(error).__name__}") from error


async def _deliver(python: Path, home: str, quiet: TextIO) -> Delivered:
    secrets = {"CUSTOMERIO_API_KEY": "k-1", "CUSTOMERIO_TRACK_API_KEY": "k-1"}
    variables = {"PATH": os.environ["PATH"], "HOME": home, "ARCADE_USAGE_TRACKING": "0", **secrets}
    parameters = StdioServerParameters(
        command=str(python), args=list(SERVE), env=variables, cwd=home
    )
    async with Client(stdio_client(parameters, errlog=quiet)) as client:
        tools = [tool for tool in (await client.list_tools()).tools if _is_ours(tool)]
        listed = count(json.dumps([as_listed(tool) for tool in tools], ensure_ascii=False))
        texts = [await _schema_text(client, tool.name) for tool in tools]
    return Delivered(listed, sum(count(text) for text in texts), len(tools))


def _is_ours(tool: Tool) -> bool:
    return tool.name.startswith("CustomerioPipelinesApi_")


def as_listed(tool: Tool) -> dict[str, object]:
    """What a model is given of a tool before it calls it."""
    return {"name": tool.name, "description": tool.description, "inputSchema": tool.input_schema}


async def _schema_text(client: Client, name: str) -> str:
    result = await client.call_tool(name, {"mode": "get_request_schema"})
    return "".join(part.text for part in result.content if isinstance(part, TextContent))


def count(text: str) -> int:
    """Tokens of a text."""
    return len(bpe_openai.get_encoding("o200k_base").encode_ordinary(text))
