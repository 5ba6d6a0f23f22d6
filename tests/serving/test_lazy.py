"""What serves loads neither tools nor what carries them out before a tool is called."""

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from .conftest import FOLDER

ROOT = Path(__file__).parents[2]
PACKAGE = "arcade_customerio_pipelines_api"
HEAVY = (
    "arcade_tdk",
    "arcade_core",
    "arcade_mcp_server",
    f"{PACKAGE}._runtime",
    f"{PACKAGE}.tools",
)
MODULES = sorted(FOLDER.rglob("*.py"))


def loaded(code: str) -> set[str]:
    """The modules that a fresh interpreter has after it ran the code."""
    script = f"{code}\nimport sys; print(*sys.modules)"
    done = subprocess.run(
        [sys.executable, "-c", script],
        cwd=ROOT / "generated" / PACKAGE,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_listing_loads_nothing_of_the_tools() -> None:
    code = f"""
from {PACKAGE}._serving.settings import Settings
from {PACKAGE}._serving.over_stdio import server_of
server = server_of(Settings("T", "{PACKAGE}"))
assert len(server.catalog.listing()) == 7
server.protocol_server()
"""
    found = [name for name in loaded(code) if name.startswith(HEAVY) or ".search" in name]
    assert found == []


def test_a_tool_loads_no_other() -> None:
    code = f"""
from {PACKAGE}._serving.catalog import FOLDER, Catalog
from {PACKAGE}._serving.tools import load
[entry] = [each for each in Catalog(FOLDER).entries.values() if each["title"] == "AddToGroup"]
assert load("{PACKAGE}", "T", entry).definition.name == "AddToGroup"
"""
    tools = {name for name in loaded(code) if name.startswith(f"{PACKAGE}.tools.")}
    assert tools == {f"{PACKAGE}.tools.add_to_group"}


@pytest.mark.parametrize("path", MODULES, ids=lambda path: path.relative_to(FOLDER).as_posix())
def test_no_module_imports_what_carries_tools_out(path: Path) -> None:
    depth = len(path.relative_to(FOLDER).parts)
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level > depth:
            raise AssertionError(f"{ast.unparse(node)} leaves _serving")
