"""Each field of a call finds the corrections that made it what it is, and no others."""

import random
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.build import plan_sources
from generator.document.corrections import Correction
from generator.document.located import Document, MarkedDict
from generator.plan.corrected import Corrected, SchemaWalk
from generator.plan.reasons import Reasons
from generator.workspace.toolkits import SourcePaths, read_sources
from tests.steps import steps

OPENAPI = """\
openapi: 3.1.0
info: {title: Pets, version: "1"}
servers: [{url: "https://pets.example"}]
paths:
  /pets:
    post:
      parameters: [{name: dry, in: query, schema: {type: string}}]
      requestBody: {content: {application/json: {schema: {$ref: "#/components/schemas/Pet"}}}}
      responses: {"200": {description: Fine.}}
    get:
      responses: {"200": {description: Fine.}}
components:
  schemas:
    Pet:
      type: object
      required: [id]
      properties:
        id: {type: string}
        name: {type: string}
        tag: {type: integer}
        friends: {type: array, items: {$ref: "#/components/schemas/Pet"}}
        home: {$ref: "#/components/schemas/Home"}
    Home: {type: object, properties: {street: {type: string}}}
"""
HEAD = 'overlay: 1.1.0\ninfo: {title: Corrections, version: "1"}\nextends: openapi.yaml\nactions:\n'
PET = "$.components.schemas.Pet"


@pytest.fixture
def reasons(tmp_path: Path) -> Callable[..., Reasons]:
    """The reasons of POST /pets after updates, each a target and what it takes or removes."""

    def found(*actions: tuple[str, str, str], key: str = "POST /pets") -> Reasons:
        (tmp_path / "openapi.yaml").write_text(OPENAPI, "utf-8")
        lines = [
            f"- {{target: {target!r}, description: {why}, {what}}}" for target, what, why in actions
        ]
        (tmp_path / "overlay.yaml").write_text(HEAD + "\n".join(lines), "utf-8")
        paths = SourcePaths(tmp_path / "openapi.yaml", tmp_path / "overlay.yaml")
        return plan_sources(read_sources(paths, tmp_path)).package.reasons.get(key, {})

    return found


@pytest.mark.parametrize(
    ("target", "what", "path"),
    [
        (f"{PET}.properties.name", "update: {minLength: 1}", "/name"),
        (f"{PET}.properties.name", "update: {description: Its name.}", "/name"),
        (f"{PET}.properties", "update: {age: {type: integer}}", "/age"),
        (f"{PET}.required", "update: [name]", "/name"),
        (f"{PET}.required", "remove: true", "/id"),
        (PET, "update: {maxProperties: 9}", ""),
        ("$.components.schemas.Home.properties.street", "update: {minLength: 1}", "/home/street"),
        ("$.paths['/pets'].post.parameters[0].schema", "update: {minLength: 1}", "~dry"),
        ("$.paths['/pets'].post", "update: {summary: Send it}", "/"),
    ],
)
def test_a_correction_is_told_where_it_is_felt(
    reasons: Callable[..., Reasons], target: str, what: str, path: str
) -> None:
    found = reasons((target, what, "because"))
    assert found[path] == ("because",)
    # What is the same again further in is felt there too.
    assert {each.removeprefix("/friends/*") for each in found} <= {path, "/friends/*", "/"}


def test_members_of_a_union_that_was_put_in_have_its_reason(
    reasons: Callable[..., Reasons],
) -> None:
    union = "update: {anyOf: [{required: [name], properties: {name: {minLength: 1}}}, {required: [tag]}]}"
    found = reasons((PET, union, "either"))
    assert found[""] == found["/name"] == ("either",)
    assert "/tag" not in found


def test_reasons_stand_in_the_order_of_the_actions_and_each_once(
    reasons: Callable[..., Reasons],
) -> None:
    at = f"{PET}.properties.name"
    first, second = (at, "update: {minLength: 1, maxLength: 9}", "one"), (
        at,
        "update: {title: N}",
        "two",
    )
    assert reasons(first, second)["/name"] == ("one", "two")


def test_other_operations_have_none_of_it(reasons: Callable[..., Reasons]) -> None:
    assert reasons((PET, "update: {maxProperties: 9}", "because"), key="GET /pets") == {}


def test_schemas_that_all_refer_to_each_other_are_not_gone_through_in_every_way(
    tmp_path: Path,
) -> None:
    names = [f"S{number}" for number in range(30)]
    schemas = {
        name: {
            "type": "object",
            "properties": {other: {"$ref": f"#/components/schemas/{other}"} for other in names},
        }
        for name in names
    }
    document = {"paths": {}, "components": {"schemas": schemas}}
    at = "#/components/schemas/S7/maxProperties"
    changed = Document(MarkedDict(document.items()), "a", corrections=(Correction(at, "why"),))
    walk = SchemaWalk(Corrected(changed))
    assert steps(lambda: walk.schema("#/components/schemas/S0", "", (), ())) < 2_000_000
    assert walk.reasons
    untouched = SchemaWalk(Corrected(replace(changed, corrections=())))
    untouched.schema("#/components/schemas/S0", "", (), ())
    assert list(untouched.visited) == ["", *(f"/{name}" for name in names)]


def corrected(schemas: dict[str, Any], *pointers: str) -> Corrected:
    document = {"paths": {}, "components": {"schemas": schemas}}
    corrections = tuple(Correction(at, f"because of {at}") for at in pointers)
    return Corrected(Document(MarkedDict(document.items()), "a", corrections=corrections))


def at(number: int) -> str:
    return f"#/components/schemas/S{number}"


def hub(size: int) -> int:
    """The steps of going through a schema that leads to many, each of which leads back."""
    schemas: dict[str, Any] = {
        f"S{number}": {"properties": {"up": {"$ref": at(0)}}} for number in range(size)
    }
    schemas["S0"] = {"properties": {f"p{number}": {"$ref": at(number)} for number in range(size)}}
    walk = SchemaWalk(corrected(schemas, "#/info/title"))
    return steps(lambda: walk.schema(at(0), "", (), ()))


def looks(size: int) -> int:
    """The steps of asking for the corrections of many parts, of which each has one."""
    found = corrected({}, *(f"{at(number)}/title" for number in range(size)))
    return steps(lambda: [found.within(at(number), leave=["#/info"]) for number in range(size)])


@pytest.mark.parametrize("cost", [hub, looks])
def test_work_grows_as_the_corrections_and_the_schemas_do(cost: Callable[[int], int]) -> None:
    few, many = cost(300), cost(600)
    assert many < 2.3 * few


def test_corrections_are_felt_wherever_references_lead_to_them() -> None:
    chance = random.Random(7)
    for _ in range(200):
        led = {number: chance.sample(range(8), chance.randrange(3)) for number in range(8)}
        schemas = {
            f"S{number}": {"anyOf": [{"$ref": at(other)} for other in others]}
            for number, others in led.items()
        }
        changed = chance.sample(range(8), chance.randrange(3))
        found = corrected(schemas, *(f"{at(number)}/title" for number in changed))
        for number in chance.sample(range(8), 8):
            reached = {number}
            while more := {other for each in reached for other in led[each]} - reached:
                reached |= more
            assert found.is_felt_in(at(number)) == bool(reached & {*changed})


def test_corrections_within_a_part_are_told_in_their_order() -> None:
    inside = (f"{at(1)}/title", f"{at(1)}/anyOf/0", f"{at(1)}/anyOf/0/type", at(1), f"{at(1)}/a")
    found = corrected({}, at(2), *inside, f"{at(1)}0", f"{at(1)}-")
    assert [*found.within(at(1))] == [f"because of {each}" for each in inside]
    left = found.within(at(1), leave=[f"{at(1)}/anyOf", f"{at(1)}/anyOf/0/t"])
    assert [*left] == [f"because of {inside[number]}" for number in (0, 3, 4)]
