"""Every kind of change in a request body, with its code, its path, and a value that proves the verdict."""

from __future__ import annotations

from typing import Any, NamedTuple

import pytest

from generator.core.change_levels import RULES, Level
from generator.schemadiff import differ
from generator.schemadiff.differ import compare_schemas
from generator.schemadiff.differences import SchemaDifference
from tests.compat.support import found
from tests.jsonschema.support import judge
from tests.steps import steps

_NOTHING: Any = object()


class Case(NamedTuple):
    """Two schemas of the property `a` (or of the body), and what is found."""

    old: dict[str, Any]
    new: dict[str, Any]
    found: list[tuple[str, str]]
    refused: Any = _NOTHING
    """A value that only the old one accepts."""
    let_in: Any = _NOTHING
    """A value that only the new one accepts."""


def _a(**keywords: Any) -> dict[str, Any]:
    return {"type": "object", "properties": {"a": keywords}}


def _has(**keywords: Any) -> dict[str, Any]:
    return {"type": "object", **keywords}


_CAT: dict[str, Any] = {
    "required": ["kind"],
    "properties": {"kind": {"const": "cat"}, "lives": {"type": "integer"}},
}
_DOG: dict[str, Any] = {
    "required": ["kind"],
    "properties": {"kind": {"const": "dog"}, "tricks": {"type": "array"}},
}
_OLD_DOG = {
    "required": ["kind", "tricks"],
    "properties": {"kind": {"const": "dog"}, "tricks": {"type": "array"}},
}
_STRING = {"type": "string"}
_NAMED_DOG: dict[str, Any] = {**_DOG, "properties": {**_DOG["properties"], "name": _STRING}}


def _form(tag: str, **properties: Any) -> dict[str, Any]:
    return {"type": "object", "required": ["k"], "properties": {"k": {"const": tag}, **properties}}


def _tree(below: dict[str, Any], *names: str) -> dict[str, Any]:
    children = {"type": "array", "items": below}
    return _has(properties={**{name: _STRING for name in names}, "children": children})


CASES = {
    "type narrowed": Case(
        _a(type=["string", "null"]), _a(type="string"), [("type-narrowed", ".a")], {"a": None}
    ),
    "number to integer": Case(
        _a(type="number"), _a(type="integer"), [("type-narrowed", ".a")], {"a": 1.5}
    ),
    "type widened": Case(
        _a(type="string"), _a(type=["string", "null"]), [("type-widened", ".a")], let_in={"a": None}
    ),
    "a field gone from one form": Case(
        {"oneOf": [{**_CAT, "properties": {**_CAT["properties"], "name": _STRING}}, _NAMED_DOG]},
        {"oneOf": [_CAT, _NAMED_DOG]},
        [("field-removed", ".name")],
        let_in={"kind": "cat", "name": 1},
    ),
    "one of two forms that were alike": Case(
        {"oneOf": [_form("a", v=_STRING), _form("b", v=_STRING)]},
        {"oneOf": [_form("a", v=_STRING), _form("b", v={"type": "integer"})]},
        [("type-changed", ".v")],
        {"k": "b", "v": "x"},
        {"k": "b", "v": 1},
    ),
    "a field gone below a recursion that was unrolled": Case(
        _tree(_tree({}, "name"), "name"),
        _tree(_tree({}), "name"),
        [("field-removed", ".children[].name")],
        let_in={"children": [{"name": 1}]},
    ),
    "values of another type": Case(
        _a(type="string", enum=["1"]),
        _a(type="integer", enum=[1]),
        [("type-changed", ".a")],
        {"a": "1"},
        {"a": 1},
    ),
    "type changed": Case(
        _a(type="string"), _a(type="integer"), [("type-changed", ".a")], {"a": "x"}, {"a": 1}
    ),
    "value removed": Case(
        _a(enum=["x", "y"]), _a(const="x"), [("enum-value-removed", ".a")], {"a": "y"}
    ),
    "value added": Case(
        _a(const="x"), _a(enum=["x", "y"]), [("enum-value-added", ".a")], let_in={"a": "y"}
    ),
    "values closed": Case(_a(type="string"), _a(enum=["x"]), [("values-closed", ".a")], {"a": "y"}),
    "values opened": Case(
        _a(enum=["x"]), _a(type="string"), [("values-opened", ".a")], let_in={"a": "y"}
    ),
    "length tightened": Case(
        _a(type="string", maxLength=3),
        _a(type="string", maxLength=2),
        [("bound-tightened", ".a")],
        {"a": "xyz"},
    ),
    "length loosened": Case(
        _a(type="string", minLength=3),
        _a(type="string"),
        [("bound-loosened", ".a")],
        let_in={"a": ""},
    ),
    "minimum raised, maximum raised": Case(
        _a(type="integer", minimum=1, maximum=50),
        _a(type="integer", minimum=2, maximum=60),
        [("bound-tightened", ".a"), ("bound-loosened", ".a")],
        {"a": 1},
        {"a": 60},
    ),
    "step added": Case(
        _a(type="integer"), _a(type="integer", multipleOf=5), [("bound-tightened", ".a")], {"a": 1}
    ),
    "step of a step": Case(
        _a(type="number", multipleOf=0.2),
        _a(type="number", multipleOf=0.1),
        [("bound-loosened", ".a")],
        let_in={"a": 0.1},
    ),
    "pattern added": Case(
        _a(type="string"), _a(type="string", pattern="^x"), [("pattern-added", ".a")], {"a": "y"}
    ),
    "pattern changed": Case(
        _a(type="string", pattern="^x"),
        _a(type="string", pattern="^(x|y)"),
        [("pattern-changed", ".a")],
        let_in={"a": "y"},
    ),
    "format added": Case(
        _a(type="string"), _a(type="string", format="date"), [("format-added", ".a")], {"a": "y"}
    ),
    "format that nothing checks": Case(_a(type="string"), _a(type="string", format="color"), []),
    "items": Case(
        _a(type="array", items={"type": "string"}),
        _a(type="array", items={"type": "string", "maxLength": 1}, uniqueItems=True),
        [("bound-tightened", ".a"), ("bound-tightened", ".a[]")],
        {"a": ["xy"]},
    ),
    "first item": Case(
        _a(type="array", prefixItems=[{"type": "string"}]),
        _a(type="array", prefixItems=[{"type": "integer"}]),
        [("type-changed", ".a[0]")],
        {"a": ["x"]},
        {"a": [1]},
    ),
    "field required": Case(
        _has(properties={"a": _STRING}),
        _has(properties={"a": _STRING}, required=["a"]),
        [("field-required", ".a")],
        {},
    ),
    "field new and required": Case(
        _has(), _has(properties={"a": {}}, required=["a"]), [("field-required", ".a")], {}
    ),
    "field optional": Case(
        _has(properties={"a": _STRING}, required=["a"]),
        _has(properties={"a": _STRING}),
        [("field-optional", ".a")],
        let_in={},
    ),
    "field new in an open object": Case(
        _has(), _has(properties={"a": _STRING}), [("field-checked", ".a")], {"a": 1}
    ),
    "field new, and free": Case(_has(), _has(properties={"a": {}}), [("field-added", ".a")]),
    "field new in a closed object": Case(
        _has(additionalProperties=False),
        _has(properties={"a": _STRING}, additionalProperties=False),
        [("field-added", ".a")],
        let_in={"a": "x"},
    ),
    "field gone from an open object": Case(
        _has(properties={"a": _STRING, "b": _STRING}),
        _has(properties={"b": _STRING}),
        [("field-removed", ".a")],
        let_in={"a": 1},
    ),
    "field gone from a closed object": Case(
        _has(properties={"a": _STRING}, additionalProperties=False),
        _has(additionalProperties=False),
        [("field-refused", ".a")],
        {"a": "x"},
    ),
    "object closed": Case(
        _has(properties={"a": _STRING}),
        _has(properties={"a": _STRING}, additionalProperties=False),
        [("fields-closed", "")],
        {"b": 1},
    ),
    "object opened": Case(
        _has(properties={"a": _STRING}, additionalProperties=False),
        _has(properties={"a": _STRING}),
        [("fields-opened", "")],
        let_in={"b": 1},
    ),
    "other fields": Case(
        _has(additionalProperties=True),
        _has(additionalProperties=_STRING),
        [("type-narrowed", ".*")],
        {"b": 1},
    ),
    "union added": Case(
        _has(properties={"a": _STRING}),
        _has(properties={"a": _STRING}, anyOf=[{"required": ["a"]}, {"required": ["b"]}]),
        [("union-added", "")],
        {},
    ),
    "union removed": Case(
        _has(anyOf=[{"required": ["a"]}, {"required": ["b"]}]),
        _has(),
        [("union-removed", "")],
        let_in={},
    ),
    "branch removed": Case(
        _has(anyOf=[_CAT, _DOG]),
        _has(anyOf=[_CAT]),
        [("union-branch-removed", ""), ("field-removed", ".tricks")],
        {"kind": "dog"},
    ),
    "branch added": Case(
        _has(**_CAT),
        _has(anyOf=[_CAT, _DOG]),
        [("union-branch-added", "")],
        let_in={"kind": "dog"},
    ),
    "several forms beside what is a union itself": Case(
        _has(required=["e"], anyOf=[{"required": ["a"]}, {"required": ["b"]}]),
        _has(
            required=["e"],
            anyOf=[
                {"anyOf": [{"required": ["a"]}, {"required": ["b"]}], "required": ["e"]},
                {**_DOG, "minProperties": 9},
                {"properties": {"e": {"const": 1}}, "required": ["c"]},
            ],
        ),
        [("union-branch-added", "")],
        let_in={"e": 1, "c": 1},
    ),
    "all forms but one are gone": Case(
        _has(anyOf=[_CAT, _DOG, {**_DOG, "properties": {"kind": {"const": "ant"}}}]),
        _has(**_CAT),
        [("union-branch-removed", "")],
        {"kind": "dog"},
    ),
    "a third branch": Case(
        _has(anyOf=[{"required": ["a"]}, {"required": ["b"]}]),
        _has(anyOf=[{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]),
        [("union-branch-added", "")],
        let_in={"c": 1},
    ),
    "a branch that may overlap": Case(
        _has(oneOf=[{"required": ["a"]}, {"required": ["b"]}]),
        _has(oneOf=[{"required": ["a"]}, {"required": ["b"]}, {"required": ["c"]}]),
        [("union-branch-overlaps", ""), ("union-branch-added", "")],
        {"a": 1, "c": 1},
        {"c": 1},
    ),
    "inside a branch": Case(
        _has(anyOf=[_CAT, _DOG]),
        _has(anyOf=[_OLD_DOG, _CAT]),
        [("field-required", ".tricks")],
        {"kind": "dog"},
    ),
    "a rule": Case(_has(), _has(dependentRequired={"a": ["b"]}), [("rule-added", "")], {"a": 1}),
    "a rule loosened": Case(
        _has(propertyNames={"maxLength": 1}),
        _has(propertyNames={"maxLength": 2}),
        [("rule-removed", "")],
        let_in={"ab": 1},
    ),
    "a bound that other rules held before": Case(
        _has(required=["a", "b"]),
        _has(required=["a"], minProperties=1),
        [("field-optional", ".b")],
        let_in={"a": 1},
    ),
    "a default": Case(
        _a(type="string", default="x"), _a(type="string", default="y"), [("default-changed", ".a")]
    ),
    "a description": Case(
        _a(type="string", description="One."),
        _a(type="string", description="Two."),
        [("description-changed", ".a")],
    ),
    "deprecated": Case(
        _a(type="string"), _a(type="string", deprecated=True), [("field-deprecated", ".a")]
    ),
}


@pytest.mark.parametrize("name", CASES)
def test_each_change_is_named(name: str) -> None:
    case = CASES[name]
    assert sorted(found(case.old, case.new)) == sorted(case.found)


@pytest.mark.parametrize("name", CASES)
def test_the_level_is_what_values_prove(name: str) -> None:
    case = CASES[name]
    old, new = judge(case.old), judge(case.new)
    levels = {RULES[code] for code, _ in case.found}
    if case.refused is not _NOTHING:
        assert old.is_valid(case.refused) and not new.is_valid(case.refused)
        assert levels & {Level.BREAKING, Level.RISKY}
    else:
        assert Level.BREAKING not in levels
    if case.let_in is not _NOTHING:
        assert new.is_valid(case.let_in) and not old.is_valid(case.let_in)
        assert levels - {Level.PROSE}


def test_a_change_of_a_shared_part_is_named_wherever_it_is_used() -> None:
    old, new = (
        {
            **_has(properties={name: {"$ref": "#/$defs/part"} for name in "ab"}),
            "$defs": {"part": part},
        }
        for part in ({"type": "string"}, {"type": "string", "maxLength": 5})
    )
    assert found(old, new) == [("bound-tightened", ".a"), ("bound-tightened", ".b")]


def test_a_change_inside_recursion_is_named_once() -> None:
    old, new = (
        {
            "$ref": "#/$defs/node",
            "$defs": {
                "node": _has(
                    properties={
                        "value": value,
                        "children": {"type": "array", "items": {"$ref": "#/$defs/node"}},
                    }
                )
            },
        }
        for value in ({"type": "string"}, {"type": "integer"})
    )
    assert found(old, new) == [("type-changed", ".value")]


def test_messages_name_the_branch() -> None:
    finding, _ = compare_schemas(_has(anyOf=[_CAT, _DOG]), _has(anyOf=[_CAT]))
    assert "kind = dog" in finding.message


def test_schemas_that_all_refer_to_each_other_are_compared_in_bounded_steps(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def mesh(name: str) -> dict[str, Any]:
        fields = {f"p{at}": {"$ref": f"#/$defs/N{at}"} for at in range(4)}
        node = {"type": "object", "properties": {**fields, name: {"type": "string"}}}
        return {**node, "$defs": {f"N{at}": {**node, "minProperties": at} for at in range(4)}}

    pairs = 0
    look_into = differ.Differ._compare

    def counted(self: differ.Differ, *pair: Any) -> Any:
        nonlocal pairs
        pairs += 1
        return look_into(self, *pair)

    monkeypatch.setattr(differ.Differ, "_compare", counted)
    compare_schemas(mesh("a"), mesh("b"))
    assert pairs > 10
    pairs = 0
    monkeypatch.setattr(differ, "_MOST_PAIRS", 10)
    assert "schema-changed" in {each.code for each in compare_schemas(mesh("a"), mesh("b"))}
    assert pairs == 10


def _without_end(kind: str) -> dict[str, Any]:
    """Forms that hold each other, themselves and a condition: each look into them makes larger ones."""

    def form(name: str) -> dict[str, Any]:
        tag = {"properties": {"kind": {"enum": [name]}}, "required": ["kind"]}
        return {"allOf": [{"$ref": f"#/$defs/{name}"}, tag]}

    union = {"oneOf": [form("A"), form("B")]}
    condition = {
        "if": {"$ref": "#/$defs/A"},
        "then": {"properties": {"x": {"enum": ["x"]}}},
        "else": {"properties": {"y": {"type": kind}}, "required": ["y"]},
    }
    below = {"type": "object", "properties": {"next": {"$ref": "#/$defs/A"}}}
    return {**union, "$defs": {"A": {"anyOf": [condition, union]}, "B": {"anyOf": [union, below]}}}


def test_proofs_without_end_are_given_up_after_counted_steps() -> None:
    old, new = _without_end("string"), _without_end("integer")
    told: list[SchemaDifference] = []
    assert steps(lambda: told.extend(compare_schemas(old, new))) < 1_500_000
    assert "schema-changed" in {each.code for each in told}, "what cannot be told is said to be so"


def test_a_pattern_that_tries_each_way_is_looked_for_in_linear_time() -> None:
    # Python's engine takes longer than anybody waits.
    endless = _has(patternProperties={"^(a+)+$": {"type": "string"}})
    name = "a" * 60 + "!"
    old, new = ({**endless, "properties": {name: {"type": kind}}} for kind in ("string", "null"))
    assert found(old, new) == [("type-changed", f".{name}")]


def test_a_pattern_that_is_given_up_says_nothing_of_names() -> None:
    given_up = _has(patternProperties={r"(a*)*\1b": {"type": "string"}})
    old, new = ({**given_up, "required": ["a" * 5_000, *more]} for more in ((), ("b",)))
    assert ("field-required", ".b") in found(old, new)


def test_of_very_many_values_the_first_are_told_and_how_many_there_are_besides() -> None:
    old, new = (_a(enum=[f"{name}{at}" for at in range(1_500)]) for name in "ab")
    told = compare_schemas(old, new)
    assert len(told) == 2 * 1_001
    assert [each.message for each in told if "others" in each.message] == [
        "any of 500 others is refused",
        "any of 500 others is accepted",
    ]


def test_of_very_many_required_names_the_first_are_told_and_how_many_there_are_besides() -> None:
    fields = {f"p{at}": _STRING for at in range(1_100)}
    names = [f"r{at}" for at in range(1_002)]
    old = _has(properties=fields)
    new = {**old, "required": [*fields, *names]}
    for sides, code, others in (
        ((old, new), "field-required", "required as well: 2 other fields"),
        ((new, old), "field-optional", "2 other fields may be left out"),
    ):
        told = compare_schemas(*sides)
        assert {each.code for each in told} == {code}
        assert [each.path for each in told] == [
            *(f".{name}" for name in (*fields, *names[:1_000])),
            "",
        ]
        assert told[-1].message == others


def test_twice_as_many_names_that_require_others_take_twice_the_steps() -> None:
    def chain(count: int, *required: str) -> dict[str, Any]:
        names = {f"p{at}": [f"p{at + 1}"] for at in range(count)}
        return _has(dependentRequired=names, required=["p0", *required])

    few, many = (
        steps(lambda size=size: compare_schemas(chain(size), chain(size, "other")))
        for size in (60, 120)
    )
    assert many < 2.5 * few


def _inner(kind: str) -> dict[str, Any]:
    """Fields of one type, one of them in another field and in what that holds again."""
    one = {"type": "object", "properties": {"x": {"type": kind}}}
    fields = {f"p{at}": one for at in range(50)}
    again = {"type": "object", "properties": {"p": one, "again": {"$ref": "#/$defs/Again"}}}
    return {**_has(properties={**fields, "again": again}), "$defs": {"Again": again}}


def test_fields_of_one_type_are_compared_once(monkeypatch: pytest.MonkeyPatch) -> None:
    looked: list[str] = []
    compare = differ.Differ.compare_plain

    def counted(self: differ.Differ, *pair: Any) -> list[SchemaDifference]:
        looked.append(pair[-1])
        return compare(self, *pair)

    monkeypatch.setattr(differ.Differ, "compare_plain", counted)
    old, new = _inner("string"), _inner("integer")
    told = compare_schemas(old, new)
    assert len(looked) < 10
    monkeypatch.setattr(differ, "_FEW", 0)
    looked.clear()
    assert compare_schemas(old, new) == told
    assert len(looked) > 100


@pytest.mark.parametrize("most", [1, 20, 40, 60, 101, 104])
def test_pairs_that_are_known_count_as_well(monkeypatch: pytest.MonkeyPatch, most: int) -> None:
    monkeypatch.setattr(differ, "_MOST_PAIRS", most)
    told = compare_schemas(_inner("string"), _inner("integer"))
    monkeypatch.setattr(differ, "_FEW", 0)
    assert compare_schemas(_inner("string"), _inner("integer")) == told


def test_more_patterns_and_names_than_can_be_held_to_each_other_are_not() -> None:
    old, new = (
        _has(
            patternProperties={f"^x{at}$": {"type": kind} for at in range(400)},
            properties={f"p{at}": {"type": "string"} for at in range(400)},
        )
        for kind in ("string", "null")
    )
    told: list[SchemaDifference] = []
    assert steps(lambda: told.extend(compare_schemas(old, new))) < 2_000_000
    assert "schema-changed" in {each.code for each in told}


def test_what_lies_too_deep_is_said_to_differ(monkeypatch: pytest.MonkeyPatch) -> None:
    def nested(kind: str) -> dict[str, Any]:
        schema: dict[str, Any] = {"type": kind}
        for _ in range(5):
            schema = {"type": "object", "properties": {"a": schema}}
        return schema

    old, new = nested("string"), nested("boolean")
    assert found(old, new) == [("type-changed", ".a.a.a.a.a")]
    monkeypatch.setattr(differ, "_DEEPEST", 3)
    assert found(old, new) == [("schema-changed", ".a.a.a")]


def test_a_schema_that_is_part_of_itself_asks_for_the_rest_of_it() -> None:
    def whole(least: int) -> dict[str, Any]:
        parts = [{"$ref": "#/$defs/S"}, {"anyOf": [{"if": {}, "then": {"$ref": "#/$defs/S"}}]}]
        own = {"properties": {"a": {"type": "string", "minLength": least}}}
        form = {"type": "object", "allOf": parts, **own, "unevaluatedProperties": False}
        return {"$ref": "#/$defs/S", "$defs": {"S": form}}

    assert {path for _, path in found(whole(1), whole(2))} >= {".a"}
    assert found(whole(1), whole(1)) == []


@pytest.mark.parametrize("keyword", ["minItems", "maxItems", "minLength", "maxProperties"])
def test_counts_that_no_float_has_are_told_in_words(keyword: str) -> None:
    kinds = {"minItems": "array", "maxItems": "array", "minLength": "string"}
    plain = {"type": kinds.get(keyword, "object")}
    old, new = {**plain, keyword: 10**400}, {**plain, keyword: 7}
    for before, after, said in (
        (old, new, "was beyond all counting and is 7"),
        (new, old, "was 7 and is beyond all counting"),
        (plain, old, "and is beyond all counting"),
    ):
        messages = [each.message for each in compare_schemas(before, after)]
        assert any(said in each for each in messages), messages
