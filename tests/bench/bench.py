"""Prints every figure that the project claims, measured in one run, beside its target.

`python -m tests.bench.bench [speed] [tokens] [load] [calls]`; without arguments, all. Exits 1
when a target is missed. Comparators are installed into .bench_cache/ when first needed.
"""

import sys
from collections.abc import Callable, Iterator

from .measure import CannotMeasure, Figure, Missing, Row, table


def _speed() -> Iterator[Row]:
    from . import speed

    yield from speed.rows()
    yield from speed.endpoints_made()


def _tokens() -> Iterator[Row]:
    from . import tokens

    yield from tokens.rows()


def _load() -> Iterator[Row]:
    from . import load

    yield from load.rows()


def _calls() -> Iterator[Row]:
    from . import calls

    yield from calls.rows()


SECTIONS: dict[str, Callable[[], Iterator[Row]]] = {
    "speed": _speed,
    "tokens": _tokens,
    "load": _load,
    "calls": _calls,
}


def main(names: list[str]) -> int:
    """Measure the named sections and print one table."""
    unknown = [name for name in names if name not in SECTIONS]
    if unknown:
        print(f"unknown: {', '.join(unknown)}; there are {', '.join(SECTIONS)}", file=sys.stderr)
        return 2
    rows: list[Row] = []
    for name in names or list(SECTIONS):
        try:
            rows.extend(SECTIONS[name]())
        except (CannotMeasure, ImportError) as error:
            rows.append(Missing(name, "the whole section", str(error)))
    print(table(rows))
    return 1 if any(isinstance(row, Figure) and row.verdict == "MISSED" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
