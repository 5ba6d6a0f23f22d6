"""What validators are given at once: little, whatever a document is, and by it as much is told as of the whole."""

from collections.abc import Iterator
from itertools import islice
from pathlib import Path
from random import Random
from typing import Any

import pytest

from generator.document.located import size_of
from generator.document.nodes import plain
from generator.validation import portions, published_schemas
from generator.validation.unevaluated import told_together
from generator.validation.versions import Version, version_of
from tests.document.documents import read
from tests.hostile.mutants import mutant

BENIGN = Path(__file__).parents[1] / "hostile/benign/openapi.yaml"
VERSIONS = pytest.mark.parametrize("version", ["2.0", "3.0.3", "3.1.0", "3.2.0"])
OK = {"200": {"description": "ok"}}


class Counting:
    """A validator that notes how many errors it makes at once."""

    def __init__(self, validator: Any) -> None:
        self.validator = validator
        self.made: list[int] = []

    def is_valid(self, value: Any) -> bool:
        """As the validator itself."""
        return bool(self.validator.is_valid(value))

    def iter_errors(self, value: Any) -> Iterator[Any]:
        """As the validator itself."""
        errors = list(self.validator.iter_errors(value))
        self.made.append(len(errors))
        return iter(errors)

    def validate(self, value: Any) -> None:
        """As the validator itself."""
        self.validator.validate(value)


def made(version: str, **members: Any) -> dict[str, Any]:
    """A document of a version with one operation."""
    key = "swagger" if version == "2.0" else "openapi"
    paths = {"/a": {"get": {"responses": OK}}}
    return {key: version, "info": {"title": "T", "version": "1"}, "paths": paths, **members}


def judge(root: Any) -> tuple[Counting, Version]:
    """What holds a document to its version."""
    version = version_of(root)
    assert version is not None
    return Counting(published_schemas.compiled(version, version.dialect)), version


def told(root: Any, counting: Counting | None = None, most: int = 100_000) -> list[tuple[str, ...]]:
    """What is told of a document, at most so much."""
    validator, version = judge(root)
    every = portions.told_in_portions(
        counting or validator,  # type: ignore[arg-type]
        root,
        published_schemas.asked(version),
        told_together,
    )
    told = islice(every, most)
    return [(each.pointer, each.message, each.expected, each.hint) for each in told]


WIDE = {
    "numbers": lambda n: [1] * n,
    "objects": lambda n: [{}] * n,
    "map": lambda n: {f"a{index}": 1 for index in range(n)},
    "nested": lambda n: {
        f"a{index}": {"get": {"parameters": [1] * 10}} for index in range(n // 10)
    },
}


@VERSIONS
@pytest.mark.parametrize("kind", WIDE)
@pytest.mark.parametrize("place", ["paths", "tags", "parameters", "security", "responses"])
def test_no_more_errors_are_made_at_once_than_there_is_memory_for(
    version: str, kind: str, place: str
) -> None:
    value = WIDE[kind](8_000)
    root = made(version, **({place: value} if place in ("paths", "tags", "security") else {}))
    if place in ("parameters", "responses"):
        root["paths"]["/a"]["get"][place] = value
    counting, _ = judge(root)
    is_allowed = (place, kind) == ("security", "objects") and version != "2.0"
    assert is_allowed or told(root, counting, 1_000)
    assert max(counting.made, default=0) <= portions._MOST


@pytest.mark.parametrize("levels", [1, 30, 80])
def test_the_deeper_values_are_the_fewer_errors_are_made_at_once(levels: int) -> None:
    schema: Any = {"allOf": [1] * 20_000}
    for _ in range(levels):
        schema = {"allOf": [schema]}
    root = made("3.1.0", components={"schemas": {"A": schema}})
    counting, _ = judge(root)
    assert len(told(root, counting, 1_000)) == 1_000
    assert max(counting.made) * levels <= 5 * portions._MOST


@VERSIONS
def test_in_portions_the_same_is_told(version: str, monkeypatch: pytest.MonkeyPatch) -> None:
    root = plain(read(BENIGN.read_text("utf-8")).root)
    root.pop("openapi")
    key = "swagger" if version == "2.0" else "openapi"
    told_of = 0
    for seed in range(60):
        random = Random(seed)
        faulty = root
        for _ in range(random.choice((1, 2, 5))):
            faulty = mutant(faulty, random)
        if not isinstance(faulty, dict) or size_of(faulty)[1] > 200:
            continue
        faulty = {key: version, **faulty}
        monkeypatch.setattr(portions, "_MOST", 10**9)
        whole = told(faulty)
        monkeypatch.setattr(portions, "_MOST", random.choice((50, 150, 500)))
        assert set(told(faulty)) == set(whole), seed
        told_of += len(whole)
    assert told_of > 60


def test_a_rule_about_all_of_a_long_list_is_told_of_it() -> None:
    names = [f"a{index}" for index in range(20_000)]
    fine, faulty = made("3.0.3", tags=[]), made("3.0.3", tags=[])
    fine["paths"]["/a"]["get"] |= {"tags": names}
    faulty["paths"]["/a"]["get"] |= {"tags": [*names, names[0]], "parameters": [1]}
    assert told(fine) == []
    assert {pointer for pointer, *_ in told(faulty)} == {"#/paths/~1a/get/parameters/0"}
    parameter = {"in": "query", "schema": {}}
    many = [{**parameter, "name": name} for name in names]
    faulty["paths"]["/a"]["get"] |= {"parameters": [*many, many[7], {}]}
    pointers = {pointer for pointer, *_ in told(faulty)}
    assert pointers >= {"#/paths/~1a/get/parameters", "#/paths/~1a/get/parameters/20001"}


@pytest.mark.parametrize("version", ["3.0.3", "3.1.0", "3.2.0"])
def test_what_rules_ask_for_may_stand_behind_a_portion(version: str) -> None:
    noted = {f"x-{index}": [1] * 10 for index in range(5_000)}
    operation = {**noted, "responses": {**noted, "200": {"description": "ok"}}, "summary": 1}
    root = made(version, paths={"/a": {"get": operation}})
    assert {pointer for pointer, *_ in told(root)} == {"#/paths/~1a/get/summary"}


def test_what_a_portion_has_hollow_excuses_nothing() -> None:
    """Where `style` and the `content` beside it are told of in two portions, `style` is still wrong."""

    def at(size: int) -> set[str]:
        content = {"a/b": {"schema": {"enum": [*range(size)]}, "example": [*range(size)]}}
        parameter = {"name": "q", "in": "query", "style": "form", "content": content}
        operation = {"parameters": [parameter], "responses": {"200": {"description": "x"}}}
        other = {"responsez": {}, "x-long": [*range(size)]}
        paths = {"/z": {"get": {**operation, **other}}, "/a": {"get": operation}}
        root = {"openapi": "3.1.0", "info": {"title": "t", "version": "1"}, "paths": paths}
        return {pointer for pointer, *_ in told(root)}

    few = at(10)
    assert sum(each.endswith("/style") for each in few) == 2
    assert all(at(size) == few for size in (500, 900, 1300, 1500, 1700))
