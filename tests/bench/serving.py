"""How long a served toolkit takes from its start to the last tool of its list, and its memory."""

import json
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.corpus.wheels import document_of, listed

from . import comparators
from .costs import Bar, Cost, Work, medians, rows
from .documents import FASTMCP, toolgen
from .measure import CannotMeasure, Missing, Row, run

GROUP = "start of a served toolkit"
ROUNDS = 5
PROBE = Path(__file__).parent / "probes" / "first_list.py"
SERVE_FASTMCP = """
import json, sys, httpx2
from fastmcp import FastMCP
document = json.load(open(sys.argv[1], encoding="utf-8"))
client = httpx2.AsyncClient(base_url="http://127.0.0.1:9")
FastMCP.from_openapi(openapi_spec=document, client=client).run(show_banner=False)
"""
PIPELINES = "arcade_customerio_pipelines_api"


def rows_of_all(rounds: int = ROUNDS) -> Iterator[Row]:
    """GitHub's tools beside FastMCP, and Pipelines' by the mcp SDK beside Arcade's server."""
    with TemporaryDirectory() as folder:
        try:
            works = {**_github(Path(folder)), **_pipelines()}
        except CannotMeasure as error:
            yield Missing(GROUP, "all", str(error))
            return
        taken, failed = medians(works, rounds)
    bars = [
        Bar("GitHub's tools", FASTMCP, 1.0, 1.0),
        Bar("Pipelines' tools", "through Arcade's server", 0.5),
    ]
    yield from rows(GROUP, bars, taken, failed)


def _github(folder: Path) -> dict[str, Work]:
    document, package = document_of(listed(["github"])[0]), folder / "package"
    toolgen(folder, "generate", "--spec", document, "--out", package)
    name = json.loads((package / "docs" / "toolkit.json").read_text(encoding="utf-8"))["package"]
    python = comparators.environment("served", ("pip",))
    run([python, *comparators.INSTALL, "--force-reinstall", f"{package}[mcp]"])
    fastmcp = comparators.environment("fastmcp", comparators.FASTMCP)
    return {
        "GitHub's tools": partial(_start, python, "-m", name),
        FASTMCP: partial(_start, fastmcp, "-c", SERVE_FASTMCP, str(document)),
    }


def _pipelines() -> dict[str, Work]:
    folder = comparators.ROOT / "generated" / PIPELINES
    python = comparators.environment("served-pipelines", ("arcade-mcp-server>=1.32.1,<2",))
    run([python, *comparators.INSTALL, "--force-reinstall", f"{folder}[mcp,server]"])
    return {
        "Pipelines' tools": partial(_start, python, "-m", PIPELINES),
        "through Arcade's server": partial(
            _start, python, "-m", "arcade_mcp_server", "stdio", "-p", PIPELINES
        ),
    }


def _start(python: Path, *arguments: str) -> Cost:
    printed = run(
        [sys.executable, PROBE, python, *arguments],
        ARCADE_USAGE_TRACKING="0",
        CUSTOMERIO_API_KEY="none",
    )
    taken: dict[str, float] = json.loads(printed.splitlines()[-1])
    return Cost(taken["seconds"], taken["mib"])
