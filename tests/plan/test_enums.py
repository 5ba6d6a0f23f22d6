"""Which enumerations of a document become classes of the package."""

import json
from typing import Any

import pytest

from generator.document.load import load
from generator.plan.enums import plan_enums
from generator.plan.toolkit_yaml import Config


@pytest.mark.parametrize(("count", "names"), [(2000, ["Kind"]), (2001, [])])
def test_thousands_of_values_are_no_class(count: int, names: list[str]) -> None:
    kind: dict[str, Any] = {"type": "string", "enum": [f"v{index}" for index in range(count)]}
    body = {"type": "object", "properties": {"kind": kind}}
    enums, problems = plan_enums(load(json.dumps({}).encode(), "t.json"), Config(), [body], [])
    assert ([each.name for each in enums], problems) == (names, ())
