"""The evaluation asks for each tool beside another that it may be taken for, and Arcade's program takes it."""

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from types import ModuleType, SimpleNamespace
from typing import Any

import pytest

from generator.build import build
from generator.render.publish.evals import MOST_CASES
from generator.workspace.sources import SourceFile, Sources

from .packages import files_of

ROOT = Path(__file__).parents[3]
PIPELINES = ROOT / "generated" / "arcade_customerio_pipelines_api"
ENVIRONMENT = ROOT / ".cache" / "evals-environment"


def cases_of(text: str) -> list[tuple[str, str, str, dict[str, Any]]]:
    """The cases of a file, which is run with nothing in Arcade's place."""
    names = ("BinaryCritic", "EvalRubric", "EvalSuite", "ExpectedMCPToolCall")
    stand_in = ModuleType("arcade_evals")
    stand_in.__dict__.update(dict.fromkeys(names, SimpleNamespace), tool_eval=lambda: lambda f: f)
    sys.modules["arcade_evals"] = stand_in
    try:
        found: dict[str, Any] = {"__file__": __file__}
        exec(compile(text, "eval.py", "exec"), found)
    finally:
        del sys.modules["arcade_evals"]
    return list(found["CASES"])


def of_paths(*paths: str) -> list[tuple[str, str, str, dict[str, Any]]]:
    """The cases of a package of things to get."""
    answer = {"200": {"description": "Fine."}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "servers": [{"url": "https://api.example.com"}],
        "paths": {path: {"get": {"responses": answer}} for path in paths},
    }
    built = build(Sources(SourceFile("openapi.json", json.dumps(document).encode())))
    [text] = [text for path, text in built.files.items() if path.parts[0] == "evals"]
    return cases_of(text)


def test_the_neighbour_is_the_one_told_with_the_same_words() -> None:
    found = of_paths("/orders/old", "/orders/new", "/ships", "/ships/crews", "/weather")
    others = {tool: other for tool, other, _, _ in found}
    assert len(others) == 5
    assert others["GetOrderOld"] == "GetOrderNew" and others["GetOrderNew"] == "GetOrderOld"


def test_a_tool_that_is_alone_is_asked_for_too() -> None:
    assert [case[:2] for case in of_paths("/weather")] == [("GetWeather", "")]


def test_what_a_tool_cannot_do_without_is_given_and_said() -> None:
    sent, got = cases_of(files_of()["evals/eval_shop.py"])
    assert sent[3] == {}
    assert got[3] == {"id": "example"} and got[2] == 'Get an order. Use id: "example".'


def test_of_too_many_tools_those_most_like_others_are_asked_for() -> None:
    alike = [
        f"/{kind}/{thing}" for thing in "abcdefghijklmnopqrstuvwxyz" for kind in ("old", "new")
    ]
    found = of_paths("/weather", *alike)
    assert len(found) == MOST_CASES < len(alike)
    assert "GetWeather" not in {tool for tool, *_ in found}


CHECK = """
import json, sys
from pathlib import Path
from arcade_cli.utils import load_eval_suites

[made] = load_eval_suites([Path(sys.argv[1])])
suite, judged = made.__wrapped__(), []
for case in suite.cases:
    [wanted] = case.expected_tool_calls
    other = next(name for name in suite.list_tool_names() if name != wanted.name)
    right = case.evaluate([(wanted.name, dict(wanted.args))])
    judged.append([wanted.name, bool(right.passed), bool(case.evaluate([(other, {})]).passed)])
print(json.dumps([judged, sorted(suite.list_tool_names())]))
"""


@pytest.mark.slow
def test_arcade_s_program_takes_it_and_judges_by_it() -> None:
    python = with_evals()
    [path] = PIPELINES.glob("evals/*.py")
    done = subprocess.run(
        [python, "-c", CHECK, path],
        capture_output=True,
        text=True,
        env={**os.environ, "ARCADE_USAGE_TRACKING": "0"},
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    judged, listed = json.loads(done.stdout)
    catalog = json.loads(next(PIPELINES.glob("*/catalog.json")).read_text("utf-8"))
    assert listed == sorted(each["name"] for each in catalog["tools"])
    assert sorted(judged) == [[name, True, False] for name in listed]


def with_evals() -> Path:
    """An interpreter with Arcade's evaluations, which need an older SDK of the protocol than packages do."""
    python = ENVIRONMENT / "bin" / "python"
    if (ENVIRONMENT / "ready").exists():
        return python
    shutil.rmtree(ENVIRONMENT, ignore_errors=True)
    uv = [sys.executable, "-m", "uv", "--quiet"]
    for command in (
        ["venv", "--python", sys.executable, str(ENVIRONMENT)],
        ["pip", "install", "--python", str(python), "arcade-mcp[evals]>=1.16,<2"],
    ):
        done = subprocess.run([*uv, *command], capture_output=True, text=True, check=False)
        if done.returncode:
            pytest.skip(f"arcade-mcp[evals] cannot be installed: {done.stderr[-200:]}")
    (ENVIRONMENT / "ready").touch()
    return python
