"""What is equal in both documents is passed over by `toolgen diff`, and the report is the same as if it were not."""

import copy
import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from generator.cli import diff
from generator.cli.diff_operands import Where
from generator.cli.diff_planning import plan_both
from generator.core.problems import ProblemsError
from generator.document.equal_parts import equal_paths
from generator.document.load import load
from generator.jsonschema import request_schema
from generator.openapi.operation_nodes import METHODS
from generator.plan.tool import plan_tool
from generator.plan.two_packages import plan_different

CASES = Path(__file__).parents[1] / "cases"
DOCUMENTS = (
    *("alternatives", "answers", "authentication", "bodies", "body_formats", "dialect_30"),
    *("discriminators", "enums", "faults", "identifiers", "left_out", "lenient", "names_collide"),
    *("names_reserved", "overlay", "parameter_overrides", "parameters", "recursive", "servers"),
    *("swagger", "unions"),
)
SEEDS = (12, 17, 34, 35, 38, 40)
"""Tools that come and go, enumerations that meet, and nothing that is changed at all are among these."""

MAY_STAY_UNREAD = ("answers", "left_out", "names_collide", "overlay", "parameter_overrides")
"""Documents in which operations without a body change, and others have one."""


def document(case: str) -> dict[str, Any]:
    """A case's document, each of its paths there twice, so that mutants have something in common."""
    data = (CASES / case / "openapi.yaml").read_bytes()
    root: dict[str, Any] = json.loads(json.dumps(load(data, "openapi.yaml").root))
    for path, item in list(root.get("paths", {}).items()):
        root["paths"][f"/again{path}"] = copy.deepcopy(item)
    return root


def places(node: Any) -> Iterator[tuple[Any, Any]]:
    """Every object or array with each of its keys or indexes."""
    stack = [node]
    while stack:
        node = stack.pop()
        keys = list(node) if isinstance(node, dict) else range(len(node))
        for key in keys:
            yield node, key
            if isinstance(node[key], (dict, list)):
                stack.append(node[key])


def mutate(root: dict[str, Any], chance: random.Random) -> None:
    """One change of a kind that documents undergo, most often an odd one."""
    found = list(places(root))
    node, key = chance.choice(found)
    _, other_key = other = chance.choice(found)
    value = node[key]
    match chance.randrange(9):
        case 0:
            del node[key]
        case 1:
            node[key] = copy.deepcopy(other[0][other_key])
        case 2 if isinstance(value, str):
            node[key] = value + chance.choice(["s", " more", "_1"])
        case 2 if isinstance(value, (bool, int)):
            node[key] = chance.choice([not value, float(value), value + 1])
        case 3 if isinstance(node, list):
            chance.shuffle(node)
        case 3 if isinstance(node, dict):
            node[key] = node.pop(key)
        case 4:
            add_parameter(root, chance)
        case 5:
            path = chance.choice(list(root["paths"]))
            root["paths"][f"/new{path}"] = copy.deepcopy(root["paths"][path])
        case 6:
            del root["paths"][chance.choice(list(root["paths"]))]
        case _ if isinstance(value, dict) and "type" in value:
            value["enum"] = chance.choice([["x", "y"], ["y", "x"], ["z"], [1]])
        case _:
            add_parameter(root, chance)


def add_parameter(root: dict[str, Any], chance: random.Random) -> None:
    operations = [
        each
        for item in root["paths"].values()
        if isinstance(item, dict)
        for each in item.values()
        if isinstance(each, dict)
    ]
    schema = chance.choice([{"type": "string"}, {"type": "string", "enum": ["a", "b"]}, {}])
    parameter = {"name": chance.choice("abc"), "in": "query", "schema": schema}
    if operations and isinstance(
        found := chance.choice(operations).setdefault("parameters", []), list
    ):
        found.append(parameter)


def told(old: Path, new: Path) -> str:
    """What is said of the two, places included, or why nothing can be."""
    try:
        return diff.report(diff.compare_operands(str(old), str(new), Where(old.parent)), "json")
    except ProblemsError as error:
        return repr(error.problems)


def written(root: Any, path: Path) -> Path:
    path.write_text(json.dumps(root, indent=1), "utf-8")
    return path


def mutant_of(root: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A document that is different anywhere, or not at all."""
    mutant = copy.deepcopy(root)
    for _ in range(chance.randrange(3)):
        if mutant.get("paths"):
            mutate(mutant, chance)
    return mutant


def mutant_of_one_path(root: dict[str, Any], chance: random.Random) -> dict[str, Any]:
    """A document that is different on one path alone, its operations mostly called like no others."""
    paths = {each: item for each, item in root["paths"].items() if isinstance(item, dict)}
    path = chance.choice(list(paths))
    for method in METHODS if chance.randrange(4) else ():
        if isinstance(paths[path].get(method), dict):
            paths[path][method] |= {"summary": f"Weigh {method} zebras", "operationId": ""}
    only = {"paths": {path: copy.deepcopy(paths[path])}}
    for _ in range(chance.randrange(1, 3)):
        if only["paths"]:
            mutate(only, chance)
    return {**copy.deepcopy(root), "paths": {**copy.deepcopy(root["paths"]), **only["paths"]}}


def compare_with_the_whole(
    monkeypatch: pytest.MonkeyPatch, folder: Path, root: dict[str, Any], mutant: dict[str, Any]
) -> tuple[bool, bool]:
    """Whether there was something to pass over, and whether even bodies stayed unread; what is told of
    a mutant is the same in any case."""
    old, new = written(root, folder / "old.json"), written(mutant, folder / "new.json")
    passed_over: list[bool] = []
    unread: list[bool] = []

    def noticed(*inputs: Any) -> Any:
        found = plan_both(*inputs)
        passed_over.append(found is not None)
        return found

    def noticed_unread(*inputs: Any) -> Any:
        found = plan_different(*inputs)
        unread.append(found is not None)
        return found

    with monkeypatch.context() as patched:
        patched.setattr("generator.cli.diff_operands.plan_both", noticed)
        patched.setattr("generator.plan.two_packages.plan_different", noticed_unread)
        quick = told(old, new)
        patched.setattr("generator.cli.diff_operands.plan_both", lambda *_: None)
        assert quick == told(old, new)
    return any(passed_over), any(unread)


@pytest.mark.slow
@pytest.mark.parametrize("case", DOCUMENTS)
def test_the_report_is_that_of_the_whole(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = document(case)
    short = []
    for seed in SEEDS:
        mutant = mutant_of(root, random.Random(seed))
        short.append(compare_with_the_whole(monkeypatch, tmp_path, root, mutant))
    assert any(passed_over for passed_over, _ in short)


@pytest.mark.slow
@pytest.mark.parametrize("case", MAY_STAY_UNREAD)
def test_what_is_left_unread_makes_no_difference(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    short = []
    for seed in range(10):
        root = document(case)
        mutant = mutant_of_one_path(root, random.Random(seed))
        short.append(compare_with_the_whole(monkeypatch, tmp_path, root, mutant))
    assert any(unread for _, unread in short)


@pytest.mark.slow
@pytest.mark.parametrize("case", DOCUMENTS)
def test_the_report_is_that_of_the_whole_where_nothing_is_equal(
    case: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = document(case)
    for seed in SEEDS[:2]:
        chance = random.Random(seed)
        mutant = mutant_of(root, chance)
        mutant["servers"] = [{"url": "https://other.example.com"}]
        for _ in range(seed % 3 if mutant.get("paths") else 0):
            mutate(mutant, chance)
        assert not equal_paths(root, mutant)
        compare_with_the_whole(monkeypatch, tmp_path, root, mutant)


def many(paths: int) -> dict[str, Any]:
    """A document of so many paths that refer to the same schema, and one that does not."""
    answer = {"content": {"application/json": {"schema": {"$ref": "#/components/schemas/Part"}}}}
    get = {"responses": {"200": {"description": "Fine.", **answer}}}
    return {
        "openapi": "3.1.0",
        "info": {"title": "Parts", "version": "1"},
        "paths": {
            "/alone": {"get": {"responses": {"200": {"description": "Fine."}}}},
            **{f"/parts{number}": {"get": copy.deepcopy(get)} for number in range(paths)},
        },
        "components": {"schemas": {"Part": {"type": "object"}, "Lonely": {"type": "object"}}},
    }


@pytest.mark.parametrize(
    ("section", "name", "tools"), [("schemas", "Part", 10), ("schemas", "Lonely", 1), ("", "", 2)]
)
def test_only_what_reaches_a_change_is_planned(
    section: str, name: str, tools: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old, new = many(10), many(10)
    if section:
        new["components"][section][name]["maxProperties"] = 3
    else:
        new["paths"]["/alone"]["get"]["summary"] = "Get what is alone"
        new["paths"]["/parts3"]["get"]["deprecated"] = True
    planned: list[str] = []

    def noted(context: Any, operation: Any, *more: Any) -> Any:
        planned.append(operation.key)
        return plan_tool(context, operation, *more)

    monkeypatch.setattr("generator.plan.remembered_tools.plan_tool", noted)
    told(written(old, tmp_path / "old.json"), written(new, tmp_path / "new.json"))
    assert len(set(planned)) == tools


@pytest.mark.parametrize("equal", [0, 1, 5, 10])
def test_no_body_is_read_twice(equal: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    old = many(10)
    for item in old["paths"].values():
        item["put"] = {
            "requestBody": {"content": {"application/json": {"schema": {"type": "object"}}}},
            "responses": {"200": {"description": "Fine."}},
        }
    new = copy.deepcopy(old)
    for path in list(new["paths"])[equal:]:
        body = new["paths"][path]["put"]["requestBody"]
        body["content"]["application/json"]["schema"]["maxProperties"] = 3
    read: list[str] = []

    def noted(root: Any, pointer: Any, **more: Any) -> Any:
        read.append(f"{id(root)} {pointer}")
        return request_schema(root, pointer, **more)

    monkeypatch.setattr("generator.openapi.schemas.request_schema", noted)
    told(written(old, tmp_path / "old.json"), written(new, tmp_path / "new.json"))
    assert 11 <= len(read) <= 22 + 2 * (11 - equal if equal > 5 else 0)


def test_what_only_python_takes_for_equal_is_not() -> None:
    old, new = many(2), many(2)
    old["paths"]["/alone"]["x-flag"], new["paths"]["/alone"]["x-flag"] = 1, True
    assert equal_paths(old, new) == {"/parts0", "/parts1"}
    new["paths"]["/alone"]["x-flag"] = 1
    assert len(equal_paths(old, new)) == 3
    new["servers"] = [{"url": "/v2"}]
    assert not equal_paths(old, new)


@pytest.mark.parametrize("reference", ["#/components/schemas/Lonely", "#", "#/components/schemas"])
def test_references_are_followed_whatever_holds_them(reference: str) -> None:
    old, new = many(2), many(2)
    for each in (old, new):
        each["paths"]["/alone"]["x-like"] = {"mapping": {"one": reference}}
    assert len(equal_paths(old, new)) == 3
    new["components"]["schemas"]["Lonely"]["minProperties"] = 1
    assert equal_paths(old, new) == {"/parts0", "/parts1"}


def test_a_discriminator_may_lead_to_any_schema() -> None:
    old, new = many(2), many(2)
    for each in (old, new):
        each["components"]["schemas"]["Part"]["discriminator"] = {"propertyName": "kind"}
    new["components"]["schemas"]["More"] = {"allOf": [{"$ref": "#/components/schemas/Part"}]}
    assert equal_paths(old, new) == {"/alone"}
