"""What a package is called where nobody said it."""

from dataclasses import replace
from typing import Any

from generator.document.load import load
from generator.openapi.api import Api
from generator.openapi.parse import parse
from generator.plan.names import with_default_names
from generator.plan.toolkit_yaml import Config
from tests.steps import steps


def _titled(title: str) -> Api:
    return replace(parse(load(b"openapi: 3.1.0", "a.yaml"))[0], title=title)


def _toolkit(title: str) -> Any:
    return with_default_names(_titled(title), Config()).toolkit


def test_as_many_words_of_the_title_as_leave_room() -> None:
    assert _toolkit("Small Desk API") == "SmallDeskApi"
    assert _toolkit("word " * 12) == "Word" * 10
    assert _toolkit("word " * 9 + "words") == "Word" * 9
    assert _toolkit("a" * 50 + " b").startswith("A" + "a" * 20)


def test_a_long_title_takes_no_step_a_word() -> None:
    title = "Long words " * 2_000
    _toolkit(title)  # which takes the words apart
    assert steps(lambda: _toolkit(title)) < 2_000
