"""Prints every figure that the project claims, measured in one run, beside its target.

`python -m tests.bench.bench [SECTION…]`; without arguments, all sections. Writes docs/figures.md, where
sections that were not run keep what they were. Exits 1 when a target is missed. Comparators are
installed into .bench_cache/ when first needed.
"""

import sys
from collections.abc import Callable, Iterator

from . import figures
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


def _documents() -> Iterator[Row]:
    from . import documents

    yield from documents.rows_of_all()


def _comparison() -> Iterator[Row]:
    from . import comparison

    yield from comparison.rows_of_all()


def _growth() -> Iterator[Row]:
    from . import growth

    yield from growth.rows()


def _serving() -> Iterator[Row]:
    from . import serving

    yield from serving.rows_of_all()


SECTIONS: dict[str, Callable[[], Iterator[Row]]] = {
    "speed": _speed,
    "tokens": _tokens,
    "load": _load,
    "calls": _calls,
    "documents": _documents,
    "comparison": _comparison,
    "growth": _growth,
    "serving": _serving,
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
            measured = list(SECTIONS[name]())
        except (CannotMeasure, ImportError) as error:
            measured = [Missing(name, "the whole section", str(error))]
        figures.keep(name, measured)
        rows.extend(measured)
    figures.write(list(SECTIONS))
    print(table(rows))
    return 1 if any(isinstance(row, Figure) and row.verdict == "MISSED" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
