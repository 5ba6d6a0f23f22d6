"""Discriminators become values that tell the branches of unions apart, and bases show their subtypes."""

from __future__ import annotations

from typing import Any

import jsonschema_rs
import pytest

from generator.jsonschema import Discriminators, request_schema

STRING = {"type": "string"}


def ref(name: str) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{name}"}


def read(schema: Any, **schemas: Any) -> dict[str, Any]:
    document = {"components": {"schemas": schemas}, "Body": schema}
    found = Discriminators(document)
    return request_schema(document, "#/Body", openapi_version="3.0.3", discriminators=found)


def kinds(written: dict[str, Any]) -> list[Any]:
    """What each branch of the union says of its kind."""
    [union] = [written[keyword] for keyword in ("anyOf", "oneOf") if keyword in written]
    return [branch.get("properties", {}).get("kind") for branch in union]


def kind(**said: Any) -> dict[str, Any]:
    return {"type": "object", "required": ["kind"], "properties": {"kind": {**STRING, **said}}}


def pair(mapping: Any = None, a: Any = None, b: Any = None) -> list[Any]:
    """How the branches A and B are told apart."""
    told = {"propertyName": "kind", **({"mapping": mapping} if mapping else {})}
    union = {"oneOf": [ref("A"), ref("B")], "discriminator": told}
    number = {"properties": {"n": {"type": "integer"}}}
    return kinds(read(union, A=a or kind(), B={"allOf": [b or kind(), number]}))


@pytest.mark.parametrize(
    ("mapping", "told"),
    [
        (None, [{"const": "A"}, {"const": "B"}]),
        ({"a": "A"}, [{"const": "a"}, {"const": "B"}]),
        ({"a": "#/components/schemas/A", "b": "B"}, [{"const": "a"}, {"const": "b"}]),
        ({"a": "A", "first": "A"}, [{"enum": ["a", "first"]}, {"const": "B"}]),
        ({"a": "other.yaml#/components/schemas/A"}, [{"const": "a"}, {"const": "B"}]),
        ({"a": "./schemas/A.json"}, [{"const": "a"}, {"const": "B"}]),
        ({"a": "#/paths/~1none"}, [{"const": "A"}, {"const": "B"}]),
        ("A", [{"const": "A"}, {"const": "B"}]),
    ],
)
def test_values_are_names_or_what_the_mapping_says(mapping: Any, told: Any) -> None:
    assert pair(mapping) == told


def test_a_schema_that_states_its_own_values_keeps_them() -> None:
    assert pair({"a": "A"}, a=kind(enum=["x", "a"])) == [{"const": "a"}, {"const": "B"}]
    assert pair({"a": "A"}, a=kind(enum=["x"])) == [{"const": "x"}, {"const": "B"}]


def test_a_property_that_is_no_text_is_left_alone() -> None:
    number = {"type": "object", "required": ["kind"], "properties": {"kind": {"type": "integer"}}}
    assert pair(a=number)[0] == {"type": "integer"}


def test_branches_that_a_bundler_wrote_out_are_known_by_their_content() -> None:
    a, b = kind(), {**kind(), "minProperties": 2}
    told = {"propertyName": "kind", "mapping": {"a": "A", "b": "#/components/schemas/B"}}
    union = {"anyOf": [a, b], "discriminator": told}
    assert kinds(read(union, A=a, B=b)) == [{"const": "a"}, {"const": "b"}]


def base(mapping: Any = None, **said: Any) -> dict[str, Any]:
    told = {"propertyName": "kind", **({"mapping": mapping} if mapping else {})}
    return {**kind(**said), "discriminator": told}


def subtype(**properties: Any) -> dict[str, Any]:
    return {"allOf": [ref("Base"), {"type": "object", "properties": properties}]}


SUBTYPES = {"Near": subtype(n={"type": "integer"}), "Far": subtype(f={"type": "integer"})}


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (base(), [{"const": "Near"}, {"const": "Far"}]),
        (base({"far": "Far"}), None),
        (base({"near": "Near", "far": "Far"}), [{"const": "near"}, {"const": "far"}]),
        (base(enum=["Near", "Far"]), [{"const": "Near"}, {"const": "Far"}]),
        ({**kind(), "discriminator": "kind"}, [{"const": "Near"}, {"const": "Far"}]),
    ],
)
def test_a_base_shows_its_subtypes(given: Any, told: Any) -> None:
    written = read(ref("Base"), Base=given, **SUBTYPES)
    if told is None:
        assert written["properties"]["kind"] == {"const": "far"}
    else:
        assert kinds(written) == told


def test_a_base_with_a_value_of_its_own_is_one_of_the_forms() -> None:
    mapped = read(ref("Base"), Base=base({"near": "Near", "plain": "Base"}), **SUBTYPES)
    assert kinds(mapped) == [{"const": "near"}, {"const": "plain"}]
    stated = read(ref("Base"), Base=base(enum=["Near", "Far", "plain"]), **SUBTYPES)
    assert kinds(stated) == [{"const": "Near"}, {"const": "Far"}, {"const": "plain"}]


def test_subtypes_of_subtypes_count_and_recursion_ends() -> None:
    further = {"allOf": [ref("Far"), {"properties": {"next": ref("Base")}}]}
    written = read({"properties": {"at": ref("Base")}}, Base=base(), **SUBTYPES, Further=further)
    judge = jsonschema_rs.Draft202012Validator(written)
    value: Any = {"kind": "Near", "n": 1}
    for _ in range(20):
        value = {"kind": "Further", "f": 1, "next": value}
    assert judge.is_valid({"at": value})
    assert not judge.is_valid({"at": {"kind": "Further", "next": {"kind": "Near", "n": "1"}}})
    assert not judge.is_valid({"at": {"kind": "Base"}})


def test_a_base_that_lists_the_subtypes_that_take_it_up_has_an_end() -> None:
    whole = {**base(), "oneOf": [ref("Near"), ref("Far")]}
    written = read({"properties": {"at": ref("Base")}}, Base=whole, **SUBTYPES)
    judge = jsonschema_rs.Draft202012Validator(written)
    assert judge.is_valid({"at": {"kind": "Near", "n": 1}})
    assert not judge.is_valid({"at": {"kind": "Near", "n": "1"}})
    assert not judge.is_valid({"at": {"kind": "Far", "f": "1"}})


def test_without_subtypes_a_discriminator_says_nothing() -> None:
    assert read(ref("Base"), Base=base()) == kind()


def test_the_property_is_asked_for_where_it_tells_although_no_branch_requires_it() -> None:
    loose = {"type": "object", "properties": {"kind": STRING}}
    union = {"oneOf": [ref("A"), ref("B")], "discriminator": {"propertyName": "kind"}}
    written = read(union, A=loose, B={**loose, "minProperties": 2})
    judge = jsonschema_rs.Draft202012Validator(written)
    assert judge.is_valid({"kind": "A"})
    assert not judge.is_valid({"kind": "B"})
    assert not judge.is_valid({})


def asks_for_kind(*branches: Any) -> list[bool]:
    """Whether each branch, written out in a union with a discriminator, asks for its property."""
    told = {"propertyName": "kind", "mapping": {"a": "#/components/schemas/Lost"}}
    written = read({"oneOf": list(branches), "discriminator": told})
    [union] = [written[keyword] for keyword in ("anyOf", "oneOf") if keyword in written]
    return ["kind" in branch.get("required", ()) for branch in union]


def test_a_branch_that_is_written_out_asks_for_the_property_where_it_states_its_values() -> None:
    states = {"properties": {"kind": {**STRING, "enum": ["a", "b"]}, "x": STRING}}
    silent = {"properties": {"y": {"type": "integer"}}}
    any_text = {"properties": {"kind": STRING, "z": {"type": "boolean"}}}
    assert asks_for_kind(states, silent, any_text) == [True, False, False]
