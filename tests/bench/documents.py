"""Vendors' documents, large and small, by toolgen and by other generators."""

import json
import shutil
import sys
from collections.abc import Iterator
from functools import partial
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.corpus.wheels import document_of, listed

from . import comparators
from .costs import Bar, Cost, Work, cost_of, medians, rows
from .measure import CannotMeasure, Missing, Row

ROUNDS = 3
COLD, AGAIN, CHANGED, CHECK = "generate", "generate again", "one operation changed", "check"
FASTMCP, NPM = "FastMCP.from_openapi", "npm openapi-mcp-generator"
OPC, DMC = "openapi-python-client", "datamodel-code-generator"
BARS: dict[str, tuple[Bar, ...]] = {
    "github": (
        Bar(COLD, FASTMCP, 2.0, 1.0),
        Bar(COLD, OPC, 0.3),
        Bar(COLD, DMC, 0.3),
        Bar(CHANGED, COLD, 0.25),
        Bar(CHECK, NPM, 1.0),
    ),
    "datadog": (Bar(COLD, FASTMCP, 2.0), Bar(COLD, OPC, 0.3), Bar(COLD, DMC, 0.3)),
    "posthog": (Bar(COLD, FASTMCP, 2.0),),
    "pagerduty": (Bar(COLD, FASTMCP),),
    "customerio": (Bar(COLD, FASTMCP), Bar(CHECK, NPM)),
}


def rows_of_all(rounds: int = ROUNDS) -> Iterator[Row]:
    """A group of rows a document."""
    for name, bars in BARS.items():
        with TemporaryDirectory() as folder:
            try:
                document = document_of(listed([name])[0])
                works = {**_own(document, Path(folder)), **_others(document, Path(folder), bars)}
                taken, failed = medians(works, rounds, once=(OPC, DMC))
            except CannotMeasure as error:
                yield Missing(name, "the whole document", str(error))
                continue
            yield from rows(name, bars, taken, failed)


def toolgen(folder: Path, *arguments: str | Path, codes: tuple[int, ...] = (0,)) -> Cost:
    """One run of toolgen with a cache of its own, so that earlier runs elsewhere do not help."""
    command = [sys.executable, "-m", "generator", *arguments]
    cache = str(folder / "cache")
    return cost_of(command, cwd=comparators.ROOT, codes=codes, TOOLGEN_CACHE_DIR=cache)


def _own(document: Path, folder: Path) -> dict[str, Work]:
    fresh, kept = folder / "fresh", folder / "kept"
    edits = changes(document, folder)
    before = next(edits)  # spelled as what comes after it, which differs in one operation alone

    def run(out: Path, *arguments: str, spec: Path = document) -> Cost:
        return toolgen(folder, *arguments, "--spec", spec, "--out", out)

    def cold() -> Cost:
        shutil.rmtree(fresh, ignore_errors=True)
        return run(fresh, "generate", "--no-cache")

    def changed() -> Cost:
        run(kept, "generate", spec=before)
        return run(kept, "generate", spec=next(edits))

    def check() -> Cost:
        run(kept, "generate")
        return run(kept, "check")

    def again() -> Cost:
        run(kept, "generate")
        return run(kept, "generate")

    return {COLD: cold, CHANGED: changed, AGAIN: again, CHECK: check}


def changes(document: Path, folder: Path) -> Iterator[Path]:
    """The document with another summary for one operation, each time a text it never had."""
    root: dict[str, Any] = json.loads(document.read_text(encoding="utf-8"))
    operations = [
        operation
        for item in root["paths"].values()
        for method, operation in item.items()
        if method in ("get", "put", "post", "delete", "patch") and isinstance(operation, dict)
    ]
    for number in count():
        operations[len(operations) // 2]["summary"] = f"Edition {number} of this operation"
        path = folder / f"edition-{number}.json"
        path.write_text(json.dumps(root), encoding="utf-8")
        yield path


def _others(document: Path, folder: Path, bars: tuple[Bar, ...]) -> dict[str, Work]:
    commands = {
        FASTMCP: comparators.start_fastmcp,
        NPM: comparators.run_npm_generator,
        OPC: comparators.run_python_client,
        DMC: comparators.run_model_generator,
    }
    wanted = {bar.other for bar in bars} | {NPM}
    return {
        name: partial(cost_of, command(document, folder))
        for name, command in commands.items()
        if name in wanted
    }
