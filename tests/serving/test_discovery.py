"""The three tools in place of all: what they find, describe and hand on, and what they say of what is wrong."""

import json
from pathlib import Path
from typing import Any

import pytest

from generator.build import build
from generator.core.shipped import shipped_module
from generator.workspace.sources import SourceFile, Sources

from .search.desk import TITLES, document

MODULE = shipped_module("_serving.discovery")
CONFIG = b"""\
toolkit: Desk
package: arcade_desk
version: 0.1.0
title: Desk
description: Tools for tickets.
tools: {POST /uploads: {body: json}}
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The importable part of a package."""
    data = json.dumps(document()).encode()
    config = SourceFile("toolkit.yaml", CONFIG)
    built = build(Sources(SourceFile("openapi.json", data), config=config))
    home = tmp_path_factory.mktemp("desk")
    for path, text in built.files.items():
        (home / path).parent.mkdir(parents=True, exist_ok=True)
        (home / path).write_text(text, encoding="utf-8")
    return home / built.package


@pytest.fixture
def three(folder: Path) -> Any:
    catalog = shipped_module("_serving.catalog").Catalog(folder)
    return MODULE.Discovery("Desk", folder, catalog)


def test_the_list_is_as_long_for_any_toolkit(three: Any, folder: Path, tmp_path: Path) -> None:
    tools = [
        {"name": f"Desk_Tool{n}", "tags": [], "operation": "GET /a", "readOnly": True}
        for n in range(5_000)
    ]
    (tmp_path / "catalog.json").write_text(json.dumps({"tools": tools}))
    (tmp_path / "search.json").write_text(json.dumps({"title": "Desk", "tools": []}))
    catalog = shipped_module("_serving.catalog").Catalog(tmp_path)
    large = json.dumps(MODULE.Discovery("Desk", tmp_path, catalog).listing())
    small = json.dumps(three.listing())
    assert len(small) <= len(large) <= len(small) + 2 < 2_200


def test_a_line_for_each_of_ten_at_most(three: Any) -> None:
    lines = three.search({"query": "delete a ticket of a team for a user"}).splitlines()
    assert len(lines) == 10
    assert lines[0].endswith(": Delete a ticket (DELETE /teams/{team}/tickets/{ticket})")


def test_what_is_not_listed_is_not_found(three: Any, folder: Path) -> None:
    catalog = shipped_module("_serving.catalog").Catalog(folder)
    catalog.entries = {name: entry for name, entry in catalog.entries.items() if entry["readOnly"]}
    found = MODULE.Discovery("Desk", folder, catalog).search({"query": "delete a ticket"})
    assert "DELETE" not in found
    assert "(GET " in found


def test_where_nothing_is_found_it_says_what_there_is(three: Any) -> None:
    assert "teams (15), user (2)" in three.search({"query": "quaternion"})


def test_every_tool_is_described(three: Any) -> None:
    names = [each["name"] for each in three._index.entries]
    assert len(names) == len(TITLES)
    for name in names:
        told = json.loads(three.describe({"name": name}))
        assert told["name"] == name
        assert told["arguments"]["type"] == "object"


def test_a_body_is_described_by_its_schema(three: Any) -> None:
    told = json.loads(three.describe({"name": "UploadData"}))
    assert list(told["request_schema"]["properties"]) == ["file"]


def test_what_comes_back_is_described_where_the_document_says_it(three: Any) -> None:
    told = json.loads(three.describe({"name": "GetTeam"}))
    assert list(told["answer_schema"]["properties"]) == ["name"]
    assert "answer_schema" not in json.loads(three.describe({"name": "DeleteTeam"}))


def test_a_large_description_is_told_in_parts(folder: Path, tmp_path: Path) -> None:
    deep = {
        f"p{n}": {"properties": {f"q/{m}": {"const": "x" * 300} for m in range(9)}}
        for n in range(9)
    }
    entry = {
        "name": "Desk_T",
        "description": "",
        "operation": "GET /a",
        "tags": [],
        "inputSchema": {},
    }
    files = {"schemas": {"request": "t.json"}}
    (tmp_path / "schemas").mkdir()
    (tmp_path / "schemas" / "t.json").write_text(json.dumps({"properties": deep}))
    (tmp_path / "catalog.json").write_text(json.dumps({"tools": [{**entry, **files}]}))
    three = MODULE.Discovery("Desk", tmp_path, shipped_module("_serving.catalog").Catalog(tmp_path))
    text = three.describe({"name": "T"})
    assert len(text) <= shipped_module("_serving.parts").MOST
    missing = json.loads(text)["request_schema"]["properties"]["p0"]["properties"]["q/0"]["part"]
    assert json.loads(three.describe({"name": "T", "part": missing})) == {"const": "x" * 300}


def test_a_part_that_is_not_there_is_named(three: Any) -> None:
    for part in ("/nothing", "/name/0", "/arguments/required/x", "/arguments/required/99"):
        with pytest.raises(MODULE.Fault, match=f"part: there is no {part}"):
            three.describe({"name": "GetTeam", "part": part})


@pytest.mark.parametrize("name", ["Desk_ListTeams", "Desk.ListTeams", "ListTeams", " ListTeams "])
def test_a_tool_has_several_names(three: Any, name: str) -> None:
    assert three.called({"name": name}) == ("Desk_ListTeams", {})


@pytest.mark.parametrize("given", [{"team": "a"}, '{"team": "a"}', ' {"team": "a"} '])
def test_arguments_are_an_object_or_its_text(three: Any, given: Any) -> None:
    assert three.called({"name": "GetTeam", "arguments": given}).arguments == {"team": "a"}


@pytest.mark.parametrize("given", [None, {}, "", " ", "{}", "null"])
def test_no_arguments(three: Any, given: Any) -> None:
    assert three.called({"name": "ListTeams", "arguments": given}).arguments == {}


@pytest.mark.parametrize(
    ("given", "text"),
    [
        ({"name": "ListTeem"}, "no tool ListTeem; did you mean Desk_ListTeam"),
        ({"name": "tickets/merge"}, "did you mean Desk_MergeTicket"),
        ({"name": "x" * 9_999}, "search_tools finds"),
        ({"name": 7}, "name: expected text"),
        ({"name": "GetTeam", "team": "a"}, "takes no team. Put it into arguments"),
        ({"name": "GetTeam", "arguments": "{"}, "arguments: expected a JSON object, but"),
        ({"name": "GetTeam", "arguments": "7"}, "arguments: expected an object"),
        ({"name": "GetTeam", "arguments": ["a"]}, "arguments: expected an object"),
    ],
)
def test_what_is_wrong_is_named(three: Any, given: dict[str, Any], text: str) -> None:
    with pytest.raises(MODULE.Fault, match="^not_sent: ") as caught:
        three.called(given)
    assert text in str(caught.value)
