"""What it costs to have the tools loaded: time to import them, memory afterwards."""

import json
import statistics
from collections.abc import Iterator
from pathlib import Path

from . import comparators
from .measure import CannotMeasure, Figure, Missing, Row, run

ROUNDS = 11
PACKAGE = "arcade_customerio_pipelines_api"
# Imports what Arcade's runtime imports: every module that holds tools.
PROBE = f"""
import json, sys, time
began = time.perf_counter()
import {PACKAGE}.tools
took = time.perf_counter() - began
with open("/proc/self/status") as status:
    resident = next(line for line in status if line.startswith("VmRSS"))
print(json.dumps({{"ms": took * 1000, "mb": int(resident.split()[1]) / 1024}}))
"""


def rows(rounds: int = ROUNDS) -> Iterator[Row]:
    """Ours beside the published package, in turns."""
    try:
        pythons = {
            "ours": comparators.our_package(PACKAGE),
            "published": comparators.environment("published", comparators.PUBLISHED),
        }
        taken: dict[str, list[dict[str, float]]] = {name: [] for name in pythons}
        for _ in range(rounds):
            for name, python in pythons.items():
                taken[name].append(_probe(python))
    except CannotMeasure as error:
        yield Missing("load", "import and memory", str(error))
        return
    versions = {name: _versions(python) for name, python in pythons.items()}
    for unit, what in (("ms", "import of the tools"), ("mb", "memory after load")):
        middle = {
            name: statistics.median(probe[unit] for probe in probes)
            for name, probes in taken.items()
        }
        for name, value in middle.items():
            yield Figure("load", f"{what}, {name}", value, unit, note=versions[name])
        yield Figure(
            "load", f"{what}, ours / published", middle["ours"] / middle["published"], "x", 1
        )


def _probe(python: Path) -> dict[str, float]:
    measured: dict[str, float] = json.loads(run([python, "-c", PROBE]).splitlines()[-1])
    return measured


def _versions(python: Path) -> str:
    return f"arcade-tdk {comparators.version(python, 'arcade-tdk')}"
