"""The digest of a part changes with all that it reaches, and with nothing else."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from generator.core.memory import NO_MEMORY
from generator.document.part_digests import DocumentMemory, PartDigests

DOCUMENT: dict[str, Any] = {
    "openapi": "3.1.0",
    "info": {"title": "Tides", "version": "1"},
    "paths": {
        "/a/{id}": {"get": {"responses": {"200": {"$ref": "#/components/responses/A"}}}},
        "/b": {"$ref": "#/paths/~1a~1%7Bid%7D"},
        "/c": {"get": {"summary": "Alone"}},
        "/d": {"get": {"schema": {"$ref": "#/components/schemas/Missing"}}},
        "/e": {"get": {"schema": {"$ref": "#/components"}}},
    },
    "components": {
        "responses": {"A": {"schema": {"$ref": "#/components/schemas/Ring"}}},
        "schemas": {
            "Ring": {"items": {"$ref": "#/components/schemas/Round"}},
            "Round": {"items": {"$ref": "#/components/schemas/Ring"}, "description": "back"},
            "Other": {"type": "string"},
        },
    },
}
PARTS = ("#/paths/~1a~1{id}", "#/paths/~1b", "#/paths/~1c", "#/paths/~1d", "#/paths/~1e")


def schemas(root: dict[str, Any]) -> dict[str, Any]:
    found: dict[str, Any] = root["components"]["schemas"]
    return found


CHANGES: dict[str, tuple[Callable[[dict[str, Any]], object], str]] = {
    "nothing": (lambda root: None, ""),
    "its title": (lambda root: root["info"].update(title="Ebb"), "e"),
    "a part that nothing reaches": (lambda root: schemas(root)["Other"].update(type="null"), "e"),
    "the far end of a ring": (lambda root: schemas(root)["Round"].update(description="x"), "abe"),
    "a path": (lambda root: root["paths"]["/c"]["get"].update(summary="Else"), "ce"),
    "what was missing": (lambda root: schemas(root).update(Missing={}), "de"),
    "one path more": (lambda root: root["paths"].update({"/f": {}}), "e"),
}


@pytest.mark.parametrize("name", CHANGES)
def test_a_change_is_seen_from_all_that_reach_it(name: str) -> None:
    change, seen = CHANGES[name]
    root = json.loads(json.dumps(DOCUMENT))
    before = PartDigests(root)
    change(root)
    after = PartDigests(root)
    changed = [part for part in PARTS if before.of(part) != after.of(part)]
    assert changed == [part for part in PARTS if part.split("~1")[1][0] in seen]
    assert before.shared == after.shared


@pytest.mark.parametrize("key", ["u\x04\0\0\0$ref", "u\x0b\0\0\0$dynamicRef"])
def test_a_text_that_ends_like_a_key_hides_no_reference(key: str) -> None:
    user = {"description": key, "$ref": "#/components/schemas/Used"}
    root: dict[str, Any] = {"components": {"schemas": {"User": user, "Used": {"const": 1}}}}
    before = PartDigests(root).of("#/components/schemas/User")
    schemas(root)["Used"]["const"] = 2
    assert PartDigests(root).of("#/components/schemas/User") != before


def test_what_stands_in_no_part_is_shared_by_all() -> None:
    for key, value in (("servers", []), ("security", []), ("openapi", "3.0.0"), ("x-own", 1)):
        assert PartDigests({**DOCUMENT, key: value}).shared != PartDigests(DOCUMENT).shared


def test_what_is_no_object_of_parts_is_shared_by_all() -> None:
    components = {**DOCUMENT["components"], "headers": [1]}
    others = ({"components": components}, {"components": [1]}, {"paths": [1]})
    for each in others:
        assert PartDigests({**DOCUMENT, **each}).shared != PartDigests(DOCUMENT).shared


def test_a_reference_out_of_all_parts_is_to_the_whole_document() -> None:
    root = json.loads(json.dumps(DOCUMENT))
    root["paths"]["/c"] = {"$ref": "#/info/x-path"}
    before = PartDigests(root).of("#/paths/~1c")
    root["info"]["x-path"] = {}
    assert PartDigests(root).of("#/paths/~1c") != before


def test_with_a_discriminator_all_schemas_count() -> None:
    root = json.loads(json.dumps(DOCUMENT))
    schemas(root)["Other"]["discriminator"] = {"propertyName": "kind"}
    before = PartDigests(root).shared
    schemas(root)["Round"]["description"] = "something else"
    assert PartDigests(root).shared != before


def test_a_long_chain_needs_no_stack() -> None:
    schemas = {
        f"S{number}": {"$ref": f"#/components/schemas/S{number + 1}"} for number in range(5_000)
    }
    digests = PartDigests({"components": {"schemas": schemas}})
    assert digests.of("#/components/schemas/S0") != digests.of("#/components/schemas/S1")


class Forgetful:
    """A memory that is one, and keeps nothing."""

    def recall(self, key: str) -> None:
        """Nothing."""

    def keep(self, key: str, value: Any) -> None:
        """Nowhere."""


def test_facts_and_kinds_tell_keys_apart() -> None:
    memory, part = DocumentMemory(Forgetful(), DOCUMENT), PARTS[0]
    keys = [
        memory.key("a", [part]),
        memory.key("b", [part]),
        memory.key("a", [part], "fact"),
        memory.key("a", [part, part]),
        memory.key("a", [f"{part}/get"]),
        memory.key("a", [part], alone=True),
    ]
    assert len(set(keys)) == len(keys)


def test_of_very_many_parts_nothing_is_remembered(monkeypatch: pytest.MonkeyPatch) -> None:
    root = {
        "paths": {"/a": {}, "/b": {}},
        "components": {"schemas": {"A": {}}, "headers": {"B": {}}},
    }
    monkeypatch.setattr("generator.document.part_digests._MOST_PARTS", 4)
    assert DocumentMemory(Forgetful(), root).key("a", ["#/paths/~1a"])
    root["paths"]["/c"] = {}
    memory = DocumentMemory(Forgetful(), root)
    assert memory.memory is NO_MEMORY and memory.key("a", ["#/paths/~1a"]) == ""
