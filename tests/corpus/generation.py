"""Runs toolgen on a document, as a maintainer would: a whole process, without configuration."""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_HEAD = re.compile(r"^(?:.*?: )?(?P<severity>warning|error)\[(?P<code>[\w-]+)\] (?P<message>.*)$")
_OPERATION = re.compile(r"\b(?:GET|PUT|POST|DELETE|OPTIONS|HEAD|PATCH|TRACE|QUERY) /\S*")


@dataclass(frozen=True, slots=True)
class Finding:
    """One problem that toolgen named."""

    severity: str
    code: str
    message: str
    pointer: str

    @property
    def kind(self) -> str:
        """The problem without what is particular to this place."""
        text = _OPERATION.sub("an operation", self.message)
        text = re.sub(r"parameter \S+", "parameter …", text)
        text = re.sub(r'"[^"]*"', '"…"', text)
        return f"{self.code}: {re.sub(r'[0-9][0-9,.]*', 'N', text)}"


@dataclass(slots=True)
class Generation:
    """What became of one run."""

    seconds: float
    mebibytes: float
    code: int | None
    """None where it was ended for taking too long."""
    findings: list[Finding] = field(default_factory=list)

    @property
    def left_out(self) -> int:
        """Operations that were named as left out."""
        return sum(finding.code == "operation-left-out" for finding in self.findings)


def generate(document: Path, folder: Path, most_seconds: float) -> Generation:
    """Generate the document's package into a new folder."""
    shutil.rmtree(folder, ignore_errors=True)
    command = [sys.executable, "-m", "generator", "generate", "--no-cache"]
    command += ["--spec", str(document), "--out", str(folder)]
    with tempfile.TemporaryFile("w+", encoding="utf-8") as said:
        began = time.perf_counter()
        process = subprocess.Popen(
            command, stdin=subprocess.DEVNULL, stdout=said, stderr=said, start_new_session=True
        )
        code, kibibytes = _wait(process, most_seconds)
        took = time.perf_counter() - began
        said.seek(0)
        return Generation(took, kibibytes / 1024, code, list(_findings(said.read().splitlines())))


def _wait(process: "subprocess.Popen[bytes]", most_seconds: float) -> tuple[int | None, int]:
    """The exit code, and the most memory that it or a child of it took; Linux counts in KiB."""
    late = threading.Event()

    def end() -> None:
        late.set()
        os.killpg(process.pid, 9)

    timer = threading.Timer(most_seconds, end)
    timer.start()
    _, status, usage = os.wait4(process.pid, 0)
    timer.cancel()
    process.returncode = os.waitstatus_to_exitcode(status)
    return None if late.is_set() else process.returncode, usage.ru_maxrss


def _findings(lines: list[str]) -> Iterator[Finding]:
    for number, line in enumerate(lines):
        if head := _HEAD.match(line):
            below = lines[number + 1] if number + 1 < len(lines) else ""
            pointer = below.removeprefix("  at: ") if below.startswith("  at: ") else ""
            yield Finding(head["severity"], head["code"], head["message"], pointer)
