"""What a member of a body refers to is in its schema; a text that looks like a reference is none."""

from types import SimpleNamespace
from typing import Any

import pytest

from generator.jsonschema.simplify_unions import _common, _relieve, _without_common
from generator.plan.body_arguments import _members, _self_contained

REFERS = {"$ref": "#/$defs/Tree"}
TREE = {"type": "array", "items": REFERS}


@pytest.mark.parametrize(
    ("root", "schema", "expected"),
    [
        ({}, {"description": "See #/$defs/Tree."}, {"description": "See #/$defs/Tree."}),
        ({"$defs": {"Tree": TREE}}, REFERS, {**TREE, "$defs": {"Tree": TREE}}),
        ({"$defs": {"Tree": {"type": "string"}}}, REFERS, {"type": "string"}),
    ],
)
def test_a_member_has_the_definitions_that_it_refers_to(
    root: dict[str, Any], schema: dict[str, Any], expected: dict[str, Any]
) -> None:
    assert _self_contained(root, schema) == expected


class Names(list[str]):
    """Is asked of all its names at once."""

    def __contains__(self, name: object) -> bool:
        raise AssertionError(f"{name} is looked for in all of them")


def test_required_members_are_not_looked_for_one_by_one() -> None:
    names = Names(["a", "b"])
    schema = {"type": "object", "properties": {"a": {}, "b": {}, "c": {}}, "required": names}
    body = SimpleNamespace(schema=schema)
    assert [each.required for each in _members(body)] == [True, True, False]  # type: ignore[arg-type]
    branches: list[Any] = [{"required": names}, {"required": Names([*names, "c"])}]
    assert (common := _common(branches)) == {"required": ["a", "b"]}
    assert _without_common(branches[1], {"required": Names(names)})["required"] == ["c"]
    assert _relieve(branches[1], branches[0]) == {"required": ["c"]} and common == branches[0]
