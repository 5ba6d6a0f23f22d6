"""Selectors of toolkit.yaml are held to operations no more often than takes a moment."""

import json
from dataclasses import replace

import pytest

from generator.core.problems import ProblemsError
from generator.document.load import load
from generator.openapi.parse import parse
from generator.plan import choice
from generator.plan.choice import left_out_by_choice
from generator.plan.toolkit_yaml import Config

from .documents import config, document


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"include": ("path:/t*",) * 6}, "#/include/5"),
        ({"include": ("path:*",) * 3, "exclude": ("deprecated",) * 3}, "#/exclude/2"),
        ({"groups": {"a": ("path:*",) * 6}}, "#/groups"),
        ({"groups": {"a": ("path:*",) * 2}, "include": ("not:not:group:a",) * 2}, "#/include/1"),
    ],
)
def test_too_many_selectors_are_a_problem_of_the_last(
    monkeypatch: pytest.MonkeyPatch, changes: dict[str, object], pointer: str
) -> None:
    monkeypatch.setattr(choice, "_MOST_ASKED", 10)
    api, _ = parse(load(json.dumps(document()).encode(), "openapi.json"))
    wanted: Config = replace(config(), **changes)  # type: ignore[arg-type]
    with pytest.raises(ProblemsError) as caught:
        left_out_by_choice(wanted, api.operations)
    (problem,) = caught.value.problems
    assert problem.code == "toolkit-selector"
    assert "too many selectors" in problem.message
    assert problem.pointer in ("", pointer)
    monkeypatch.setattr(choice, "_MOST_ASKED", 12)
    with pytest.raises(ProblemsError) as otherwise:
        left_out_by_choice(replace(wanted, exclude=("tag:gone",)), api.operations[:1])
    assert "too many selectors" not in otherwise.value.problems[0].message
