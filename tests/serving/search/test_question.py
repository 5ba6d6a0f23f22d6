"""What a plain question asks for."""

from typing import Any

import pytest

from generator.core.shipped import shipped_module

STEM = shipped_module("_serving.search.words").stem


def read(text: str) -> Any:
    return shipped_module("_serving.search.question").read_question(text)


@pytest.mark.parametrize(
    ("text", "action"),
    [
        ("close an issue", "update"),
        ("create an issue", "create"),
        ("get rid of an issue", "delete"),
        ("kick Ada out of the team", "delete"),
        ("unsubscribe a contact", "delete"),
        ("turn the old webhook off", "update"),
        ("who starred this repo", "read"),
        ("is this merged", "read"),
        ("latest release", "read"),
        ("comments on an issue", "read"),
        ("how do I rename a branch?", "update"),
        ("", "read"),
    ],
)
def test_what_is_to_be_done(text: str, action: str) -> None:
    assert action in read(text).actions


def test_nouns_that_may_be_verbs_leave_it_open() -> None:
    assert read("comment history of an issue").actions == ()
    assert "create" in read("comment on the issue").actions
    assert "update" in read("star a repository").actions


def test_the_thing_and_what_it_is_of() -> None:
    asked = read("add a label to an issue")
    assert asked.thing[STEM("label")] == 1.0
    assert [each[STEM("issue")] for each in asked.owners] == [1.0]
    assert STEM("issue") not in asked.thing


def test_who_asks_for_people() -> None:
    asked = read("who has this role")
    assert asked.thing.keys() >= {STEM("user"), STEM("member")}
    assert [each[STEM("role")] for each in asked.owners] == [1.0]


def test_those_who_ask() -> None:
    assert read("my notifications").is_own
    assert not read("list notifications").is_own


def test_words_that_mean_the_same() -> None:
    told = read("PRs of the repo").told
    assert told.keys() >= {STEM("pull"), STEM("repository")}
    assert told[STEM("pull")] < told["pr"] == 1.0


def test_a_long_text_is_read_at_its_beginning() -> None:
    assert len(read("word " * 10_000).concepts) == 40
