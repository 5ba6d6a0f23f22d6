"""Starts an MCP server over stdio and asks it for its tools; prints what that cost.

`first_list.py COMMAND…`; speaks the protocol's lines itself, so that no client's start counts.
"""

import json
import subprocess
import sys
import time
from pathlib import Path
from typing import IO, Any

HELLO = {
    "protocolVersion": "2025-11-25",
    "capabilities": {},
    "clientInfo": {"name": "probe", "version": "1"},
}


def main() -> None:
    """One start, to the last tool of the list."""
    began = time.perf_counter()
    server = subprocess.Popen(sys.argv[1:], stdin=subprocess.PIPE, stdout=subprocess.PIPE)
    assert server.stdin and server.stdout
    _ask(server.stdin, server.stdout, 1, "initialize", HELLO)
    _say(server.stdin, {"method": "notifications/initialized"})
    tools, cursor, number = 0, None, 2
    while True:
        given = {"cursor": cursor} if cursor else {}
        page = _ask(server.stdin, server.stdout, number, "tools/list", given)
        tools, cursor, number = tools + len(page["tools"]), page.get("nextCursor"), number + 1
        if not cursor:
            break
    took = time.perf_counter() - began
    status = Path(f"/proc/{server.pid}/status").read_text(encoding="utf-8")
    peak = next(line for line in status.splitlines() if line.startswith("VmHWM"))
    server.stdin.close()
    server.kill()
    server.wait()
    print(json.dumps({"seconds": took, "mib": int(peak.split()[1]) / 1024, "tools": tools}))


def _say(pipe: IO[bytes], message: dict[str, Any]) -> None:
    pipe.write(json.dumps({"jsonrpc": "2.0", **message}).encode() + b"\n")
    pipe.flush()


def _ask(into: IO[bytes], out: IO[bytes], number: int, method: str, given: Any) -> Any:
    _say(into, {"id": number, "method": method, "params": given})
    for line in out:
        message = json.loads(line)
        if message.get("id") == number:
            return message["result"]
    raise SystemExit("the server ended")


if __name__ == "__main__":
    main()
