"""Times whole processes, and says what came of a figure and its target."""

import os
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

T = TypeVar("T")
PROCESS_SECONDS = 300


@dataclass(frozen=True, slots=True)
class Figure:
    """One row of the report. `target` None means that the row only informs."""

    group: str
    what: str
    value: float
    unit: str
    target: float | None = None
    note: str = ""

    @property
    def verdict(self) -> str:
        """Whether the value is within the target; empty where there is none."""
        if self.target is None:
            return ""
        return "ok" if self.value <= self.target else "MISSED"


@dataclass(frozen=True, slots=True)
class Missing:
    """A row that could not be measured, and why."""

    group: str
    what: str
    why: str


Row = Figure | Missing


class CannotMeasure(Exception):
    """A comparator is not there or does not run; the message says why."""


def run(
    command: Sequence[str | Path],
    cwd: Path | None = None,
    codes: tuple[int, ...] = (0,),
    **variables: str,
) -> str:
    """Run a process and give its output; any exit code but `codes` is CannotMeasure.

    Bytecode may be kept, as for everybody who runs a command twice: installed comparators have theirs.
    """
    environment = {**os.environ, **variables}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    name = Path(command[0]).name
    try:
        done = subprocess.run(
            [str(word) for word in command],
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            timeout=PROCESS_SECONDS,
            check=False,
        )
    except subprocess.TimeoutExpired as error:
        raise CannotMeasure(f"{name} was not done after {PROCESS_SECONDS} s") from error
    except OSError as error:
        raise CannotMeasure(f"{name}: {type(error).__name__}") from error
    if done.returncode not in codes:
        last = (done.stderr or done.stdout).strip().splitlines()[-1:] or ["no output"]
        raise CannotMeasure(f"{name} exited {done.returncode}: {last[0][:120]}")
    return done.stdout


def seconds(action: Callable[[], object]) -> float:
    """Wall-clock seconds of one call."""
    began = time.perf_counter()
    action()
    return time.perf_counter() - began


def in_turns(
    works: Mapping[str, Callable[[], T]], rounds: int, once: tuple[str, ...] = ()
) -> tuple[dict[str, list[T]], dict[str, str]]:
    """What each gave, in turns so that a slow moment meets all of them, and why some gave nothing.

    Those named in `once`, which take most of a minute, are run in the first round alone.
    """
    taken: dict[str, list[T]] = {name: [] for name in works}
    failed: dict[str, str] = {}
    for number in range(rounds):
        for name, work in works.items():
            if name in failed or (number and name in once):
                continue
            try:
                taken[name].append(work())
            except CannotMeasure as error:
                failed[name] = str(error)
    return {name: each for name, each in taken.items() if name not in failed}, failed


def table(rows: Sequence[Row]) -> str:
    """The report as aligned text."""
    lines = [("", "what", "value", "target", "", "note")]
    for row in rows:
        if isinstance(row, Missing):
            lines.append((row.group, row.what, "-", "", "not measured", row.why))
            continue
        target = "" if row.target is None else f"<= {number(row.target)} {row.unit}"
        value = f"{number(row.value)} {row.unit}"
        lines.append((row.group, row.what, value, target, row.verdict, row.note))
    widths = [max(len(line[column]) for line in lines) for column in range(5)]
    return "\n".join(
        "  ".join([*(cell.ljust(width) for cell, width in zip(line, widths)), line[5]]).rstrip()
        for line in lines
    )


def number(value: float) -> str:
    """Three digits that count, or whole thousands."""
    if value == int(value) and abs(value) >= 10:
        return f"{int(value):,}"
    return f"{value:.3g}" if abs(value) < 1000 else f"{value:,.0f}"
