"""Whatever a keyword's value is, what is read of it is JSON Schema."""

from typing import Any

import jsonschema_rs
import pytest

from generator.core.schema_keywords import HOLDING
from generator.jsonschema.leniency import read_keyword
from generator.jsonschema.schema_walk import KEYWORD_ORDER

VALUES: list[Any] = [
    *(None, True, 0, -1, 1.5, -0.5, 1e300, 10**400, float("inf"), "", "(", "string", "[", {}, []),
    *(
        [""],
        ["a", "a"],
        ["string", "string"],
        ["null"],
        ["x"],
        [1],
        [None, None],
        [[], []],
        [1, 1.0],
    ),
    *({"a": ["b", "b"]}, {"a": "b"}, {"a": [1]}, {"a": {}}, {"": []}),
]


@pytest.mark.parametrize("keyword", sorted({*KEYWORD_ORDER} - {*HOLDING} - {"$ref"}))
def test_what_is_read_is_json_schema(keyword: str) -> None:
    for value in VALUES:
        assert jsonschema_rs.meta.is_valid(read_keyword(keyword, value)), value


def test_names_are_required_once() -> None:
    assert read_keyword("required", ["a", "b", "a"]) == {"required": ["a", "b"]}
    depending = {"a": ["b", "b"], "c": []}
    assert read_keyword("dependentRequired", depending) == {
        "dependentRequired": {"a": ["b"], "c": []}
    }
