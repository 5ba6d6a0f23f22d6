"""What lint finds, as other programs read it."""

import json
import os
from pathlib import Path
from typing import Any
from urllib.parse import unquote
from xml.etree import ElementTree

import jsonschema
import pytest

from generator.cli.lint_reports import REPORTS, report
from generator.cli.rule_pages import rule_pages, said_of
from generator.core.problems import Place, Problem, Severity
from tests.shop import Shop

ODD = Place("specs/ä b/open\x1bapi.yaml", 3, 5)
PROBLEMS = (
    Problem("ref-missing", "the reference leads nowhere", ODD, "#/paths/~1a", "a pointer", "mend"),
    Problem("odd", "bidi \u202e & <b> \0", ODD, "#", severity=Severity.WARNING),
    Problem.unplaced("file-unreadable", "there is none"),
)


def sarif(problems: tuple[Problem, ...]) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(report(problems, "sarif"))
    return found


def test_json_has_every_part_and_nothing_that_hides() -> None:
    found = json.loads(report(PROBLEMS, "json"))
    assert (found["errors"], found["warnings"]) == (2, 1)
    first, second, third = found["problems"]
    assert first == {
        "code": "ref-missing",
        "severity": "error",
        "message": "the reference leads nowhere",
        "file": "specs/ä b/open\\x1bapi.yaml",
        "line": 3,
        "column": 5,
        "pointer": "#/paths/~1a",
        "expected": "a pointer",
        "hint": "mend",
    }
    assert second["message"] == "bidi \\u202e & <b> \\x00"
    assert (third["file"], third["line"], third["pointer"]) == (None, None, "")


def test_sarif_names_rules_levels_and_places() -> None:
    (run,) = sarif(PROBLEMS)["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [each["id"] for each in rules] == ["ref-missing", "odd", "file-unreadable"]
    assert [(each["ruleId"], each["ruleIndex"], each["level"]) for each in run["results"]] == [
        ("ref-missing", 0, "error"),
        ("odd", 1, "warning"),
        ("file-unreadable", 2, "error"),
    ]
    first, _, third = run["results"]
    (location,) = first["locations"]
    assert location["physicalLocation"]["region"] == {"startLine": 3, "startColumn": 5}
    assert unquote(location["physicalLocation"]["artifactLocation"]["uri"]) == ODD.file
    assert location["logicalLocations"] == [{"fullyQualifiedName": "#/paths/~1a"}]
    assert first["message"]["text"].splitlines()[1:] == ["Expected: a pointer", "Hint: mend"]
    assert "locations" not in third


def test_sarif_has_the_page_of_each_rule() -> None:
    (run,) = sarif(PROBLEMS)["runs"]
    missing, odd, _ = run["tool"]["driver"]["rules"]
    assert missing["shortDescription"]["text"].startswith("A reference ")
    assert missing["help"]["markdown"].count("```yaml openapi") == 2
    assert odd == {"id": "odd", "name": "odd"}
    for rule, page in rule_pages().items():
        assert 10 < len(said_of(rule)) < 500 and "##" not in page, rule


@pytest.mark.parametrize("problems", [PROBLEMS, ()])
def test_sarif_is_what_its_schema_says(problems: tuple[Problem, ...]) -> None:
    """The published schema is in the npm package @microsoft/jest-sarif, among others."""
    path = os.environ.get("TOOLGEN_SARIF_SCHEMA")
    if not path:
        pytest.skip("TOOLGEN_SARIF_SCHEMA does not name the published schema")
    schema = json.loads(Path(path).read_text("utf-8"))
    jsonschema.Draft7Validator(schema, format_checker=jsonschema.FormatChecker()).validate(
        sarif(problems)
    )


def test_junit_fails_for_errors_alone() -> None:
    root = ElementTree.fromstring(report(PROBLEMS, "junit"))
    (suite,) = root
    assert (suite.get("tests"), suite.get("failures")) == ("3", "2")
    assert [[part.tag for part in case] for case in suite] == [
        ["failure"],
        ["system-out"],
        ["failure"],
    ]
    assert suite[0].get("line") == "3"
    assert "hint: mend" in str(suite[0][0].text)
    (passed,) = ElementTree.fromstring(report((), "junit"))[0]
    assert passed.tag == "testcase" and len(passed) == 0


@pytest.mark.parametrize("form", REPORTS)
def test_the_command_gives_data_on_stdout_and_the_same_exit_code(shop: Shop, form: str) -> None:
    done = shop.run("lint", "--format", form)
    assert (done.code, done.err) == (0, "")
    shop.spec("kind: {type: string, enum", "kind: {type: string, default: 7, enum")
    said = shop.run("lint", "--format", form, "--strict", GITHUB_ACTIONS="true")
    assert said.code == shop.run("lint", "--strict").code == 1
    assert said.err == "" and "::" not in said.out
    if form == "junit":
        assert ElementTree.fromstring(said.out).get("failures") == "2"
    else:
        assert json.loads(said.out)
