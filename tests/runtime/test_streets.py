"""The runtime's modules import from the top down, and a tool module sees the top alone."""

import ast
from pathlib import Path

import pytest

from .conftest import FOLDER

# From the top down: a module may import from lines below its own, and from none beside it.
LAYERS = (
    ("__init__",),
    ("call",),
    ("outcome",),
    ("doubts",),
    ("content", "next_call"),
    ("retry",),
    ("tracing",),
    ("transport",),
    ("broken_off",),
    ("body_members", "http_client"),
    ("request_body", "response", "parameters", "auth", "base_url", "renames"),
    ("bodies.form", "bodies.multipart", "bodies.lines", "bodies.raw"),
    ("bodies.fields", "bodies.files"),
    (
        "answer_fields",
        "answer_headers",
        "budget",
        "charsets",
        "json_reading",
        "read_only",
        "size_settings",
    ),
    ("rest",),
    ("selecting",),
    ("fields",),
    ("media_types",),
    ("argument_rules", "styles"),
    ("validation.explain", "validation.schema", "validation.sizes"),
    ("validation.excerpt", "validation.long_texts", "validation.pieces"),
    ("validation.unique",),
    (
        "validation.branches",
        "validation.keywords",
        "validation.leniency",
        "validation.nearby",
        "validation.schema_walk",
    ),
    ("validation.json_text", "validation.pointers"),
    ("long_lines",),
    ("validation.json_writing", "long_json"),
    ("validation.room", "validation.weight", "long_strings"),
    ("visible", "repeated_names"),
    ("long_list",),
    ("validation.__init__", "bodies.__init__", "payload"),
    ("answer", "collector", "endpoint", "errors", "next_steps", "switches"),
)
MODULES = sorted(FOLDER.rglob("*.py"))


def _name(path: Path) -> str:
    return ".".join(path.relative_to(FOLDER).with_suffix("").parts)


def _imported(path: Path) -> set[str]:
    """The runtime's modules that this one imports, inside functions and for types alone too."""
    found: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.level:
            folder = path.parents[node.level - 1]
            stem = folder.joinpath(*(node.module or "").split("."))
            inner = {
                _name(file)
                for file in (stem / f"{n.name}.py" for n in node.names)
                if file.is_file()
            }
            found |= inner or {_name(stem.with_suffix(".py"))}
    return found


def _layer(module: str) -> int:
    return next(number for number, layer in enumerate(LAYERS) if module in layer)


def test_every_module_has_its_layer_and_every_layer_its_modules() -> None:
    assert sorted(_name(path) for path in MODULES) == sorted(sum(LAYERS, ()))


@pytest.mark.parametrize("path", MODULES, ids=_name)
def test_imports_go_down(path: Path) -> None:
    upward = [name for name in _imported(path) if _layer(name) <= _layer(_name(path))]
    assert not upward


def test_imports_are_seen() -> None:
    assert {"validation.schema", "retry", "errors"} <= _imported(FOLDER / "call.py")
    assert "endpoint" in _imported(FOLDER / "validation" / "sizes.py")
