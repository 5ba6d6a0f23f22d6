"""What a call costs in process, over a bare HTTP client that posts the same bytes."""

import json
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from . import comparators
from .measure import CannotMeasure, Figure, Missing, Row, run

GROUP = "calls in process"
PACKAGE = "arcade_customerio_pipelines_api"
PROBES = Path(__file__).parent / "probes"


def rows() -> Iterator[Row]:
    """Medians and p99 of both packages against the bare client in the same process."""
    pythons: dict[str, Callable[[], Path]] = {
        "ours": lambda: comparators.our_package(PACKAGE),
        "published": lambda: comparators.environment("published", comparators.PUBLISHED),
    }
    for name, make in pythons.items():
        target = 1.25 if name == "ours" else None
        try:
            with fake_api() as url:
                taken = _probe(make(), url)
        except CannotMeasure as error:
            yield Missing(GROUP, name, str(error))
            continue
        for rank in ("median", "p99"):
            ratio = taken[f"tool_{rank}"] / taken[f"bare_{rank}"]
            note = f"{taken[f'tool_{rank}'] * 1000:.2f} ms / {taken[f'bare_{rank}'] * 1000:.2f} ms"
            yield Figure(GROUP, f"{name}, {rank} / bare httpx", ratio, "x", target, note)
        if "validate_ms" in taken:
            validated = taken["validate_ms"]
            yield Figure(GROUP, "validation of a 500-item batch", validated, "ms", 5)


def _probe(python: Path, url: str) -> dict[str, float]:
    printed = run([python, PROBES / "call_times.py", url])
    taken: dict[str, float] = json.loads(printed.splitlines()[-1])
    return taken


@contextmanager
def fake_api() -> Iterator[str]:
    """A fake Customer.io in a process of its own; gives its URL."""
    with TemporaryDirectory() as folder:
        port_file = Path(folder) / "url"
        command = [sys.executable, "-m", "tests.fake_customerio", "--port-file", str(port_file)]
        process = subprocess.Popen(command, cwd=comparators.ROOT)
        try:
            deadline = time.monotonic() + 10
            while not port_file.exists():
                if time.monotonic() > deadline:
                    raise CannotMeasure("the fake API did not start")
                time.sleep(0.02)
            yield port_file.read_text(encoding="utf-8").strip()
        finally:
            process.terminate()
            process.wait(10)
