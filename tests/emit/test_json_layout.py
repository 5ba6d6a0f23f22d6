"""JSON is written as the standard library writes it with an indent."""

import json
from typing import Any

import pytest

from generator.emit.json_layout import indented_json


@pytest.mark.parametrize(
    "value",
    [
        {"a": [], "b": {}, "c": [{}, [1, 2.5, 1e300, -0.0]], "": {"d": (None, True, False)}},
        ['é\u2028\x00"\\', {"é\n": {"deep": [[["x"]]]}}, 10**30],
        [],
        "text",
        None,
    ],
)
def test_it_is_written_as_json_dumps_writes_it(value: Any) -> None:
    assert indented_json(value) == json.dumps(value, indent=2)


@pytest.mark.parametrize("value", [{"a": float("nan")}, {1: "a"}, [{"a": {1}}]])
def test_what_json_does_not_have_is_refused(value: Any) -> None:
    with pytest.raises((ValueError, TypeError)):
        indented_json(value)
