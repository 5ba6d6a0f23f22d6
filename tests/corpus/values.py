"""Makes values that a schema should take: the least it asks for, or everything it offers."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from .original import resolve
from .pattern_text import text_for

_DEEPEST, _FULL_DEPTH, _MOST_VARIANTS = 24, 3, 12
_MAKERS = {
    "object": "object",
    "array": "array",
    "string": "string",
    "number": "number",
    "integer": "number",
    "boolean": "boolean",
    "null": "null",
}
FORMATS = {
    "date-time": "2026-01-02T03:04:05Z",
    "date": "2026-01-02",
    "time": "03:04:05Z",
    "duration": "P1D",
    "email": "ada@example.com",
    "idn-email": "ada@example.com",
    "hostname": "example.com",
    "ipv4": "192.0.2.7",
    "ipv6": "2001:db8::7",
    "uri": "https://example.com/a",
    "url": "https://example.com/a",
    "uri-reference": "/a",
    "uuid": "6f1c2b9e-3d47-4a58-9b0c-1e2d3f4a5b6c",
    "byte": "YQ==",
    "json-pointer": "/a",
    "regex": "a",
}


def candidates(schema: Any, root: Any, full: bool = False) -> Iterator[Any]:
    """Values to try in turn: each takes the next branch of every union in the schema.

    Where `full` ones come first, the least ones follow: everything at once may be too much.
    """
    seen: list[Any] = []
    for fullness in (True, False) if full else (False,):
        for variant in range(_MOST_VARIANTS):
            value = Maker(root, variant, fullness).make(schema)
            if value not in seen:
                seen.append(value)
                yield value


@dataclass(slots=True)
class Maker:
    """Makes one value; `variant` chooses branches, `full` fills in what is optional."""

    root: Any
    variant: int = 0
    full: bool = False

    def make(self, schema: Any, depth: int = 0) -> Any:
        """A value for the schema; None where it goes deeper than is sensible."""
        if depth > _DEEPEST:
            return None
        flat = self.flatten(schema)
        if "const" in flat:
            return flat["const"]
        if options := flat.get("enum"):
            return next((each for each in options if each is not None), None)
        made: Any = getattr(self, _MAKERS[_kind(flat)])(flat, depth)
        return made

    def flatten(self, schema: Any, depth: int = 0) -> dict[str, Any]:
        """The schema with references, allOf and one branch of each union merged into it."""
        if not isinstance(schema, dict) or depth > _DEEPEST:
            return {}
        flat = {name: each for name, each in schema.items() if name not in _APPLICATORS}
        if isinstance(reference := schema.get("$ref"), str):
            flat = merge(self.flatten(resolve(self.root, reference), depth + 1), flat)
        for part in schema.get("allOf", []):
            flat = merge(flat, self.flatten(part, depth + 1))
        for name in ("oneOf", "anyOf"):
            if branches := schema.get(name):
                flat = merge(flat, self._branch(branches, depth))
        return flat

    def _branch(self, branches: list[Any], depth: int) -> dict[str, Any]:
        """The variant's branch; one that takes null alone comes last."""
        flat = [self.flatten(each, depth + 1) for each in branches]
        ordered = sorted(flat, key=lambda each: each.get("type") == "null")
        return ordered[self.variant % len(ordered)]

    def object(self, flat: dict[str, Any], depth: int) -> dict[str, Any]:
        """The members that are required; all that may be written, where the value is a full one."""
        properties = flat.get("properties", {})
        wanted = [*flat.get("required", [])]
        if self.full and depth < _FULL_DEPTH:
            wanted += properties
        wanted = [name for name in wanted if self._written(properties.get(name, {}))]
        made = {name: self.make(properties.get(name, {}), depth + 1) for name in wanted}
        return self._enough(made, flat, depth)

    def _written(self, schema: Any) -> bool:
        """Whether a request may hold it: not what is read only, not what nothing can be."""
        flat = self.flatten(schema)
        return not flat.get("readOnly") and flat.get("not") not in ({}, True)

    def _enough(self, made: dict[str, Any], flat: dict[str, Any], depth: int) -> dict[str, Any]:
        """At least as many members as the schema asks for."""
        properties, least = flat.get("properties", {}), int(flat.get("minProperties", 0))
        extra = (f"member{number}" for number in range(least))
        for name in [*properties, *extra]:
            if len(made) < least and name not in made:
                schema = properties.get(name, flat.get("additionalProperties", {}))
                made[name] = self.make(schema, depth + 1)
        return made

    def array(self, flat: dict[str, Any], depth: int) -> list[Any]:
        """The fewest items; one where the value is a full one."""
        count = max(int(flat.get("minItems", 0)), int(self.full and depth < _FULL_DEPTH))
        first = [self.make(each, depth + 1) for each in flat.get("prefixItems", [])[:count]]
        rest = [self._nth(flat, number, depth) for number in range(count - len(first))]
        return first + rest

    def _nth(self, flat: dict[str, Any], number: int, depth: int) -> Any:
        """An item, told from the others where they have to differ."""
        items = self.flatten(flat.get("items", {}))
        if number < len(options := items.get("enum") or []):
            return options[number]
        value = self.make(items, depth + 1)
        if not number or not flat.get("uniqueItems"):
            return value
        if isinstance(value, str):
            return f"{value}{number}"
        return value + number if isinstance(value, int) else value

    def string(self, flat: dict[str, Any], depth: int) -> str:
        """A text of the format, pattern and length."""
        examples = [flat.get("example"), *_listed(flat.get("examples"))]
        encoded = "byte" if flat.get("contentEncoding") == "base64" else ""
        text = FORMATS.get(flat.get("format", encoded), "a")
        if pattern := flat.get("pattern"):
            given = [text, *(each for each in examples if isinstance(each, str))]
            fit = (each for each in given if _found(pattern, each))
            made = next(fit, None) or text_for(pattern) or "a"
            long = made.ljust(int(flat.get("minLength", 0)), made[-1:])
            return long if _found(pattern, long) else made
        text = text.ljust(int(flat.get("minLength", 0)), "a")
        return text[: int(flat.get("maxLength", len(text)))]

    def number(self, flat: dict[str, Any], depth: int) -> float:
        """The least number that is allowed, or 1."""
        least, most = _bounds(flat)
        step = flat.get("multipleOf") or 1
        value = 1 if least is None else -(-least // step) * step
        if most is not None and value > most:
            value = most // step * step
        return int(value) if value == int(value) else value

    def boolean(self, flat: dict[str, Any], depth: int) -> bool:
        """True."""
        return True

    def null(self, flat: dict[str, Any], depth: int) -> None:
        """Nothing."""


_APPLICATORS = ("$ref", "allOf", "oneOf", "anyOf")


def merge(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    """A schema that says what both say, as far as that can be said in one."""
    merged = {**one, **other}
    for name in ("properties", "patternProperties"):
        if name in one and name in other:
            merged[name] = _merged_members(one[name], other[name])
    if "required" in one and "required" in other:
        merged["required"] = list(dict.fromkeys([*one["required"], *other["required"]]))
    if "enum" in one and "enum" in other:
        merged["enum"] = [each for each in one["enum"] if each in other["enum"]] or other["enum"]
    return merged


def _merged_members(one: dict[str, Any], other: dict[str, Any]) -> dict[str, Any]:
    both = {name: {"allOf": [one[name], other[name]]} for name in one if name in other}
    return {**one, **other, **both}


def _kind(flat: dict[str, Any]) -> str:
    """The type to make, told by the keywords where the schema has none."""
    said = flat.get("type")
    if isinstance(said, list):
        said = next((each for each in said if each != "null"), "null")
    if said in _MAKERS:
        return str(said)
    if "properties" in flat or "required" in flat or "additionalProperties" in flat:
        return "object"
    return "array" if "items" in flat else "string"


def _bounds(flat: dict[str, Any]) -> tuple[Any, Any]:
    """Least and most; OpenAPI 3.0 excludes a bound by a flag beside it, JSON Schema by itself."""
    least: Any = flat.get("minimum")
    most: Any = flat.get("maximum")
    match flat.get("exclusiveMinimum"):
        case True:
            least += 1
        case int() | float() as under if under is not False:
            least = under + 1
    match flat.get("exclusiveMaximum"):
        case True:
            most -= 1
        case int() | float() as over if over is not False:
            most = over - 1
    return least, most


def _found(pattern: str, text: str) -> bool:
    try:
        return re.search(pattern, text) is not None
    except re.error:
        return False


def _listed(examples: Any) -> list[Any]:
    return examples if isinstance(examples, list) else []
