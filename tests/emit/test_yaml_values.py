"""Values written as YAML come back as they were, from our reader and from another one."""

from typing import Any

import pytest
import yaml

from generator.document.load import load
from generator.document.nodes import plain
from generator.emit.yaml_values import quoted, scalar


@pytest.mark.parametrize(
    "value",
    [
        *("plain", "two words", "a: b", "a #b", "- a", "", " a ", "true", "No", "null", "1", "1.0"),
        *(
            "2026-11-26",
            "{a}",
            "[a]",
            "&a",
            "*a",
            "!a",
            "%a",
            "@a",
            "`a",
            "'a'",
            '"a"',
            "a\\b",
            "~",
        ),
        *(
            "a\nb",
            "a\tb",
            "\x00\x1b\x7f\x85",
            "\u2028\u2029",
            "\ufeff",
            "é",
            "😀",
            "\u202e",
            "y",
            "on",
        ),
        *(1, 1.5, True, False, None, [], {}, [1, "a: b", {"x y": [None]}]),
        {"type": "integer", "200": 1, "a b": {"c": ["true", True]}, "": 0},
    ],
    ids=repr,
)
def test_values_come_back(value: Any) -> None:
    text = f"value: {scalar(value)}\n"
    assert text.count("\n") == 1
    assert all(each.isprintable() for each in text[:-1])
    assert plain(load(text.encode(), "a.yaml").root) == {"value": value}
    assert yaml.safe_load(text) == {"value": value}


@pytest.mark.parametrize("key", ["GET /a/{b}", "a: b", "", "1", "true", '"', "x\ny"])
def test_keys_come_back(key: str) -> None:
    assert yaml.safe_load(f"{quoted(key)}: 1") == {key: 1}
