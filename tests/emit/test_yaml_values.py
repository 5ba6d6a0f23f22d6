"""Values written as YAML come back as they were, from our reader and from another one."""

from typing import Any

import pytest
import yaml

from generator.document.load import load
from generator.document.nodes import plain
from generator.emit.yaml_values import key_line, scalar


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
        {"k" * 3_000: {"\n" * 900: 1, "e": [{"k" * 1_024: {}}]}, "a": "v" * 3_000},
    ],
    ids=lambda value: repr(value)[:40],
)
def test_values_come_back(value: Any) -> None:
    text = f"value: {scalar(value)}\n"
    assert text.count("\n") == 1
    assert all(each.isprintable() for each in text[:-1])
    assert plain(load(text.encode(), "a.yaml").root) == {"value": value}
    assert yaml.safe_load(text) == {"value": value}


@pytest.mark.parametrize(
    "key", ["GET /a/{b}", "a: b", "", "1", "true", '"', "x\ny", "k" * 1_200, "é\0" * 2_000]
)
def test_keys_come_back(key: str) -> None:
    text = f"a:\n{key_line(2, key)} 1\n{key_line(2, key + 'b')}\n    c: 1\n"
    assert yaml.safe_load(text) == {"a": {key: 1, f"{key}b": {"c": 1}}}
    assert plain(load(text.encode(), "a.yaml").root) == {"a": {key: 1, f"{key}b": {"c": 1}}}
