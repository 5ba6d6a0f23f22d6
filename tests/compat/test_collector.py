"""Places of changes: of the part itself, or of the nearest around it."""

import pytest

from generator.compat.collector import Collector
from generator.core.problems import Place
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
