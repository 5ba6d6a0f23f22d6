"""``anyOf`` and ``oneOf`` shrink to what tells their branches apart, accepting exactly what they did."""

from __future__ import annotations

from collections.abc import Callable

from generator.core.json_value import canonical, is_equal
from generator.core.schema_keywords import IN_PLACE, UNIONS
from generator.jsonschema.conjunction import flatten
from generator.jsonschema.equality import blend
from generator.jsonschema.schema_walk import Meter, Schema, is_open, types_of
from generator.jsonschema.union_rules import are_exclusive, unite

_PAIR_LIMIT = 64
"""Branches are compared in pairs only up to this many; beyond it the time would be quadratic."""

_OBJECT_UNIT = ("properties", "patternProperties", "additionalProperties")
_UNITS = (
    ("prefixItems", "items"),
    ("contains", "minContains", "maxContains"),
    ("if", "then", "else"),
)
_PIECEWISE = frozenset({"properties", "required", "description"})
_IN_UNITS = frozenset(keyword for unit in (_OBJECT_UNIT, *_UNITS) for keyword in unit)


def simplify_unions(schema: Schema, meter: Meter) -> Schema:
    """The schema with its own ``anyOf`` and ``oneOf`` made as small as they can be."""
    for keyword in UNIONS:
        if keyword in schema:
            schema = _simplify_union(schema, keyword, meter)
    return schema


def _simplify_union(schema: Schema, keyword: str, meter: Meter) -> Schema:
    branches: list[Schema] = schema[keyword]
    parent = {key: value for key, value in schema.items() if key != keyword}
    if keyword == "oneOf" and "anyOf" not in parent and _all_exclusive(parent, branches, meter):
        keyword = "anyOf"
    if keyword == "anyOf":
        branches = _unite_all(_splice(branches), meter)
    branches = [_relieve(branch, parent) for branch in branches]
    if len(branches) > 1:
        common = _common(branches)
        # Hoisted, a union of the branches would take the place of this one.
        common.pop(keyword, None)
        if common:
            meter.spend(len(branches))
            parent = _with_part(parent, common, meter)
            branches = [_without_common(branch, common) for branch in branches]
    if len(branches) == 1:
        return {**parent, "allOf": [*parent.get("allOf", ()), *branches]}
    if keyword == "anyOf":
        if _says_nothing(branches):
            return parent
        branches = _unite_all(branches, meter)
    return {**parent, keyword: branches}


def _with_part(schema: Schema, part: Schema, meter: Meter) -> Schema:
    """The schema with the part merged in; its other ``allOf`` parts, and their unions, stay in theirs."""
    others = schema.get("allOf", [])
    own = {keyword: value for keyword, value in schema.items() if keyword != "allOf"}
    merged = flatten({**own, "allOf": [part]}, meter)
    left = [*others, *merged.get("allOf", [])]
    return {**merged, "allOf": left} if left else merged


def _all_exclusive(parent: Schema, branches: list[Schema], meter: Meter) -> bool:
    if len(branches) > _PAIR_LIMIT:
        return False
    for at, branch in enumerate(branches):
        for other in branches[:at]:
            meter.spend()
            if not are_exclusive(branch, other, parent):
                return False
    return True


def _splice(branches: list[Schema]) -> list[Schema]:
    """Branches that are themselves nothing but an ``anyOf`` give way to what they hold."""
    result: list[Schema] = []
    for branch in branches:
        if branch.keys() == {"anyOf"}:
            result.extend(_splice(branch["anyOf"]))
        elif branch != {"not": {}}:
            result.append(branch)
    return result or branches


def _unite_all(branches: list[Schema], meter: Meter) -> list[Schema]:
    """Branches that one schema can stand in for give way to it, in the place of the first of them."""
    if len(branches) > _PAIR_LIMIT:
        return list({canonical(branch): branch for branch in reversed(branches)}.values())[::-1]
    for attempt in (blend, unite):
        before = len(branches) + 1
        while len(branches) < before:
            before = len(branches)
            branches = _unite_pairs(branches, attempt, meter)
    return branches


def _unite_pairs(
    branches: list[Schema], attempt: Callable[[Schema, Schema], Schema | None], meter: Meter
) -> list[Schema]:
    result: list[Schema] = []
    for branch in branches:
        for at, other in enumerate(result):
            meter.spend()
            united = attempt(other, branch)
            if united is not None:
                result[at] = united
                break
        else:
            result.append(branch)
    return result


def _says_nothing(branches: list[Schema]) -> bool:
    """Whether a branch accepts everything and the others only require, so that no fact is lost."""
    return any(not branch for branch in branches) and all(
        branch.keys() <= {"required"} for branch in branches
    )


def _relieve(branch: Schema, parent: Schema) -> Schema:
    """The branch without what its parent says already."""
    result = dict(branch)
    for keyword, value in branch.items():
        if keyword in _IN_UNITS or keyword in IN_PLACE:
            continue
        if keyword == "required":
            stated_names = _required_by(parent)
            result["required"] = [name for name in value if name not in stated_names]
            if not result["required"]:
                del result["required"]
        elif keyword == "type":
            stated = types_of(parent)
            if stated is not None and set(stated) <= set(types_of(branch) or ()):
                del result["type"]
        elif keyword in parent and is_equal(parent[keyword], value):
            del result[keyword]
    _relieve_properties(result, parent)
    for unit in (_OBJECT_UNIT, *_UNITS):
        if any(keyword in result for keyword in unit) and _same_unit(unit, result, parent):
            for keyword in unit:
                result.pop(keyword, None)
    return result if len(result) < len(branch) or result != branch else branch


def _relieve_properties(branch: Schema, parent: Schema) -> None:
    """Drop from the (fresh) branch the properties that the parent describes alike."""
    if "properties" not in branch or not is_open(branch):
        return
    stated = parent.get("properties", {})
    kept = {
        name: part
        for name, part in branch["properties"].items()
        if name not in stated or not _is_covered(part, stated[name])
    }
    if kept:
        branch["properties"] = kept
    else:
        del branch["properties"]


def _is_covered(part: Schema, stated: Schema) -> bool:
    """Whether the parent's word for a property holds all of the branch's, its prose included."""
    blended = blend(stated, part)
    return blended is not None and blended.get("description") == stated.get("description")


def _same_unit(unit: tuple[str, ...], a: Schema, b: Schema) -> bool:
    left = {keyword: a[keyword] for keyword in unit if keyword in a}
    right = {keyword: b[keyword] for keyword in unit if keyword in b}
    return left.keys() == right.keys() and blend(left, right) is not None


def _common(branches: list[Schema]) -> Schema:
    """What every branch says, as one schema."""
    first, *others = branches
    common: Schema = {}
    for keyword, value in first.items():
        if keyword in _PIECEWISE or keyword in _IN_UNITS:
            continue
        blended = _blend_all([{keyword: value}, *(_only(keyword, other) for other in others)])
        if blended is not None:
            common |= blended
    for unit in _UNITS:
        if all(_same_unit(unit, first, other) for other in others):
            common |= {keyword: first[keyword] for keyword in unit if keyword in first}
    by_others = [_required_by(other) for other in others]
    required = [
        name for name in first.get("required", ()) if all(name in names for names in by_others)
    ]
    if required:
        common["required"] = required
    return common | _common_objects(branches)


def _required_by(schema: Schema) -> frozenset[str]:
    return frozenset(schema.get("required", ()))


def _only(keyword: str, schema: Schema) -> Schema:
    return {keyword: schema[keyword]} if keyword in schema else {}


def _blend_all(schemas: list[Schema]) -> Schema | None:
    blended: Schema | None = schemas[0]
    for schema in schemas[1:]:
        blended = None if blended is None else blend(blended, schema)
    return blended


def _without_common(branch: Schema, common: Schema) -> Schema:
    """The branch without what was taken out of all branches."""
    result = {}
    for keyword, value in branch.items():
        if keyword == "required":
            taken = _required_by(common)
            value = [name for name in value if name not in taken]
        elif keyword == "properties":
            stated = common.get("properties", {})
            value = {name: part for name, part in value.items() if name not in stated}
        elif keyword in common:
            continue
        if value or keyword not in ("required", "properties"):
            result[keyword] = value
    return result


def _common_objects(branches: list[Schema]) -> Schema:
    first, *others = branches
    if not all(is_open(branch) for branch in branches):
        if all(_same_unit(_OBJECT_UNIT, first, other) for other in others):
            return {keyword: first[keyword] for keyword in _OBJECT_UNIT if keyword in first}
        return {}
    common: dict[str, Schema] = {}
    for name in first.get("properties", {}):
        stated = [branch.get("properties", {}).get(name) for branch in branches]
        found = [part for part in stated if part is not None]
        blended = _blend_all(found) if len(found) == len(branches) else None
        if blended is not None:
            common[name] = blended
    return {"properties": common} if common else {}
