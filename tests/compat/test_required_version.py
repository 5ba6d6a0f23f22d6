"""The version that a change needs follows semantic versioning."""

import pytest

from generator.compat.changes import Change
from generator.compat.required_version import allows, bump
from generator.core.change_levels import Level
from generator.plan.aliases import is_before

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
    assert len(bump(_changes("a"), long)) < 20
    assert not allows(long, "1.0.0", _changes("b"))
    assert not is_before("1.0.0", long)
