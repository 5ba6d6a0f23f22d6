"""The surface of the repository's own toolkit: complete, placed, and the same for a rewritten document."""

from __future__ import annotations

import ast
import copy
import json
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.compat.surface import Places, Surface
from generator.compat.surface_diff import compare_surfaces
from generator.compat.surface_json import dumps, loads
from generator.compat.surface_of_package import ANSWERS, places_of, surface_of
from generator.core.change_levels import Level
from generator.document.load import load
from generator.document.located import Document, MarkedDict
from generator.document.references import follow
from generator.openapi.parse import parse
from generator.overlay.apply import apply
from generator.plan.package import plan
from generator.plan.toolkit_yaml import Config, read_config
from tests.jsonschema.support import vendor

ROOT = Path(__file__).parents[2]
SPEC = ROOT / "specs" / "customerio_pipelines"


def _load(name: str) -> Document:
    return load((SPEC / name).read_bytes(), name)


@pytest.fixture(scope="module")
def document() -> Document:
    return apply(_load("openapi.yaml"), _load("overlay.yaml"))


def _surface(document: Document, **settings: Any) -> tuple[Surface, Places]:
    return _surface_by(document, replace(read_config(_load("toolkit.yaml")), **settings))


def _surface_by(document: Document, config: Config) -> tuple[Surface, Places]:
    api, _ = parse(document)
    package, _ = plan(document, api, config)
    return surface_of(package, api), places_of(package, api, document.root)


def _plain(value: Any) -> Any:
    return json.loads(json.dumps(value))


def _rewritten(root: Mapping[str, Any], **changed: Any) -> Document:
    text = json.dumps({**root, **changed})
    return load(text.encode(), "rewritten.json")


def test_it_is_stored_and_read_back(document: Document) -> None:
    surface, _ = _surface(document)
    assert loads(dumps(surface), "surface.json") == surface


def test_every_field_and_argument_has_a_place(document: Document) -> None:
    surface, places = _surface(document)
    assert len(surface.tools) == 7
    for tool in surface.tools:
        whole = places.get(f"tools/{tool.name}")
        assert whole and whole.file == "openapi.yaml"
        for argument in tool.arguments:
            at = f"tools/{tool.name}/arguments.{argument.name}"
            assert places.get(at) or not argument.key
        assert tool.request_schema is not None
        for name in tool.request_schema["properties"]:
            place = places.get(f"tools/{tool.name}/request_body.{name}")
            assert place
            line = (SPEC / place.file).read_text("utf-8").splitlines()[place.line - 1]
            assert name in line


def test_a_dereferenced_document_is_no_change(document: Document) -> None:
    root = _plain(document.root)
    flat = _rewritten(root, paths=_dereferenced(root, root["paths"]))
    assert '"$ref"' not in json.dumps(flat.root["paths"])
    assert compare_surfaces(_surface(document)[0], _surface(flat)[0]) == ()


def _dereferenced(root: dict[str, Any], node: Any) -> Any:
    if isinstance(node, list):
        return [_dereferenced(root, item) for item in node]
    if not isinstance(node, dict):
        return node
    if isinstance(node.get("$ref"), str):
        target = follow(root, {"$ref": node["$ref"]}, "#")[1]
        beside = {key: value for key, value in node.items() if key != "$ref"}
        whole = _dereferenced(root, copy.deepcopy(target))
        constrains = beside.keys() - {"description", "summary"}
        return {"allOf": [whole], **beside} if constrains else {**whole, **beside}
    return {key: _dereferenced(root, value) for key, value in node.items()}


def test_reversed_keys_are_no_change(document: Document) -> None:
    def reverse(node: Any) -> Any:
        if isinstance(node, list):
            return [reverse(item) for item in node]
        if isinstance(node, dict):
            return {key: reverse(node[key]) for key in reversed(node)}
        return node

    root = _plain(document.root)
    backwards = _rewritten({}, **{key: reverse(root[key]) for key in reversed(root)})
    assert compare_surfaces(_surface(document)[0], _surface(backwards)[0]) == ()


def test_every_part_moved_into_allof_is_no_change(document: Document) -> None:
    root = _plain(document.root)
    schemas = {name: {"allOf": [schema]} for name, schema in root["components"]["schemas"].items()}
    wrapped = _rewritten(root, components={**root["components"], "schemas": schemas})
    # The enumerations of toolkit.yaml are found by path, and these paths are others.
    one, other = _surface(document, enums=())[0], _surface(wrapped, enums=())[0]
    assert compare_surfaces(one, other) == ()


def test_the_vendor_and_our_own_words_differ_in_texts_alone() -> None:
    theirs = load(json.dumps(vendor("customerio-pipelines.vendor.json")).encode(), "vendor.json")
    # What toolkit.yaml says of keys and regions is of the corrected document.
    settings: dict[str, Any] = {"enums": (), "keys": (), "default_region": ""}
    read = replace(read_config(_load("toolkit.yaml")), document=None, **settings)
    one, other = (_surface_by(each, read)[0] for each in (theirs, _load("openapi.yaml")))
    changes = compare_surfaces(one, other)
    told = [each for each in changes if each.level is not Level.PROSE]
    # What is read-only is kept where an example sends it, and theirs has other examples than ours.
    fields = {"request_body.receivedAt", "request_body.version"}
    assert {(each.code, each.where) for each in told} == {
        ("field-removed", each) for each in fields
    }
    assert len(changes) > len(told)


def test_answers_are_those_of_the_runtime() -> None:
    source = ROOT / "templates" / "package" / "module" / "_runtime" / "answer.py"
    tree = ast.parse(source.read_text("utf-8"))
    classes = {node.name: node for node in tree.body if isinstance(node, ast.ClassDef)}
    shown = {
        "dict[str, Any]": "object",
        "dict[str, str]": "object of string",
        "int": "integer",
        "list[str]": "array of string",
        "Outcome": "accepted or accepted_unverified",
    }
    stated: dict[str, dict[str, str]] = {}
    for name, declared in classes.items():
        own = {
            node.target.id: shown[ast.unparse(node.annotation)]
            for node in declared.body
            if isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name)
        }
        bases = [stated.get(ast.unparse(base), {}) for base in declared.bases]
        stated[name] = {key: kind for each in (*bases, own) for key, kind in each.items()}
    assert stated.keys() == ANSWERS.keys()
    for name, fields in stated.items():
        assert sorted(fields.items()) == sorted(ANSWERS[name])
    assert "Literal['accepted', 'accepted_unverified']" in ast.unparse(tree)


def test_what_is_needed_is_told_from_what_clients_require() -> None:
    root = {
        "openapi": "3.1.0",
        "info": {"title": "Shop", "version": "1"},
        "paths": {
            "/orders/{id}": {
                "put": {
                    "operationId": "putOrder",
                    "parameters": [
                        {
                            "name": "id",
                            "in": "path",
                            "required": True,
                            "schema": {"type": "string"},
                        },
                        {"name": "n", "in": "query", "schema": {"enum": ["a", "b"]}},
                    ],
                    "requestBody": {
                        "content": {"application/json": {"schema": {"type": "object"}}}
                    },
                    "responses": {"200": {"description": "ok"}},
                }
            }
        },
    }
    document = load(json.dumps(root).encode(), "shop.json")
    assert isinstance(document.root, MarkedDict)
    api, _ = parse(document)
    package, _ = plan(document, api, Config())
    (tool,) = surface_of(package, api).tools
    found = {each.name: (each.required, each.needed, each.values) for each in tool.arguments}
    assert found["id"] == (False, True, ())
    assert found["n"] == (False, False, ("a", "b"))
    assert found["request_body"] == (False, False, ())
    assert found["mode"][:2] == (True, True)


def test_fields_and_pages_are_additive() -> None:
    """A package from before them, and the same API since."""
    answer = {"type": "object", "properties": {"data": {"type": "array", "items": {}}}}
    paged = {"type": "object", "properties": {**answer["properties"], "next_cursor": {"type": "string"}}}  # type: ignore[dict-item]
    surfaces = []
    for fields, schema in ((False, answer), (True, paged)):
        cursor = {"name": "cursor", "in": "query", "schema": {"type": "string"}}
        success = {"description": "", "content": {"application/json": {"schema": schema}}}
        operation = {
            "operationId": "listAll",
            "parameters": [cursor],
            "responses": {"200": success},
        }
        root = {"openapi": "3.1.0", "info": {"title": "Desk", "version": "1"}}
        root |= {"paths": {"/all": {"get": operation}}}
        document = load(json.dumps(root).encode(), "openapi.json")
        api, _ = parse(document)
        surfaces.append(surface_of(plan(document, api, Config(answer_fields=fields))[0], api))
    before, after = surfaces
    changes = compare_surfaces(before, after)
    assert {each.level for each in changes} == {Level.ADDITIVE}
    assert {"arguments.fields", "answer.next"} <= {each.where for each in changes}
