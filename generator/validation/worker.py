"""Runs openapi-spec-validator in a process of its own, because importing it takes as long as a run.

Reads `{"document": …, "resolvable": …}` as JSON from stdin and writes findings as JSON to stdout.
`document` is checked by its form alone. References are followed in `resolvable`, from which the
caller has taken those that are broken or lead elsewhere; null stands for the same document again.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from dataclasses import asdict
from typing import Any, BinaryIO

# One level of a document takes several frames of the validator.
_FRAMES = 20_000
_STACK_BYTES = 256 * 1024 * 1024

_FORBIDDEN = frozenset(
    (
        *("socket.connect", "socket.bind", "socket.sendto", "socket.getaddrinfo"),
        *(
            "urllib.Request",
            "subprocess.Popen",
            "os.system",
            "os.exec",
            "os.posix_spawn",
            "os.fork",
        ),
    )
)


def guard() -> None:
    """Keeps this process from opening connections, processes, and files other than Python's own."""
    roots = tuple(os.path.realpath(path) for path in (*sys.path, sys.prefix, sys.base_prefix))

    def refuse(event: str, arguments: tuple[Any, ...]) -> None:
        if event in _FORBIDDEN:
            raise PermissionError(event)
        if event == "open" and isinstance(arguments[0], (str, bytes)):
            path = os.path.realpath(os.fsdecode(arguments[0]))
            if not path.startswith(roots):
                raise PermissionError(event)

    sys.addaudithook(refuse)


def main() -> None:
    """Answers one request, with a stack that is deep enough for any document."""
    failures: list[Exception] = []
    answer = sys.stdout.buffer
    # Whatever a library prints shall not stand in the answer.
    sys.stdout = sys.stderr

    def work() -> None:
        try:
            _work(answer)
        except Exception as error:  # noqa: BLE001 - a thread can only pass it on
            failures.append(error)

    sys.setrecursionlimit(_FRAMES)
    threading.stack_size(_STACK_BYTES)
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    if failures:
        # The text of an error may hold values of the document; its type says enough.
        sys.exit(type(failures[0]).__name__)


def _work(answer: BinaryIO) -> None:
    # Set before the import, so that messages are the same on every machine.
    os.environ["OPENAPI_SPEC_VALIDATOR_SCHEMA_VALIDATOR_BACKEND"] = "jsonschema"
    from generator.validation import openapi_rules

    # The commonest version, while there is nothing else to do.
    openapi_rules.prepare("3.1.0")
    request = json.loads(sys.stdin.buffer.read() or b"null")
    if request is None:
        return
    document = request["document"]
    openapi_rules.prepare(document["openapi"])
    guard()
    found = [*openapi_rules.check_form(document)]
    found += openapi_rules.check_meaning(request["resolvable"] or document)
    answer.write(json.dumps([asdict(each) for each in found]).encode())
    answer.flush()


if __name__ == "__main__":
    main()
