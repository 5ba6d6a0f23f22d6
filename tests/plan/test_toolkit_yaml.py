"""What toolkit.yaml may say, and what is refused before anything is planned."""

import json
from typing import Any

import pytest

from generator.core.problems import ProblemsError
from generator.document.load import load
from generator.plan.toolkit_yaml import read_config

LEAST = {
    "toolkit": "Desk",
    "package": "desk",
    "version": "1.0.0",
    "title": "Desk",
    "description": "Desk.",
}


def codes(**members: Any) -> list[str]:
    """The problems of a toolkit.yaml with these members."""
    try:
        read_config(load(json.dumps({**LEAST, **members}).encode(), "toolkit.yaml"))
    except ProblemsError as error:
        return [each.code for each in error.problems]
    return []


@pytest.mark.parametrize("end", ["\n", "\r", "\v", "\f", "\x85", "\u2028", "\u2029"])
def test_one_line_has_no_character_that_ends_a_line(end: str) -> None:
    assert codes(author="Desk Tools") == []
    assert codes(author=f"Desk{end}Tools") == ["toolkit-invalid"]


@pytest.mark.parametrize(
    "members",
    [
        {"toolkit": "Desk\n"},
        {"package": "desk\n"},
        {"version": "1.0.0\n"},
        {"hints": {"404\n": "Gone"}},
    ],
)
def test_nothing_with_a_pattern_ends_in_a_line_feed(members: dict[str, Any]) -> None:
    assert codes(**members) == ["toolkit-invalid"]
