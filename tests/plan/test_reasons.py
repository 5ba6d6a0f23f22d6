"""Each field of a call finds the corrections that made it what it is, and no others."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

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
