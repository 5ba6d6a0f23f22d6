"""docs/toolkit.json says by files and pointers where names and texts come from, and each of them is there."""

import json
from pathlib import Path, PurePosixPath
from typing import Any

import pytest
import yaml

from generator.build import build
from generator.core.json_value import look_up
from generator.workspace.toolkits import SourcePaths, read_sources

HERE = Path(__file__).parents[2]
CASES = HERE / "tests" / "cases"
PIPELINES = HERE / "specs" / "customerio_pipelines"
FOLDERS = [
    PIPELINES,
    *(
        CASES / name
        for name in ("parameters", "bodies", "renamed", "several_files", "swagger", "toolkit")
    ),
]


def facts_of(folder: Path) -> dict[str, Any]:
    paths = {name: folder / f"{name}.yaml" for name in ("openapi", "overlay", "toolkit")}
    given = {name: path if path.exists() else None for name, path in paths.items()}
    sources = read_sources(
        SourcePaths(paths["openapi"], given["overlay"], given["toolkit"]), folder
    )
    text = build(sources).files[PurePosixPath("docs/toolkit.json")]
    facts: dict[str, Any] = json.loads(text)
    return facts


def references(entry: dict[str, Any]) -> list[str]:
    """All references of a tool, each by itself."""
    at = entry["at"]
    listed = [each for key, each in entry.items() if key != "corrections"]
    flat = [one for each in listed for one in (each if isinstance(each, list) else [each])]
    return [f"{at}{each}" if each.startswith("/") else each for each in flat]


@pytest.mark.parametrize("folder", FOLDERS, ids=[each.name for each in FOLDERS])
def test_every_name_and_text_has_a_reference_that_leads_somewhere(folder: Path) -> None:
    facts = facts_of(folder)
    origins, read = facts["origins"], {"toolgen": facts["origins"]}
    for tool in facts["tools"]:
        entry = origins["tools"][tool["name"]]
        arguments = {f".{each['name']}" for each in tool["parameters"]}
        assert {"at", "name", "summary", "description", *arguments} <= entry.keys()
        assert ("/" in entry) == any(
            (
                tool["request_schema"],
                *(each["name"] == "request_body" for each in tool["parameters"]),
            )
        )
        for reference in references(entry):
            file, _, pointer = reference.partition("#")
            if file not in read:
                read[file] = yaml.safe_load((folder / file).read_text("utf-8"))
            look_up(read[file], f"#{pointer}")


def test_references_tell_what_stands_in_which_file() -> None:
    origins = facts_of(CASES / "renamed")["origins"]
    tool = origins["tools"]["ReadTicket"]
    assert tool["name"] == "toolkit.yaml#/tools/GET%20~1tickets~1{ticket}/name"
    assert (tool["at"], tool["summary"]) == (
        *("openapi.yaml#/paths/~1tickets~1{ticket}/get", "/summary"),
    )
    assert tool[".number"][0] == "/parameters/0"
    [text] = [each for each in origins["tools"].values() if ".text" in each]
    assert text[".text"] == "/requestBody/content/application~1json/schema/properties/text"
    assert origins["rules"]["answer_fields"].startswith("toolgen's own words")


def test_corrections_are_told_by_what_they_are_about() -> None:
    origins = facts_of(PIPELINES)["origins"]
    event = origins["tools"]["TrackUserEvent"]["corrections"]["/event"]
    said = [origins["reasons"][each] for each in event]
    assert any(each.startswith("An empty name names no event.") for each in said)
    assert len(set(origins["reasons"])) == len(origins["reasons"])
