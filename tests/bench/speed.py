"""How long the generator takes, beside other generators on the same document."""

import json
import os
import shutil
import statistics
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from generator.document.load import load
from generator.overlay.apply import apply

from . import comparators
from .measure import CannotMeasure, Figure, Missing, Row, in_turns, run, seconds

ROUNDS = 7
GROUP = "Pipelines, whole processes"
TOOLKIT = "customerio_pipelines"
Action = Callable[[], object]


def corrected_document(into: Path) -> Path:
    """The spec with its overlay applied, as JSON that other tools read."""
    folder = comparators.ROOT / "specs" / TOOLKIT
    spec = load((folder / "openapi.yaml").read_bytes(), "openapi.yaml")
    overlay = load((folder / "overlay.yaml").read_bytes(), "overlay.yaml")
    path = into / "corrected.json"
    path.write_text(json.dumps(apply(spec, overlay).root), encoding="utf-8")
    return path


def rows(rounds: int = ROUNDS) -> Iterator[Row]:
    """Ratios of medians, all measured in turns."""
    with TemporaryDirectory() as folder, checkout() as ours:
        document = corrected_document(Path(folder))
        actions = _own(ours)
        missing: list[Row] = []
        others = {
            "fastmcp": comparators.start_fastmcp,
            "npm": comparators.run_npm_generator,
            "opc": comparators.run_python_client,
        }
        for name, command in others.items():
            try:
                action = partial(run, command(document, Path(folder)))
                action()
                actions[name] = action
            except CannotMeasure as error:
                missing.append(Missing(GROUP, name, str(error)))
        timed = {name: partial(seconds, action) for name, action in actions.items()}
        all_taken, failed = in_turns(timed, rounds)
        taken = {name: statistics.median(each) for name, each in all_taken.items()}
    yield from missing
    yield from (Missing(GROUP, name, why) for name, why in failed.items())
    yield from _ratios(taken)
    yield from (
        Figure(GROUP, f"seconds, {name}", value, "s") for name, value in sorted(taken.items())
    )


@contextmanager
def checkout() -> Iterator[Path]:
    """A copy of what the generator reads and writes, so that the project stays untouched."""
    with TemporaryDirectory() as folder:
        copy = Path(folder) / "project"
        copy.mkdir()
        for name in ("generator", "templates", "specs", "generated"):
            shutil.copytree(comparators.ROOT / name, copy / name)
        shutil.copy(comparators.ROOT / "pyproject.toml", copy)
        yield copy


def _own(project: Path) -> dict[str, Action]:
    def toolgen(*arguments: str) -> Action:
        # A cache of its own: what earlier runs of the developer left must not help.
        cache = str(project / "cache")
        command = [sys.executable, "-m", "generator", *arguments]
        return lambda: run(command, cwd=project, TOOLGEN_CACHE_DIR=cache)

    def from_cold() -> None:
        shutil.rmtree(project / "generated", ignore_errors=True)
        toolgen("generate", "--no-cache")()

    toolgen("generate")()
    return {
        "generate, cold": from_cold,
        "generate again": toolgen("generate"),
        "check": toolgen("check"),
        "check --full": toolgen("check", "--full"),
    }


def _ratios(taken: dict[str, float]) -> Iterator[Row]:
    wanted = (
        ("generate, cold", "fastmcp", 0.4, "FastMCP.from_openapi starting"),
        ("generate again", "npm", 1.5, "npm openapi-mcp-generator"),
        ("check", "npm", 0.3, "npm openapi-mcp-generator"),
        ("check --full", "fastmcp", None, "FastMCP.from_openapi starting"),
    )
    for own, other, target, said in wanted:
        if own in taken and other in taken:
            yield Figure(GROUP, f"{own} / {said}", taken[own] / taken[other], "x", target)


def endpoints_made(rounds: int = 1) -> Iterator[Row]:
    """How many of the operations openapi-python-client turns into code, exit code 0 or not."""
    with TemporaryDirectory() as folder:
        document = corrected_document(Path(folder))
        for said, path in (("corrected spec", document), ("vendor's file", _vendor())):
            what = f"openapi-python-client: endpoints of 7, {said}"
            if path is None:
                yield Missing("others", what, "TOOLGEN_REFERENCE is not set")
                continue
            try:
                run(comparators.run_python_client(path, Path(folder)))
            except CannotMeasure as error:
                yield Missing("others", what, str(error))
                continue
            made = list((Path(folder) / f"opc-{path.stem}").glob("*/api/*/[!_]*.py"))
            yield Figure("others", what, float(len(made)), "made")


def _vendor() -> Path | None:
    folder = os.environ.get("TOOLGEN_REFERENCE")
    return Path(folder) / "customerio-pipelines.vendor.json" if folder else None
