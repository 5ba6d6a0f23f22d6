"""An overlay on quickly read JSON gives what it gives on one with places everywhere, places and all."""

from __future__ import annotations

import json
from typing import Any

import pytest

from generator.core import pointers
from generator.core.problems import Problem
from generator.document.load import load, load_quickly
from generator.document.located import (
    Document,
    MarkedDict,
    PartlyMarkedRoot,
    UnmarkedRoot,
    marked,
    marked_part,
    place_of,
)
from generator.overlay.apply import apply_what_fits

ROOT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "T", "version": "1"},
    "servers": [{"url": "https://one.example"}, {"url": "https://two.example"}],
    "tags": [{"name": "a"}, {"name": "b"}],
    "paths": {
        "/a": {"get": {"parameters": [{"name": "x"}, {"name": "y"}], "tags": ["t"]}},
        "/b/{id}": {"get": {"summary": "B", "deprecated": True}, "post": {"summary": "C"}},
    },
    "components": {
        "schemas": {"One": {"type": "int"}, "Two": {"enum": [1, 2, 3], "x": [{"y": [1.5]}]}},
        "parameters": {"P": {"name": "p", "in": "query"}},
    },
}
QUICK = {
    "a schema": "{target: $.components.schemas.One, update: {type: integer, more: [1]}}",
    "items": "{target: '$.components.schemas.Two.enum[0]', remove: true}",
    "an item": "{target: $.tags, update: {name: c}}",
    "a filter": "{target: '$.paths..parameters[?@.name==\"x\"]', remove: true}",
    "an item of the top": "{target: '$.servers[0]', remove: true}",
    "the root": "{target: $, update: {security: [], components: {schemas: {One: {a: 1}, New: {b: 2}}}}}",
    "a section": "{target: $.components.schemas, update: {Two: {c: 3}, Three: {d: 4}}}",
    "a path less": "{target: \"$.paths['/a']\", remove: true}",
    "a section less": "{target: $.components.parameters, remove: true}",
    "all operations": "{target: '$.paths.*.*', update: {x-more: yes}}",
    "a copy": "{target: $.components.schemas.One, copy: $.components.schemas.Two}",
    "a copy of an operation": "{target: \"$.paths['/a']\", copy: \"$.paths['/b/{id}']\"}",
    "info": "{target: $.info, update: {title: Other}}",
    "a primitive": "{target: $.info.title, update: Other}",
}
ALL = {
    **QUICK,
    "a copy of all": "{target: $.components.schemas.One, copy: $.components}",
    "nothing": "{target: $.nowhere, update: {a: 1}}",
    "another kind": "{target: $.components.schemas.One, update: {type: [a]}}",
    "no query": "{target: '$[', remove: true}",
}


def _applied(
    root: dict[str, Any], actions: list[str], *, quickly: bool
) -> tuple[Document, tuple[Problem, ...]]:
    text = json.dumps(root, indent=1).encode()
    document = (load_quickly if quickly else load)(text, "openapi.json")
    assert isinstance(document.root, UnmarkedRoot) is quickly
    lines = "".join(f"  - {each[:-1]}, description: because}}\n" for each in actions)
    head = "overlay: 1.1.0\ninfo: {title: T, version: '1'}\nextends: openapi.json\n"
    overlay = load(f"{head}actions:\n{lines}".encode(), "overlay.yaml")
    before = json.dumps(document.root)
    found = apply_what_fits(document, overlay)
    assert json.dumps(document.root) == before
    return found


def _pointers(node: Any, pointer: str = pointers.ROOT) -> list[str]:
    parts = (
        node.items()
        if isinstance(node, dict)
        else enumerate(node) if isinstance(node, list) else ()
    )
    below = [
        each for key, value in parts for each in _pointers(value, pointers.child(pointer, key))
    ]
    return [pointer, pointers.child(pointer, "nothing"), *below]


def _hold(actions: list[str]) -> Document:
    quick, problems = _applied(ROOT, actions, quickly=True)
    slow, same = _applied(ROOT, actions, quickly=False)
    assert problems == same
    assert json.dumps(quick.root) == json.dumps(slow.root)
    assert quick.corrections == slow.corrections
    for pointer in _pointers(slow.root):
        assert place_of(quick.root, pointer) == place_of(slow.root, pointer), pointer
    again = marked(quick.root)
    assert again == slow.root and not isinstance(again, UnmarkedRoot)
    part = marked_part(quick.root, "#/info")
    assert isinstance(part, MarkedDict) and part.places == slow.root["info"].places
    return quick


@pytest.mark.parametrize("what", ALL)
def test_one_action_gives_the_same(what: str) -> None:
    quick = _hold([ALL[what]])
    assert isinstance(quick.root, PartlyMarkedRoot) is (what in QUICK)


@pytest.mark.parametrize("first", QUICK)
@pytest.mark.parametrize("second", ("items", "the root", "a path less", "all operations", "a copy"))
def test_two_actions_give_the_same(first: str, second: str) -> None:
    if first != second:
        _hold([ALL[first], ALL[second]])


def test_what_no_action_reaches_has_no_places() -> None:
    root = _hold([QUICK["a schema"]]).root
    assert type(root["components"]["schemas"]["One"]) is MarkedDict
    assert type(root["components"]["schemas"]["Two"]) is dict
    assert type(root["paths"]["/a"]) is dict
