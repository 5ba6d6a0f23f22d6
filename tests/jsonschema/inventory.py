"""What a schema says, as a set of facts, so that two forms of it can be compared."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.core.json_value import canonical, look_up
from generator.core.schema_keywords import IN_PLACE
from generator.jsonschema.drop_implied_types import implied_types
from generator.jsonschema.schema_walk import Meter

Fact = tuple[str, str, str]
"""Path of the value (``batch[].traits.email``), keyword, and the keyword's value as JSON."""

_PLAIN = frozenset(
    [
        "format",
        "pattern",
        "minLength",
        "maxLength",
        "multipleOf",
        "minimum",
        "exclusiveMinimum",
        "maximum",
        "exclusiveMaximum",
        "minItems",
        "maxItems",
        "uniqueItems",
        "minContains",
        "maxContains",
        "minProperties",
        "maxProperties",
        "dependentRequired",
    ]
)
_BELOW = {"items": "[]", "contains": "[]", "additionalProperties": ".*", "propertyNames": ".<name>"}


def constraints_of(
    schema: Mapping[str, Any] | bool,
    root: Mapping[str, Any] | None = None,
    *,
    omit: str = "readOnly",
) -> frozenset[Fact]:
    """Every constraint of a schema in JSON Schema 2020-12 or OpenAPI 3.1, by the path of what it constrains.

    References are followed inside ``root`` (the schema itself if not given), unions and ``allOf``
    add no step to the path, one fact stands for each type, enum value and required name. Left out:
    properties marked with ``omit``, and ``not`` and ``if``, which constrain by their contrary.
    Raises SchemaTooLarge past 200,000 visited nodes.
    """
    base = schema if root is None else root
    walker = _Walker(base if isinstance(base, Mapping) else {}, omit)
    walker.visit(schema, "", frozenset())
    return frozenset(walker.facts)


def properties_of(
    schema: Mapping[str, Any] | bool, root: Mapping[str, Any] | None = None
) -> frozenset[str]:
    """The path of every property that the schema describes."""
    return frozenset(path for path, word, _ in constraints_of(schema, root) if word == "properties")


def enum_values_of(
    schema: Mapping[str, Any] | bool, root: Mapping[str, Any] | None = None
) -> frozenset[tuple[str, str]]:
    """Every listed value as JSON, with the path of the property that may have it."""
    facts = constraints_of(schema, root)
    return frozenset((path, value) for path, word, value in facts if word == "enum")


class _Walker:
    def __init__(self, root: Mapping[str, Any], omit: str) -> None:
        self._root = root
        self._omit = omit
        self._meter = Meter()
        self._seen: set[tuple[str, int]] = set()
        self.facts: set[Fact] = set()

    def visit(self, schema: Any, path: str, refs: frozenset[str]) -> None:
        """``refs``: the references that led here; one that comes again is not followed again."""
        self._meter.spend()
        if schema is False:
            self.facts.add((path, "false", "true"))
        if not isinstance(schema, Mapping) or (path, id(schema)) in self._seen:
            return
        self._seen.add((path, id(schema)))
        self.facts.update(_own_facts(schema, path))
        ref = schema.get("$ref")
        if isinstance(ref, str) and ref not in refs:
            self.visit(look_up(self._root, ref), path, refs | {ref})
        for keyword in IN_PLACE:
            for part in schema.get(keyword, ()):
                self.visit(part, path, refs)
        for keyword, step in _BELOW.items():
            if keyword in schema:
                self.visit(schema[keyword], path + step, refs)
        for place, part in enumerate(schema.get("prefixItems", ())):
            self.visit(part, f"{path}[{place}]", refs)
        for pattern, part in schema.get("patternProperties", {}).items():
            self.visit(part, f"{path}./{pattern}/", refs)
        self._visit_properties(schema, path, refs)

    def _visit_properties(self, schema: Mapping[str, Any], path: str, refs: frozenset[str]) -> None:
        omitted = set()
        for name, part in schema.get("properties", {}).items():
            if self._is_omitted(part, frozenset()):
                omitted.add(name)
                continue
            self.facts.add((f"{path}.{name}", "properties", "true"))
            self.visit(part, f"{path}.{name}", refs)
        for name in schema.get("required", ()):
            if name not in omitted:
                self.facts.add((path, "required", canonical(name)))

    def _is_omitted(self, schema: Any, refs: frozenset[str]) -> bool:
        if not isinstance(schema, Mapping):
            return False
        ref = schema.get("$ref")
        parts = list(schema.get("allOf", ()))
        if isinstance(ref, str) and ref not in refs:
            parts.append(look_up(self._root, ref))
            refs |= {ref}
        return schema.get(self._omit) is True or any(self._is_omitted(part, refs) for part in parts)


def _own_facts(schema: Mapping[str, Any], path: str) -> Iterator[Fact]:
    for keyword in _PLAIN & schema.keys():
        if schema[keyword] is not False:
            yield path, keyword, canonical(schema[keyword])
    values = [schema["const"]] if "const" in schema else schema.get("enum", [])
    kinds = schema.get("type", sorted(implied_types(values)))
    for kind in [kinds] if isinstance(kinds, str) else kinds:
        yield path, "type", canonical(kind)
    for value in values:
        yield path, "enum", canonical(value)
