"""Documents that break OpenAPI's rules: what is said about them, and what the check never does."""

import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

import generator
from generator.core.problems import Problem, Severity
from generator.document import references
from generator.document.load import Document
from generator.validation.validator import Validator
from tests.document.documents import codes, place, read, vendor_document

HEAD = "openapi: {version}\ninfo: {{title: Books, version: '1'}}\n"
FINE = """\
paths:
  /books/{id}:
    get:
      operationId: read
      parameters: [{name: id, in: path, required: true, schema: {type: string}}]
      responses: {default: {description: fine}}
  x-note: text
components:
  schemas:
    Node:
      type: object
      properties: {next: {$ref: '#/components/schemas/Node'}}
    Tree:
      allOf: [{$ref: '#/components/schemas/Branch'}]
    Branch:
      type: array
      items: {$ref: '#/components/schemas/Tree'}
"""
VERSIONS = pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])


def document(body: str, version: str = "3.1.0") -> Document:
    """A document with this body."""
    return read(HEAD.format(version=version) + body)


def problems_in(document: Document) -> list[Problem]:
    """What validation says about a document."""
    with Validator.start() as validator:
        validator.submit(document)
        return list(validator.problems(references.reachable(document.root, ["#/paths"])))


def operation(rest: str) -> str:
    """A body with one operation."""
    return f"paths:\n  /a:\n    get: {{responses: {{default: {{description: ok}}}}, {rest}}}\n"


@VERSIONS
def test_a_sound_document_has_no_problems(version: str) -> None:
    assert problems_in(document(FINE, version)) == []


@VERSIONS
@pytest.mark.parametrize(
    ("body", "pointer", "at", "message"),
    [
        ("servers: [{uri: a}]\npaths: {}", "#/servers/0", "{uri", '"url" is missing'),
        ("paths: {}\ninfos: {}", "#/infos", "infos", '"infos" means nothing here'),
        (operation("oops: 1"), "#/paths/~1a/get/oops", "oops", '"oops" means nothing here'),
        (operation("summary: 1"), "#/paths/~1a/get/summary", "summary", "a number stands here"),
        (
            operation("parameters: [{name: q, in: body, schema: {}}]"),
            "#/paths/~1a/get/parameters/0/in",
            "in: body",
            '"body" is not allowed here',
        ),
        (
            operation("operationId: x") + "  /b: {get: {operationId: x, responses: {}}}",
            "#/paths/~1b/get/operationId",
            "operationId: x, resp",
            "another operation has this operationId",
        ),
        (
            operation("parameters: [{name: id, in: path, required: true, schema: {}}]"),
            "#/paths/~1a/get",
            "get",
            "path parameters and the placeholders in the path are not the same",
        ),
        (
            operation("parameters: [{name: q, in: query, schema: {type: integer, default: x}}]"),
            "#/paths/~1a/get/parameters/0/schema/default",
            "default: x",
            "a string stands here",
        ),
        (
            operation("parameters: [{name: q, in: query, schema: {items: {type: objct}}}]"),
            "#/paths/~1a/get/parameters/0/schema/items/type",
            "type: objct",
            '"objct" is not allowed here',
        ),
    ],
)
def test_a_broken_rule_is_told_with_its_place(
    body: str, pointer: str, at: str, message: str, version: str
) -> None:
    found = {(each.pointer, each.message): each for each in problems_in(document(body, version))}
    problem = found[pointer, message]
    assert (problem.code, problem.severity) == ("openapi-invalid", Severity.ERROR)
    before = (HEAD.format(version=version) + body).partition(at)[0].split("\n")
    assert place(problem) == (len(before), len(before[-1]) + 1)


def test_all_broken_rules_are_told_in_one_run_and_in_order() -> None:
    body = operation("summary: 1, description: 2") + "servers: [{}]\nexternalDocs: {url: 3}"
    problems = problems_in(document(body))
    assert [each.pointer for each in problems] == [
        "#/paths/~1a/get/summary",
        "#/paths/~1a/get/description",
        "#/servers/0",
        "#/externalDocs/url",
    ]


@VERSIONS
def test_findings_that_no_operation_reaches_are_warnings(version: str) -> None:
    schema = "{content: {application/json: {schema: {$ref: '#/components/schemas/Used'}}}}"
    body = operation(f"requestBody: {schema}") + (
        "components:\n  schemas:\n    Used: {type: wrong}\n    Unused: {type: wrong}\n"
    )
    found = {each.pointer: each.severity for each in problems_in(document(body, version))}
    assert found == {
        "#/components/schemas/Used/type": Severity.ERROR,
        "#/components/schemas/Unused/type": Severity.WARNING,
    }


def test_a_finding_behind_a_reference_is_placed_where_it_stands() -> None:
    body = operation("parameters: [{$ref: '#/components/parameters/P'}]") + (
        "components:\n  parameters:\n"
        "    P: {name: q, in: query, schema: {type: integer, default: x}}\n"
    )
    (problem,) = problems_in(document(body))
    assert problem.pointer == "#/components/parameters/P/schema/default"
    assert place(problem) == (8, 53)
    assert problem.severity is Severity.ERROR


def test_required_names_without_a_property_are_a_warning() -> None:
    body = FINE + "    Odd: {allOf: [{type: object}], required: [ghost]}\n"
    (problem,) = problems_in(document(body))
    assert (problem.pointer, problem.severity) == (
        "#/components/schemas/Odd/required",
        Severity.WARNING,
    )


def test_values_of_the_document_are_not_echoed() -> None:
    secret = "canary" * 500
    body = operation(f"summary: [{{a: {secret}}}], parameters: [{{name: q, in: {secret}}}]")
    for problem in problems_in(document(body)):
        assert len(problem.message + problem.expected + problem.hint) < 400
        assert problem.message.count("canary") <= 10


@pytest.mark.parametrize(
    ("text", "pointer", "hint"),
    [
        ("swagger: '2.0'\npaths: {}", "#/swagger", "convert"),
        ("openapi: '4.0.0'\npaths: {}", "#/openapi", "convert"),
        ("openapi: 3.1\npaths: {}", "#/openapi", "quotes"),
        ("paths: {}", "#/openapi", "quotes"),
        ("openapi: [3.1.0]\npaths: {}", "#/openapi", "quotes"),
    ],
)
def test_other_versions_are_refused(text: str, pointer: str, hint: str) -> None:
    (problem,) = problems_in(read(text))
    assert (problem.code, problem.pointer) == ("openapi-version", pointer)
    assert hint in problem.hint


@pytest.mark.parametrize("name", ["pipelines", "track"])
def test_the_vendors_documents_are_sound(name: str) -> None:
    assert problems_in(vendor_document(name)) == []


@pytest.fixture
def visits() -> Iterator[tuple[str, list[str]]]:
    """A server on this machine, and the paths that were asked of it."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            self.send_response(200)
            self.end_headers()
            self.wfile.write(b"{}")

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,))
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}", asked
    server.shutdown()
    thread.join()
    server.server_close()


EVERYWHERE = """\
paths:
  /a:
    parameters: [{{$ref: '{0}'}}]
    get:
      parameters: [{{$ref: '{0}'}}, {{name: q, in: query, schema: {{$ref: '{0}'}}}}]
      requestBody: {{$ref: '{0}'}}
      responses:
        200: {{$ref: '{0}'}}
        201: {{description: '', content: {{a/json: {{schema: {{items: {{$ref: '{0}'}}}}}}}}}}
  /b: {{$ref: '{0}'}}
components:
  schemas:
    A: {{$ref: '{0}'}}
    B: {{type: object, default: {{$ref: '{0}'}}, properties: {{a: {{default: {{$ref: '{0}'}}}}}}}}
    C: {{default: 1, allOf: [{{$ref: '{0}'}}], anyOf: [{{$dynamicRef: '{0}'}}]}}
    D: {{$id: '{0}', $schema: '{0}', default: 1, properties: {{a: {{$ref: '#/x'}}}}}}
    E: {{$id: '{0}', default: 1, $ref: '#/components/schemas/A'}}
    F: {{$id: '{0}', default: {{b: 1}}, properties: {{b: {{$ref: '#/components/schemas/B'}}}}}}
    G: {{discriminator: {{propertyName: a, mapping: {{b: '{0}'}}}}}}
  examples: {{E: {{externalValue: '{0}'}}}}
"""


@VERSIONS
def test_no_address_in_a_document_is_asked(version: str, visits: tuple[str, list[str]]) -> None:
    url, asked = visits
    found = problems_in(document(EVERYWHERE.format(f"{url}/secret.json"), version))
    assert asked == []
    assert set(codes(found)) <= {"openapi-invalid"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes here")
@VERSIONS
def test_no_file_that_a_document_names_is_opened(version: str, tmp_path: Path) -> None:
    pipe = tmp_path / "canary.json"
    os.mkfifo(pipe)
    for name in (pipe.as_uri(), str(pipe)):
        # Whoever opens the pipe waits for ever, and the validator gives up.
        with Validator.start(timeout=30) as validator:
            validator.submit(document(EVERYWHERE.format(name), version))
            assert set(codes(list(validator.problems(frozenset())))) <= {"openapi-invalid"}


@pytest.mark.parametrize(
    "act",
    [
        "urllib.request.urlopen('http://127.0.0.1:9/')",
        "urllib.request.urlopen('file:///etc/hostname')",
        "socket.create_connection(('127.0.0.1', 9))",
        "subprocess.run(['true'])",
        "open('/etc/hostname')",
    ],
)
def test_the_child_cannot_open_anything_even_if_it_is_told_to(act: str) -> None:
    script = (
        "import encodings.idna, socket, subprocess, urllib.request\n"
        f"from generator.validation.worker import guard\nguard()\n{act}"
    )
    root = Path(generator.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=root,
        timeout=60,
        check=False,
    )
    assert "PermissionError" in done.stderr


@VERSIONS
def test_references_in_circles_and_to_nothing_do_not_hide_other_findings(version: str) -> None:
    body = operation("summary: 1, parameters: [{$ref: '#/gone'}]") + (
        "components:\n  schemas:\n"
        "    A: {$ref: '#/components/schemas/B'}\n    B: {$ref: '#/components/schemas/A'}\n"
        "    C: {type: integer, default: x, properties: {$ref: {type: string}}}\n"
    )
    pointers = {each.pointer for each in problems_in(document(body, version))}
    assert pointers == {"#/paths/~1a/get/summary", "#/components/schemas/C/default"}


def test_the_deepest_document_that_is_read_can_be_validated() -> None:
    schema = "{items: " * 90 + "{type: wrong}" + "}" * 90
    body = f"paths: {{}}\ncomponents: {{schemas: {{A: {schema}}}}}"
    (problem,) = problems_in(document(body))
    assert problem.pointer.endswith("/items/type")


def test_long_chains_of_schemas_are_no_crash() -> None:
    parts = "".join(
        f"    P{i}: {{allOf: [{{$ref: '#/components/schemas/P{i + 1}'}}]}}\n" for i in range(300)
    )
    body = f"paths: {{}}\ncomponents:\n  schemas:\n{parts}    P300: {{type: string}}\n"
    assert problems_in(document(body)) == []


def test_a_validator_that_takes_too_long_is_given_up() -> None:
    started = time.monotonic()
    with Validator.start(timeout=0.01) as validator:
        validator.submit(document(FINE))
        (problem,) = validator.problems(frozenset())
    assert problem.code == "validator-failed"
    assert time.monotonic() - started < 10


def test_a_child_that_dies_is_a_problem_and_not_a_traceback(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "executable", "/bin/false")
    (problem,) = problems_in(document(FINE))
    assert (problem.code, problem.severity) == ("validator-failed", Severity.ERROR)


def test_a_child_that_cannot_be_started_is_a_problem(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "executable", "/nowhere/python")
    assert codes(problems_in(document(FINE))) == ["validator-failed"]


def test_a_validator_that_is_not_needed_leaves_no_process() -> None:
    with Validator.start() as validator:
        process = validator._process
        assert process is not None and process.poll() is None
    assert process.poll() is not None


def test_submitting_does_not_wait_for_the_child(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    idle = tmp_path / "idle"
    idle.write_text("#!/bin/sh\nexec sleep 30\n")
    idle.chmod(0o755)
    monkeypatch.setattr(sys, "executable", str(idle))
    big = document(FINE + "x-big: " + "x" * 2_000_000 + "\n")
    started = time.monotonic()
    with Validator.start() as validator:
        validator.submit(big)
    assert time.monotonic() - started < 20


def test_libraries_are_imported_only_where_they_are_needed() -> None:
    script = (
        "import sys, generator.overlay.apply, generator.document.references, generator.document.load\n"
        "import generator.validation.validator\n"
        "generator.document.load.load(b'{}', 'a.json')\n"
        "heavy = {'yaml', 'jsonpath_rfc9535', 'jsonschema', 'openapi_spec_validator'}\n"
        "print(*heavy & set(sys.modules))"
    )
    root = Path(generator.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-c", script],
        capture_output=True,
        text=True,
        cwd=root,
        timeout=60,
        check=False,
    )
    assert (done.stdout, done.stderr) == ("\n", "")


def test_the_working_directory_is_not_searched_for_modules(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    marker = tmp_path / "was-run"
    for name in ("jsonschema", "yaml", "json"):
        (tmp_path / f"{name}.py").write_text(f"open({str(marker)!r}, 'w')")
    monkeypatch.chdir(tmp_path)
    assert problems_in(document(FINE)) == []
    assert not marker.exists()


def test_the_worker_without_a_request_ends_quietly() -> None:
    root = Path(generator.__file__).parents[1]
    done = subprocess.run(
        [sys.executable, "-m", "generator.validation.worker"],
        input=b"", capture_output=True, cwd=root, timeout=60, check=False,
    )  # fmt: skip
    assert (done.returncode, done.stdout) == (0, b"")


def test_answers_do_not_depend_on_the_hash_seed(monkeypatch: pytest.MonkeyPatch) -> None:
    answers = set()
    for seed in ("1", "2"):
        monkeypatch.setenv("PYTHONHASHSEED", seed)
        body = FINE + "    Odd: {allOf: [{type: object}], required: [a, b, c, d]}\n"
        answers.add(json.dumps([str(each) for each in problems_in(document(body))]))
    assert len(answers) == 1
