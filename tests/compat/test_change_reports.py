"""Reports say everything once, the gravest first, and no text of a document becomes markup or a terminal code."""

import json

import pytest

from generator.compat.change_reports import (
    changelog_entry,
    json_report,
    markdown_report,
    text_report,
)
from generator.compat.changes import Change, change, gravest, gravest_first
from generator.core.change_levels import RULES
from generator.core.problems import Place

_WILD = "a | b\n# c \x1b[31m <script> [x](y) `code` \u202e"
_CHANGES = (
    change("description-changed", "Track", "", "the description is different", "One.", "Two."),
    change("tool-added", "Zip", "", "Zip is new", new="GET /zip"),
    change(
        "field-required",
        "Track",
        "request_body.age",
        "the field is required",
        old_place=Place("a.yaml", 3, 1),
        new_place=Place("b.yaml", 4, 2),
    ),
)
_HOSTILE = change("type-changed", "Track", f"request_body.{_WILD}", _WILD, _WILD, _WILD)


def test_text_lists_the_gravest_first_and_ends_with_the_sum() -> None:
    assert text_report(_CHANGES, needed="2.0.0") == (
        "breaking[field-required] Track request_body.age: the field is required\n"
        "  at: a.yaml:3:1 -> b.yaml:4:2\n"
        "additive[tool-added] Zip: Zip is new\n"
        "  is: GET /zip\n"
        "prose[description-changed] Track: the description is different\n"
        "  was: One.\n"
        "  is: Two.\n"
        "1 breaking, 1 additive, 1 prose; this needs version 2.0.0.\n"
    )


def test_markdown_opens_with_the_sum_and_has_a_table_a_level() -> None:
    lines = markdown_report(_CHANGES, title="arcade_shop", needed="2.0.0").splitlines()
    assert lines[:3] == [
        "## arcade_shop",
        "",
        "**1 breaking, 1 additive, 1 prose; this needs version 2.0.0.**",
    ]
    assert [line for line in lines if line.startswith("###")] == [
        "### Breaking",
        "### Additive",
        "### Texts",
    ]
    row = "| `Track` | `request_body.age` | the field is required |  |  | field-required |"
    assert f"{row} `a.yaml:3:1 -> b.yaml:4:2` |" in lines


def test_nothing_is_said_of_no_difference() -> None:
    assert text_report(()) == "No difference.\n"
    assert markdown_report(()) == "**No difference.**\n"
    assert changelog_entry((), "1.0.0") == ""


def test_json_holds_every_part_of_a_change() -> None:
    report = json.loads(json_report(_CHANGES, title="arcade_shop", needed="2.0.0"))
    assert report["summary"] == {"breaking": 1, "risky": 0, "additive": 1, "prose": 1}
    assert report["needed_version"] == "2.0.0"
    assert report["changes"][0] == {
        "code": "field-required",
        "level": "breaking",
        "tool": "Track",
        "where": "request_body.age",
        "message": "the field is required",
        "old": "",
        "new": "",
        "old_place": {"file": "a.yaml", "line": 3, "column": 1},
        "new_place": {"file": "b.yaml", "line": 4, "column": 2},
    }


def test_the_changelog_lists_changes_under_their_level() -> None:
    assert changelog_entry(_CHANGES, "2.0.0") == (
        "### Breaking as of 2.0.0\n\n"
        "- `Track` `request_body.age`: the field is required.\n\n"
        "### Additive\n\n"
        "- `Zip`: Zip is new.\n\n"
        "### Texts\n\n"
        "- `Track`: the description is different.\n"
    )


@pytest.mark.parametrize("printed", [text_report, markdown_report, json_report])
def test_hostile_texts_stay_texts(printed: object) -> None:
    assert callable(printed)
    shown = printed([_HOSTILE], title=_WILD)
    assert "\x1b" not in shown and "\u202e" not in shown


def test_markdown_of_hostile_texts_keeps_its_shape() -> None:
    shown = markdown_report([_HOSTILE], title=_WILD) + changelog_entry([_HOSTILE], _WILD)
    assert "<script>" not in shown.replace("`code`", "").split("`")[0]
    rows = [line for line in shown.splitlines() if line.startswith("| `Track`")]
    assert len(rows) == 1
    assert len([1 for i, c in enumerate(rows[0]) if c == "|" and rows[0][i - 1] != "\\"]) == 8
    assert not any(line.startswith("# ") for line in shown.splitlines())


def test_changes_are_listed_once() -> None:
    assert gravest_first((*_CHANGES, *_CHANGES)) == gravest_first(_CHANGES)
    assert gravest(_CHANGES) is RULES["field-required"]
    assert isinstance(gravest_first(_CHANGES)[0], Change)
