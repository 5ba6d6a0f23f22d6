"""The version that a change needs follows semantic versioning."""

import json
import re

import pytest

from generator.compat.changes import Change
from generator.compat.required_version import allows, bump
from generator.core.change_levels import Level
from generator.core.versions import is_before, is_version
from generator.plan.toolkit_schema import SCHEMA

_LEVELS = {"b": Level.BREAKING, "r": Level.RISKY, "a": Level.ADDITIVE, "p": Level.PROSE}


def _changes(letters: str) -> tuple[Change, ...]:
    return tuple(Change("code", _LEVELS[letter], "", "", "") for letter in letters)


@pytest.mark.parametrize(
    ("letters", "old", "new"),
    [
        ("", "1.2.3", "1.2.3"),
        ("p", "1.2.3", "1.2.4"),
        ("pa", "1.2.3", "1.3.0"),
        ("r", "1.2.3", "1.3.0"),
        ("abp", "1.2.3", "2.0.0"),
        ("b", "0.4.2", "0.5.0"),
        ("a", "0.4.2", "0.4.3"),
        ("p", "0.4.2", "0.4.3"),
        ("b", "2.0.0rc1", "2.0.0"),
        ("b", "2.0.0-rc.1", "2.0.0"),
        ("b", "9.99.10", "10.0.0"),
        ("b", "nonsense", "0.1.0"),
    ],
)
def test_the_next_version(letters: str, old: str, new: str) -> None:
    assert bump(_changes(letters), old) == new
    assert allows(old, new, _changes(letters))


@pytest.mark.parametrize(
    ("old", "new", "letters", "verdict"),
    [
        ("1.2.3", "1.3.0", "b", False),
        ("1.9.0", "1.10.0", "a", True),
        ("1.2.3", "3.0.0", "b", True),
        ("1.2.3", "2.0.0rc1", "b", True),
        ("1.2.3", "1.2.3", "", True),
        ("1.2.3", "1.2.3", "p", False),
        ("1.2.3", "1.2.2", "", False),
        ("0.1.9", "0.2.0", "b", True),
        ("0.1.9", "0.1.10", "b", False),
    ],
)
def test_whether_a_step_is_enough(old: str, new: str, letters: str, verdict: bool) -> None:
    assert allows(old, new, _changes(letters)) is verdict


def test_a_number_that_is_too_long_is_no_version() -> None:
    long = "9" * 5000 + ".0.0"
    assert bump(_changes("a"), long) == bump(_changes("a"), "nonsense")
    assert not is_version(long)
    assert not is_before("1.0.0", long)


def test_a_version_may_be_a_date() -> None:
    date = "20260101120000.0.0"
    assert is_version(date)
    assert is_before("1.0.0", date) and not is_before(date, "1.0.0")
    assert is_before(date, "20260101120001.0.0")
    assert bump(_changes("a"), date) == "20260101120000.1.0"
    assert not allows(date, "1.0.0", ())


@pytest.mark.parametrize(
    ("earlier", "later"),
    [("2.0.0a9", "2.0.0b1"), ("2.0.0b1", "2.0.0rc1"), ("2.0.0rc1", "2.0.0"), ("1.9.0", "1.10.0")],
)
def test_which_version_comes_first(earlier: str, later: str) -> None:
    assert is_before(earlier, later)
    assert not is_before(later, earlier) and not is_before(later, later)


@pytest.mark.parametrize(
    ("text", "verdict"),
    [
        ("1.2.3", True),
        ("0.0.0", True),
        ("2.0.0rc1", True),
        ("1.2", False),
        ("1.2.3.4", False),
        ("01.2.3", False),
        ("v1.2.3", False),
        ("1.2.3-rc.1", False),
        ("1.2.3.dev1", False),
        ("1.2.3.post1", False),
        ("1.2.3+local", False),
        ("1!1.2.3", False),
        ("nonsense", False),
    ],
)
def test_toolkit_yaml_takes_what_is_a_version(text: str, verdict: bool) -> None:
    schema = json.loads(SCHEMA.read_text("utf-8"))["properties"]["version"]
    assert is_version(text) is verdict
    assert (re.search(schema["pattern"], text) is not None) is verdict
