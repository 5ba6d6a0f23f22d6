"""What is the same change in several tools is told of once, and nothing else is taken for the same."""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import replace
from functools import partial

import pytest

from generator.compat.change_groups import Group, grouped
from generator.compat.change_reports import (
    changelog_entry,
    json_report,
    markdown_report,
    summary,
    text_report,
)
from generator.compat.changes import Change, change
from generator.core.problems import Place, listed

_SHARED = Place("old.yaml", 9, 5)


def _gone(tool: str, where: str, line: int = 9, message: str = "the field is gone") -> Change:
    old, new = Place("old.yaml", line, 5), Place("new.yaml", len(tool), 1)
    return change("field-removed", tool, where, message, old_place=old, new_place=new)


_SAME = (
    _gone("Batch", "request_body.batch[].ip"),
    _gone("Page", "request_body.ip"),
    _gone("Track", "request_body.ip"),
)


def _tools(*changes: Change) -> list[tuple[str, ...]]:
    return [group.tools for group in grouped(changes)]


def test_one_place_or_one_part_is_one_change() -> None:
    assert _tools(*_SAME) == [("Batch", "Page", "Track")]
    assert _tools(_gone("Page", "request_body.ip", 1), _gone("Track", "request_body.ip", 2)) == [
        ("Page", "Track")
    ]


def test_other_fields_messages_and_rules_stay_apart() -> None:
    apart = (
        _gone("Page", "request_body.ip"),
        _gone("Page", "request_body.os"),
        _gone("Track", "request_body.ip", message="the field is refused"),
        replace(_gone("Alias", "request_body.ip"), old="x"),
        _gone("Other", "request_body.owner.ip", 77),
    )
    assert len(grouped(apart)) == len(apart)


def test_two_changes_of_the_package_are_two() -> None:
    whole = [change("secret-removed", "", "secrets", "gone", old) for old in ("A", "B")]
    assert _tools(*whole) == [(), ()]


def test_text_names_the_other_tools_and_counts_them() -> None:
    assert text_report(_SAME) == (
        "risky[field-removed] Batch request_body.batch[].ip: the field is gone\n"
        "  also: Page request_body.ip, Track request_body.ip\n"
        "  at: old.yaml:9:5 -> new.yaml:5:1 and 1 more\n"
        "1 risky (3 over all tools).\n"
    )


def test_markdown_has_one_row_and_the_changelog_a_line_for_each_part() -> None:
    (row,) = [line for line in markdown_report(_SAME).splitlines() if line.startswith("| `")]
    assert row.startswith(
        "| `Batch`, `Page`, `Track` | `request_body.batch[].ip`, `request_body.ip` | the field is gone |"
    )
    assert changelog_entry(_SAME, "1.1.0") == (
        "### Risky\n\n"
        "- `Batch` `request_body.batch[].ip`: the field is gone.\n"
        "- `Page`, `Track` `request_body.ip`: the field is gone.\n"
    )


def test_of_very_many_differences_the_gravest_are_told_and_that_there_are_others() -> None:
    many = [_gone("Track", f"request_body.p{each:05}", each) for each in range(5_003)]
    removed = change("tool-removed", "Track", "", "Track is gone")
    for report in (text_report, markdown_report, lambda found: changelog_entry(found, "2.0.0")):
        said = report([*many, removed])
        assert "Track is gone" in said
        assert "p04998" in said
        assert "p04999" not in said
        assert "\nAnd 4 other differences.\n" in said
        assert ("\n\n### Others\n\nAnd 4 " in said) == (report is not text_report)
        assert "other differences" not in report(many[:5_000])
    assert len(json.loads(json_report(many))["changes"]) == 5_003


def test_what_is_told_is_grouped_once(monkeypatch: pytest.MonkeyPatch) -> None:
    for report in (text_report, markdown_report):
        calls: list[object] = []
        noted = partial(_noted, calls)
        monkeypatch.setattr("generator.compat.change_reports.grouped", noted)
        report(_SAME)
        assert len(calls) == 1


def _noted(calls: list[object], changes: Iterable[Change]) -> tuple[Group, ...]:
    calls.append(changes)
    return grouped(changes)


def test_json_lists_every_tool() -> None:
    report = json.loads(json_report(_SAME))
    assert [each["tool"] for each in report["changes"]] == ["Batch", "Page", "Track"]
    assert report["summary"]["risky"] == 3
    assert summary(_SAME[:1]) == "1 risky."


def test_a_long_list_ends_with_how_many_there_are() -> None:
    assert listed(["a", "b", "c"], 3) == "a, b, c"
    assert listed(["a", "b", "c"], 1) == "a and 2 more"
