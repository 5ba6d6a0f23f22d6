"""The page's check and the package's are one: of 2,000 bodies both take and refuse the same.

The page is given each body as text, in the field that people have for it.
"""

import importlib
import itertools
import json
import random
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser

from tests.browser import opened
from tests.package.bodies import Maker, bend
from tests.package.tools import PACKAGE, TOOLS, Tool

from .conftest import PIPELINES, written

SEED = 20261127
EACH = 290
FOLDER = PIPELINES.parents[1]
READ = """(texts) => texts.map((text) => {
    const field = document.querySelector(".body-text");
    field.value = text;
    field.dispatchEvent(new Event("input", { bubbles: true }));
    return document.querySelector(".status").classList.contains("accepted");
})"""
TEXTS = (
    "",
    " ",
    "{",
    "[]",
    "null",
    '{"a":1,"a":2}',
    '{"userId":"a","userId":"b"}',
    '{"userId":NaN}',
    '{"userId":1e400}',
    '{"userId":"\\ud800"}',
    "{'userId':'a'}",
    '{"userId":"a",}',
    "[" * 101 + "]" * 101,
    '{"userId":"a","name":"b","x":' + "[" * 99 + "]" * 99 + "}",
    '{"userId":"a","name":"b","x":' + "[" * 100 + "]" * 100 + "}",
    '{"userId":"a","name":"' + "x" * 31_900 + '"}',
    '{"userId":"a","name":"' + "x" * 32_000 + '"}',
    '{"userId":"a","name":"' + "é" * 15_900 + '"}',
    '{"userId":"a","name":"' + "é" * 16_000 + '"}',
    '{"__proto__":{"userId":"a"}}',
    '{"userId":"a","__proto__":{"messageId":"b"}}',
    (
        '{"batch":[{"type":"track","userId":"a","event":"b","messageId":"c"},'
        '{"type":"track","userId":"a","event":"b","messageId":"c"}]}'
    ),
)


def verdicts(tool_module: Any, texts: list[str]) -> list[bool]:
    """Whether the package would send each of the texts."""
    body = tool_module.ENDPOINT.body
    runtime = tool_module.__name__.partition(".")[0]
    read = importlib.import_module(f"{runtime}._runtime.request_body").read
    payload = importlib.import_module(f"{runtime}._runtime.payload").Payload
    return [isinstance(read(body, text), payload) for text in texts]


@contextmanager
def imported(folder: Path, name: str) -> Iterator[str]:
    """The package of this name in the folder can be imported, and is forgotten in the end."""
    sys.path.insert(0, str(folder))
    importlib.invalidate_caches()
    try:
        yield name
    finally:
        sys.path.remove(str(folder))
        for each in [each for each in sys.modules if each.partition(".")[0] == name]:
            del sys.modules[each]


@pytest.fixture(scope="module")
def pipelines() -> Iterator[str]:
    """The delivered package, imported from where it is."""
    with imported(FOLDER, PACKAGE) as name:
        yield name


def texts_of(schema: Any, body: Any, count: int) -> list[str]:
    """Bodies as they may be, about half of them bent out of shape, some of them twice."""
    dice = random.Random(f"{SEED}/{count}/{json.dumps(body)}")
    maker = Maker(schema, dice)
    made = []
    for turn in range(count):
        drawn = maker.draw() if turn % 3 else body
        if turn % 2 and isinstance(drawn, dict | list) and drawn:
            drawn = bend(drawn, dice)
        made.append(json.dumps(drawn, ensure_ascii=bool(turn % 5)))
    return made


@pytest.mark.parametrize("tool", TOOLS, ids=[tool.name for tool in TOOLS])
def test_page_and_package_agree_on_drawn_and_bent_bodies(
    browser: Browser, pipelines: str, tool: Tool
) -> None:
    module = importlib.import_module(f"{pipelines}.tools.{tool.function}")
    schema = json.loads((FOLDER / PACKAGE / "schemas" / f"{tool.function}.json").read_text("utf-8"))
    texts = [*texts_of(schema, tool.body, EACH), *TEXTS]
    expected = verdicts(module, texts)
    with opened(browser, PIPELINES, f"#{tool.name}") as page:
        found = page.evaluate(READ, texts)
    assert [
        (text[:300], said)
        for text, said, wanted in zip(texts, found, expected, strict=True)
        if said is not wanted
    ] == []
    assert 40 < sum(expected) < len(texts) - 40, "both kinds are among them"


ANYTHING: dict[str, Any] = {
    "type": "object",
    "required": ["kind"],
    "properties": {
        "kind": {"enum": ["a", "b", 3, None, [1], {"x": 1}]},
        "count": {"type": "integer", "minimum": 0, "exclusiveMaximum": 10, "multipleOf": 2},
        "share": {"type": "number", "multipleOf": 0.1, "maximum": 1},
        "name": {"type": "string", "minLength": 2, "maxLength": 4},
        "code": {"type": "string", "pattern": "^[a-z]+$"},
        "list": {
            "type": "array",
            "items": {"type": ["integer", "string"]},
            "minItems": 1,
            "maxItems": 3,
            "uniqueItems": True,
        },
        "pair": {
            "type": "array",
            "prefixItems": [{"type": "string"}, {"type": "integer"}],
            "items": False,
        },
        "some": {"type": "array", "contains": {"const": 1}, "minContains": 1, "maxContains": 2},
        "map": {
            "type": "object",
            "patternProperties": {"^x-": {"type": "string"}},
            "additionalProperties": {"type": "integer"},
            "propertyNames": {"maxLength": 5},
            "minProperties": 1,
            "maxProperties": 2,
        },
        "tree": {"$ref": "#/components/schemas/Tree"},
        "either": {"oneOf": [{"type": "integer"}, {"type": "number", "minimum": 5}]},
        "not": {"not": {"type": "string"}},
        "when": {
            "type": "object",
            "if": {"properties": {"a": {"const": 1}}, "required": ["a"]},
            "then": {"required": ["b"]},
            "else": {"required": ["c"]},
        },
        "closed": {
            "allOf": [{"type": "object", "properties": {"a": {"type": "integer"}}}],
            "properties": {"b": {"type": "integer"}},
            "unevaluatedProperties": False,
        },
        "at": {"type": "string", "format": "date-time"},
    },
    "dependentRequired": {"count": ["share"]},
    "dependentSchemas": {"code": {"properties": {"name": {"const": "ab"}}}},
}
TREE = {
    "type": "object",
    "required": ["v"],
    "properties": {
        "v": {"type": "integer"},
        "below": {"type": "array", "items": {"$ref": "#/components/schemas/Tree"}},
    },
}
VALUES: dict[str, tuple[Any, ...]] = {
    "kind": ("a", 3, 3.0, None, [1], {"x": 1}, {"x": 1.0}, "c", True, [1, 1]),
    "count": (0, 2, 2.0, 3, 10, -2, "2", 1e300),
    "share": (0.1, 0.3, 0.7, 1, 0.25, 1.1, 0),
    "name": ("", "a", "ab", "abcd", "abcde", "😀😀", "😀", "é́é́"),
    "code": ("", "a", "A", "a1", "abc\n", "é"),
    "list": ([], [1], [1, 1.0], [1, "1"], [1, 2, 3, 4], [True], [None], {}),
    "pair": ([], ["a"], ["a", 1], ["a", "b"], ["a", 1, 2], [1]),
    "some": ([], [1], [1, 1, 1], [2], [1, 2, "x"], [True]),
    "map": (
        {},
        {"a": 1},
        {"a": "1"},
        {"x-a": "1"},
        {"x-a": 1},
        {"abcdef": 1},
        {"a": 1, "b": 2, "c": 3},
    ),
    "tree": (
        {},
        {"v": 1},
        {"v": 1, "below": [{"v": 2, "below": [{}]}]},
        {"v": 1, "below": [{"v": 2}]},
    ),
    "either": (1, 1.5, 5, 7.5, "x", 4.5),
    "not": (1, "a", None, []),
    "when": ({}, {"a": 1}, {"a": 1, "b": 1}, {"c": 1}, {"a": 1, "c": 1}, []),
    "closed": ({}, {"a": 1}, {"b": 1}, {"a": 1, "b": 1}, {"c": 1}, {"a": "x"}),
    "at": (
        "2026-01-31T12:00:00Z",
        "2026-01-31t12:00:00z",
        "2026-01-31T12:00:00.123+02:00",
        "2026-01-31T12:00:00",
        "2026-01-31 12:00:00Z",
        "2026-02-29T12:00:00Z",
        "2024-02-29T12:00:00Z",
        "2026-13-01T12:00:00Z",
        "2026-01-31T24:00:00Z",
        "2026-01-31T23:59:60Z",
        "2026-01-31T12:00:60Z",
        "2026-01-31T12:00:00+24:00",
        "1769860800",
        "",
        5,
    ),
}
CONFIG = """\
toolkit: Things
package: arcade_things_agreement
version: 1.0.0
title: Things
description: Tools for things.
tools: {POST /things: {name: SendThings, body: json}}
"""
STRICT = f"{CONFIG}formats: strict\nstrict_unions: true\n"


@pytest.mark.parametrize("config", [CONFIG, STRICT], ids=["lenient", "strict"])
def test_page_and_package_agree_on_every_keyword(
    browser: Browser, tmp_path: Path, config: str
) -> None:
    body = {"required": True, "content": {"application/json": {"schema": ANYTHING}}}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Things", "version": "1"},
        "servers": [{"url": "https://things.example"}],
        "paths": {
            "/things": {
                "post": {"requestBody": body, "responses": {"200": {"description": "Fine."}}}
            }
        },
        "components": {"schemas": {"Tree": TREE}},
    }
    folder = written(tmp_path, json.dumps(document), config=config)
    values = [{"kind": "a", key: each} for key, some in VALUES.items() for each in some]
    values += [{"count": 2, "kind": "a", "share": 0}, {"kind": "a", "code": "a", "name": "ab"}]
    values += [
        {"kind": "a", one: first, other: second}
        for (one, some), (other, more) in itertools.combinations(VALUES.items(), 2)
        for first, second in zip(some, reversed(more), strict=False)
    ]
    texts = [json.dumps(each) for each in values]
    with imported(folder, "arcade_things_agreement") as package:
        expected = verdicts(importlib.import_module(f"{package}.tools.send_things"), texts)
    with opened(browser, folder / "docs" / "index.html", "#SendThings") as page:
        found = page.evaluate(READ, texts)
    both = zip(texts, found, expected, strict=True)
    assert [(text, said) for text, said, wanted in both if said is not wanted] == []
    assert len(set(expected)) == 2
