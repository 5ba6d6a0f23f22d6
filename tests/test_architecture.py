"""The streets are those of the plan, imports run one way, and starting drags no libraries in."""

import ast
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

GENERATOR = Path(__file__).parents[1] / "generator"
MODULES = sorted(GENERATOR.rglob("*.py"))

STREETS = (
    "cli",
    "pull",
    "build",
    "render",
    "release",
    "compat",
    "plan",
    "schemadiff",
    "openapi",
    "jsonschema",
    "overlay",
    "validation",
    "document",
    "workspace",
    "emit",
    "core",
)
"""From the top down; what stands in one imports from those below it alone."""

LEVEL = {name: -index for index, name in enumerate(STREETS)}
ROOT = {"__init__": min(LEVEL.values()) - 1, "__main__": 1}
"""The version and the folder are known to all; `python -m generator` knows the command line."""


def street(path: Path) -> str:
    """The first part of a module's name below the generator."""
    return path.relative_to(GENERATOR).with_suffix("").parts[0]


def module_name(path: Path) -> str:
    parts = ("generator", *path.relative_to(GENERATOR).with_suffix("").parts)
    return ".".join(parts).removesuffix(".__init__")


NAMES = {module_name(path): path for path in MODULES}


def imported(path: Path) -> Iterator[str]:
    """Every module of the generator that this one imports, wherever the import stands."""
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names if alias.name in NAMES)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: write imports whole"
            whole = [f"{node.module}.{alias.name}" for alias in node.names]
            found = [name if name in NAMES else str(node.module) for name in whole]
            yield from (name for name in found if name in NAMES)


def test_the_streets_are_these() -> None:
    found = {street(path) for path in MODULES} - ROOT.keys()
    assert found == set(STREETS)


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_imports_run_one_way(path: Path) -> None:
    levels = LEVEL | ROOT
    upward = {name for name in imported(path) if levels[street(NAMES[name])] > levels[street(path)]}
    assert upward == set()


def test_no_street_has_a_circle() -> None:
    arrows = {
        name: {each for each in imported(path) if each != name} for name, path in NAMES.items()
    }
    while ends := {name for name, targets in arrows.items() if not targets & arrows.keys()}:
        arrows = {name: targets for name, targets in arrows.items() if name not in ends}
    assert arrows == {}


@pytest.mark.parametrize("path", MODULES, ids=module_name)
def test_modules_stay_short_and_say_why_they_exist(path: Path) -> None:
    source = path.read_text("utf-8")
    assert len(source.splitlines()) <= 320
    docstring = ast.get_docstring(ast.parse(source))
    assert docstring and len(docstring.split()) >= 5


def test_only_the_command_line_prints_and_exits() -> None:
    allowed = {"generator.cli.main", "generator.__main__"}
    for name, path in NAMES.items():
        called = {
            node.func.id
            for node in ast.walk(ast.parse(path.read_text("utf-8")))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)
        }
        assert name in allowed or not called & {"print", "exit", "quit", "exec", "eval"}, path


def test_the_command_line_starts_without_its_libraries() -> None:
    code = "import sys, generator.cli.main; print(*sorted(m for m in sys.modules if '.' not in m))"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    heavy = {"jinja2", "yaml", "black", "jsonschema_rs", "openapi_spec_validator", "httpx"}
    assert not heavy & set(done.stdout.split())
