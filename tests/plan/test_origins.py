"""Everything that an agent sees of a tool has an origin: a place in a file, or toolgen itself."""

from pathlib import Path

import pytest

from generator.build import Planned, plan_sources
from generator.plan.model import Tool
from generator.plan.origins import ROOT, Origin, origins_of, sayings
from generator.workspace.toolkits import SourcePaths, read_sources

HERE = Path(__file__).parents[2]
OURS = {"mode", "request_body", "null_fields", "fields", "answer_fields"}
SPELLINGS = ("const", "enum", "type")
"""What one of may be written as another."""
FOLDERS = sorted(
    path.parent
    for parent in (HERE / "tests" / "cases", HERE / "specs")
    for path in parent.glob("*/openapi.*")
    if not path.parent.name.startswith(("error", "no_tools"))
)


def planned(folder: Path) -> Planned:
    overlay, config = folder / "overlay.yaml", folder / "toolkit.yaml"
    paths = SourcePaths(
        next(folder.glob("openapi.*")),
        overlay if overlay.exists() else None,
        config if config.exists() else None,
    )
    return plan_sources(read_sources(paths, folder))


def told(tool: Tool) -> set[tuple[str, str]]:
    """Part and keyword of all that a tool's schema says."""
    return {(path or ROOT, keyword) for path, keyword, _ in sayings(tool.schema, tool.schema)}


@pytest.mark.parametrize("folder", FOLDERS, ids=[folder.name for folder in FOLDERS])
def test_all_that_is_told_has_an_origin(folder: Path) -> None:
    made = planned(folder)
    inputs = made.inputs
    for tool in made.package.tools:
        found = origins_of(inputs.document, made.api, inputs.config, tool)
        assert {each.what for each in found if not each.part} == {"name", "summary", "description"}
        for argument in tool.arguments:
            own = [each for each in found if each.part == f".{argument.name}"]
            assert {"name", "description"} <= {each.what for each in own}
            if not any(each.place for each in own):
                assert argument.name in OURS
        if tool.schema is not None:
            parts = {each.part for each in found if each.place}
            assert {path for path, _ in told(tool)} <= parts


@pytest.fixture(scope="module")
def pipelines() -> Planned:
    return planned(HERE / "specs" / "customerio_pipelines")


def origins(made: Planned, name: str, part: str) -> list[Origin]:
    tool = next(each for each in made.package.tools if each.name == name)
    every = origins_of(made.inputs.document, made.api, made.inputs.config, tool)
    return [each for each in every if each.part == part]


def test_every_keyword_of_a_body_is_found_where_it_is_said(pipelines: Planned) -> None:
    for tool in pipelines.package.tools:
        found = origins_of(pipelines.inputs.document, pipelines.api, pipelines.inputs.config, tool)
        said = {(each.part, each.what) for each in found}
        missing = {each for each in told(tool) - said if each[1] not in SPELLINGS}
        # The limits are added to the text, which the document does not need to have.
        assert missing <= {(ROOT, "description")}


def test_a_correction_is_named_with_its_place_and_reason(pipelines: Planned) -> None:
    [limit] = [
        each for each in origins(pipelines, "TrackUserEvent", "/event") if each.what == "minLength"
    ]
    assert limit.place and limit.place.file.endswith("overlay.yaml") and limit.value == 1
    assert limit.reasons[0].startswith("An empty name names no event.")
    [excluded] = [
        each for each in origins(pipelines, "TrackUserEvent", "/event") if each.what == "not"
    ]
    assert excluded.reasons[0].startswith("A custom event needs one usable id of three")


def test_what_people_decided_is_in_toolkit_yaml_and_the_rest_is_ours(pipelines: Planned) -> None:
    for each in origins(pipelines, "AddToGroup", ""):
        assert each.place and each.place.file.endswith("toolkit.yaml")
    assert [each.place for each in origins(pipelines, "AddToGroup", ".mode")] == [None, None]
