"""Two documents are compared by what they say of the API, whatever their prose and their order."""

from __future__ import annotations

import copy
from typing import Any

import pytest

from generator.core.json_value import canonical
from generator.pull.structure import only, reached, skeleton
from generator.pull.structure_diff import (
    StructureChange,
    StructureDifference,
    structure_differences,
)

ADDED, REMOVED, CHANGED = StructureChange.ADDED, StructureChange.REMOVED, StructureChange.CHANGED

Found = list[tuple[Any, ...]]


def document(schema: Any, **more: Any) -> dict[str, Any]:
    """A document with one operation, which takes this schema."""
    content = {"application/json": {"schema": schema}}
    operation = {"requestBody": {"content": content}, "responses": {"200": {"description": "x"}}}
    return {"openapi": "3.1.0", "paths": {"/a": {"post": {**operation, **more}}}}


AT = "#/paths/~1a/post/requestBody/content/application~1json/schema"


def found(ours: Any, theirs: Any) -> Found:
    """The differences of two schemas, with pointers into them."""
    return [
        (
            each.change,
            each.pointer.removeprefix(AT),
            each.vendor_pointer.removeprefix(AT),
            each.ours,
            each.vendor,
        )
        for each in structure_differences(document(ours), document(theirs))
    ]


SAME: dict[str, tuple[Any, Any]] = {
    "prose": (
        {"title": "A", "description": "B", "example": 1, "examples": [1], "$comment": "C"},
        {"title": "D", "x-extension": {"type": "string"}},
    ),
    "order of keys": ({"type": "string", "maxLength": 1}, {"maxLength": 1, "type": "string"}),
    "order of required": ({"required": ["a", "b"]}, {"required": ["b", "a"]}),
    "order of an enum": ({"enum": ["a", {"b": 1}, 1]}, {"enum": [1, "a", {"b": 1}]}),
    "order of types": ({"type": ["string", "null"]}, {"type": ["null", "string"]}),
    "order in a union": (
        {"oneOf": [{"type": "string"}, {"enum": ["a", "b"]}, {"type": "null"}]},
        {"oneOf": [{"type": "null"}, {"enum": ["b", "a"]}, {"type": "string"}]},
    ),
    "one type of number": ({"maximum": 1, "default": 2.0}, {"maximum": 1.0, "default": 2}),
}


@pytest.mark.parametrize("ours, theirs", SAME.values(), ids=SAME)
def test_the_same_in_other_words(ours: Any, theirs: Any) -> None:
    assert found(ours, theirs) == []
    assert found(theirs, ours) == []


def names(**members: Any) -> Any:
    return {"properties": members}


DIFFERENT: dict[str, tuple[Any, Any, Found]] = {
    "a property named as prose is": (
        names(title={"type": "string"}),
        names(title={"type": "number"}, example={}, **{"x-y": {"description": "left out"}}),
        [
            (CHANGED, *["/properties/title/type"] * 2, "string", "number"),
            (ADDED, *["/properties/example"] * 2, None, {}),
            (ADDED, *["/properties/x-y"] * 2, None, {}),
        ],
    ),
    "prose inside data": (
        {"default": {"title": "a", "x-y": 1}, "const": [1, 2]},
        {"default": {"title": "b"}, "const": [2, 1]},
        [
            (CHANGED, "/default", "/default", {"title": "a", "x-y": 1}, {"title": "b"}),
            (CHANGED, "/const", "/const", [1, 2], [2, 1]),
        ],
    ),
    "true is not one": (
        {"default": True, "enum": [0]},
        {"default": 1, "enum": [False]},
        [
            (CHANGED, "/default", "/default", True, 1),
            (REMOVED, "/enum/0", "/enum", 0, None),
            (ADDED, "/enum", "/enum/0", None, False),
        ],
    ),
    "values come and go": (
        {"enum": ["a", "b"], "required": ["a"]},
        {"enum": ["c", "a"], "required": ["b", "a"]},
        [
            (REMOVED, "/enum/1", "/enum", "b", None),
            (ADDED, "/enum", "/enum/0", None, "c"),
            (ADDED, "/required", "/required/0", None, "b"),
        ],
    ),
    "a branch in front of others": (
        {"oneOf": [{"type": "string"}, {"type": "object", "required": ["a"]}]},
        {
            "oneOf": [
                {"const": 1},
                {"type": "string"},
                {"type": "object", "required": ["a", "b"]},
            ]
        },
        [
            (ADDED, "/oneOf/1/required", "/oneOf/2/required/1", None, "b"),
            (ADDED, "/oneOf", "/oneOf/0", None, {"const": 1}),
        ],
    ),
    "a branch that became another": (
        {"anyOf": [{"type": "string", "maxLength": 1}]},
        {"anyOf": [{"items": {"const": 1}}]},
        [
            (REMOVED, "/anyOf/0", "/anyOf", {"type": "string", "maxLength": 1}, None),
            (ADDED, "/anyOf", "/anyOf/0", None, {"items": {"const": 1}}),
        ],
    ),
    "order where it means something": (
        {"prefixItems": [{"type": "string"}, {"type": "null"}]},
        {"prefixItems": [{"type": "null"}, {"type": "string"}]},
        [
            (CHANGED, *["/prefixItems/0/type"] * 2, "string", "null"),
            (CHANGED, *["/prefixItems/1/type"] * 2, "null", "string"),
        ],
    ),
    "null": (
        {"default": None},
        {"default": "a"},
        [(CHANGED, "/default", "/default", None, "a")],
    ),
    "an object or a list": (
        {"items": {"a": 1}},
        {"items": [1]},
        [(CHANGED, "/items", "/items", {"a": 1}, [1])],
    ),
}


@pytest.mark.parametrize("ours, theirs, expected", DIFFERENT.values(), ids=DIFFERENT)
def test_what_differs_is_found_at_its_place(ours: Any, theirs: Any, expected: Found) -> None:
    assert found(ours, theirs) == expected


def test_parameters_are_known_by_name_and_location() -> None:
    def taking(*parameters: tuple[str, str, str]) -> dict[str, Any]:
        given = [
            {"name": name, "in": where, "schema": {"type": kind}, "description": name}
            for name, where, kind in parameters
        ]
        return document({}, parameters=given)

    ours = taking(("a", "query", "string"), ("a", "header", "string"), ("b", "query", "string"))
    theirs = taking(("b", "query", "integer"), ("a", "header", "string"), ("a", "query", "null"))
    at = "#/paths/~1a/post/parameters"
    assert [
        (each.pointer, each.vendor_pointer) for each in structure_differences(ours, theirs)
    ] == [
        (f"{at}/0/schema/type", f"{at}/2/schema/type"),
        (f"{at}/2/schema/type", f"{at}/0/schema/type"),
    ]


def test_codes_and_paths_beside_extensions() -> None:
    ours = document({}, responses={"200": {"description": "a"}, "x-y": 1})
    ours["paths"]["x-z"] = {"a": 1}
    theirs = document({}, responses={"200": {}, "default": {"description": "b", "x-w": 1}})
    at = "#/paths/~1a/post/responses/default"
    assert list(structure_differences(ours, theirs)) == [
        StructureDifference(ADDED, at, at, None, {})
    ]
    assert not structure_differences(ours, theirs)[0].is_item


def test_a_status_code_is_no_item() -> None:
    theirs = document({})
    theirs["paths"]["/a"]["post"]["responses"]["404"] = {"description": "none"}
    (difference,) = structure_differences(document({}), theirs)
    assert difference.pointer.endswith("/404") and not difference.is_item


COMPONENTS: dict[str, Any] = {
    "schemas": {
        "used": {"items": {"$ref": "#/components/schemas/deep"}},
        "deep": {"type": "string"},
        "spare": {"type": "string"},
    },
    "responses": {"404": {"content": {"a/b": {"schema": {"$ref": "#/components/schemas/error"}}}}},
    "securitySchemes": {"key": {"type": "http", "scheme": "basic"}},
    "x-note": {},
    "parameters": {"spare": {"name": "a", "in": "query"}},
}


def test_only_what_operations_and_responses_reach_counts() -> None:
    whole = {**document({"$ref": "#/components/schemas/used"}), "components": COMPONENTS}
    schemas = COMPONENTS["schemas"] | {"error": {"type": "object"}}
    whole["components"] = COMPONENTS | {"schemas": schemas}
    kept = only(whole, reached(whole))["components"]
    assert sorted(kept) == ["responses", "schemas", "securitySchemes"]
    assert sorted(kept["schemas"]) == ["deep", "error", "used"]
    other = copy.deepcopy(whole)
    other["components"]["schemas"]["spare"]["type"] = "number"
    assert structure_differences(whole, other) == ()
    other["components"]["schemas"]["error"]["type"] = "array"
    assert [each.pointer for each in structure_differences(whole, other)] == [
        "#/components/schemas/error/type"
    ]


def test_what_theirs_still_has_is_not_only_ours() -> None:
    used = {**document({"$ref": "#/components/schemas/used"}), "components": COMPONENTS}
    unused = {**document({"type": "string"}), "components": COMPONENTS}
    assert [each.pointer.split("/")[1] for each in structure_differences(used, unused)] == [
        "paths",
        "paths",
    ]
    assert [each.pointer.split("/")[1] for each in structure_differences(unused, used)] == [
        "paths",
        "paths",
    ]
    without = copy.deepcopy(unused)
    del without["components"]["schemas"]["deep"]
    gone = [each.pointer for each in structure_differences(used, without)]
    assert "#/components/schemas/deep" in gone
    changed = copy.deepcopy(used)
    changed["components"]["schemas"]["deep"]["type"] = "integer"
    assert [each.pointer for each in structure_differences(unused, changed)][2:] == [
        "#/components/schemas/deep/type"
    ]


def test_a_document_without_components_and_one_with_useless_ones_say_the_same() -> None:
    theirs = {**document({}), "components": {"schemas": {"spare": {}}, "x-a": 1}}
    assert structure_differences(document({}), theirs) == ()


@pytest.mark.parametrize("components", [None, [], "x", {"schemas": None}, {"schemas": []}])
def test_components_that_are_none(components: Any) -> None:
    ours = {**document({"$ref": "#/components/schemas/a"}), "components": components}
    assert structure_differences(ours, document({"$ref": "#/components/schemas/a"})) == ()


def test_large_unions_take_no_long() -> None:
    ours = {"oneOf": [{"const": number, "type": "integer"} for number in range(3000)]}
    theirs = {"oneOf": [{"const": -number - 1, "type": "number"} for number in range(3000)]}
    assert len(found(ours, theirs)) == 6000


def test_a_skeleton_is_plain_and_spells_alike() -> None:
    ours = skeleton(document({"maximum": 3.0, "b": [1.5], "a": {"type": "x"}}))
    theirs = skeleton(document({"a": {"type": "x"}, "b": [1.5], "maximum": 3}))
    assert canonical(ours) == canonical(theirs)
