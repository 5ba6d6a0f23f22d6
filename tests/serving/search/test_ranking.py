"""The tool that answers a plain question comes first, among others whose titles hold the same words."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.build import plan_sources
from generator.core.shipped import shipped_module
from generator.render.search_index import search_index
from generator.workspace.sources import SourceFile, Sources

from ...steps import steps
from .desk import TITLES, document


@pytest.fixture(scope="module")
def text() -> str:
    data = json.dumps(document()).encode()
    package = plan_sources(Sources(SourceFile("openapi.json", data))).package
    return search_index(package)


@pytest.fixture(scope="module")
def index(text: str, tmp_path_factory: pytest.TempPathFactory) -> Any:
    file = tmp_path_factory.mktemp("search") / "search.json"
    file.write_text(text, encoding="utf-8")
    return shipped_module("_serving.search.index").Index(file)


@pytest.mark.parametrize(
    ("question", "operation"),
    [
        ("close a ticket", "PATCH /teams/{team}/tickets/{ticket}"),
        ("change when a ticket is due", "PATCH /teams/{team}/tickets/{ticket}"),
        ("throw a ticket away", "DELETE /teams/{team}/tickets/{ticket}"),
        ("open a new ticket", "POST /teams/{team}/tickets"),
        ("tickets", "GET /teams/{team}/tickets"),
        ("comment on a ticket", "POST /teams/{team}/tickets/{ticket}/comments"),
        ("what comments does a ticket have", "GET /teams/{team}/tickets/{ticket}/comments"),
        ("combine two tickets", "POST /teams/{team}/tickets/{ticket}/merge"),
        ("who is in this team", "GET /teams/{team}/members"),
        ("kick somebody out of a team", "DELETE /teams/{team}/members/{member}"),
        ("put someone in a team", "PUT /teams/{team}/members/{member}"),
        ("which teams are there", "GET /teams"),
        ("who am I", "GET /user"),
        ("my tickets", "GET /user/tickets"),
        ("look up a person", "GET /users/{user}"),
        ("send a file", "POST /uploads"),
        ("mime kind", "POST /uploads"),
    ],
)
def test_the_right_tool_comes_first(index: Any, question: str, operation: str) -> None:
    assert index.find(question)[0]["operation"] == operation


def test_none_that_has_nothing_of_it(index: Any) -> None:
    assert len(index.find("ticket")) < len(TITLES)
    assert index.find("quaternion") == []
    assert index.find("") == []
    assert index.find("the of and") == []


def test_the_same_every_time(index: Any) -> None:
    assert index.find("ticket") == index.find("ticket")


def test_what_is_old_comes_last(index: Any) -> None:
    found = [each["operation"] for each in index.find("list tickets")]
    assert found.index("GET /tickets") > found.index("GET /user/tickets")


def test_a_line_a_tool(text: str) -> None:
    told = [line for line in text.splitlines() if line.startswith('{"name"')]
    assert len(told) == len(TITLES)
    assert all(len(line) < 1_000 for line in told)


def test_members_and_their_values_are_found(index: Any) -> None:
    entry = next(each for each in index.entries if each["operation"].startswith("PATCH"))
    stem = shipped_module("_serving.search.words").stem
    assert entry["words"].keys() >= {stem("closed"), "due", stem("state")}


def test_a_tool_of_a_thousand_takes_few_steps(text: str, tmp_path: Path) -> None:
    content = json.loads(text)
    content["tools"] = [each for _ in range(50) for each in content["tools"]]
    assert len(content["tools"]) == 1_000
    file = tmp_path / "search.json"
    file.write_text(json.dumps(content), encoding="utf-8")
    make = shipped_module("_serving.search.index").Index
    make(file).find("close a ticket")
    assert steps(lambda: make(file).find("put somebody in a team")) < 60 * 1_000
