"""Validates documents by OpenAPI's own rules, in a child process that runs beside its parent."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import threading
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from generator import FOLDER
from generator.core import pointers
from generator.core.problems import Problem, Severity, excerpt, in_order
from generator.document import references
from generator.document.located import Document, MarkedDict, place_of
from generator.validation.resolvable import resolvable

_TIMEOUT_SECONDS = 120.0
_VERSIONS = ("3.0.", "3.1.", "3.2.")

# What stands here matters only where something refers to it.
_ON_DEMAND = ("#/components/", "#/webhooks/")


class Validator:
    """One validation: `start` it early, `submit` a document, then ask for its `problems`.

    As a context manager it leaves no process behind.
    """

    def __init__(self, process: subprocess.Popen[bytes] | None, timeout: float) -> None:
        self._process = process
        self._timeout = timeout
        self._document: Document | None = None
        self._refused: Problem | None = None
        self._thread: threading.Thread | None = None
        self._found: list[dict[str, Any]] = []
        self._failure = "" if process else "it could not be started"

    @classmethod
    def start(cls, timeout: float = _TIMEOUT_SECONDS) -> Self:
        """Starts the child, which imports the validator; `timeout` is in seconds from `submit`."""
        try:
            process = subprocess.Popen(
                [sys.executable, "-P", "-m", "generator.validation.worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.PIPE,
                cwd=FOLDER,
                env=_environment(FOLDER.parent),
            )
        except OSError:
            return cls(None, timeout)
        return cls(process, timeout)

    def submit(self, document: Document) -> None:
        """Hands the document over and returns at once."""
        self._document = document
        self._refused = _version_problem(document)
        if self._refused or self._process is None:
            return
        request = json.dumps({"document": document.root, "resolvable": resolvable(document.root)})
        self._thread = threading.Thread(
            target=self._converse, args=(request.encode(),), daemon=True
        )
        self._thread.start()

    def problems(self, reachable: frozenset[str]) -> tuple[Problem, ...]:
        """Waits for the child and returns what it found, in order.

        `reachable` is what `references.reachable` gives. Findings in components and webhooks that are
        not in it are warnings, and so are rules of the validator that OpenAPI does not have.
        """
        if self._document is None:
            raise ValueError("no document was submitted")
        if self._refused:
            return (self._refused,)
        if self._thread:
            self._thread.join()
        if self._failure:
            return (_failure_problem(self._failure, self._document.file),)
        root = self._document.root
        found = [_problem(root, each, reachable) for each in self._found]
        # The two checks overlap; what they say of the same part in the same words is one problem.
        return in_order({(each.pointer, each.message): each for each in found}.values())

    def close(self) -> None:
        """Ends the child, whatever it is doing."""
        if self._process is None:
            return
        self._process.kill()
        if self._thread:
            self._thread.join()
        else:
            self._process.communicate()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.close()

    def _converse(self, request: bytes) -> None:
        assert self._process is not None
        try:
            output, errors = self._process.communicate(request, self._timeout)
        except subprocess.TimeoutExpired:
            self._failure = f"it took longer than {self._timeout:g} seconds"
            self._process.kill()
            self._process.communicate()
            return
        if self._process.returncode != 0:
            last = errors.decode(errors="replace").strip().rpartition("\n")[2]
            self._failure = f"it ended with code {self._process.returncode}: {excerpt(last)}"
            return
        self._found = json.loads(output)


def _environment(root: Path) -> dict[str, str]:
    """The parent's environment, changed so that the child finds this package and never varies."""
    # Relative entries would mean another folder in the child, or one that anybody can fill.
    given = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    paths = [str(root), *(path for path in given if os.path.isabs(path))]
    changes = {"PYTHONPATH": os.pathsep.join(paths), "PYTHONHASHSEED": "0", "PYTHONUTF8": "1"}
    return {**os.environ, **changes}


def _version_problem(document: Document) -> Problem | None:
    root = document.root
    version = root.get("openapi")
    if isinstance(version, str) and version.startswith(_VERSIONS):
        return None
    key = "swagger" if "swagger" in root and "openapi" not in root else "openapi"
    pointer = pointers.join([key])
    if key in root:
        message = f"the document says {key} {excerpt(root[key])}, a version that is not read"
    else:
        message = "the document does not say which version of OpenAPI it follows"
    is_text = isinstance(root.get(key), str)
    hint = "convert the document to OpenAPI 3.1 first" if is_text else "give it as text, in quotes"
    place = place_of(root, pointer)
    return Problem("openapi-version", message, place, pointer, 'openapi: "3.0.x" to "3.2.x"', hint)


def _failure_problem(failure: str, file: str) -> Problem:
    return Problem(
        "validator-failed",
        f"the OpenAPI validator gave no answer about {excerpt(file)}: {failure}",
        None,
        "",
        "",
        "see that openapi-spec-validator is installed; a document as large as this may need longer",
    )


def _problem(root: MarkedDict, finding: dict[str, Any], reachable: frozenset[str]) -> Problem:
    pointer = references.actual_pointer(root, finding["path"])
    is_used = not pointer.startswith(_ON_DEMAND) or references.is_within(pointer, reachable)
    is_error = is_used and finding["is_certain"]
    return Problem(
        "openapi-invalid",
        finding["message"],
        place_of(root, pointer),
        pointer,
        finding["expected"],
        severity=Severity.ERROR if is_error else Severity.WARNING,
    )
