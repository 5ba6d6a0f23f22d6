"""A package whose tools and arguments were renamed, installed and served: calls by the old names go on."""

import json
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from mcp.types import CallToolResult
from mcp.types import Tool as ListedTool

from generator.build import build
from generator.workspace import package_folder
from generator.workspace.toolkits import SourcePaths, read_sources
from tests.fake_customerio import TEST_KEY, FakeCustomerio

from .environment import BUILD, ROOT, Environment
from .session import Session, error_text, whole_text
from .tools import PACKAGE, TOOLKIT, TOOLS, Tool

SPECS = ROOT / "specs" / "customerio_pipelines"
NEW = {tool.name: f"New{tool.name}" for tool in TOOLS}
UNTIL = "99.0.0"

each_tool = pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])


def renamed_toolkit(text: str) -> str:
    """toolkit.yaml with every tool and every strict argument renamed, the old names kept as aliases."""
    for tool in TOOLS:
        alias = f"aliases: [{{ name: {tool.name}, until: {UNTIL} }}]"
        text = text.replace(
            f"    name: {tool.name}\n", f"    name: {NEW[tool.name]}\n    {alias}\n"
        )
    for strict in {tool.strict for tool in TOOLS}:
        alias = f"aliases: [{{ name: {strict}, until: {UNTIL} }}]"
        text = text.replace(f"{{ name: {strict} }}", f"{{ name: strictly, {alias} }}")
    return text


@dataclass(frozen=True)
class Renamed:
    """The served package and where it is installed."""

    session: Session
    folder: Path


@pytest.fixture(scope="module")
def folder(served: Environment, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The renamed package, built as a wheel and installed in a folder of its own."""
    work = tmp_path_factory.mktemp("renamed")
    config = work / "toolkit.yaml"
    config.write_text(renamed_toolkit((SPECS / config.name).read_text("utf-8")), "utf-8")
    paths = SourcePaths(SPECS / "openapi.yaml", SPECS / "overlay.yaml", config)
    built = build(read_sources(paths, ROOT))
    package_folder.write_package(built.files, work / PACKAGE, force=True)
    wheels, installed = work / "dist", work / "site"
    command = [sys.executable, *BUILD, str(wheels)]
    subprocess.run([*command, str(work / PACKAGE)], check=True, capture_output=True, timeout=300)
    pip = [sys.executable, "-m", "uv", "pip", "install", "--quiet", "--no-deps"]
    target = ["--python", str(served.python), "--target", str(installed)]
    done = subprocess.run(
        [*pip, *target, *wheels.glob("*.whl")], capture_output=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr
    return installed


@pytest.fixture(scope="module")
def renamed(folder: Path, served: Environment, running_fake: FakeCustomerio) -> Iterator[Renamed]:
    """The renamed package, served on stdio by its own module."""
    variables = {
        "CUSTOMERIO_API_KEY": TEST_KEY,
        "CUSTOMERIO_BASE_URL": running_fake.url,
        "PYTHONPATH": str(folder),
    }
    with Session(served, folder / "server.log", "-m", PACKAGE, **variables) as session:
        yield Renamed(session, folder)


@pytest.fixture(scope="module")
def listed(renamed: Renamed) -> dict[str, ListedTool]:
    return {tool.name: tool for tool in renamed.session.list_tools()}


def new_name(tool: Tool) -> str:
    return f"{TOOLKIT}_{NEW[tool.name]}"


def without_ids(result: CallToolResult) -> Any:
    """An answer without what differs from call to call."""
    assert not result.is_error and result.structured_content, result
    return {k: v for k, v in result.structured_content.items() if k != "message_ids"}


def test_each_tool_is_listed_by_both_names_and_no_other(listed: dict[str, ListedTool]) -> None:
    both = {new_name(tool) for tool in TOOLS} | {tool.mcp_name for tool in TOOLS}
    assert listed.keys() == both


@each_tool
def test_the_old_name_is_listed_as_deprecated(listed: dict[str, ListedTool], tool: Tool) -> None:
    old, new = listed[tool.mcp_name], listed[new_name(tool)]
    says = f"[DEPRECATED: Use {NEW[tool.name]}; this name goes away in version {UNTIL}.] "
    assert (old.description or "").startswith(says)
    assert "DEPRECATED" not in (new.description or "")
    assert old.input_schema == new.input_schema
    assert old.output_schema == new.output_schema
    assert replace_title(old) == replace_title(new)


def replace_title(tool: ListedTool) -> dict[str, Any]:
    """What the listing says of a tool's behavior, its title aside."""
    assert tool.annotations is not None
    return {k: v for k, v in tool.annotations.model_dump().items() if k != "title"}


@each_tool
def test_the_old_argument_is_listed_as_deprecated(
    listed: dict[str, ListedTool], tool: Tool
) -> None:
    schema = listed[tool.mcp_name].input_schema
    assert set(schema["properties"]) == {"mode", "strictly", "request_body", tool.strict}
    assert schema["required"] == ["mode"]
    assert schema["properties"][tool.strict]["description"].startswith("Deprecated: use strictly;")


@each_tool
def test_every_name_gives_the_same_schema(renamed: Renamed, tool: Tool) -> None:
    answers = [
        renamed.session.call(name, mode="get_request_schema").structured_content
        for name in (tool.mcp_name, new_name(tool))
    ]
    assert answers[0] and answers[0] == answers[1]


@each_tool
@pytest.mark.parametrize("strict", [None, "1", "0"])
def test_calls_by_old_and_new_names_arrive_alike(
    renamed: Renamed, fake: FakeCustomerio, tool: Tool, strict: str | None
) -> None:
    body = {**tool.body, "messageId": "m-1"} if "batch" not in tool.body else tool.body
    same = replace(tool, strict="strictly")
    answers = [
        without_ids(renamed.session.call(name, **by.execute(json.dumps(body), strict)))
        for name in (tool.mcp_name, new_name(tool))
        for by in (tool, same)
    ]
    assert answers == [answers[0]] * 4
    sent = [
        (each.raw.method, each.raw.target, each.raw.header("x-strict-mode"))
        for each in fake.service.requests
    ]
    assert sent == [("POST", tool.path, "1" if strict == "1" else None)] * 4


@each_tool
def test_both_names_of_one_argument_are_not_sent(
    renamed: Renamed, fake: FakeCustomerio, tool: Tool
) -> None:
    arguments = {**tool.execute(json.dumps(tool.body), "1"), "strictly": "1"}
    text = error_text(renamed.session.call(tool.mcp_name, **arguments))
    assert text.startswith("not_sent: 1 problem")
    assert f"- {tool.strict}: means the same as strictly; give one of the two" in text
    assert fake.service.requests == []


@each_tool
def test_what_arcade_says_of_a_wrong_call_names_the_tool_that_was_called(
    renamed: Renamed, tool: Tool
) -> None:
    for name, function in (
        (tool.mcp_name, tool.function),
        (new_name(tool), f"new_{tool.function}"),
    ):
        said = whole_text(renamed.session.call(name, mode="perhaps"))
        assert f"'{function}'" in said


@each_tool
def test_a_wrong_call_is_refused_alike(renamed: Renamed, fake: FakeCustomerio, tool: Tool) -> None:
    said = {
        error_text(renamed.session.call(name, **tool.execute(json.dumps(tool.wrong))))
        for name in (tool.mcp_name, new_name(tool))
    }
    assert len(said) == 1
    assert fake.service.requests == []


def test_arcade_discovers_each_name_once(folder: Path, served: Environment) -> None:
    code = (
        "from arcade_core.toolkit import Toolkit; from arcade_core.catalog import ToolCatalog\n"
        f"kit = Toolkit.from_package({PACKAGE!r}); catalog = ToolCatalog()\n"
        "catalog.add_toolkit(kit)\n"
        "for name in sorted(n for names in kit.tools.values() for n in names): print('f', name)\n"
        "for tool in catalog: print('t', tool.name, tool.definition.deprecation_message is None)\n"
    )
    done = served.run("-c", code, PYTHONPATH=str(folder))
    assert done.returncode == 0, done.stderr
    lines = done.stdout.splitlines()
    functions = [line for line in lines if line.startswith("f ")]
    old = [tool.function for tool in TOOLS]
    assert functions == sorted(f"f {name}" for name in [*old, *(f"new_{name}" for name in old)])
    said = {tuple(line.split()[1:]) for line in lines if line.startswith("t ")}
    assert said == {(tool.name, "False") for tool in TOOLS} | {
        (new, "True") for new in NEW.values()
    }


def test_an_old_name_is_a_few_lines(folder: Path) -> None:
    for tool in TOOLS:
        source = (folder / PACKAGE / "tools" / f"{tool.function}.py").read_text("utf-8")
        assert len(source.splitlines()) < 30
        assert "Annotated" not in source and "Endpoint" not in source


def test_the_package_passes_mypy(folder: Path) -> None:
    # This environment has both of what the package is served by, and so has mypy's memory of them, which
    # it has from the delivered package.
    python = ["--python-executable", sys.executable, "--python-version", "3.10"]
    memory = ["--cache-dir", str(ROOT / ".mypy_cache")]
    done = subprocess.run(
        [sys.executable, "-m", "mypy", "--strict", *python, *memory, str(folder / PACKAGE)],
        capture_output=True,
        text=True,
        cwd=folder,
        timeout=300,
        check=False,
    )
    assert done.returncode == 0, done.stdout
