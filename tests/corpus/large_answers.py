"""Runs beside an installed package: has every GET answered with as much as its schema allows, and
follows what is left out. Takes the document, the package's name and the file to write.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from arcade_core.catalog import MaterializedTool

from .calls import (
    Caller,
    endpoint_of,
    load,
    operation_keys,
    package_folder,
    point_at,
    stay_here,
)
from .kept import Kept, digest_of
from .largest import MOST_MADE, Flats, LargestMaker
from .original import Operation, Original
from .reach import Reached, reach
from .server import Recorder, Reply

MOST = 20_000
_MOST_BYTES = 9_000_000


def main(document: str, package: str, output: str) -> None:
    """Ask every tool of a GET for a large answer; a line of JSON for each in the file."""
    sys.addaudithook(stay_here)
    original = Original(Path(document))
    operations = {operation.key: operation for operation in original.operations()}
    keys, flats = operation_keys(package), Flats()
    of = digest_of(Path(document), package_folder())
    with Recorder() as server, Kept(Path(output), of) as kept:
        point_at(server.url, package)
        caller = Caller(server, original.root)
        for tool in load(package):
            operation = operations.get(keys[tool.definition.name])
            if tool.definition.name in kept.earlier or not operation or operation.method != "GET":
                continue
            if value := large(operation, original.root, flats):
                kept.add([asyncio.run(_asked(caller, server, tool, operation, value[0]))])


def large(operation: Operation, root: Any, flats: Flats, most: int = _MOST_BYTES) -> list[Any]:
    """The largest answer of the first documented success that is JSON; nothing where there is none."""
    maker = LargestMaker(root, full=True, flats=flats)
    for status, response in sorted(operation.responses.items()):
        content = maker.flatten(response).get("content") or {}
        kinds = [kind for kind in content if "json" in kind]
        if str(status).startswith("2") and kinds and "schema" in content[kinds[0]]:
            return [_largest(content[kinds[0]]["schema"], root, flats, most)]
    return []


def _largest(schema: Any, root: Any, flats: Flats, most: int) -> Any:
    """The largest value that is read: of what is larger, nobody is told how much there is."""
    value, made = None, MOST_MADE
    while made:
        value = LargestMaker(root, full=True, flats=flats, most=made).make(schema)
        made = 0 if len(json.dumps(value)) < most else made // 2
    return value


async def _asked(
    caller: Caller, server: Recorder, tool: MaterializedTool, operation: Operation, value: Any
) -> dict[str, Any]:
    server.reply = Reply(content=json.dumps(value).encode())
    argument = endpoint_of(tool).fields
    given = await caller.minimal(tool, operation)

    async def ask(fields: str) -> dict[str, Any]:
        more = {argument: fields} if fields else {}
        record = await caller.call(tool, {**given, **more})
        if "refused" in record:
            raise LookupError(record["refused"])
        answer: dict[str, Any] = record["value"]
        return answer

    try:
        found = await reach(value, argument, MOST, ask)
    except LookupError as error:
        found = Reached(fault=str(error).replace("\n", " ")[:300])
    sizes = {"sent": len(server.reply.content)}
    told = {name: getattr(found, name) for name in Reached.__slots__}
    return {"operation": operation.key, "tool": tool.definition.name, **sizes, **told}


if __name__ == "__main__":
    main(*sys.argv[1:])
