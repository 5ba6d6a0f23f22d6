"""Runs beside an installed package: loads it, calls every tool through Arcade, keeps the requests.

Takes the document, the package's name and the file to write: a line of JSON a call.
"""

import asyncio
import importlib
import json
import os
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from arcade_core.catalog import MaterializedTool, ToolCatalog
from arcade_core.executor import ToolExecutor
from arcade_core.schema import ToolContext, ToolSecretItem

from .answers import reply_for
from .arguments import (
    BODY,
    MODE,
    arguments_of,
    body_for,
    examples_of,
    names_of,
    spread,
    values_for,
)
from .kept import Kept, digest_of
from .original import Operation, Original
from .server import Recorder

KEY = "ada:Zx81kd92qWm3"
_LOCAL = ("127.0.0.1", "localhost", "::1")


def main(document: str, package: str, output: str) -> None:
    """Call every tool of the package against a server of our own."""
    sys.addaudithook(stay_here)
    original = Original(Path(document))
    operations = {operation.key: operation for operation in original.operations()}
    of = digest_of(Path(document), package_folder())
    with Recorder() as server, Kept(Path(output), of) as kept:
        point_at(server.url, package)
        catalog = load(package)
        keys = operation_keys(package)
        kept.add([{"loaded": len(catalog)}])
        caller = Caller(server, original.root)
        left = [tool for tool in catalog if tool.definition.name not in kept.earlier]
        asked = [(tool, operations.get(keys[tool.definition.name])) for tool in left]
        asyncio.run(_call_all(caller, asked, kept))


async def _call_all(
    caller: "Caller", asked: list[tuple[MaterializedTool, Operation | None]], kept: Kept
) -> None:
    for tool, operation in asked:
        records = await caller.calls(tool, operation)
        kept.add({"tool": tool.definition.name, **record} for record in records)


def load(package: str) -> ToolCatalog:
    """The package's tools as Arcade's workers load them."""
    catalog = ToolCatalog()
    catalog.add_module(importlib.import_module(package))
    return catalog


def operation_keys(package: str) -> dict[str, str]:
    """Which operation each tool says it is for, as the original document spells it."""
    tools = json.loads((_described(package)).read_text(encoding="utf-8"))["tools"]
    return {
        each["name"]: f"{each['operation']['method']} {each['operation']['path']}" for each in tools
    }


def package_folder() -> Path:
    """Where the package was made."""
    return Path(os.environ["TOOLGEN_CORPUS_PACKAGE"])


def _described(package: str) -> Path:
    return package_folder() / "docs" / "toolkit.json"


def point_at(url: str, package: str) -> None:
    """Set every base URL that the package reads to the server's, and every secret."""
    described = json.loads(_described(package).read_text(encoding="utf-8"))
    for variable in described["environment"]:
        if "URL" in variable["name"]:
            os.environ[variable["name"]] = url
    # Arcade gives a tool the secrets that it cannot do without; it finds others here.
    os.environ.update(dict.fromkeys(described["secrets"], KEY))


def stay_here(event: str, arguments: tuple[Any, ...]) -> None:
    """Let nothing out of this host: vendors must not hear of our calls."""
    host: Any = None
    if event == "socket.connect" and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    elif event == "socket.getaddrinfo":
        host = arguments[0]
    if host is not None and host not in _LOCAL:
        raise PermissionError("a call was about to leave this host")


class Caller:
    """Makes a tool's calls, and says of each what was sent and what the tool answered."""

    def __init__(self, server: Recorder, root: Any) -> None:
        self._server = server
        self._root = root

    async def calls(
        self, tool: MaterializedTool, operation: Operation | None
    ) -> list[dict[str, Any]]:
        """A record for each call: the least, everything at once, and the vendor's own examples."""
        if operation is None:
            return [{"kind": "minimal", "refused": "the document has no such operation"}]
        self._server.reply = reply_for(operation, self._root)
        records = []
        for kind, given in self._ways(tool, operation):
            record = {"kind": kind, "operation": operation.key}
            try:
                record |= await self.call(tool, await given(tool, operation))
            except LookupError as error:
                record["unmade"] = str(error)
            records.append(record)
        for pointer, value in examples_of(operation, self._root):
            records.append(await self._example(tool, operation, pointer, value))
        return records

    def _ways(self, tool: MaterializedTool, operation: Operation) -> Iterator[tuple[str, Any]]:
        yield "minimal", self.minimal
        yield "full", self._full

    async def minimal(self, tool: MaterializedTool, operation: Operation) -> dict[str, Any]:
        """The least that the tool is called with."""
        return await self._given(tool, operation, full=False)

    async def _full(self, tool: MaterializedTool, operation: Operation) -> dict[str, Any]:
        return await self._given(tool, operation, full=True)

    async def _given(
        self, tool: MaterializedTool, operation: Operation, full: bool
    ) -> dict[str, Any]:
        given = self._parts(tool, operation, full)
        if BODY in _names(tool) and (full or operation.body_required):
            schema = await self._request_schema(tool)
            given[BODY] = _written(schema, body_for(schema, full))
        return given

    def _parts(self, tool: MaterializedTool, operation: Operation, full: bool) -> dict[str, Any]:
        taken, names = arguments_of(tool.definition), names_of(endpoint_of(tool))
        given = values_for(taken, names, operation, self._root, full)
        if MODE in _names(tool):
            given[MODE] = "execute"
        return given

    async def _request_schema(self, tool: MaterializedTool) -> Any:
        """What the tool says its body has to be."""
        if MODE not in _names(tool):
            return True
        record = await self.call(tool, {MODE: "get_request_schema"})
        return record["value"]["request_schema"]

    async def _example(
        self, tool: MaterializedTool, operation: Operation, pointer: str, value: Any
    ) -> dict[str, Any]:
        """A call with the vendor's own body; the body comes along for its schema's verdict."""
        given = self._parts(tool, operation, full=False)
        body = spread(arguments_of(tool.definition), names_of(endpoint_of(tool)), value)
        record = await self.call(tool, {**given, **body})
        own = {"kind": "example", "operation": operation.key, "schema": pointer, "body": value}
        return {**own, **record}

    async def call(self, tool: MaterializedTool, given: dict[str, Any]) -> dict[str, Any]:
        """Through Arcade's executor, with a value for every secret that the tool requires."""
        wanted = tool.definition.requirements.secrets or []
        secrets = [ToolSecretItem(key=each.key, value=KEY) for each in wanted]
        output = await ToolExecutor.run(
            func=tool.tool,
            definition=tool.definition,
            input_model=tool.input_model,
            output_model=tool.output_model,
            context=ToolContext(secrets=secrets),
            **given,
        )
        requests = self._server.take()
        if output.error:
            return {"given": given, "requests": requests, "refused": output.error.message}
        return {"given": given, "requests": requests, "value": output.value}


def _names(tool: MaterializedTool) -> set[str]:
    return {each.name for each in arguments_of(tool.definition)}


def endpoint_of(tool: MaterializedTool) -> Any:
    """The tool's own word on which argument is which parameter; what it sends is judged all the same."""
    return sys.modules[tool.tool.__module__].ENDPOINT


def _written(schema: Any, body: Any) -> str:
    """The body as the tool takes it: JSON text, but where the schema is of text or bytes itself."""
    is_raw = isinstance(schema, dict) and "contentMediaType" in schema
    return str(body) if is_raw and isinstance(body, str) else json.dumps(body)


if __name__ == "__main__":
    main(*sys.argv[1:])
