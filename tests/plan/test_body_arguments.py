"""What a member of a body refers to is in its schema; a text that looks like a reference is none."""

from typing import Any

import pytest

from generator.plan.body_arguments import _self_contained

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
