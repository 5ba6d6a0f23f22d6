"""Everything about a package and its tools that can differ, besides request bodies, is seen and judged."""

from __future__ import annotations

from dataclasses import fields, replace
from typing import Any

import pytest

from generator.compat.surface import (
    Enumeration,
    Host,
    Surface,
    SurfaceArgument,
    SurfaceTool,
    Variable,
)
from generator.compat.surface_diff import compare_surfaces
from generator.core.change_levels import RULES, Level
from generator.core.problems import Place
from tests.compat.support import SURFACE, TRACK


def _with(**changed: Any) -> Surface:
    """The surface with another Track."""
    return replace(SURFACE, tools=(SURFACE.tools[0], replace(TRACK, **changed)))


def _arguments(which: str, /, **changed: Any) -> Surface:
    return _with(
        arguments=tuple(replace(a, **changed) if a.name == which else a for a in TRACK.arguments)
    )


_OLD_LIMIT = replace(
    TRACK.arguments[1], name="limit", deprecated_for="at_most", until="2.0.0", description="Old."
)
_NEW_LIMIT = replace(TRACK.arguments[1], name="at_most")
_PATH = SurfaceArgument("order", "string", required=True, needed=True, key="path:order")

PACKAGE: dict[str, tuple[Surface, list[tuple[str, str]]]] = {
    "toolkit": (replace(SURFACE, toolkit="Store"), [("toolkit-renamed", "toolkit")]),
    "package": (replace(SURFACE, package="arcade_store"), [("package-renamed", "package")]),
    "version": (replace(SURFACE, version="9.0.0"), []),
    "authentication": (
        replace(SURFACE, authentication=("basic",)),
        [("authentication-changed", "authentication")],
    ),
    "a variable gone, one new": (
        replace(SURFACE, environment=(SURFACE.environment[0], Variable("SHOP_ZONE"))),
        [
            ("variable-removed", "environment/SHOP_REGION"),
            ("variable-added", "environment/SHOP_ZONE"),
        ],
    ),
    "another default region": (
        replace(
            SURFACE, environment=(SURFACE.environment[0], Variable("SHOP_REGION", "Region: eu."))
        ),
        [("variable-changed", "environment/SHOP_REGION")],
    ),
    "a region gone": (
        replace(SURFACE, hosts=SURFACE.hosts[:1]),
        [("host-removed", "hosts")],
    ),
    "a region new": (
        replace(SURFACE, hosts=(*SURFACE.hosts, Host("https://au.shop.example", "au"))),
        [("host-added", "hosts")],
    ),
    "a host moved": (
        replace(SURFACE, hosts=(SURFACE.hosts[0], Host("https://shop.example/v2", "us"))),
        [("host-changed", "hosts")],
    ),
    "order and trailing slash of hosts": (
        replace(SURFACE, hosts=(Host("https://shop.example/v1/", "us"), SURFACE.hosts[0])),
        [],
    ),
    "an enumeration": (
        replace(SURFACE, enums=(Enumeration("Colour", ("blue",)),)),
        [("enum-removed", "enums/Color"), ("enum-added", "enums/Colour")],
    ),
    "a member": (
        replace(SURFACE, enums=(Enumeration("Color", ("red", "green")),)),
        [("enum-member-removed", "enums/Color"), ("enum-member-added", "enums/Color")],
    ),
}

TOOLS: dict[str, tuple[Surface, list[tuple[str, str]]]] = {
    "description": (_with(description="Other."), [("description-changed", "")]),
    "operation": (_with(operation="PUT /track"), [("operation-changed", "")]),
    "behavior": (
        _with(behavior={**TRACK.behavior, "destructive": True}),
        [("behavior-changed", "behavior")],
    ),
    "order of operations": (_with(behavior=dict(reversed(dict(TRACK.behavior).items()))), []),
    "a limit lowered": (
        _with(limits=(("", 100), TRACK.limits[1])),
        [("limit-lowered", "request_body")],
    ),
    "a limit raised, one gone": (
        _with(limits=(("", 64000),)),
        [("limit-raised", "request_body"), ("limit-raised", "request_body.items[]")],
    ),
    "a limit new": (
        _with(limits=(*TRACK.limits, ("/name", 5))),
        [("limit-lowered", "request_body.name")],
    ),
    "deduplication": (
        _with(deduplicate=("/key",)),
        [("deduplication-removed", "request_body.id"), ("deduplication-added", "request_body.key")],
    ),
    "answers": (
        _with(response_fields=(("outcome", "integer"), ("code", "string"))),
        [
            ("response-field-removed", "answer.status"),
            ("response-field-changed", "answer.outcome"),
            ("response-field-added", "answer.code"),
        ],
    ),
    "what the API answers": (
        _with(response_schema={"type": "object", "properties": {"number": {"type": "integer"}}}),
        [
            ("response-field-removed", "answer.response.json.id"),
            ("response-field-added", "answer.response.json.number"),
        ],
    ),
    "a secret that another does for": (
        _with(optional_secrets=("TOKEN",)),
        [("secret-offered", "secrets")],
    ),
    "names that are remembered": (_with(scheme_secrets={"token": "KEY"}), []),
    "what a user grants": (
        _with(authorization="github repo"),
        [("authorization-changed", "authorization")],
    ),
    "no secret": (_with(secrets=()), [("secret-removed", "secrets")]),
    "hosts of its own": (
        _with(hosts=(Host("https://in.shop.example"),)),
        [("host-removed", "hosts"), ("host-removed", "hosts"), ("host-added", "hosts")],
    ),
    "another media type": (
        _with(body_type="multipart/form-data"),
        [("body-type-changed", "request_body")],
    ),
    "no body": (_with(request_schema=None), [("body-removed", "request_body")]),
    "examples": (_with(examples=()), []),
    "a field of the body": (
        _with(request_schema={**(TRACK.request_schema or {}), "required": ["event", "age"]}),
        [("field-required", "request_body.age")],
    ),
    "order of arguments": (_with(arguments=TRACK.arguments[::-1]), []),
    "an argument gone": (
        _with(arguments=TRACK.arguments[:1] + TRACK.arguments[2:]),
        [("argument-removed", "arguments.limit")],
    ),
    "an argument new": (
        _with(arguments=(*TRACK.arguments, SurfaceArgument("page", "integer"))),
        [("argument-added", "arguments.page")],
    ),
    "an argument new and required": (
        _with(arguments=(*TRACK.arguments, _PATH)),
        [("argument-required", "arguments.order")],
    ),
    "required by the tool": (
        _arguments("limit", needed=True),
        [("argument-required", "arguments.limit")],
    ),
    "required by the client as well": (
        _arguments("request_body", required=True),
        [("argument-required", "arguments.request_body")],
    ),
    "not required": (
        _arguments("request_body", needed=False),
        [("argument-optional", "arguments.request_body")],
    ),
    "type": (_arguments("limit", type="string"), [("argument-type-changed", "arguments.limit")]),
    "type widened": (
        _arguments("limit", type="number"),
        [("argument-type-widened", "arguments.limit")],
    ),
    "values": (
        _arguments("color", values=("red", "green")),
        [
            ("argument-value-removed", "arguments.color"),
            ("argument-value-added", "arguments.color"),
        ],
    ),
    "a list that may hold nothing": (
        _arguments("limit", type="array of string", schema={"type": "array", "items": False}),
        [("argument-type-changed", "arguments.limit")],
    ),
    "one value only": (
        _arguments("color", values=(), schema={"type": "string", "enum": ["red"]}),
        [("argument-value-removed", "arguments.color")],
    ),
    "any value": (_arguments("color", values=()), [("argument-values-opened", "arguments.color")]),
    "listed values": (
        _arguments("request_body", values=("{}",)),
        [("argument-values-closed", "arguments.request_body")],
    ),
    "a limit of an argument new": (
        _arguments("limit", schema={"type": "integer", "maximum": 50}),
        [("bound-tightened", "arguments.limit")],
    ),
    "another default of an argument": (
        _arguments("limit", schema={"type": "integer", "default": 5}),
        [("default-changed", "arguments.limit")],
    ),
    "values of a number listed": (
        _arguments("limit", schema={"type": "integer", "enum": [1, 2]}),
        [("values-closed", "arguments.limit")],
    ),
    "an argument that may be null": (
        _arguments("limit", schema={"type": ["integer", "null"], "minimum": -(2**99)}),
        [("bound-tightened", "arguments.limit")],
    ),
    "sent elsewhere": (
        _arguments("limit", key="header:limit"),
        [("argument-moved", "arguments.limit")],
    ),
    "described anew": (
        _arguments("limit", description="At most."),
        [("description-changed", "arguments.limit")],
    ),
    "renamed": (
        _arguments("limit", name="at_most"),
        [("argument-renamed", "arguments.at_most")],
    ),
    "renamed, with the old name kept": (
        _with(arguments=(TRACK.arguments[0], _NEW_LIMIT, *TRACK.arguments[2:], _OLD_LIMIT)),
        [("argument-deprecated", "arguments.limit"), ("argument-added", "arguments.at_most")],
    ),
}

EVERY = PACKAGE | TOOLS


@pytest.mark.parametrize("name", EVERY)
def test_each_difference_is_named(name: str) -> None:
    new, expected = EVERY[name]
    changes = compare_surfaces(SURFACE, new)
    assert sorted((each.code, each.where) for each in changes) == sorted(expected)
    assert {each.tool for each in changes} <= ({""} if name in PACKAGE else {"Track"})
    assert all(each.level is RULES[each.code] for each in changes)


def test_the_table_touches_every_part_of_a_surface() -> None:
    for owner, skipped in (
        (Surface, {"secrets", "tools", "answer_levels"}),
        (SurfaceTool, {"name", "alias_of", "until", "digest"}),
    ):
        same = SURFACE if owner is Surface else TRACK
        others = [new if owner is Surface else new.tool("Track") for new, _ in EVERY.values()]
        for part in {each.name for each in fields(owner)} - skipped:
            assert any(getattr(each, part) != getattr(same, part) for each in others), part


def test_the_same_surface_has_no_difference() -> None:
    assert compare_surfaces(SURFACE, SURFACE) == ()


def test_a_renamed_secret_is_one_change() -> None:
    tools = tuple(replace(tool, secrets=("TOKEN",)) for tool in SURFACE.tools)
    changes = compare_surfaces(SURFACE, replace(SURFACE, secrets=("TOKEN",), tools=tools))
    assert [(each.code, each.old, each.new) for each in changes] == [
        ("secret-renamed", "KEY", "TOKEN")
    ]


def test_a_second_secret_is_needed() -> None:
    changed = replace(_with(secrets=("TOKEN",)), secrets=("KEY", "TOKEN"))
    assert [each.code for each in compare_surfaces(SURFACE, changed)] == ["secret-added"]


def test_a_secret_that_is_needed_and_then_one_of_two_is_not_gone() -> None:
    choice = _with(secrets=(), optional_secrets=("KEY", "TOKEN"))
    assert sorted(each.code for each in compare_surfaces(SURFACE, choice)) == [
        "secret-offered",
        "secret-removed",
    ]
    fewer = _with(secrets=(), optional_secrets=("KEY",))
    assert [each.code for each in compare_surfaces(choice, fewer)] == ["secret-withdrawn"]


def test_secrets_that_are_needed_together_are_compared_by_name() -> None:
    both = replace(_with(secrets=("KEY", "TOKEN")), secrets=("KEY", "TOKEN"))
    assert [each.code for each in compare_surfaces(SURFACE, both)] == ["secret-added"]
    known = replace(SURFACE, secrets=("KEY", "TOKEN"))
    changes = compare_surfaces(known, both)
    assert [(each.code, each.tool, each.new) for each in changes] == [
        ("secret-added", "Track", "TOKEN")
    ]


def test_a_tool_removed_and_one_added() -> None:
    changes = compare_surfaces(
        SURFACE, replace(SURFACE, tools=(TRACK, SurfaceTool("Zip", "GET /zip")))
    )
    assert [(each.code, each.tool) for each in changes] == [
        ("tool-removed", "List"),
        ("tool-added", "Zip"),
    ]


def test_a_renamed_tool_is_compared_with_what_it_was() -> None:
    renamed = replace(TRACK, name="Record", description="Other.")
    changes = compare_surfaces(SURFACE, replace(SURFACE, tools=(SURFACE.tools[0], renamed)))
    assert [(each.code, each.tool) for each in changes] == [
        ("tool-renamed", "Record"),
        ("description-changed", "Record"),
    ]


def test_another_name_in_the_braces_of_a_path_is_no_difference() -> None:
    def at(operation: str, *names: str) -> Surface:
        arguments = tuple(
            SurfaceArgument(f"arg_{index}", "string", key=f"path:{name}")
            for index, name in enumerate(names)
        )
        tool = replace(TRACK, operation=operation, arguments=arguments)
        alias = replace(tool, name="Old", alias_of="Track", until="9.0.0")
        return replace(SURFACE, tools=(alias, tool))

    old = at("PUT /a/{x}/b/{y}", "x", "y")
    assert compare_surfaces(old, at("PUT /a/{id}/b/{number}", "id", "number")) == ()
    assert compare_surfaces(old, at("PUT /a/{y}/b/{x}", "y", "x")) == ()
    codes = {each.code for each in compare_surfaces(old, at("PUT /a/{y}/b/{x}", "x", "y"))}
    assert codes == {"argument-moved"}
    codes = {each.code for each in compare_surfaces(old, at("PUT /a/{x}/c/{y}", "x", "y"))}
    assert codes == {"operation-changed"}


def test_an_old_name_that_works_breaks_nothing_until_it_is_gone() -> None:
    renamed = replace(TRACK, name="Record")
    alias = replace(TRACK, alias_of="Record", until="2.0.0", description="Deprecated.")
    between = replace(SURFACE, tools=(SURFACE.tools[0], renamed, alias))
    changes = compare_surfaces(SURFACE, between)
    assert [(each.code, each.tool) for each in changes] == [
        ("tool-added", "Record"),
        ("tool-deprecated", "Track"),
    ]
    after = replace(SURFACE, tools=(SURFACE.tools[0], renamed))
    assert [(each.code, each.level) for each in compare_surfaces(between, after)] == [
        ("tool-removed", Level.BREAKING)
    ]


def test_a_change_behind_an_old_name_is_said_once() -> None:
    def both(description: str) -> Surface:
        tool = replace(TRACK, name="Record", description=description, limits=())
        return replace(SURFACE, tools=(tool, replace(tool, name="Track", alias_of="Record")))

    changes = compare_surfaces(both("One."), both("Two."))
    assert [(each.code, each.tool) for each in changes] == [("description-changed", "Record")]


def test_removing_an_old_argument_breaks() -> None:
    arguments = (TRACK.arguments[0], _NEW_LIMIT, *TRACK.arguments[2:])
    changes = compare_surfaces(
        _with(arguments=(*arguments, _OLD_LIMIT)), _with(arguments=arguments)
    )
    assert [(each.code, each.where) for each in changes] == [
        ("argument-removed", "arguments.limit")
    ]


def test_places_are_those_of_the_part_or_of_what_is_around_it() -> None:
    old = {
        "tools/Track": Place("a.yaml", 3, 1),
        "tools/Track/request_body.age": Place("a.yaml", 9, 5),
    }
    new = {"tools/Track/request_body": Place("b.yaml", 4, 2)}
    changed = {**(TRACK.request_schema or {}), "required": ["event", "age", "b[x].c"]}
    changes = compare_surfaces(
        SURFACE, _with(request_schema=changed, description="Other."), old, new
    )
    places = {each.where: (each.old_place, each.new_place) for each in changes}
    assert places["request_body.age"] == (Place("a.yaml", 9, 5), Place("b.yaml", 4, 2))
    assert places['request_body["b[x].c"]'] == (Place("a.yaml", 3, 1), Place("b.yaml", 4, 2))
    assert places[""] == (Place("a.yaml", 3, 1), None)


def test_a_renamed_part_has_the_places_of_both_names() -> None:
    old, new = Place("a.yaml", 1, 1), Place("b.yaml", 2, 2)
    (change,) = compare_surfaces(
        SURFACE,
        _arguments("limit", name="at_most"),
        {"tools/Track/arguments.limit": old},
        {"tools/Track/arguments.at_most": new},
    )
    assert (change.old_place, change.new_place) == (old, new)


def test_a_schema_that_cannot_be_used_is_a_risk_and_no_crash() -> None:
    (change,) = compare_surfaces(SURFACE, _with(request_schema={"$ref": "#/nowhere"}))[:1]
    assert change.code == "schema-changed"


@pytest.mark.parametrize("items", [True, False])
def test_items_that_are_no_schema_object_are_compared(items: bool) -> None:
    def limited(most: int) -> Surface:
        schema = {"type": "array", "items": items, "maxItems": most}
        return _arguments("limit", type="array of string", schema=schema)

    assert [each.code for each in compare_surfaces(limited(3), limited(2))] == ["bound-tightened"]


@pytest.mark.parametrize(
    ("kind", "old", "new", "path"),
    [
        (
            "string",
            {"properties": {"a": {"type": "string"}}},
            {"properties": {"a": {"type": "integer"}}},
            ".a",
        ),
        ("string", {"type": "object"}, {"type": "array"}, ""),
        ("string", {"items": {"type": "object"}}, {"items": {"type": "array"}}, "[]"),
        ("array of string", {"items": {"type": "object"}}, {"items": {"type": "integer"}}, "[]"),
    ],
)
def test_types_in_json_text_are_told_which_are_none_of_the_argument(
    kind: str, old: dict[str, Any], new: dict[str, Any], path: str
) -> None:
    sides = (_arguments("limit", type=kind, schema=each) for each in (old, new))
    told = [(each.code, each.where) for each in compare_surfaces(*sides)]
    assert told == [("type-changed", f"arguments.limit{path}")]


@pytest.mark.parametrize("kind", ["string", "array of string"])
def test_types_that_the_argument_has_itself_are_told_once(kind: str) -> None:
    def side(*types: str) -> Surface:
        single = {"type": [*types, "string"], "minLength": 1}
        schema = {"type": "array", "items": single} if "array" in kind else single
        return _arguments("limit", type=kind, schema=schema)

    assert compare_surfaces(side("null"), side()) == ()


@pytest.mark.parametrize("around", [{}, {"allOf": [{"minProperties": 1}]}])
def test_types_behind_a_reference_are_those_of_json_text(around: dict[str, Any]) -> None:
    """As those of schemas are that hold themselves."""

    def side(**own: Any) -> Surface:
        this = {"$ref": "#/$defs/T"}
        return _arguments("limit", type="string", schema={**this, **around, "$defs": {"T": own}})

    again = {"$ref": "#/$defs/T"}
    changes = compare_surfaces(
        side(type="object", properties={"n": again}), side(type="array", items=again)
    )
    assert ("type-changed", "arguments.limit") in [(each.code, each.where) for each in changes]
