"""Does a long run in shares, whose results stay on disk: a run that is ended goes on where it was.

A result counts for the code that it was found with alone.
"""

import hashlib
import json
import os
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from typing import Any

from tests.command_line import ROOT

from .parts import Found

FOLDER = ROOT / ".cache" / "hostile"
_CODE = ("generator", "templates", "tests/hostile", "tests/cases")


@dataclass(frozen=True, slots=True)
class Done:
    """What was found so far, in so many seconds of CPU, and how many items nobody came to."""

    found: Found
    seconds: float
    left: int


def done_in_shares(
    work: Callable[[Any], Found], items: Sequence[Any], size: int, jobs: int, until: float
) -> Done:
    """The work on all items, in several processes, as far as it goes until that time."""
    shares = [items[at : at + size] for at in range(0, len(items), size)]
    one = partial(_share, work, FOLDER / code_digest(), until)
    with _workers(jobs) as pool:
        results = [*pool.map(one, shares)]
    found, seconds, left = Found(), 0.0, 0
    for share, result in zip(shares, results):
        if result is None:
            left += len(share)
            continue
        found.ends += Counter(result["ends"])
        found.faults += result["faults"]
        seconds += result["seconds"]
    return Done(found, seconds, left)


def _workers(jobs: int) -> Executor:
    return ProcessPoolExecutor(jobs, mp_context=get_context("spawn"))


def _share(
    work: Callable[[Any], Found], folder: Path, until: float, items: Sequence[Any]
) -> dict[str, Any] | None:
    """What is on disk, or was found now; None where there was no time left."""
    named = [work.__name__, *map(str, items)]
    path = folder / f"{hashlib.sha256(json.dumps(named).encode()).hexdigest()[:24]}.json"
    if path.is_file():
        return dict(json.loads(path.read_text("utf-8")))
    if time.time() > until:
        return None
    started = _seconds()
    found = work(items)
    result = {"ends": found.ends, "faults": found.faults, "seconds": _seconds() - started}
    folder.mkdir(parents=True, exist_ok=True)
    staged = path.with_suffix(f".{os.getpid()}")
    staged.write_text(json.dumps(result), "utf-8")
    staged.replace(path)
    return result


def _seconds() -> float:
    """CPU of this process and those that it waited for."""
    return sum(os.times()[:4])


def code_digest() -> str:
    """Another one whenever the code, the templates or what is put into them is another."""
    found = hashlib.sha256()
    for folder in _CODE:
        for path in sorted((ROOT / folder).rglob("*")):
            if path.is_file() and not {"__pycache__", "expected"} & {*path.parts}:
                found.update(f"{path.relative_to(ROOT)}\0".encode() + path.read_bytes())
    return found.hexdigest()[:16]
