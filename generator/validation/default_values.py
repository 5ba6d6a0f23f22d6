"""Holds default values to their schemas: through references, each pair once, and in so many steps."""

from __future__ import annotations

from collections.abc import Generator, Iterator, Mapping
from dataclasses import replace
from itertools import islice
from typing import Any

from generator.core import pointers
from generator.core.patterns import is_pattern
from generator.core.problems import MOST_TOLD
from generator.document import references
from generator.document.nodes import mapping, plain, sequence
from generator.document.reference_walk import REF
from generator.validation.schema_errors import violations
from generator.validation.steps import Steps
from generator.validation.violation import Violation

# What one value can be held to without looking at another schema.
_ASSERTIONS = (
    *("type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum"),
    *("multipleOf", "minLength", "maxLength", "pattern", "minItems", "maxItems", "uniqueItems"),
    *("required", "minProperties", "maxProperties"),
)

_MOST_FOUND = MOST_TOLD + 1
"""Violations of a value by a schema."""

_Found = tuple[Violation, ...]
"""With pointers from the value, which has none itself: `""` is the value, `/a` its member."""

_Visit = Generator[tuple[Any, Any], _Found, _Found]
"""Asks for what is wrong with other pairs of schema and value, and ends with what is with its own."""


class DefaultValues:
    """The defaults of one document.

    Of JSON Schema's keywords, those that look at more than one value or rest on what others found
    (not, if, contains, unevaluatedProperties, …) are passed over; of a union, one branch has to fit.
    """

    def __init__(self, root: Mapping[str, Any], steps: Steps) -> None:
        self._root = root
        self._steps = steps
        self._is_30 = str(root.get("openapi")).startswith("3.0")
        self._known: dict[tuple[int, object], _Found] = {}
        self._shallow: dict[int, Any] = {}

    def violations(self, schema: Mapping[str, Any], pointer: str) -> Iterator[Violation]:
        """Where the default of a schema does not fit it."""
        base = f"{pointer}/default"
        for each in self._found(schema, schema["default"]):
            yield replace(each, pointer=base + each.pointer)

    def _found(self, schema: Any, value: Any) -> _Found:
        """Runs visits without recursion, so that long chains of schemas are no matter."""
        stack: list[tuple[tuple[int, object], _Visit]] = []
        request, answer = (schema, value), None
        while True:
            key = (id(request[0]), _identity(request[1]))
            if key in self._known or not self._steps.take():
                answer = self._known.get(key, ())
            else:
                # Whoever comes back here on the way finds nothing wrong.
                self._known[key] = ()
                stack.append((key, self._visit(*request)))
                answer = None
            while True:
                if not stack:
                    return answer or ()
                try:
                    request = stack[-1][1].send(answer)  # type: ignore[arg-type]
                    break
                except StopIteration as end:
                    answer = self._known[stack.pop()[0]] = end.value

    def _visit(self, schema: Any, value: Any) -> _Visit:
        if not isinstance(schema, dict) or not schema:
            return ()
        if self._is_30 and value is None and schema.get("nullable") is True:
            return ()
        found: list[Violation] = []
        if isinstance(schema.get(REF), str):
            target = references.resolve(self._root, schema[REF], pointers.ROOT)
            found += (yield target.node, value) if isinstance(target, references.Target) else ()
            if self._is_30:
                return tuple(found)
        found += self._own(schema, value)
        for part in sequence(schema.get("allOf")):
            found += yield part, value
        for keyword in ("anyOf", "oneOf"):
            found += yield from self._closest(sequence(schema.get(keyword)), value)
        for part, name, member in _inner(schema, value):
            if len(found) >= _MOST_FOUND:
                break
            inner = yield part, member
            found += (
                replace(each, pointer=pointers.child("", name) + each.pointer) for each in inner
            )
        return tuple(found[:_MOST_FOUND])

    def _closest(self, branches: Any, value: Any) -> _Visit:
        """Nothing where one branch fits, else what the first of those says that come closest."""
        best: _Found = ()
        for index, branch in enumerate(branches):
            found = yield branch, value
            if not found:
                return ()
            if index == 0 or _depth(found) > _depth(best):
                best = found
        return best

    def _own(self, schema: dict[str, Any], value: Any) -> _Found:
        """What is wrong with the value by the schema alone."""
        validator = self._shallow.get(id(schema))
        if validator is None:
            validator = self._shallow[id(schema)] = _compiled(schema, self._is_30)
        every = (
            replace(each, pointer=each.pointer.removeprefix(pointers.ROOT))
            for error in (validator.iter_errors(value) if validator else ())
            for each in violations(error, lambda _: None)
        )
        return tuple(islice(every, _MOST_FOUND))


def _identity(value: Any) -> object:
    """What tells values apart; those of the document are held by it, so that ids stay theirs."""
    return id(value) if isinstance(value, (dict, list)) else (type(value), value)


def _depth(found: _Found) -> int:
    return max(each.pointer.count("/") for each in found)


def _compiled(schema: Mapping[str, Any], is_30: bool) -> Any:
    """A validator for what a schema says itself; False where that is nothing, or not sound, which is told
    elsewhere."""
    import jsonschema_rs

    shallow = {key: plain(schema[key]) for key in _ASSERTIONS if key in schema}
    if schema.get("additionalProperties") is False:
        shallow |= {"additionalProperties": False, "properties": {}, "patternProperties": {}}
        for keyword in ("properties", "patternProperties"):
            shallow[keyword] = {key: {} for key in mapping(schema.get(keyword))}
    if not shallow:
        return False  # it says nothing itself
    patterns = [shallow["pattern"]] if isinstance(shallow.get("pattern"), str) else []
    if not all(map(is_pattern, [*patterns, *shallow.get("patternProperties", ())])):
        return False  # values are not held to it, and some cannot be without gigabytes
    draft = jsonschema_rs.Draft4Validator if is_30 else jsonschema_rs.Draft202012Validator
    try:
        return draft(shallow, validate_formats=False)
    except jsonschema_rs.ValidationError:
        return False


def _inner(schema: Mapping[str, Any], value: Any) -> Iterator[tuple[Any, str | int, Any]]:
    """The schemas for members and items of a value, with their keys and indexes."""
    if isinstance(value, dict):
        known, others = mapping(schema.get("properties")), schema.get("additionalProperties")
        others = None if "patternProperties" in schema else others
        for name, member in value.items():
            if (part := known.get(name, others)) is not None:
                yield part, name, member
    elif isinstance(value, list):
        first = sequence(schema.get("prefixItems"))
        for index, item in enumerate(value):
            part = first[index] if index < len(first) else schema.get("items")
            yield part, index, item
