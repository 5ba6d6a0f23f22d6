"""Each promise of SECURITY.md names tests that are there."""

import ast
import re

import pytest

from tests.command_line import ROOT

TEXT = (ROOT / "SECURITY.md").read_text("utf-8")
PROMISES = [
    [each.strip() for each in line.strip("|").split("|")]
    for line in TEXT.splitlines()
    if line.startswith("|") and "---" not in line
][1:]


@pytest.mark.parametrize("row", PROMISES, ids=lambda row: row[0][:40])
def test_a_promise_is_held_by_tests(row: list[str]) -> None:
    promise, held_by = row
    named = re.findall(r"`(tests/[\w/]+\.py)`", held_by)
    assert promise and named and ", ".join(f"`{each}`" for each in named) == held_by
    for each in named:
        nodes = ast.walk(ast.parse((ROOT / each).read_text("utf-8")))
        functions = (ast.FunctionDef, ast.AsyncFunctionDef)
        assert any(isinstance(node, functions) and node.name.startswith("test_") for node in nodes)


def test_what_else_is_named_is_there() -> None:
    sessions = {each for words in re.findall(r"`nox -s ([a-z ]+)`", TEXT) for each in words.split()}
    code = ast.parse((ROOT / "noxfile.py").read_text("utf-8"))
    assert len(PROMISES) > 10 and sessions == {"hostile", "lowest", "newest", "advisories"}
    assert sessions <= {node.name for node in code.body if isinstance(node, ast.FunctionDef)}
    assert all((ROOT / each).is_file() for each in re.findall(r"\]\(([\w/.]+)\)", TEXT))
