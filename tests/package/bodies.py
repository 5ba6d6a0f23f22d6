"""Random bodies that a request schema takes, and random ways to bend a body out of shape."""

import copy
import random
from collections.abc import Iterator
from typing import Any

Json = Any
WORDS = ("", "x", "Ünïcode ✓", "a/b~c", '"quoted"', "line\nbreak", "0", "null", "😀" * 3)
NUMBERS = (0, -1, 1.5, 10**15, 1e-7, 12_345_678_901_234_567_890)
TIMES = ("2026-01-02T03:04:05Z", "2026-12-31T23:59:59.999+02:00")
WRONG_VALUES: tuple[Any, ...] = (None, True, 0, -1.5, "", "x", [], {}, [1], {"a": 1})
DEEPEST = 4


class Maker:
    """Draws bodies from one schema; as random as its dice, and no further than its keywords.

    What it draws meets every single keyword, but not always all of them together: the caller
    checks with a validator and draws again.
    """

    def __init__(self, schema: Json, dice: random.Random) -> None:
        self._root = schema
        self._dice = dice

    def draw(self) -> Json:
        """One candidate."""
        return self._value(self._root, 0)

    def _value(self, schema: Json, depth: int) -> Json:
        schema = self._merged(schema)
        if "const" in schema:
            return schema["const"]
        if "enum" in schema:
            return self._dice.choice(schema["enum"])
        kinds = schema.get("type", ["string", "number", "object"])
        kind = kinds if isinstance(kinds, str) else self._dice.choice(kinds)
        if kind == "object":
            return self._object(schema, depth)
        if kind == "array":
            return self._array(schema, depth)
        return self._scalar(kind, schema)

    def _merged(self, schema: Json) -> dict[str, Any]:
        """A schema without references and unions: one branch of each is chosen."""
        if not isinstance(schema, dict):
            return {}
        merged = {key: value for key, value in schema.items() if key not in MERGED}
        parts = [self._target(schema["$ref"])] if "$ref" in schema else []
        parts += schema.get("allOf", [])
        parts += [self._dice.choice(schema[key]) for key in ("anyOf", "oneOf") if key in schema]
        for part in parts:
            merged = _overlaid(merged, self._merged(part))
        return merged

    def _target(self, reference: str) -> Json:
        target = self._root
        for part in reference.removeprefix("#").split("/")[1:]:
            target = target[part.replace("~1", "/").replace("~0", "~")]
        return target

    def _object(self, schema: dict[str, Any], depth: int) -> dict[str, Any]:
        properties = schema.get("properties", {})
        required = schema.get("required", [])
        share = 0.4 if depth < DEEPEST else 0.0
        chosen = [name for name in properties if name in required or self._dice.random() < share]
        chosen += [name for name in required if name not in properties]
        body = {name: self._value(properties.get(name, {}), depth + 1) for name in chosen}
        more = schema.get("additionalProperties", True)
        if more is not False and depth < DEEPEST and self._dice.random() < 0.3:
            body[f"extra {self._dice.choice(WORDS)}"] = self._value(more, depth + 1)
        return body

    def _array(self, schema: dict[str, Any], depth: int) -> list[Any]:
        fewest = schema.get("minItems", 0)
        length = self._dice.randint(fewest, fewest + 3)
        return [self._value(schema.get("items", {}), depth + 1) for _ in range(length)]

    def _scalar(self, kind: str, schema: dict[str, Any]) -> Json:
        match kind:
            case "null":
                return None
            case "boolean":
                return self._dice.random() < 0.5
            case "integer":
                return self._dice.randint(-5, 5)
            case "number":
                return self._dice.choice(NUMBERS)
        match schema.get("format"):
            case "date-time":
                return self._dice.choice(TIMES)
            case "email":
                return "ada@example.com"
            case "uri":
                return "https://example.com/a?b=c"
        word = self._dice.choice(WORDS)
        return word.ljust(schema.get("minLength", 0), "x")


MERGED = frozenset({"$ref", "allOf", "anyOf", "oneOf"})


def _overlaid(schema: dict[str, Any], part: dict[str, Any]) -> dict[str, Any]:
    """Both together, as far as a generator needs it."""
    merged = {**schema, **part}
    if "properties" in schema and "properties" in part:
        names = schema["properties"].keys() | part["properties"].keys()
        merged["properties"] = {
            name: {**schema["properties"].get(name, {}), **part["properties"].get(name, {})}
            for name in sorted(names)
        }
    merged["required"] = [*schema.get("required", []), *part.get("required", [])]
    return merged


def bend(body: Json, dice: random.Random) -> Json:
    """A copy with one value replaced, one key dropped, or one key renamed, at a random place."""
    bent = copy.deepcopy(body)
    holder = dice.choice(list(containers(bent)))
    key = dice.choice(list(holder) if isinstance(holder, dict) else list(range(len(holder))))
    action = dice.choice(["replace", "drop", "rename"])
    if action == "replace" or isinstance(holder, list):
        holder[key] = copy.deepcopy(dice.choice(WRONG_VALUES))
    elif action == "drop":
        del holder[key]
    else:
        holder[f"{key}_"] = holder.pop(key)
    return bent


def containers(value: Json) -> Iterator[Any]:
    """Every object and array that is not empty."""
    if isinstance(value, dict | list) and value:
        yield value
        for part in value.values() if isinstance(value, dict) else value:
            yield from containers(part)
