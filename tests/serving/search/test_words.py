"""Forms of a word share a stem, and other words do not."""

import pytest

from generator.core.shipped import shipped_module

WORDS = shipped_module("_serving.search.words")


@pytest.mark.parametrize(
    "forms",
    [
        "assign assigned assignee assignees assignment assignments",
        "subscribe subscribed subscriber subscription subscriptions",
        "install installed installation installations",
        "reply replies replied",
        "depend dependency dependencies dependent",
        "run runs running ran",
        "merge merges merged merging",
        "member members membership memberships",
        "cancel cancelled canceled cancels",
        "address addresses",
        "person people",
        "analysis analyses",
        "organization organisations organize",
    ],
)
def test_forms_of_a_word(forms: str) -> None:
    assert len(set(WORDS.stems(forms))) == 1


@pytest.mark.parametrize(
    "two",
    [
        "customer custom",
        "user use",
        "server service",
        "comment common",
        "number numb",
        "status stat",
    ],
)
def test_other_words(two: str) -> None:
    first, second = WORDS.stems(two)
    assert first != second


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pullRequestID", ["pull", "request", "id"]),
        ("OAuthApp", ["oauth", "app"]),
        ("HTTPServer_v2", ["http", "server", "v", "2"]),
        ("the user's keys", ["the", "user", "keys"]),
        ("pre-receive_hooks", ["pre", "receive", "hooks"]),
        ("Über größe", ["über", "größe"]),
        ("", []),
    ],
)
def test_words_of_a_name(name: str, words: list[str]) -> None:
    assert WORDS.words(name) == words
