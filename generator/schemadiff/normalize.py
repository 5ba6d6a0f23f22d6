"""Opens schemas: what stands behind references and in `allOf` comes together in one place, step by step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any, Protocol

from generator.core.json_value import canonical
from generator.jsonschema.closure import Closure, collect
from generator.jsonschema.conjunction import flatten
from generator.jsonschema.drop_implied_types import implied_types
from generator.jsonschema.schema_walk import (
    ANNOTATIONS,
    Meter,
    Schema,
    SchemaTooLarge,
    constrains,
    map_children,
    refs_in,
    types_of,
    values_of,
    walk,
)
from generator.jsonschema.simplify import simplify

KINDS = frozenset({"null", "boolean", "number", "string", "array", "object"})
"""Every type; an integer is a number."""

_PLENTY, _PLENTY_EACH = 20_000, 100
"""Steps to open schemas in and to put some together, and so many more for each schema in them."""

_LONGEST_RANGE = 16


class NormalizedSchemas:
    """The subschemas of two schemas that are compared, with one set of references for both."""

    def __init__(self, old: Mapping[str, Any], new: Mapping[str, Any]) -> None:
        self.size = 0
        self._keeps_open = False
        self._defs: dict[str, Schema] = {}
        closures = [_simplified(schema) for schema in (old, new)]
        shared = _shared(*closures)
        self.old, self.new = (
            self._add(_renamed(closure, f"#/{side}", shared))
            for side, closure in zip(("old", "new"), closures, strict=True)
        )
        self.meter = Meter(_PLENTY + _PLENTY_EACH * self.size)
        self._opened: dict[int, tuple[Schema, Schema]] = {}
        self._texts: dict[int, tuple[Schema, str]] = {}
        self._judges: dict[int, tuple[Schema, Any]] = {}

    def _add(self, closure: Closure) -> Schema:
        self._defs |= closure.defs
        parts = [part for each in (closure.root, *closure.defs.values()) for part in walk(each)]
        self.size += len(parts)
        if any("unevaluatedProperties" in part for part in parts):
            self._keeps_open = True
        return closure.root

    def text(self, schema: Schema) -> str:
        """One text for schemas that say the same in the same words, prose left aside."""
        found = self._texts.get(id(schema))
        if found is None:
            found = (schema, canonical(_comparable(schema, self._keeps_open)))
            self._texts[id(schema)] = found
        return found[1]

    def open(self, schema: Schema) -> Schema:
        """The schema without a reference at its top, and with as little in `allOf` as possible."""
        found = self._opened.get(id(schema))
        if found is None:
            found = (schema, self._open(schema, frozenset()))
            self._opened[id(schema)] = found
            self._opened[id(found[1])] = (found[1], found[1])
        return found[1]

    def _open(self, schema: Schema, refs: frozenset[str]) -> Schema:
        self.meter.spend()
        ref = schema.get("$ref")
        if ref is not None:
            beside = {keyword: value for keyword, value in schema.items() if keyword != "$ref"}
            if ref in refs:
                return schema
            refs |= {ref}
            if not constrains(beside):
                return {**self._open(self._defs[ref], refs), **beside}
            schema = {**beside, "allOf": [self._defs[ref], *beside.get("allOf", ())]}
        if "allOf" not in schema:
            return schema
        parts = [self._open(part, refs) for part in schema["allOf"]]
        return flatten({**schema, "allOf": parts}, self.meter)

    def both(self, *schemas: Schema) -> Schema:
        """One opened schema for all of them."""
        opened = [self.open(schema) for schema in schemas]
        constraining = [each for each in opened if constrains(each)] or [{}]
        if len(constraining) == 1:
            return constraining[0]
        return flatten({"allOf": constraining}, self.meter)

    def parts(self, schema: Schema, above: frozenset[str] = frozenset()) -> list[Schema]:
        """An opened schema's own keywords, and each schema that is left in its `allOf`.

        One that stands in itself, and so is among the references `above`, asks for nothing more there.
        """
        own = {keyword: value for keyword, value in schema.items() if keyword != "allOf"}
        return [
            own,
            *(each for part in schema.get("allOf", ()) for each in self._split(part, above)),
        ]

    def _split(self, part: Schema, above: frozenset[str]) -> list[Schema]:
        ref = part.get("$ref")
        if ref in above:
            part = {keyword: value for keyword, value in part.items() if keyword != "$ref"}
        opened = self.open(part)
        if "allOf" not in opened:
            return [opened]
        return self.parts(opened, above if ref is None else above | {ref})

    def accepts(self, schema: Schema, value: Any) -> bool | None:
        """What the validator says of a value; None where it cannot use the schema."""
        import jsonschema_rs

        found = self._judges.get(id(schema))
        if found is None:
            whole = schema
            if refs_in(schema):
                names = {ref: f"d{index}" for index, ref in enumerate(self._defs)}
                defs = {
                    names[ref]: _with_local_refs(each, names) for ref, each in self._defs.items()
                }
                whole = {"allOf": [_with_local_refs(schema, names)], "$defs": defs}
            try:
                judge = jsonschema_rs.Draft202012Validator(whole, validate_formats=True)
            except (ValueError, jsonschema_rs.ValidationError):
                judge = None
            found = (schema, judge)
            self._judges[id(schema)] = found
        return None if found[1] is None else bool(found[1].is_valid(value))


class Implications(Protocol):
    """What is needed of the prover."""

    @property
    def schemas(self) -> NormalizedSchemas:
        """The schemas in question."""
        ...

    def implies(self, a: Schema, b: Schema) -> bool:
        """Whether `a` is certainly inside `b`."""
        ...

    def within(self, a: Schema, b: Schema) -> bool:
        """The same for opened schemas."""
        ...

    def exclusive(self, a: Schema, b: Schema) -> bool:
        """Whether no value passes both opened schemas."""
        ...


def kinds_of(schema: Schema) -> frozenset[str]:
    """The types that an opened schema's own keywords let in; "integer" only where no other number goes."""
    stated = types_of(schema)
    kinds = KINDS if stated is None else frozenset(stated)
    values = values_of(schema)
    if values is not None:
        implied = implied_types(values)
        kinds = frozenset(kind for kind in implied if covers(kinds, kind))
    return kinds - {"integer"} if "number" in kinds else kinds


def covers(kinds: Iterable[str], kind: str) -> bool:
    """Whether values of the type are let in by one of the types."""
    return kind in kinds or (kind == "integer" and "number" in kinds)


def meet(left: frozenset[str], right: frozenset[str]) -> frozenset[str]:
    """The types that both let in."""
    return frozenset(
        [kind for kind in left if covers(right, kind)]
        + [kind for kind in right if covers(left, kind)]
    )


def finite_values(schema: Schema, kind: str = "") -> list[Any] | None:
    """Values among which are all that an opened schema accepts; None where there is no short list."""
    values = values_of(schema)
    if values is not None:
        return values
    if kind in ("null", "boolean"):
        return [None] if kind == "null" else [False, True]
    if kind == "integer" and {"minimum", "maximum"} <= schema.keys():
        low, high = schema["minimum"], schema["maximum"]
        if -1e9 < low and high < 1e9 and high - low < _LONGEST_RANGE:
            return list(range(int(low), int(high) + 1))
    return None


def is_false(schema: Schema) -> bool:
    """Whether the schema plainly accepts nothing."""
    return schema.get("not") == {} or schema.get("enum") == []


def _comparable(schema: Schema, keeps_open: bool) -> Schema:
    """The schema without prose; an open `additionalProperties` says something to `unevaluatedProperties`."""
    kept: Schema = {}
    for keyword, value in schema.items():
        if keyword in ANNOTATIONS:
            continue
        if keyword == "additionalProperties" and not keeps_open and not constrains(value):
            continue
        if keyword == "const":
            kept["enum"] = [value]
        elif keyword in ("required", "type") and isinstance(value, list):
            kept[keyword] = sorted(value)
        elif keyword == "enum":
            kept[keyword] = sorted(value, key=canonical)
        else:
            kept[keyword] = value
    return map_children(kept, lambda part: _comparable(part, keeps_open))


def _simplified(schema: Mapping[str, Any]) -> Closure:
    closure = collect(schema, schema, "3.1.0", Meter())
    defs = {ref: _without_annotations(each) for ref, each in closure.defs.items()}
    closure = Closure(_without_annotations(closure.root), defs)
    try:
        return simplify(closure, Meter(), composed=True)
    except SchemaTooLarge:
        return closure


def _without_annotations(schema: Schema) -> Schema:
    """The schema without prose, which would keep equal branches apart, and with one list of values at a time."""
    schema = map_children(schema, _without_annotations)
    if schema.keys() & ANNOTATIONS:
        schema = {key: value for key, value in schema.items() if key not in ANNOTATIONS}
    if "const" not in schema or "enum" not in schema:
        return schema
    rest = {keyword: value for keyword, value in schema.items() if keyword != "const"}
    return {**rest, "allOf": [*schema.get("allOf", ()), {"const": schema["const"]}]}


def _shared(old: Closure, new: Closure) -> frozenset[str]:
    """The targets that are the same on both sides, with all that they refer to."""
    same = {
        ref
        for ref, schema in old.defs.items()
        if ref in new.defs and canonical(schema) == canonical(new.defs[ref])
    }
    before = 0
    while len(same) != before:
        before = len(same)
        same = {ref for ref in same if same.issuperset(refs_in(old.defs[ref]))}
    return frozenset(same)


def _renamed(closure: Closure, prefix: str, shared: frozenset[str]) -> Closure:
    """The closure with references that tell the sides apart, unless both sides share the target."""

    def rename(ref: str) -> str:
        return ("#/both" if ref in shared else prefix) + ref[1:]

    def change(schema: Schema) -> Schema:
        changed = map_children(schema, change)
        ref = schema.get("$ref")
        return changed if ref is None else {**changed, "$ref": rename(ref)}

    return Closure(change(closure.root), {rename(k): change(v) for k, v in closure.defs.items()})


def _with_local_refs(schema: Schema, names: Mapping[str, str]) -> Schema:
    """The schema with its references led into `$defs`."""
    changed = map_children(schema, lambda part: _with_local_refs(part, names))
    ref = schema.get("$ref")
    return changed if ref is None else {**changed, "$ref": f"#/$defs/{names[ref]}"}
