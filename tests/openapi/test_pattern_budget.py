"""Patterns may take so much to compile, all of a document together; each counts once, and small ones do not."""

import json
from typing import Any

import pytest

from generator.core import patterns
from generator.core.patterns import steps_of
from generator.core.problems import Problem
from generator.document.load import load
from generator.document.part_digests import DocumentMemory
from generator.openapi import pattern_budget, schemas
from generator.openapi.pattern_budget import too_costly_patterns

LARGE = r"^\w{1000}$"


def problem_of(properties: dict[str, Any]) -> Any:
    schema = {"type": "object", "properties": properties}
    root = {"openapi": "3.1.0", "components": {"schemas": {"A": schema}}}
    return too_costly_patterns(load(json.dumps(root).encode(), "openapi.json"))


@pytest.mark.parametrize("small", [r"^\d{4}-\d{2}-\d{2}$", r"^[\w.+-]+@[\w-]+\.[\w.]+$", "(", "a"])
def test_what_all_patterns_take_is_not_counted(small: str) -> None:
    assert steps_of(small) == 0


def test_a_larger_one_takes_more() -> None:
    sizes = [steps_of(rf"\w{{{each}}}") for each in (100, 400, 2_000)]
    assert sizes == sorted({0, *sizes})
    assert steps_of(r"\w{100000}") == patterns._MOST_SIZE >> 11, "to see that it is too large"


def test_the_one_with_which_there_is_too_much_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pattern_budget, "_MOST", 2 * steps_of(LARGE))
    monkeypatch.setattr(pattern_budget, "_LETTERS", 1_000)
    said = {f"p{at}": {"pattern": f"{LARGE}|{at}"} for at in range(2)}
    assert problem_of(said) is None
    assert problem_of({**said, "same": said["p0"], "small": {"pattern": "^a+$"}}) is None
    many = problem_of({**said, "p2": {"patternProperties": {f"{LARGE}|2": {}}}})
    assert many.code == "pattern-budget"
    assert many.pointer.startswith("#/components/schemas/A/properties/p2/patternProperties/")
    many = problem_of({**said, "p2": {"pattern": f"{LARGE}|2"}, "p3": {"pattern": "b"}})
    assert many.pointer == "#/components/schemas/A/properties/p2/pattern"
    monkeypatch.setattr(pattern_budget, "_LETTERS", 1)
    assert (
        problem_of({**said, "p2": {"pattern": f"{LARGE}|2"}, "long": {"title": "a" * 9_999}})
        is None
    )


class Kept(dict[str, Any]):
    """A memory."""

    recall, keep = dict.get, dict.__setitem__


def test_parts_with_small_patterns_alone_are_passed_over_and_others_counted_again(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    schemas = {name: {"pattern": pattern} for name, pattern in (("A", "^a+$"), ("B", LARGE))}
    memory = Kept()

    def asked(most: int) -> tuple[list[str], Problem | None]:
        monkeypatch.setattr(pattern_budget, "_MOST", most)
        seen: list[str] = []
        monkeypatch.setattr(
            pattern_budget, "steps_of", lambda each: (seen.append(each), steps_of(each))[1]
        )
        root = {"openapi": "3.1.0", "components": {"schemas": schemas}}
        document = load(json.dumps(root).encode(), "openapi.json")
        return seen, too_costly_patterns(document, DocumentMemory(memory, document.root))

    most = steps_of(LARGE)
    assert asked(most) == (["^a+$", LARGE], None)
    assert asked(most) == ([LARGE], None)
    schemas["A"] = {"pattern": f"{LARGE}|2"}
    seen, problem = asked(most)
    assert seen == [f"{LARGE}|2", LARGE]
    assert problem and problem.pointer == "#/components/schemas/B/pattern"


def test_a_pattern_that_was_compiled_is_not_compiled_for_each_argument(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(schemas, "_validator", pytest.fail)
    assert schemas.fault_of({"type": "string", "pattern": LARGE}) == ""
