"""What the package's pages say is true: every example runs, every listed name exists."""

import ast
import json
import re
import tomllib
from pathlib import Path
from typing import Any

import pytest

from tests.fake_customerio import FakeCustomerio

from .session import Session, whole_text
from .tools import PACKAGE, TOOLKIT, TOOLS, without_message_ids

FOLDER = Path(__file__).parents[2] / "generated" / PACKAGE
PAGE = (FOLDER / "docs" / "customerio_pipelines_api.md").read_text("utf-8")
README = (FOLDER / "README.md").read_text("utf-8")
FACTS: dict[str, Any] = json.loads((FOLDER / "docs" / "toolkit.json").read_text("utf-8"))
EXAMPLES = [
    (tool["name"], example["name"], example["body"])
    for tool in FACTS["tools"]
    for example in tool["examples"]
]
STRICT = {tool.name: tool.strict for tool in TOOLS}


def fenced(text: str, language: str) -> list[str]:
    """The code blocks of a page in one language."""
    return re.findall(rf"^```{language}\n(.*?)^```$", text, flags=re.DOTALL | re.MULTILINE)


def section(name: str) -> str:
    """The part of the page under a tool's heading."""
    start = PAGE.index(f"\n## {TOOLKIT}.{name}\n")
    return PAGE[start : PAGE.index("\n## ", start + 4)]


@pytest.mark.parametrize(("tool", "name", "body"), EXAMPLES, ids=lambda value: str(value)[:24])
def test_every_example_runs_in_strict_mode(
    toolkit: Session, fake: FakeCustomerio, tool: str, name: str, body: str
) -> None:
    arguments = {"mode": "execute", STRICT[tool]: "1", "request_body": body}
    answer = toolkit.call(f"{TOOLKIT}_{tool}", **arguments)
    assert json.loads(whole_text(answer))["outcome"] == "accepted"
    [request] = fake.service.requests
    assert without_message_ids(request.json) == json.loads(body)
    assert body in section(tool), "the page shows the same example"


def test_every_tool_has_an_example_and_track_one_for_each_kind_of_event() -> None:
    counts = {tool: sum(name == tool for name, _, _ in EXAMPLES) for tool in STRICT}
    assert min(counts.values()) >= 1 and counts["TrackUserEvent"] == 10


def test_the_call_in_the_readme_runs(toolkit: Session, fake: FakeCustomerio) -> None:
    [block] = fenced(README.partition("## Call")[2], "json")
    name = re.findall(rf"`({TOOLKIT}_\w+)`", README)[0]
    answer = toolkit.call(name, **json.loads(block))
    assert json.loads(whole_text(answer))["outcome"] == "accepted_unverified"


def test_the_page_has_its_parts_in_the_order_that_readers_know() -> None:
    parts = [
        f"# {TOOLKIT}",
        "**Description:**",
        "**Author:** Arcade",
        "**Auth:** API Key",
        "![Version]",
        "starter toolkit",
        "## Available Tools",
        *(f"## {TOOLKIT}.{tool.name}" for tool in TOOLS),
        "## Reference",
        "### ToolMode",
        "## Install and Serve",
        "### Arcade",
        "### MCP clients",
    ]
    places = [PAGE.index(f"\n{part}" if part.startswith("#") else part) for part in parts]
    assert places == sorted(places)


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_each_tool_shows_parameters_and_secret(tool: Any) -> None:
    text = section(tool.name)
    assert "- **mode** (Enum [ToolMode](#toolmode), required)" in text
    assert f"- **{tool.strict}** (string, optional)" in text
    assert "- **request_body** (string, optional)" in text
    assert "`CUSTOMERIO_API_KEY`" in text


def test_the_reference_lists_every_enumeration_as_the_package_has_it() -> None:
    module = ast.parse((FOLDER / PACKAGE / "enums.py").read_text("utf-8"))
    defined = {
        node.name: {
            statement.targets[0].id: ast.literal_eval(statement.value)
            for statement in node.body
            if isinstance(statement, ast.Assign) and isinstance(statement.targets[0], ast.Name)
        }
        for node in module.body
        if isinstance(node, ast.ClassDef)
    }
    assert defined == {
        enum["name"]: {member["name"]: member["value"] for member in enum["members"]}
        for enum in FACTS["enums"]
    }
    assert {
        "ToolMode",
        "Channel",
        "DeviceType",
        "MessageType",
        "DeliveryMetric",
        "SemanticEvent",
    } <= set(defined)
    for name, members in defined.items():
        shown = PAGE[PAGE.index(f"### {name}\n") :]
        assert all(f"`{value}`" in shown for value in members.values())


def test_snippets_for_clients_are_json_and_start_the_package() -> None:
    servers = [
        server
        for block in fenced(PAGE, "json")
        for key in ("mcpServers", "servers")
        for server in json.loads(block).get(key, {}).values()
    ]
    assert len(servers) == 2
    assert all(server["args"] == ["-m", PACKAGE] for server in servers)


def test_links_and_images_lead_to_files_of_the_package() -> None:
    for page, text in ((FOLDER / "docs", PAGE), (FOLDER, README)):
        targets = re.findall(r"\]\(([^)#]+)\)", text)
        assert targets
        assert [target for target in targets if not (page / target).is_file()] == []
        assert not re.search(r"\]\(https?:", text), "no page names another host"


def test_the_version_is_the_same_wherever_it_stands() -> None:
    project = tomllib.loads((FOLDER / "pyproject.toml").read_text("utf-8"))["project"]
    manifest = json.loads((FOLDER / "manifest.json").read_text("utf-8"))
    badge = (FOLDER / "docs" / "badges" / "version.svg").read_text("utf-8")
    assert project["version"] == manifest["version"] == FACTS["version"]
    bundle = json.loads((FOLDER / "mcpb" / "manifest.json").read_text("utf-8"))
    arcade = json.loads((FOLDER / "docs" / "arcade.json").read_text("utf-8"))
    assert bundle["version"] == arcade["version"] == project["version"]
    assert f">{project['version']}<" in badge
