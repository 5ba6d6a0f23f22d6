"""Arguments have the Python types that Arcade makes schemas of."""

import pytest

from generator.emit.naming import ClassName
from generator.plan.model import ArgumentType
from generator.render.arcade.tool_module import annotation


@pytest.mark.parametrize(
    ("kind", "required", "expected"),
    [
        (ArgumentType("integer"), True, "int"),
        (ArgumentType("number"), False, "float | None"),
        (ArgumentType("boolean", is_array=True), True, "list[bool]"),
        (ArgumentType("string", enum=ClassName("Color")), True, "Color"),
        (ArgumentType("string", True, ClassName("Color")), False, "list[Color] | None"),
    ],
)
def test_annotations(kind: ArgumentType, required: bool, expected: str) -> None:
    assert annotation(kind, required) == expected
