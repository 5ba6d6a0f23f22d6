"""What is told of a toolkit.yaml that its schema does not allow is bounded."""

from typing import Any

import pytest

from generator.document.load import load
from generator.plan import toolkit_schema
from generator.plan.toolkit_schema import schema_problems

HEAD = b"toolkit: Many\npackage: arcade_many\nversion: 1.0.0\ntitle: Many\ndescription: d\n"
OTHERS = "more than 1,000 rules are broken; the others are not told"


def _document(count: int, line: str, head: str = "") -> Any:
    lines = "".join(line.format(each) for each in range(count))
    return load(HEAD + f"{head}{lines}".encode(), "toolkit.yaml")


@pytest.mark.parametrize(
    ("line", "head"), [("k{0}: 1\n", ""), ("  - {{code: c{0}, reason: r}}\n", "ignore:\n")]
)
def test_no_more_than_a_thousand_problems_are_told(line: str, head: str) -> None:
    found = schema_problems(_document(1_500, line, head))
    assert len(found) == 1_001
    assert [each.message for each in found if each.pointer == "#"] == [OTHERS]


def test_a_thousand_problems_are_all_that_there_are() -> None:
    found = schema_problems(_document(1_000, "k{0}: 1\n"))
    assert [each.pointer for each in found] == [f"#/k{each}" for each in range(1_000)]


def test_of_unknown_keys_that_are_not_told_nothing_is_guessed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []

    def guess(name: str, _: list[str]) -> str:
        asked.append(name)
        return ""

    monkeypatch.setattr(toolkit_schema, "did_you_mean", guess)
    schema_problems(_document(3_000, "k{0}: 1\n"))
    assert len(asked) == 1_001
