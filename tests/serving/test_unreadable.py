"""Lines over stdio that the protocol's SDK cannot read: each request with an ID has its answer."""

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
PACKAGE = "arcade_customerio_pipelines_api"
HELLO = {
    "protocolVersion": "2025-06-18",
    "capabilities": {},
    "clientInfo": {"name": "a", "version": "1"},
}
UNREADABLE = (
    r'{"jsonrpc":"2.0","id":ID,"method":"tools/list","params":[]}',
    r'{"jsonrpc":"2.0","id":ID,"method":"tools/list","params":"x"}',
    r'{"jsonrpc":"2.0","id":ID,"method":"tools/call","params":{"name":"x\ud800","id":-1}}',
    r'{"jsonrpc":"2.0","params":{"id":-1,"a":[{"id":-1}],"b":"\"id\":-1\udfff"},"id":ID,"method":"x"}',
    r'{"method":"id","id":ID,"jsonrpc":"2.0","x":"\ud800"}',
    r'{"jsonrpc":"2.0","id":ID,"method":"nope\udfff"}',
    r'{"jsonrpc":"2.0","id":ID,"method":5}',
    r'{"jsonrpc":"2.0","id":ID}',
    r'{"id":ID,"method":"ping"}',
    r'{"jsonrpc":"1.0","id":ID,"method":"ping"}',
    r'{"jsonrpc":"2.0","id":ID,"method":"ping","params":{"a":' + "9" * 5_000 + "}}",
    r'{"jsonrpc":"2.0","id":ID,"method":"ping","params":{"a":' + "[" * 3_000 + "]" * 3_000 + "}}",
    r'{"jsonrpc":"2.0","id":ID,"method":"ping","params":{"a":',
    r'{"jsonrpc":"2.0","id":"ID","method":"ping","params":{"a":"' + r"\"" * 200_000,
)
OF_NOBODY = (
    (r"nothing", -32700),
    (r"\ud800", -32700),
    (r'{"jsonrpc":"2.0","id":true,"method":"ping"}', -32600),
    (r'{"jsonrpc":"2.0","id":null,"method":"tools/list"}', -32600),
    (r'{"jsonrpc":"2.0","id":1.5,"method":"ping"}', -32600),
    (r'{"jsonrpc":"2.0","id":[1],"method":"ping"}', -32600),
    (r'{"jsonrpc":"2.0","id":null,"method":"x\ud800"}', -32600),
    (r'{"jsonrpc":"2.0","id":"\ud800","method":"ping"}', -32600),
    (r'{"jsonrpc":"2.0","id":1.5,"method":"ping","params":[]}', -32600),
    (r'[{"jsonrpc":"2.0","id":-1,"method":"ping"}]', -32600),
    (r"[]", -32600),
    (r"5", -32600),
    (r'["id","\ud800"]', -32700),
)
"""What is no request, or has an ID that none can have."""
UNANSWERED = (
    r"",
    r" ",
    r'{"jsonrpc":"2.0","method":"x\ud800","params":{"id":-1}}',
    r'{"jsonrpc":"2.0","method":"notifications/x","params":[]}',
    r'{"jsonrpc":"2.0","method":"notifications/cancelled","params":{"requestId":7}}',
    r'{"jsonrpc":"2.0","id":-1,"result":5}',
    r'{"jsonrpc":"2.0","id":-1,"error":{"message":"\ud800"}}',
)


@pytest.fixture(scope="module")
def answers() -> dict[Any, list[Any]]:
    """What was answered, by ID, to all of them in one session."""
    lines = [line.replace("ID", str(place)) for place, line in enumerate(UNREADABLE, 100)]
    hello = {"jsonrpc": "2.0", "id": 0, "method": "initialize", "params": HELLO}
    ready = {"jsonrpc": "2.0", "method": "notifications/initialized"}
    last = {"jsonrpc": "2.0", "id": 1, "method": "ping"}
    command = [sys.executable, "-m", PACKAGE]
    with subprocess.Popen(
        command, cwd=ROOT / "generated" / PACKAGE, stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as server:
        assert server.stdin and server.stdout
        server.stdin.write(f"{json.dumps(hello)}\n".encode())
        server.stdin.flush()
        found = [json.loads(server.stdout.readline())]
        rest = [
            json.dumps(ready),
            *UNANSWERED,
            *(line for line, _ in OF_NOBODY),
            *lines,
            json.dumps(last),
        ]
        server.stdin.write("".join(f"{line}\n" for line in rest).encode())
        server.stdin.flush()
        while found[-1]["id"] != last["id"]:
            found.append(json.loads(server.stdout.readline()))
        server.stdin.close()
        server.wait(20)
    by_id: dict[Any, list[Any]] = {}
    for each in found:
        by_id.setdefault(each["id"], []).append(each)
    return by_id


@pytest.mark.parametrize("place", range(len(UNREADABLE)))
def test_a_request_that_is_not_understood_is_answered(answers: Any, place: int) -> None:
    of = str(100 + place) if '"ID"' in UNREADABLE[place] else 100 + place
    (answer,) = answers[of]
    assert answer["error"]["code"] == -32600
    assert answer["error"]["message"].startswith("Not a valid JSON-RPC 2.0 request")


def test_what_no_answer_could_name_is_answered_without_a_name(answers: Any) -> None:
    assert [each["error"]["code"] for each in answers[None]] == [code for _, code in OF_NOBODY]


def test_nothing_else_is(answers: Any) -> None:
    assert len(answers) == 2 + len(UNREADABLE) + 1
    assert -1 not in answers
