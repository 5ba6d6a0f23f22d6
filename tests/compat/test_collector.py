"""Places of changes: of the part itself, or of the nearest around it."""

from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from generator.compat.collector import Collector
from generator.core.problems import Place
from generator.schemadiff.differences import SchemaDifference
from generator.schemadiff.fields import step

_NAMES = ("a", "[a] b", 'say "[', "a.b/c", "", "back\\")


class _Asked:
    """Knows no place, and remembers what it was asked for."""

    def __init__(self) -> None:
        self.paths: list[str] = []

    def get(self, path: str, /) -> Place | None:
        self.paths.append(path)
        return None


@pytest.mark.parametrize("name", _NAMES)
def test_parts_are_left_whole_step_by_step(name: str) -> None:
    asked = _Asked()
    steps = [step("x"), "[]", step(name), step(name)]
    Collector(_Asked(), asked, "T", "T").note("field-added", "request_body" + "".join(steps), "")
    paths = ["tools/T/request_body" + "".join(steps[:end]) for end in range(len(steps), -1, -1)]
    assert asked.paths[:5] == paths


def test_what_is_around_many_parts_is_looked_for_once() -> None:
    asked = _Asked()
    collector = Collector(_Asked(), asked, "T", "T")
    above = "request_body" + ".a" * 40
    for name in ("x", "y", "x"):
        collector.note("field-added", f"{above}.{name}", "")
    assert len(asked.paths) == len(set(asked.paths))
    assert len(asked.paths) < 50


def test_what_many_tools_have_is_compared_once() -> None:
    asked: list[tuple[Mapping[str, Any], Mapping[str, Any]]] = []

    def compare(old: Mapping[str, Any], new: Mapping[str, Any]) -> Iterator[SchemaDifference]:
        asked.append((old, new))
        yield SchemaDifference("type-changed", f".{len(asked)}", "")

    collector = Collector(_Asked(), _Asked())
    text, number, fields = {"type": "string"}, {"type": "integer"}, {"maximum": 1, "minimum": 1}
    pairs: list[tuple[dict[str, Any], dict[str, Any]]] = [
        (text, number),
        (number, text),
        (text, fields),
        (text, dict([*fields.items()][::-1])),
    ]
    first = [
        [*collector.of_tool(str(at), "").found_by(compare, *pair)] for at, pair in enumerate(pairs)
    ]
    again = [[*collector.of_tool("B", "").found_by(compare, *others_like(pair))] for pair in pairs]
    assert first == again
    assert asked == pairs, "what is written in another order may be told in another"


def others_like(pair: tuple[dict[str, Any], dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Others that equal them."""
    return (dict(each) for each in pair)
