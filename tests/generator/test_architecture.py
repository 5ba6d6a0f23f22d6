"""Imports run one way, and what is meant to start fast does not drag libraries in."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

GENERATOR = Path(__file__).parents[2] / "generator"
MODULES = sorted(GENERATOR.rglob("*.py"))

LAYERS = (
    ("problems", "pointers", "nodes", "unsupported", "generator"),
    ("marked", "jsonpath"),
    ("tree_builder", "scalars", "json_reader", "yaml_reader", "source"),
    ("ref_walk", "refs", "resolvable", "overlay_format", "overlay_merge", "overlay"),
    ("structure", "structure_diff"),
    ("finding_text", "openapi_checks", "validation_worker", "validation", "jsonschema"),
    ("naming", "templated", "literals", "prose", "api", "config"),
    ("servers", "security", "bodies", "responses", "openapi", "package"),
    ("recorded", "alias_plan", "name_plan", "enum_plan", "argument_plan"),
    ("api_plan", "endpoint_plan", "tool_plan", "plan"),
    ("surface",),
    ("released", "replay", "gate", "changelog"),
    ("formatting", "render", "workspace", "build"),
    ("memo", "swap", "tree", "report", "show"),
    ("revisions", "operands", "diffing", "releasing"),
    ("pull",),
    ("targets",),
    ("commands", "command_line", "cli", "__main__"),
)
"""From the bottom to the top; a module imports from its own layer and those below it."""

LEVEL = {name: level for level, names in enumerate(LAYERS) for name in names}


def room(path: Path) -> str:
    """The module of a file, or the package that it belongs to."""
    parts = path.relative_to(GENERATOR).with_suffix("").parts
    return "generator" if parts == ("__init__",) else parts[0]


def imported(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and (node.module or "").split(".")[0] == "generator":
            parts = (node.module or "").split(".")
            yield from [parts[1]] if len(parts) > 1 else (alias.name for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (a.name.split(".")[1] for a in node.names if a.name.startswith("generator."))


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(GENERATOR)))
def test_imports_run_one_way(path: Path) -> None:
    assert room(path) in LEVEL, "give the module a layer"
    upward = [name for name in imported(path) if LEVEL.get(name, 0) > LEVEL[room(path)]]
    assert upward == []


@pytest.mark.parametrize("path", MODULES, ids=lambda path: str(path.relative_to(GENERATOR)))
def test_modules_stay_short_and_say_why_they_exist(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 320
    docstring = ast.get_docstring(ast.parse(source))
    assert docstring and len(docstring.split()) >= 5


def test_only_the_command_line_prints_and_exits() -> None:
    allowed = {"cli", "validation_worker", "__main__"}
    for path in MODULES:
        names = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert room(path) in allowed or not names & {"print", "exit", "quit", "exec", "eval"}, path


def test_the_command_line_starts_without_its_libraries() -> None:
    code = "import sys, generator.cli; print(*sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"jinja2", "yaml", "black", "jsonschema_rs", "openapi_spec_validator", "httpx"}
    assert not heavy & set(done.stdout.split())
