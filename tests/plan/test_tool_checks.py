"""What toolkit.yaml says of tools fits the document, and no more of it is made than such a document may have."""

import json
from typing import Any

import pytest

from generator.core import pointers
from generator.core.problems import ProblemsError
from generator.document import query_steps
from generator.document.load import load
from generator.openapi import too_many
from generator.plan import enums, tool_checks
from generator.plan.toolkit_yaml import read_config

from .documents import LIST, READ, config, document, planned, refused


def _aliases(count: int, names: str = "Old{}") -> list[dict[str, str]]:
    return [{"name": names.format(each), "until": "2.0.0"} for each in range(count)]


@pytest.mark.parametrize(
    ("read", "listed", "key", "what"),
    [
        ({"aliases": _aliases(2)}, {"aliases": _aliases(2, "Older{}")}, LIST, "6 tools"),
        (
            {"aliases": _aliases(1)},
            {"arguments": {"limit": {"aliases": _aliases(9, "a{}")}}},
            LIST,
            "12 arguments",
        ),
        (
            {"arguments": {"ticket": {"aliases": _aliases(4, "a{}")}}, "aliases": _aliases(1)},
            {},
            READ,
            "11 arguments",
        ),
    ],
)
def test_aliases_count_as_the_tools_and_arguments_that_they_are(
    monkeypatch: pytest.MonkeyPatch, read: Any, listed: Any, key: str, what: str
) -> None:
    wanted = config(read=read, list=listed)
    assert planned(document(), wanted)[0].tools
    monkeypatch.setattr(too_many, "_MOST", 5)
    monkeypatch.setattr(too_many, "_MOST_TOGETHER", 8)
    for letters in ("_LETTERS", "_LETTERS_OF_PARAMETER"):
        monkeypatch.setattr(too_many, letters, 10**9)
    problem = refused(document(), wanted)["alias-budget"]
    assert f"there are {what}," in problem.message
    assert problem.pointer == pointers.join(("tools", key))
    for letters in ("_LETTERS", "_LETTERS_OF_PARAMETER"):
        monkeypatch.setattr(too_many, letters, 10)
    assert planned(document(), wanted)[0].tools, "a larger document may have more"


def test_aliases_that_have_ended_do_not_count(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(too_many, "_MOST", 2)
    monkeypatch.setattr(too_many, "_LETTERS", 10**9)
    assert planned(document(), config("2.0.0", read={"aliases": _aliases(5)}))[0].tools
    assert "alias-budget" in refused(document(), config(read={"aliases": _aliases(1)}))


def test_of_entries_that_fit_nothing_a_thousand_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    def guess(name: str, *_: Any, **__: Any) -> str:
        asked.append(name)
        return ""

    monkeypatch.setattr(tool_checks, "did_you_mean", guess)
    monkeypatch.setattr(tool_checks, "_MOST_COMPARED", 300)
    more = {f"GET /gone{each}": {"description": "d"} for each in range(1_200)}
    with pytest.raises(ProblemsError) as caught:
        planned(document(), config(more=more))
    found = caught.value.problems
    assert len(found) == 1_001
    assert [each.pointer for each in found if "1,000 entries" in each.message] == ["#/tools"]
    assert 10 < len(asked) < 100


def test_only_some_of_an_operations_names_are_listed_for_a_wrong_one() -> None:
    parameters = [
        {"name": f"p{each}", "in": "query", "schema": {"type": "string"}} for each in range(150)
    ]
    wanted = config(list={"arguments": {"gone": {"description": "d"}}})
    problem = refused(document(parameters=parameters), wanted)["toolkit-argument"]
    assert problem.expected.startswith("limit, p0, p1")
    assert problem.expected.endswith(" and 51 more")


def test_enumerations_have_a_bound_on_their_values_and_their_queries_one_on_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def with_enums(*sources: str) -> Any:
        head = {"toolkit": "Desk", "package": "arcade_desk", "version": "1.0.0", "title": "Desk"}
        named = [
            {"name": f"Kind{index}", "from": each, "description": "d"}
            for index, each in enumerate(sources)
        ]
        raw = {**head, "description": "d", "enums": named}
        return read_config(load(json.dumps(raw).encode(), "toolkit.yaml"))

    schema = {"type": "string", "enum": ["a", "b", "c"]}
    parameter = {"name": "kind", "in": "query", "schema": schema}
    described = document(parameters=[parameter])
    plain = "$.paths['/tickets'].get.parameters[1].schema"
    assert planned(described, with_enums(plain, plain))[0].enums
    monkeypatch.setattr(enums, "_MOST_NAMED_VALUES", 5)
    problem = refused(described, with_enums(plain, plain))["toolkit-invalid"]
    assert (problem.pointer, problem.expected) == ("#/enums/1", "at most 5 values")
    monkeypatch.setattr(enums, "_MOST_NAMED_VALUES", 500)
    monkeypatch.setattr(query_steps, "_TOGETHER", 500)
    descents = "$..*"
    problem = refused(described, with_enums(*[descents] * 40))["toolkit-enum-empty"]
    assert "too many steps" in problem.message
