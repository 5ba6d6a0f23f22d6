"""What is known about two branches of a union: that they exclude each other, or that one schema says both."""

from __future__ import annotations

from generator.core.json_value import canonical, type_name
from generator.jsonschema.equality import blend
from generator.jsonschema.schema_walk import Schema, type_keyword, types_of, values_of

_APPLIES_TO = {
    "string": "minLength maxLength pattern format contentEncoding contentMediaType contentSchema",
    "number": "minimum maximum exclusiveMinimum exclusiveMaximum multipleOf",
    "array": "minItems maxItems uniqueItems prefixItems items contains minContains maxContains",
    "object": "required dependentRequired dependentSchemas minProperties maxProperties "
    "propertyNames properties patternProperties additionalProperties",
}
_TYPE_OF = {keyword: kind for kind, words in _APPLIES_TO.items() for keyword in words.split()}
"""The one type that a keyword constrains; a value of any other type passes it."""


def are_exclusive(a: Schema, b: Schema, parent: Schema) -> bool:
    """Whether it is certain that no value satisfies both branches and the schema around them."""
    if _disjoint(a, b):
        return True
    if ("object",) not in (types_of(a), types_of(b), types_of(parent)):
        return False
    needed = set(parent.get("required", ()))
    shared = (needed | set(a.get("required", ()))) & (needed | set(b.get("required", ())))
    return any(_disjoint(_property(a, name), _property(b, name)) for name in shared)


def unite(a: Schema, b: Schema) -> Schema | None:
    """One schema that accepts exactly what either accepts, or None where none is certain to.

    Nothing is dropped for being redundant but names in ``required``: a branch that another one
    includes may still tell a reader of values and properties that the other does not mention.
    """
    if a.get("$ref") != b.get("$ref") or _properties(a).keys() != _properties(b).keys():
        # All other ways want these alike, and of most pairs they are not.
        return _one_type_each(a, b)
    for attempt in (blend, _required_less, _one_type_each, _one_difference):
        united = attempt(a, b)
        if united is not None:
            return united
    return None


def _properties(schema: Schema) -> dict[str, Schema]:
    found: dict[str, Schema] = schema.get("properties", {})
    return found


def _property(schema: Schema, name: str) -> Schema:
    return _properties(schema).get(name, {})


def _kinds(schema: Schema) -> set[str] | None:
    """The types in which two schemas can be disjoint: an integer is a number."""
    types = types_of(schema)
    return None if types is None else {"number" if kind == "integer" else kind for kind in types}


def _disjoint_types(a: Schema, b: Schema) -> bool:
    left, right = _kinds(a), _kinds(b)
    return left is not None and right is not None and not left & right


def _disjoint(a: Schema, b: Schema) -> bool:
    return _disjoint_types(a, b) or _disjoint_values(a, b) or _excluded(a, b) or _excluded(b, a)


def _excluded(a: Schema, b: Schema) -> bool:
    """Whether ``b`` refuses, by ``not``, every value that ``a`` lists."""
    left, refused = values_of(a), b.get("not", {})
    if left is None or refused.keys() - {"description"} != {"enum"}:
        return False
    return {canonical(value) for value in left} <= {canonical(value) for value in refused["enum"]}


def _disjoint_values(a: Schema, b: Schema) -> bool:
    left, right = values_of(a), values_of(b)
    if left is None or right is None:
        return False
    return not {canonical(value) for value in left} & {canonical(value) for value in right}


def _required_less(a: Schema, b: Schema) -> Schema | None:
    """The one of two branches that requires less, where that is all they differ in."""
    if a.get("required") is None and b.get("required") is None:
        return None
    left, right = set(a.get("required", ())), set(b.get("required", ()))
    rest = blend(_without(a, "required"), _without(b, "required"))
    if rest is None or not (left <= right or right <= left):
        return None
    lesser = a if left <= right else b
    return {**rest, "required": lesser["required"]} if lesser.get("required") else rest


def _one_type_each(a: Schema, b: Schema) -> Schema | None:
    """``type`` lists both, where no keyword of one touches a value of the other."""
    if not _disjoint_types(a, b):
        return None
    merged: Schema = {}
    null = {"type": "null"}
    if a.get("description") != b.get("description") and null not in (a, b):
        return None
    for schema, other in ((a, b), (b, a)):
        for keyword, value in schema.items():
            if keyword in ("type", "enum", "const"):
                continue
            if merged.setdefault(keyword, value) != value:
                return None
            if keyword != "description" and _TYPE_OF.get(keyword) in (None, *(_kinds(other) or ())):
                return None
    values = _values_by_type(a, b)
    if values is None:
        return None
    return merged | type_keyword((types_of(a) or ()) + (types_of(b) or ())) | values


def _values_by_type(a: Schema, b: Schema) -> Schema | None:
    """``enum`` for the two together; null has only one value, so that its type is as good as a list."""
    if values_of(a) is None and values_of(b) is None:
        return {}
    values = []
    for schema in (a, b):
        kinds = _kinds(schema) or set()
        stated = values_of(schema) or ([None] if kinds == {"null"} else [])
        # A listed value of a type that its own branch refuses would be let in by the other's.
        if not stated or not {_type_of(value) for value in stated} <= kinds:
            return None
        values.extend(stated)
    return {"enum": values}


def _type_of(value: object) -> str:
    """The type of a value where types can be disjoint."""
    return "number" if type_name(value) == "integer" else type_name(value)


def _one_difference(a: Schema, b: Schema) -> Schema | None:
    """Two branches that differ in the values of one property, or only in their own values.

    A description belongs to its own branch's values, so that both must have the same or none.
    """
    if a.get("description") != b.get("description"):
        return None
    united = _united_values(a, b)
    if united is not None:
        return united
    left, right = _properties(a), _properties(b)
    if left.keys() != right.keys():
        return None
    rest = blend(_without(a, "properties"), _without(b, "properties"))
    if rest is None:
        return None
    different = [name for name in left if blend(left[name], right[name]) is None]
    if len(different) != 1:
        return None
    properties: dict[str, Schema] = {}
    for name, part in left.items():
        if name in different:
            found = _one_type_each(part, right[name]) or _one_difference(part, right[name])
        else:
            found = blend(part, right[name])
        if found is None:
            return None
        properties[name] = found
    return {**rest, "properties": properties}


def _united_values(a: Schema, b: Schema) -> Schema | None:
    left, right = values_of(a), values_of(b)
    if left is None or right is None:
        return None
    rest = blend(_without(a, "enum", "const"), _without(b, "enum", "const"))
    if rest is None:
        return None
    values = {canonical(value): value for value in [*left, *right]}
    return {**rest, "enum": list(values.values())}


def _without(schema: Schema, *keywords: str) -> Schema:
    return {keyword: value for keyword, value in schema.items() if keyword not in keywords}
