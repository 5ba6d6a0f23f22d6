"""Bodies and judges for the tests that compare two forms of one schema."""

from __future__ import annotations

import copy
import json
import os
import random
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import jsonschema_rs
import pytest

from generator.core import pointers


def judge(schema: Any) -> jsonschema_rs.Draft202012Validator:
    """The validator that generated packages use."""
    return jsonschema_rs.Draft202012Validator(schema, validate_formats=True)


def vendor(name: str) -> dict[str, Any]:
    """A reference document; the test is skipped where the folder with them is not given."""
    folder = os.environ.get("TOOLGEN_REFERENCE")
    if folder is None:
        pytest.skip("TOOLGEN_REFERENCE does not name the folder with the vendor's documents")
    document: dict[str, Any] = json.loads(Path(folder, name).read_text("utf-8"))
    return document


def bodies(document: Mapping[str, Any]) -> Iterator[str]:
    """The pointer to the schema of each JSON request body."""
    for path, item in document["paths"].items():
        for method, operation in item.items():
            content = operation.get("requestBody", {}) if isinstance(operation, dict) else {}
            if "application/json" in content.get("content", {}):
                parts = ["paths", path, method, "requestBody", "content", "application/json"]
                yield pointers.join([*parts, "schema"])


class Sampler:
    """Draws values that a schema likely accepts, then bends them; the same for the same seed."""

    def __init__(self, schema: Mapping[str, Any], seed: int = 0) -> None:
        self._root = schema
        self._random = random.Random(seed)

    def draw(self) -> Any:
        """A value, in half of the cases bent in one place."""
        value = self._value(self._root, 0)
        return self._bent(value) if self._random.random() < 0.5 else value

    def _value(self, schema: Any, depth: int) -> Any:
        if not isinstance(schema, Mapping) or depth > 12:
            return self._anything()
        picked: dict[str, Any] = {}
        found: list[Any] = []
        parts = list(schema.get("allOf", ()))
        for union in ("anyOf", "oneOf"):
            if union in schema:
                parts.append(self._random.choice(schema[union]))
        if "$ref" in schema:
            parts.append(self._resolved(schema["$ref"]))
        drawn = [self._value(part, depth + 1) for part in parts]
        for value in [self._own(schema, depth), *drawn]:
            if isinstance(value, dict):
                picked |= value
            elif value is not _NOTHING:
                found.append(value)
        if found and (not picked or self._random.random() < 0.1):
            return self._random.choice(found)
        return picked

    def _own(self, schema: Mapping[str, Any], depth: int) -> Any:
        if "const" in schema or "enum" in schema:
            return copy.deepcopy(self._random.choice(schema.get("enum") or [schema["const"]]))
        kinds = schema.get("type")
        if kinds is None and "properties" not in schema and "required" not in schema:
            return _NOTHING
        kind = self._random.choice(kinds) if isinstance(kinds, list) else kinds or "object"
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            size = self._random.randint(schema.get("minItems", 0), schema.get("minItems", 0) + 2)
            return [self._value(schema.get("items", {}), depth + 1) for _ in range(size)]
        if kind == "string":
            if schema.get("format") in _FORMATS:
                return _FORMATS[schema["format"]]
            return self._random.choice(["", "a", "text"])[: schema.get("maxLength", 9)]
        return {
            "integer": self._random.choice([0, 1, -7, 1000]),
            "number": self._random.choice([0, 2.5, -1, 10**6]),
            "boolean": self._random.choice([True, False]),
            "null": None,
        }[kind]

    def _object(self, schema: Mapping[str, Any], depth: int) -> dict[str, Any]:
        required = set(schema.get("required", ()))
        likely = self._random.choice([0.1, 0.5, 0.95])
        result = {
            name: self._value(part, depth + 1)
            for name, part in schema.get("properties", {}).items()
            if name in required or self._random.random() < likely
        }
        for name in required:
            result.setdefault(name, self._anything())
        if self._random.random() < 0.3:
            extra = schema.get("additionalProperties", {})
            result["another"] = self._value(extra, depth + 1)
        return result

    def _resolved(self, ref: str) -> Any:
        current: Any = self._root
        for part in pointers.split(ref):
            current = current[part]
        return current

    def _anything(self) -> Any:
        return copy.deepcopy(self._random.choice(_ANYTHING))

    def _bent(self, value: Any) -> Any:
        places = list(_places(value))
        if not places:
            return self._anything()
        holder, key = self._random.choice(places)
        if self._random.random() < 0.5 and isinstance(holder, dict):
            del holder[key]
        else:
            holder[key] = self._anything()
        return value


def _places(value: Any) -> Iterator[tuple[Any, Any]]:
    if isinstance(value, dict):
        for key in list(value):
            yield value, key
            yield from _places(value[key])
    elif isinstance(value, list):
        for at in range(len(value)):
            yield value, at
            yield from _places(value[at])


_NOTHING: Any = object()
_FORMATS = {"date-time": "2026-03-04T09:30:00Z", "date": "2026-03-04", "email": "a@example.com"}
_ANYTHING: list[Any] = [None, True, 0, 1, 1.5, "", "a", "text", [], ["a"], {}, {"a": 1}]
