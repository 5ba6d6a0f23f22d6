"""Everything that an agent sees of a tool has an origin: a place in a file that says it, or toolgen's own rule."""

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from generator.build import Planned, plan_sources
from generator.emit.plain_text import plain_text
from generator.plan.model import Tool
from generator.plan.origins.of_arguments import OWN
from generator.plan.origins.of_schemas import MADE, sayings
from generator.plan.origins.of_tool import origins_of
from generator.plan.origins.origin import ANSWER, ROOT, Origin
from generator.render.arcade.catalog import catalog
from generator.workspace.toolkits import SourcePaths, read_sources

HERE = Path(__file__).parents[2]
FOLDERS = sorted(
    path.parent
    for parent in (HERE / "tests" / "cases", HERE / "specs")
    for path in parent.glob("*/openapi.*")
    if not path.parent.name.startswith(("error", "no_tools"))
)
IDS = [folder.name for folder in FOLDERS]


@cache
def planned(folder: Path) -> Planned:
    overlay, config = folder / "overlay.yaml", folder / "toolkit.yaml"
    paths = SourcePaths(
        next(folder.glob("openapi.*")),
        overlay if overlay.exists() else None,
        config if config.exists() else None,
    )
    return plan_sources(read_sources(paths, folder))


def origins(made: Planned, tool: Tool) -> tuple[Origin, ...]:
    return origins_of(made.words(), tool)


def listed(made: Planned) -> Iterator[tuple[Tool, str, str, str]]:
    """Tool, part, kind and text of every string that a client lists."""
    tools = {f"tools.{tool.module}": tool for tool in made.package.tools}
    earlier = {
        f"tools.{alias.module}": tool for tool in made.package.tools for alias in tool.aliases
    }
    toolkit = f"{made.package.toolkit}_"
    for entry in json.loads(catalog(made.package))["tools"]:
        tool = tools.get(entry["module"])
        if tool is None:
            yield earlier[entry["module"]], "", "earlier name", entry["title"]
            continue
        yield tool, "", "name", entry["name"].removeprefix(toolkit)
        yield tool, "", "name", entry["title"]
        yield tool, "", "description", entry["description"]
        for name, schema in entry["inputSchema"]["properties"].items():
            yield tool, f".{name}", "name", name
            yield tool, f".{name}", "description", schema["description"]
            for value in schema.get("items", schema).get("enum", ()):
                yield tool, f".{name}", "enum", value
        yield from ((tool, "", "tag", each) for each in entry["tags"])
        yield from ((tool, "", "secret", each) for each in entry["secrets"])


def schemas(tool: Tool) -> Iterator[tuple[str, str, Any]]:
    """Part, keyword and value of all that the schemas of body and answer say."""
    for start, schema in (("", tool.schema), (ANSWER, tool.answer_schema)):
        for path, keyword, value in sayings(schema, schema):
            yield f"{start}{path}" or ROOT, keyword, value


def plain(value: Any) -> str:
    return plain_text(value) if isinstance(value, str) else json.dumps(value, sort_keys=True)


def in_part(part: str, of: str) -> bool:
    """Whether it is this part, or the items of a list that it is."""
    return part in (of, f"{of}/*")


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_every_string_that_a_client_lists_has_an_origin(folder: Path) -> None:
    made, known, count = planned(folder), dict[str, tuple[Origin, ...]](), 0
    for tool, part, what, value in listed(made):
        if tool.key not in known:
            known[tool.key] = origins(made, tool)
        found = [
            each
            for each in known[tool.key]
            if in_part(each.part, part) and each.what == what and str(each.value) == value
        ]
        assert found, (tool.name, part, what, value)
        assert all(each.place or each.rule for each in found), found
        count += 1
    assert count >= 3 * len(made.package.tools)


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_all_that_the_schemas_say_has_an_origin(folder: Path) -> None:
    made = planned(folder)
    for tool in made.package.tools:
        known = {(each.part, each.what, plain(each.value)) for each in origins(made, tool)}
        missing = [each for each in schemas(tool) if (*each[:2], plain(each[2])) not in known]
        assert not missing


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_only_what_toolgen_adds_is_its_own(folder: Path) -> None:
    """All else has a place, and no place is told of without the file that says it."""
    made = planned(folder)
    for tool in made.package.tools:
        own = {f".{each.name}" for each in tool.arguments if each.key in OWN}
        for each in origins(made, tool):
            assert each.place or each.part in own or each.what == "answer", each


@pytest.mark.parametrize("folder", FOLDERS, ids=IDS)
def test_a_place_without_a_rule_says_what_is_told(folder: Path) -> None:
    """Texts and names are found in the file, in its line or the next ones."""
    made, files = planned(folder), dict[str, list[str]]()
    for tool in made.package.tools:
        for each in origins(made, tool):
            if each.rule or not each.place or not isinstance(each.value, str):
                continue
            if each.what not in ("name", "description", "enum", "summary", "title"):
                continue
            file = each.place.file
            if file not in files:
                files[file] = (folder / file).read_text("utf-8").splitlines()
            near = " ".join(files[file][each.place.line - 1 : each.place.line + 12])
            first = re.findall("[A-Za-z]{3,}", plain_text(each.value))[:1]
            assert all(word in near for word in first), each


@pytest.fixture(scope="module")
def pipelines() -> Planned:
    return planned(HERE / "specs" / "customerio_pipelines")


def of_part(made: Planned, name: str, part: str) -> list[Origin]:
    tool = next(each for each in made.package.tools if each.name == name)
    return [each for each in origins(made, tool) if each.part == part]


def test_hardly_anything_of_a_body_is_put_together_by_toolgen(pipelines: Planned) -> None:
    """That are byte limits in texts, and branches that are told apart."""
    every = [each for tool in pipelines.package.tools for each in origins(pipelines, tool)]
    made = [each.what for each in every if each.rule == MADE]
    assert set(made) <= {"description", "const", "required"}
    assert len(made) < len(every) / 25


def test_a_correction_is_named_with_its_place_and_reason(pipelines: Planned) -> None:
    event = of_part(pipelines, "TrackUserEvent", "/event")
    [limit] = [each for each in event if each.what == "minLength"]
    assert limit.place and limit.place.file.endswith("overlay.yaml") and limit.value == 1
    assert limit.reasons[0].startswith("An empty name names no event.")
    [excluded] = [each for each in event if each.what == "not"]
    assert excluded.reasons[0].startswith("A custom event needs one usable id of three")


def test_what_people_decided_is_in_toolkit_yaml_and_the_rest_is_ours(pipelines: Planned) -> None:
    for each in of_part(pipelines, "AddToGroup", ""):
        if each.what != "answer":
            assert each.place and each.place.file.endswith("toolkit.yaml")
    mode = of_part(pipelines, "AddToGroup", ".mode")
    assert [(each.what, each.place) for each in mode] == [
        *(("name", None), ("description", None), ("enum", None), ("enum", None))
    ]
    assert all(each.rule.startswith("toolgen's own words: ") for each in mode)


DOCUMENT = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: https://pets.example}]
paths:
  /pets:
    get:
      operationId: findPets
      description: Finds pets. Slowly.
      parameters:
        - {name: petKind, in: query, schema: {$ref: "#/components/schemas/Kind"}}
        - name: limit
          in: query
          schema: {type: integer, maximum: 9}
      responses: {"204": {description: Fine.}}
    post:
      summary: Register a pet
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties:
                kind: {$ref: "#/components/schemas/Kind"}
                name:
                  type: string
                  description: What it is called.
                  maxLength: 20
      responses: {"204": {description: Fine.}}
  /pets/{petId}:
    delete:
      parameters: [{name: petId, in: path, required: true, schema: {type: string}}]
      responses: {"204": {description: Fine.}}
components:
  schemas:
    Kind:
      type: string
      description: A kind of pet.
      enum:
        - cat
        - dog
"""


@pytest.fixture
def pets(tmp_path: Path) -> Planned:
    (tmp_path / "openapi.yaml").write_text(DOCUMENT, "utf-8")
    return planned(tmp_path)


def lines(found: list[Origin]) -> dict[tuple[str, Any], tuple[int, str]]:
    return {
        (each.what, each.value): (each.place.line if each.place else 0, each.rule)
        for each in found
        if each.what in ("name", "description", "enum", "maximum", "maxLength", "summary")
    }


def test_a_tools_name_says_what_it_was_derived_from(pets: Planned) -> None:
    named = {
        str(tool.name): lines(of_part(pets, str(tool.name), ""))["name", str(tool.name)]
        for tool in pets.package.tools
    }
    assert named == {
        "FindPets": (7, "derived from the operationId"),
        "RegisterPet": (16, "derived from the summary"),
        "DeletePet": (30, "derived from method and path"),
    }
    assert lines(of_part(pets, "FindPets", ""))["summary", "Finds pets."] == (
        *(8, "the first sentence of the description, for there is no summary"),
    )


def test_arguments_say_where_each_name_text_limit_and_value_stands(pets: Planned) -> None:
    kind = lines(of_part(pets, "FindPets", ".pet_kind"))
    assert kind["name", "pet_kind"][0] == 10 and "underscores" in kind["name", "pet_kind"][1]
    assert kind["description", "A kind of pet."] == (37, "")
    assert (kind["enum", "cat"], kind["enum", "dog"]) == ((39, ""), (40, ""))
    limit = lines(of_part(pets, "FindPets", ".limit"))
    assert limit["name", "limit"] == (11, "") and limit["maximum", 9] == (13, "")
    [text] = [key for key in limit if key[0] == "description"]
    assert limit[text][0] == 11 and limit[text][1].startswith("toolgen's own words")


def test_members_of_a_body_that_are_arguments_have_the_members_place(pets: Planned) -> None:
    name = lines(of_part(pets, "RegisterPet", ".name"))
    assert name["name", "name"] == (24, "") and name["maxLength", 20] == (27, "")
    [says] = [value for key, value in name if key == "description" and "20" in value]
    assert name["description", says][0] == 26 and "limits" in name["description", says][1]
    kind = lines(of_part(pets, "RegisterPet", ".kind"))
    assert kind["name", "kind"] == (23, "") and kind["enum", "dog"] == (40, "")
