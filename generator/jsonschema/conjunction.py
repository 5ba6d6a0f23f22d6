"""Two schemas that both must hold become one, wherever one says exactly what the two said."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from generator.core.json_value import canonical, is_equal
from generator.jsonschema.equality import blend
from generator.jsonschema.schema_walk import (
    Meter,
    Schema,
    is_open,
    type_keyword,
    types_of,
    values_of,
)

_HIGHER = ("minimum", "exclusiveMinimum", "minLength", "minItems", "minProperties")
_LOWER = ("maximum", "exclusiveMaximum", "maxLength", "maxItems", "maxProperties")
_UNITS = (
    ("$ref",),
    ("pattern",),
    ("format",),
    ("multipleOf",),
    ("contentEncoding", "contentMediaType", "contentSchema"),
    ("anyOf",),
    ("oneOf",),
    ("not",),
    ("if", "then", "else"),
    ("contains", "minContains", "maxContains"),
    ("unevaluatedItems",),
    ("unevaluatedProperties",),
)
"""Keywords that only have a meaning together: taken from the one side that has them, or equal."""


def intersect(a: Schema, b: Schema, meter: Meter) -> Schema | None:
    """One schema that accepts what both accept, or None where no single one says that exactly.

    Of two descriptions, defaults or deprecations the first is kept.
    """
    meter.spend(1 + len(a) + len(b))
    merged: Schema = {}
    for rule in _RULES:
        part = rule(a, b, meter)
        if part is None:
            return None
        merged.update(part)
    return merged


def conjoin(a: Schema, b: Schema, meter: Meter) -> Schema:
    """One schema for both, an ``allOf`` of the two if need be."""
    blended = blend(a, b)
    if blended is not None:
        return blended
    merged = intersect(a, b, meter)
    return {"allOf": [a, b]} if merged is None else merged


def flatten(schema: Schema, meter: Meter) -> Schema:
    """The schema with each ``allOf`` part moved into it that can be, the others left in ``allOf``."""
    parts = schema.get("allOf")
    if parts is None:
        return schema
    result = {keyword: value for keyword, value in schema.items() if keyword != "allOf"}
    queue = list(reversed(parts))
    left: list[Schema] = []
    while queue:
        part = queue.pop()
        queue.extend(reversed(part.get("allOf", ())))
        part = {keyword: value for keyword, value in part.items() if keyword != "allOf"}
        merged = intersect(result, part, meter)
        if merged is None and "$ref" in part and "$ref" in result and len(part) > 1:
            queue.append({"$ref": part["$ref"]})
            part = {keyword: value for keyword, value in part.items() if keyword != "$ref"}
            merged = intersect(result, part, meter)
        if merged is not None:
            result = merged
            continue
        meter.spend(len(left))
        if all(blend(part, other) is None for other in left):
            left.append(part)
    return {**result, "allOf": left} if left else result


def _types(a: Schema, b: Schema, meter: Meter) -> Schema | None:
    left, right = types_of(a), types_of(b)
    if left is None or right is None:
        both = left or right
        return {} if both is None else type_keyword(both)
    both = tuple(
        kind for kind in left if kind in right or (kind == "integer" and "number" in right)
    )
    if "number" in left and "integer" in right and "integer" not in both:
        both = (*both, "integer")
    return type_keyword(both) if both else None


def _values(a: Schema, b: Schema, meter: Meter) -> Schema | None:
    left, right = values_of(a), values_of(b)
    if left is None or right is None:
        stated = b if left is None else a
        return {key: stated[key] for key in ("const", "enum") if key in stated}
    allowed = {canonical(value) for value in right}
    both = [value for value in left if canonical(value) in allowed]
    if not both:
        return None
    return {"const": both[0]} if "const" in a or "const" in b else {"enum": both}


def _bounds(a: Schema, b: Schema, meter: Meter) -> Schema | None:
    merged: Schema = {}
    for keywords, tighter in ((_HIGHER, max), (_LOWER, min)):
        for keyword in keywords:
            stated = [schema[keyword] for schema in (a, b) if keyword in schema]
            if stated:
                merged[keyword] = tighter(stated)
    if a.get("uniqueItems") or b.get("uniqueItems"):
        merged["uniqueItems"] = True
    return merged


def _units(a: Schema, b: Schema, meter: Meter) -> Schema | None:
    merged: Schema = {}
    for unit in _UNITS:
        part = _one_side(unit, a, b)
        if part is None:
            return None
        merged.update(part)
    # What these two leave over depends on all that stands beside them.
    if "unevaluatedItems" in merged or "unevaluatedProperties" in merged:
        return None
    return merged


def _one_side(unit: tuple[str, ...], a: Schema, b: Schema) -> Schema | None:
    left = {keyword: a[keyword] for keyword in unit if keyword in a}
    right = {keyword: b[keyword] for keyword in unit if keyword in b}
    if left and right and not is_equal(left, right):
        return None
    return left or right


def _arrays(a: Schema, b: Schema, meter: Meter) -> Schema | None:
    if "prefixItems" in a or "prefixItems" in b:
        return _one_side(("prefixItems", "items"), a, b)
    return _one_or_both("items", a, b, meter)


def _one_or_both(keyword: str, a: Schema, b: Schema, meter: Meter) -> Schema:
    if keyword in a and keyword in b:
        return {keyword: conjoin(a[keyword], b[keyword], meter)}
    stated = a if keyword in a else b
    return {keyword: stated[keyword]} if keyword in stated else {}


def _names(a: Schema, b: Schema, meter: Meter) -> Schema | None:
    merged = _one_or_both("propertyNames", a, b, meter)
    required = list(dict.fromkeys([*a.get("required", ()), *b.get("required", ())]))
    if required:
        merged["required"] = required
    dependent = dict(a.get("dependentRequired", {}))
    for name, needed in b.get("dependentRequired", {}).items():
        dependent[name] = list(dict.fromkeys([*dependent.get(name, ()), *needed]))
    if dependent:
        merged["dependentRequired"] = dependent
    return merged | _united("dependentSchemas", a, b, meter)


def _objects(a: Schema, b: Schema, meter: Meter) -> Schema | None:
    """The keywords that share a schema object's keys among them.

    A closed ``additionalProperties`` speaks about the keys that its own schema object does not
    list, so a part may only bring in keys that the closed part lists too.
    """
    for closed, other in ((a, b), (b, a)):
        if is_open(closed) or not any(keyword in other for keyword in _OBJECT):
            continue
        if "patternProperties" in closed or "patternProperties" in other:
            if not _same_objects(a, b):
                return None
            continue
        listed, brought = closed.get("properties", {}).keys(), other.get("properties", {}).keys()
        if not (brought <= listed and (is_open(other) or brought == listed)):
            return None
    merged = _united("properties", a, b, meter) | _united("patternProperties", a, b, meter)
    return merged | _one_or_both("additionalProperties", a, b, meter)


_OBJECT = ("properties", "patternProperties", "additionalProperties")


def _same_objects(a: Schema, b: Schema) -> bool:
    return all(is_equal(a.get(keyword), b.get(keyword)) for keyword in _OBJECT)


def _united(keyword: str, a: Schema, b: Schema, meter: Meter) -> Schema:
    """A map of schemas with the names of both sides; a name on both sides must satisfy both."""
    if keyword not in a and keyword not in b:
        return {}
    merged = dict(a.get(keyword, {}))
    for name, schema in b.get(keyword, {}).items():
        merged[name] = conjoin(merged[name], schema, meter) if name in merged else schema
    return {keyword: merged}


def _annotations(a: Schema, b: Schema, meter: Meter) -> Schema | None:
    merged: Schema = {}
    for keyword in ("description", "default", "deprecated"):
        stated = a if keyword in a else b
        if keyword in stated:
            merged[keyword] = stated[keyword]
    return merged


def _conjunctions(a: Schema, b: Schema, meter: Meter) -> Schema | None:
    parts = [*a.get("allOf", ()), *b.get("allOf", ())]
    return {"allOf": parts} if parts else {}


_Rule = Callable[[Schema, Schema, Meter], "dict[str, Any] | None"]
_RULES: tuple[_Rule, ...] = (
    _types,
    _values,
    _bounds,
    _units,
    _arrays,
    _names,
    _objects,
    _annotations,
    _conjunctions,
)
