"""Runs beside an installed package: has every GET answered with as much as its schema allows, and
follows what is left out. Takes the document, the package's name and the file to write.
"""

import asyncio
import json
import sys
from pathlib import Path
from typing import Any

from arcade_core.catalog import MaterializedTool

from .calls import Caller, endpoint_of, load, operation_keys, point_at, stay_here
from .largest import LargestMaker
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
    keys, found = operation_keys(package), []
    with Recorder() as server:
        point_at(server.url, package)
        caller = Caller(server, original.root)
        for tool in load(package):
            operation = operations.get(keys[tool.definition.name])
            if operation and operation.method == "GET" and (value := large(operation, original)):
                found.append(asyncio.run(_asked(caller, server, tool, operation, value[0])))
    Path(output).write_text("".join(f"{json.dumps(each)}\n" for each in found), "utf-8")


def large(operation: Operation, original: Original) -> list[Any]:
    """The largest answer of the first documented success that is JSON; nothing where there is none."""
    maker = LargestMaker(original.root, full=True)
    for status, response in sorted(operation.responses.items()):
        content = maker.flatten(response).get("content") or {}
        kinds = [kind for kind in content if "json" in kind]
        if str(status).startswith("2") and kinds and "schema" in content[kinds[0]]:
            value = maker.make(content[kinds[0]]["schema"])
            # Arrays at the root of what is larger than what is read would say so, and be no proof.
            return [value] if len(json.dumps(value)) < _MOST_BYTES else []
    return []


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
