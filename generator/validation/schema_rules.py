"""Rules for schemas that no schema can state: patterns, dialects, required names, default values."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from generator.core import pointers
from generator.core.pattern_lengths import as_lengths
from generator.core.patterns import is_pattern, is_too_large
from generator.core.problems import excerpt
from generator.document import references
from generator.document.nodes import mapping, sequence
from generator.document.reference_walk import REF
from generator.validation.default_values import DefaultValues
from generator.validation.openapi_objects import OpenApiObject
from generator.validation.published_schemas import known_dialect
from generator.validation.steps import Steps
from generator.validation.violation import Violation

_CONCERNED = frozenset(["pattern", "patternProperties", "$schema", "allOf", "default"])
"""The keywords that the rules are of."""

_UNASKED = "values are not held to it"


class SchemaRules:
    """Holds the schemas of one document to them, each once, however often it is referred to."""

    def __init__(self, root: Mapping[str, Any], steps: Steps) -> None:
        self._root = root
        self._steps = steps
        self._is_30 = str(root.get("openapi")).startswith("3.0")
        self._defaults = DefaultValues(root, steps)

    def concern(self, node: Mapping[str, Any]) -> bool:
        """Whether any of them has something to say of a schema; of most none has."""
        return not _CONCERNED.isdisjoint(node)

    def violations(self, schema: OpenApiObject) -> Iterator[Violation]:
        """What is wrong with the schema itself, not with those inside it."""
        node, pointer = schema.node, schema.pointer
        has_reference = isinstance(node.get(REF), str)
        if has_reference and self._is_30:
            # What stands beside a reference is ignored there.
            return
        if "pattern" in node or "patternProperties" in node:
            yield from _unfit_patterns(node, pointer)
        if "$schema" in node and not self._is_30:
            yield from _unknown_dialect(node, pointer)
        if not schema.is_nested and "allOf" in node:
            yield from self._undefined(node, pointer)
        if "default" in node and not has_reference:
            yield from self._defaults.violations(node, pointer)

    def _undefined(self, node: Mapping[str, Any], pointer: str) -> Iterator[Violation]:
        """Names that are required of objects, and that no schema says anything about."""
        missing = {name for name in sequence(node.get("required")) if isinstance(name, str)}
        if missing and not self._defines(node, missing):
            # JSON Schema allows to require what is not defined.
            message = "required names a property that is not defined"
            where = f"{pointer}/required"
            yield Violation(where, message, "names from properties")

    def _defines(self, node: Mapping[str, Any], names: set[str]) -> bool:
        """Whether a schema and those that it is combined of have all these properties."""
        missing, visited = set(names), set[int]()
        stack: list[Any] = [node]
        while stack and missing and self._steps.take():
            _, part = references.follow(self._root, stack.pop(), pointers.ROOT)
            for each in self._alternatives(part) if isinstance(part, dict) else ():
                if id(each) not in visited:
                    visited.add(id(each))
                    stack.append(each)
            missing -= mapping(mapping(part).get("properties")).keys()
        return not missing or self._steps.are_used_up

    def _alternatives(self, node: Mapping[str, Any]) -> Iterator[Any]:
        for keyword in ("allOf", "anyOf", "oneOf"):
            yield from sequence(node.get(keyword))
        for keyword in ("items", "not"):
            if keyword in node:
                yield node[keyword]


def _unfit_patterns(node: Mapping[str, Any], pointer: str) -> Iterator[Violation]:
    found = [("pattern", node.get("pattern"))]
    found += [("patternProperties", each) for each in mapping(node.get("patternProperties"))]
    for keyword, pattern in found:
        if not isinstance(pattern, str) or is_pattern(pattern):
            continue
        where = f"{pointer}/{keyword}"
        if keyword == "patternProperties":
            where = pointers.child(where, pattern)
        elif as_lengths(pattern):
            continue
        yield _unfit(pattern, where)


def _unfit(pattern: str, pointer: str) -> Violation:
    if is_too_large(pattern):
        message = f"{excerpt(pattern)} is too large for a regular expression"
        return Violation(pointer, message, "smaller numbers, or minLength and maxLength", _UNASKED)
    message = f"{excerpt(pattern)} is not a regular expression"
    return Violation(pointer, message, "a regular expression of ECMA-262", _UNASKED)


def _unknown_dialect(node: Mapping[str, Any], pointer: str) -> Iterator[Violation]:
    if known_dialect(node["$schema"]) is None:
        message, expected = (
            f"the dialect {excerpt(node['$schema'])} is not known",
            "a draft of JSON Schema",
        )
        yield Violation(f"{pointer}/$schema", message, expected)
