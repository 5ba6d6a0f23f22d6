"""Documents with faults: what they spoil, what is told, and that what is made of them works."""

import asyncio
import importlib
import json
import subprocess
import sys
from collections.abc import Callable, Coroutine
from pathlib import Path
from typing import Any

import pytest
from arcade_tdk import ToolContext

from tests.cli.test_cli import Space
from tests.command_line import ROOT, Ended
from tests.runtime.wire import Received, Wire, answer

FAULTS = ROOT / "tests/cases/faults/openapi.yaml"
HEAD = "openapi: {version}\ninfo: {{title: Books, version: '1'}}\nservers: [{{url: https://b.example}}]\n"
FINE = "responses: {'200': {description: Fine}}"


@pytest.fixture
def space(tmp_path: Path) -> Space:
    """A folder without toolkits."""
    return Space(tmp_path, tmp_path / "cache")


def generated(space: Space, body: str, version: str = "3.1.0", *arguments: str) -> Ended:
    """What becomes of a document with this body."""
    (space.root / "spec.yaml").write_text(HEAD.format(version=version) + body, "utf-8")
    return space.run("generate", "--spec", "spec.yaml", "--out", "books", *arguments)


def tools(space: Space) -> list[str]:
    """The operations that have tools."""
    toolkit = json.loads((space.root / "books/docs/toolkit.json").read_text("utf-8"))
    return [
        f"{each['operation']['method']} {each['operation']['path']}" for each in toolkit["tools"]
    ]


BROKEN = [
    *("{type: int}", "{type: boolean, default: 'false'}", "[{type: string}]", "{items: 7}", "7"),
    *("{$ref: '#/gone'}", "{$ref: 'https://a.example/b.json'}", "{enum: a}", "{pattern: '('}"),
    *("{properties: []}", "{required: a}", "{minLength: -1}", "{_id: 7}", "{examples: {type: a}}"),
    *("{allOf: []}", "{allOf: [7]}", "{additionalProperties: 'no'}", "{type: []}", "{format: 7}"),
]
UNNEEDED = {
    "answer": "responses: {'200': {description: Fine, content: {application/json: {schema: SCHEMA}}}}",
    "header": "responses: {'200': {description: Fine, headers: {x: {schema: SCHEMA}}}}",
    "callback": (
        f"{FINE}, callbacks: "
        "{a: {b: {post: {requestBody: {content: {application/json: {schema: SCHEMA}}}}}}}"
    ),
}
SHOWN = f"paths: {{/a: {{post: {{{FINE}}}}}}}\n"
BODY = "requestBody: {content: {application/json: {schema: {properties: {a: SCHEMA}}}}}"


def each_in(part: str, schemas: list[str]) -> str:
    """A body with an operation for each schema, which stands in that part of it."""
    lines = (
        f"  /a/{index}: {{post: {{{part.replace('SCHEMA', each)}}}}}\n"
        for index, each in enumerate(schemas)
    )
    return "paths:\n" + "".join(lines)


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
@pytest.mark.parametrize("part", UNNEEDED.values(), ids=UNNEEDED)
def test_a_fault_where_no_tool_needs_it_costs_no_tool(
    space: Space, part: str, version: str
) -> None:
    done = generated(space, each_in(part, BROKEN), version)
    assert done.code == 0, done.err
    assert len(tools(space)) == len(BROKEN)
    assert "error[" not in done.err and "left-out" not in done.err


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_a_fault_in_what_a_tool_takes_asks_nothing_of_values(space: Space, version: str) -> None:
    schemas = [each for each in BROKEN if "$ref" not in each]
    done = generated(space, each_in(f"{FINE}, {BODY}", schemas), version)
    assert (done.code, len(tools(space))) == (0, len(schemas)), done.err
    assert "left-out" not in done.err


NEEDED = (
    "requestBody: {content: {application/json: {schema: {properties: {a: REF}}}}}",
    "requestBody: {content: {application/json: {schema: {$ref: '#/components/schemas/Held'}}}}",
    "requestBody: REF",
    "parameters: [REF]",
    "parameters: [{name: q, in: query, required: true, schema: REF}]",
)


@pytest.mark.parametrize(
    "reference", ["#/components/schemas/Gone", "https://a.example/b.json", "#anchor"]
)
def test_a_broken_reference_leaves_out_what_needs_it_and_is_named(
    space: Space, reference: str
) -> None:
    broken = f"{{$ref: '{reference}'}}"
    parts = [each.replace("REF", broken) for each in NEEDED]
    body = (
        f"{each_in(f'{FINE}, SCHEMA', parts)}  /fine: {{get: {{{FINE}}}}}\n"
        f"components: {{schemas: {{Held: {{items: {broken}}}}}}}\n"
    )
    done = generated(space, body)
    assert (done.code, tools(space)) == (0, ["GET /fine"]), done.err
    left_out = [each for each in done.err.splitlines() if "operation-left-out" in each]
    assert len(left_out) == len(parts)
    assert all(f'the reference "{reference}" leads' in each for each in left_out)


@pytest.mark.parametrize(
    "body",
    [
        "paths: {}",
        "paths: 7",
        "webhooks: {a: {post: {}}}",
        "paths: {/a: {post: {requestBody: {$ref: '#/gone'}}}}",
    ],
)
def test_only_a_document_without_a_usable_operation_is_refused(space: Space, body: str) -> None:
    done = generated(space, body)
    assert (done.code, done.err.count("error[")) == (2, 1)
    assert "error[no-tools] the document has no operation that can be a tool" in done.err
    assert ("POST /a is left out" in done.err) is ("/a" in body)
    assert not (space.root / "books").exists()


def test_strict_makes_an_error_of_each(space: Space) -> None:
    text = FAULTS.read_text("utf-8").partition("\n")[2].replace("info: ", "x-info: ")
    text = "\n".join(line for line in text.splitlines() if not line.startswith("servers"))
    done = generated(space, text, "3.1.0")
    strict = generated(space, text, "3.1.0", "--strict")
    assert (done.code, strict.code) == (0, 2)
    assert strict.err.count("error[") == done.err.count("warning[") > 25
    assert "warning[" not in strict.err


def test_all_faults_are_told_in_one_run(space: Space) -> None:
    """Whoever mends all that is told has nothing more to mend."""
    (space.root / "faults.yaml").write_bytes(FAULTS.read_bytes())
    first = space.run("init", "faults.yaml", "--out", "specs/faults")
    assert first.code == 0
    done = space.run("lint", "faults", "--strict")
    left = {
        line.partition("[")[2].partition("]")[0] for line in done.err.splitlines() if "[" in line
    }
    # References to nothing are nothing that a program can mend.
    assert left <= {"ref-missing", "ref-external", "operation-left-out", "response-unread"}


def called(space: Space, monkeypatch: pytest.MonkeyPatch, name: str, **arguments: Any) -> Received:
    """What a server gets when a tool of the case is called."""
    done = space.run("generate", "--spec", str(FAULTS), "--out", "faults")
    assert done.code == 0
    monkeypatch.syspath_prepend(space.root / "faults")
    for each in [each for each in sys.modules if each.partition(".")[0] == "arcade_faults"]:
        monkeypatch.delitem(sys.modules, each)
    tool: Callable[..., Coroutine[Any, Any, Any]]
    tool = getattr(importlib.import_module("arcade_faults.tools"), name)
    if "request_body" in arguments:
        arguments["mode"] = importlib.import_module("arcade_faults.enums").ToolMode.EXECUTE

    async def work() -> Received:
        async with Wire((answer(200),)) as wire:
            monkeypatch.setenv("FAULTS_BASE_URL", wire.url)
            await tool(ToolContext(), **arguments)
            return wire.received[0]

    return asyncio.run(work())


def test_calls_of_what_was_made_arrive(space: Space, monkeypatch: pytest.MonkeyPatch) -> None:
    got = called(space, monkeypatch, "answers")
    assert (got.method, got.target) == ("GET", "/v1/answers")
    # No parameter is declared for the placeholder.
    assert called(space, monkeypatch, "get_x", id="a/b").target == "/v1/x/a%2Fb"
    # One is declared under another name.
    assert called(space, monkeypatch, "replace_x", id=7).target == "/v1/x/7"
    body = {"name": "n", "any": [None], "many": [1, "a"], "when": "b"}
    sent = json.dumps(body)
    got = called(space, monkeypatch, "asks", size=3, word="((", request_body=sent)
    assert got.target == "/v1/asks?size=3&word=%28%28"
    assert json.loads(got.body) == body


@pytest.mark.skipif(sys.platform == "win32", reason="it has no /dev/full")
@pytest.mark.parametrize(
    ("streams", "code"),
    [(">/dev/full", 2), (">&-", 2), ("2>&-", 0), ("2>/dev/full", 0), (">&- 2>&-", 2)],
)
def test_output_that_cannot_be_written_is_no_bug_of_ours(
    space: Space, streams: str, code: int
) -> None:
    (space.root / "spec.yaml").write_text(HEAD.format(version="3.1.0") + SHOWN, "utf-8")
    command = f'"{sys.executable}" -m generator show --spec "{space.root}/spec.yaml" {streams}'
    ended = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert ended.returncode == code
    assert (b"stdout: " in ended.stderr) == (code == 2 and "2>" not in streams)


def test_with_stderr_closed_problems_do_not_become_output(space: Space) -> None:
    command = f'"{sys.executable}" -m generator show --spec "{space.root}/gone.yaml" 2>&-'
    ended = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, check=False)
    assert (ended.returncode, ended.stdout) == (2, b"")
