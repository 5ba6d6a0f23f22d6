"""The whole proof in one run: `nox -s hostile`; writes its table into docs/proof.md.

    python -m tests.hostile.hostile [--seed N] [--pairs N] [--mutants N] [--stops N] [--jobs N]

`--pairs all` puts every payload into every slot; `--minutes N` begins nothing new after so many;
`--write` keeps the table. What a run of the same code found before is taken over (`shares`).
"""

import argparse
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from generator.cli.proof.payloads import PAYLOADS
from tests.command_line import ROOT

from . import parts
from .defences import DEFENCES
from .parts import Found
from .shares import done_in_shares

PAGE = ROOT / "docs" / "proof.md"
_BEGIN, _END = "<!-- measured -->\n", "<!-- end -->\n"
_PAIRS, _ALONE, _MUTANTS, _STOPS = 2_000, 1_000, 500, 20
"""In a share, which takes about a minute."""


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table."""

    what: str
    count: str
    ended: str
    faults: Sequence[str]
    seconds: float


def main(arguments: Sequence[str] | None = None) -> int:
    """Run it; 1 where anything is not as it should be."""
    options = _options(arguments)
    if options.only:
        found = parts.only(options.only)
        print(*found.faults[:20], sep="\n")
        return 1 if found.faults or not found.count else 0
    rows = []
    for each in _rows(options):  # told as they end: what comes after may take hours
        rows.append(each)
        print(f"{each.what}: {each.ended}, {len(each.faults)} faults", flush=True)
    table = _table(rows, options)
    print(table)
    for each in rows:
        print(*(f"{each.what}: {fault}" for fault in each.faults[:50]), sep="\n")
    if options.write:
        _keep(table)
    return 1 if any(each.faults for each in rows) else 0


def _rows(options: argparse.Namespace) -> Iterator[Row]:
    most = None if options.pairs == "all" else int(options.pairs)
    chosen = parts.pairs(most, options.seed)
    of = f" of {parts.slots():,} slots × {len(PAYLOADS)} payloads × 2"
    yield _row("payloads in slots", of, parts.injected, chosen, _PAIRS, options)
    again = parts.spread_pairs(options.alone, most, options.seed)
    yield _row("payloads alone as with others", "", parts.compared_alone, again, _ALONE, options)
    mutants = parts.mutants(options.mutants, options.seed)
    yield _row("mutants", "", parts.mutated, mutants, _MUTANTS, options)
    stops = parts.disturbances(options.stops, options.seed)
    yield _row("runs killed or interrupted", "", parts.disturbed, stops, _STOPS, options)
    if not options.no_defences:
        yield _defences(options)


def _row(
    what: str,
    of: str,
    work: Callable[[Any], Found],
    items: Sequence[Any],
    size: int,
    options: argparse.Namespace,
) -> Row:
    """A part, in shares for several processes."""
    done = done_in_shares(work, items, size, options.jobs, options.until)
    left = f", {done.left:,} left" if done.left else ""
    count = f"{done.found.count:,}{of}{left}"
    return Row(what, count, _ends(done.found), done.found.faults, done.seconds)


def _ends(found: Found) -> str:
    ends: dict[str, int] = {}
    for end, count in found.ends.items():
        end = end.rpartition(" ")[2] if not end.rpartition(" ")[2].isdigit() else "compared"
        ends[end] = ends.get(end, 0) + count
    return ", ".join(
        f"{count:,} {end}" for end, count in sorted(ends.items(), key=lambda each: -each[1])
    )


def _defences(options: argparse.Namespace) -> Row:
    """Each of our own defences taken down: the part that has to notice succeeds with it alone."""
    up = done_in_shares(parts.held, DEFENCES, len(DEFENCES), options.jobs, options.until)
    down = done_in_shares(parts.taken_down, DEFENCES, 1, options.jobs, options.until)
    seen = down.found.ends["noticed"]
    ended = f"{seen} of {len(DEFENCES)} noticed" + (f", {down.left} left" if down.left else "")
    faults = [*up.found.faults, *down.found.faults]
    return Row(
        "defences taken down", f"{down.found.count}", ended, faults, up.seconds + down.seconds
    )


def _table(rows: Sequence[Row], options: argparse.Namespace) -> str:
    lines = [
        "| what | how many | how they ended | not as they should | seconds of CPU |",
        "|---|---|---|---|---|",
    ]
    for each in rows:
        cells = (each.what, each.count, each.ended, len(each.faults), f"{each.seconds:,.0f}")
        lines.append(f"| {' | '.join(map(str, cells))} |")
    return "\n".join([*lines, "", f"Seed {options.seed}."]) + "\n"


def _keep(table: str) -> None:
    before, _, rest = PAGE.read_text("utf-8").partition(_BEGIN)
    after = rest.partition(_END)[2]
    PAGE.write_text(f"{before}{_BEGIN}{table}{_END}{after}", "utf-8")


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="hostile", description=__doc__)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--pairs", default="all", help="how many, or all")
    alone = "of the pairs, how many are tried alone as well, where they were tried with others"
    parser.add_argument("--alone", type=int, default=2_000, help=alone)
    parser.add_argument("--mutants", type=int, default=20_000)
    parser.add_argument("--stops", type=int, default=200)
    parser.add_argument("--minutes", type=float, default=math.inf, help="begin nothing after these")
    parser.add_argument("--jobs", type=int, default=os.cpu_count())
    parser.add_argument("--no-defences", action="store_true")
    parser.add_argument("--only", default="", help="one part, as tests/hostile/defences.py says")
    parser.add_argument("--write", action="store_true", help="keep the table in docs/proof.md")
    options = parser.parse_args(arguments)
    options.until = time.time() + 60 * options.minutes
    return options


if __name__ == "__main__":
    sys.exit(main())
