"""What whole processes cost: seconds on the clock, and the most memory that they took."""

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from .measure import PROCESS_SECONDS, CannotMeasure, Figure, Missing, Row, in_turns

_STARTER = Path(__file__).parent / "probes" / "process_cost.py"


@dataclass(frozen=True, slots=True)
class Cost:
    """Seconds, and MiB at the peak."""

    seconds: float
    mebibytes: float


Work = Callable[[], Cost]


def cost_of(
    command: Sequence[str | Path],
    cwd: Path | None = None,
    codes: tuple[int, ...] = (0,),
    **variables: str,
) -> Cost:
    """Run a process to its end; any exit code but `codes`, or no end, is CannotMeasure."""
    environment = {**os.environ, **variables}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)  # as for everybody who runs a command twice
    name = Path(command[0]).name
    with tempfile.TemporaryFile() as said, tempfile.NamedTemporaryFile("r") as result:
        starter = [sys.executable, "-I", "-S", str(_STARTER), result.name, str(PROCESS_SECONDS)]
        subprocess.run(
            [*starter, *map(str, command)],
            cwd=cwd,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=said,
            stderr=said,
            check=True,
        )
        took, code, mebibytes = json.load(result)
        if code == -9 and took >= PROCESS_SECONDS:
            raise CannotMeasure(f"{name} was not done after {PROCESS_SECONDS} s")
        if code not in codes:
            said.seek(0)
            last = said.read().decode(errors="replace").strip().splitlines()[-1:] or ["no output"]
            raise CannotMeasure(f"{name} exited {code}: {last[0][:120]}")
    return Cost(took, mebibytes)


def medians(
    works: dict[str, Work], rounds: int, once: tuple[str, ...] = ()
) -> tuple[dict[str, Cost], dict[str, str]]:
    """The median cost of each, and why some could not be measured; `in_turns` says how they run."""
    taken, failed = in_turns(works, rounds, once)
    middle = {
        name: Cost(
            statistics.median(cost.seconds for cost in costs),
            statistics.median(cost.mebibytes for cost in costs),
        )
        for name, costs in taken.items()
    }
    return middle, failed


@dataclass(frozen=True, slots=True)
class Bar:
    """One ratio that is claimed: of which work, against which, and the most that it may be."""

    ours: str
    other: str
    seconds: float | None = None
    mebibytes: float | None = None


def rows(
    group: str, bars: Sequence[Bar], taken: dict[str, Cost], failed: dict[str, str]
) -> Iterator[Row]:
    """The ratios, then what they are made of."""
    for bar in bars:
        what = f"{bar.ours} / {bar.other}"
        if bar.ours not in taken or bar.other not in taken:
            why = failed.get(bar.ours) or failed.get(bar.other) or "not run"
            yield Missing(group, what, why)
            continue
        ours, other = taken[bar.ours], taken[bar.other]
        yield Figure(group, f"{what}, time", ours.seconds / other.seconds, "x", bar.seconds)
        if bar.mebibytes is not None:
            ratio = ours.mebibytes / other.mebibytes
            yield Figure(group, f"{what}, memory", ratio, "x", bar.mebibytes)
    for name, cost in taken.items():
        yield Figure(group, name, cost.seconds, "s", note=f"{cost.mebibytes:.0f} MiB")
