"""Payloads that are tried in one package: the same comes out as where each is tried alone."""

import json

import pytest

from generator.cli.proof.pairs import Pair, every_pair
from generator.cli.proof.slots import Slot
from generator.cli.proof.together import Group, Groups, Together
from generator.cli.proof.trial import Trial
from generator.emit import literals
from generator.workspace.sources import SourceFile, Sources

OPERATION = {"summary": "Lists.", "tags": ["a"], "responses": {"200": {"description": "Fine."}}}
DOCUMENT = {
    "openapi": "3.1.0",
    "info": {"title": "Books", "version": "1"},
    "servers": [{"url": "https://b.example"}],
    "paths": {f"/{name}": {"get": OPERATION} for name in "abc"},
}
PAYLOADS = ("double-quotes", "lone-surrogate")


@pytest.fixture(scope="module")
def trial() -> Trial:
    return Trial(Sources(SourceFile("openapi.json", json.dumps(DOCUMENT).encode())))


def pairs(trial: Trial, words: str) -> list[Pair]:
    slots = [each for each in trial.slots() if words in str(each)]
    return [each for each in every_pair(slots) if each.payload in PAYLOADS]


def test_what_is_tried_together_ends_as_it_ends_alone(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    chosen = [*pairs(trial, "summary"), *pairs(trial, "/paths/~1a/get/responses")]
    alone = {each: trial.tried(each).ended for each in chosen}
    assert {*alone.values()} >= {"same", "refused"}
    at_once: list[int] = []
    together = trial.tried_together
    monkeypatch.setattr(
        trial, "tried_together", lambda of, again: at_once.append(len(of)) or together(of)
    )
    tried = [*Together(trial).tried(chosen)]
    assert {each.pair: each.ended for each in tried} == alone and len(tried) == len(chosen)
    assert max(at_once) > 2


def test_what_breaks_among_others_is_told_alone(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = [each for each in trial.slots() if str(each).endswith(("summary", "info/title"))]
    monkeypatch.setattr(literals, "_escape_markup", str)
    chosen = [Pair(each, "html" if "title" in str(each) else "keyword", False) for each in slots]
    tried = [*Together(trial).tried(chosen)]
    assert [each.pair.payload for each in tried if each.ended == "broken"] == ["html"]
    assert len(tried) == len(slots) > 3


def test_what_leaves_more_out_is_no_text(trial: Trial) -> None:
    slots = {str(each): each for each in trial.slots()}
    gone = Pair(slots["openapi#/paths/~1a/get (key)"], "keyword", False)
    kept = Pair(slots["openapi#/paths/~1b/get/summary"], "keyword", False)
    assert not trial.tried(gone).is_text and trial.tried(kept).is_text
    assert not trial.tried_together([gone, kept])[0]


def at(path: str, *, is_key: bool = False, payload: str = "html") -> Pair:
    return Pair(Slot("openapi", tuple(path.split("/")), is_key), payload, False)


def test_a_group_has_one_slot_of_a_part() -> None:
    group = Group()
    assert group.takes(at("paths/a/get/summary")) and group.takes(at("paths/a/put/summary"))
    assert not group.takes(at("paths/a/get/description")) and not group.takes(at("paths/a"))
    assert group.takes(at("info/title")) and not group.takes(at("info/title"))
    assert not group.takes(at("info"))
    assert group.takes(at("paths/a/get/parameters/0/description"))
    assert group.takes(at("paths/a/get/parameters/1/description"))
    assert not group.takes(at("paths/a/get/parameters/1/name")) and len(group.pairs) == 5


def test_nothing_below_a_renamed_key_is_in_its_group() -> None:
    below, key = at("paths/a/get/parameters/0/name"), at("paths/a/get/parameters", is_key=True)
    group, other = Group(), Group()
    assert group.takes(below) and not group.takes(key)
    assert other.takes(key) and not other.takes(below)


def test_of_long_texts_an_operation_has_one() -> None:
    group = Group()
    first, second = (f"paths/a/get/parameters/{number}/description" for number in "01")
    assert group.takes(at(first, payload="long"))
    assert not group.takes(at(second, payload="long-words"))


def test_what_problems_are_told_of_is_tried_alone_and_the_others_once_more(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    slots = [each for each in trial.slots() if str(each).endswith("summary")]
    odd, *fine = slots
    chosen = [Pair(odd, "lone-surrogate", False), *(Pair(each, "html", False) for each in fine)]
    sizes: list[int] = []
    together = trial.tried_together
    monkeypatch.setattr(
        trial, "tried_together", lambda of, again: sizes.append(len(of)) or together(of)
    )
    tried = [*Together(trial).tried(chosen)]
    assert [each.ended for each in tried] == ["refused", *["same"] * len(fine)]
    assert sizes == [len(slots), len(fine)]


def test_groups_are_filled_one_after_the_other() -> None:
    slots = [Slot("openapi", ("paths", name), is_key=False) for name in "abc"]
    groups = Groups(3)
    full = [groups.add(each) for each in every_pair(slots)]
    assert [*groups.rest()] == [] and sum(map(len, full)) == len(full)
    assert {len({each.slot for each in group}) for group in full if group} == {3}


def test_renamed_keywords_are_tried_together_beside_plain_words(
    trial: Trial, monkeypatch: pytest.MonkeyPatch
) -> None:
    ends = ("~1a/get (key)", "~1b/get (key)")
    slots = [each for each in trial.slots() if str(each).endswith(ends)]
    rounds = [Pair(slot, each, False) for each in ("html", "keyword", "toml") for slot in slots]
    alone = {each: trial.tried(each) for each in rounds}
    assert {(each.ended, each.is_text) for each in alone.values()} == {("same", False)}
    sizes: list[int] = []
    beside = trial.tried_beside_plain_words
    monkeypatch.setattr(
        trial, "tried_beside_plain_words", lambda of, again: sizes.append(len(of)) or beside(of)
    )
    together = Together(trial)
    tried = [each for of in (rounds[:2], rounds[2:]) for each in together.tried(of)]
    assert {each.pair: each.ended for each in tried} == {each: "same" for each in rounds}
    assert max(sizes) == 2 and not any(each.is_text for each in tried)


def test_what_plain_words_do_not_make_is_nothing_beside_them(trial: Trial) -> None:
    slots = {str(each): each for each in trial.slots()}
    renamed = Pair(slots["openapi#/paths/~1a/get/tags (key)"], "keyword", False)
    gone = Pair(slots["openapi#/paths/~1b/get (key)"], "case-twin", False)
    refused = Pair(slots["openapi#/paths/~1c/get/summary"], "lone-surrogate", False)
    assert trial.tried_beside_plain_words([renamed])[0]
    assert trial.tried_beside_plain_words([renamed, gone])[0]
    assert not trial.tried_beside_plain_words([renamed, refused])[0]


def test_a_group_beside_plain_words_has_one_of_an_operation() -> None:
    group = Group(is_whole=True)
    assert group.takes(at("paths/a/get/parameters/0/in", is_key=True))
    assert not group.takes(at("paths/a/get/parameters/1/in", is_key=True))
    assert group.takes(at("paths/b/get/parameters/1/in", is_key=True))
