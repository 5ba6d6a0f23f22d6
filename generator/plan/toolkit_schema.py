"""Holds toolkit.yaml to its schema, and says what the schema says of what is wrong."""

import json
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Any

from generator.core import pointers
from generator.core.problems import Problem
from generator.core.suggest import did_you_mean
from generator.document.load import Document, place_of
from generator.validation.schema_errors import violations

SCHEMA = Path(__file__).with_name("toolkit.schema.json")

_MOST_PROBLEMS = 1_000


@cache
def _schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    return loaded


def schema_problems(document: Document) -> tuple[Problem, ...]:
    """In what the content of toolkit.yaml is not as its schema has it, at most a thousand problems."""
    import jsonschema_rs

    validator = jsonschema_rs.Draft202012Validator(_schema())
    every = (
        problem
        for error in validator.iter_errors(document.root)
        for problem in _explain(document, error)
    )
    told = tuple(islice(every, _MOST_PROBLEMS))
    return (*told, _others(document)) if next(every, None) else told


def _others(document: Document) -> Problem:
    message = f"more than {_MOST_PROBLEMS:,} rules are broken; the others are not told"
    place = place_of(document.root, pointers.ROOT)
    return Problem("toolkit-invalid", message, place, pointers.ROOT)


def _explain(document: Document, error: Any) -> Iterator[Problem]:
    if error.kind.name == "additionalProperties":
        known = sorted(_at(error.schema_path[:-1]).get("properties", {}))
        path = [str(part) for part in error.instance_path]
        for key in error.kind.unexpected:
            yield _unknown_key(document, path, str(key), known)
        return
    is_missing = error.kind.name == "required"
    hint = _missing(error) if is_missing else _described(error.schema_path)
    for each in violations(error, lambda leaf: _at(leaf.schema_path)):
        place = place_of(document.root, each.pointer)
        yield Problem("toolkit-invalid", each.message, place, each.pointer, each.expected, hint)


def _unknown_key(document: Document, path: list[str], unexpected: str, known: list[str]) -> Problem:
    pointer = pointers.join([*path, unexpected])
    return Problem(
        "toolkit-unknown-key",
        f"unknown key {unexpected}",
        place_of(document.root, pointer),
        pointer,
        expected="one of " + ", ".join(known),
        hint=did_you_mean(unexpected, known),
    )


def _at(schema_path: Sequence[str | int]) -> Any:
    node: Any = _schema()
    for part in schema_path:
        node = node[int(part) if isinstance(node, list) else part]
    return node


def _described(schema_path: Sequence[str | int]) -> str:
    parent = _at(schema_path[:-1])
    return str(parent.get("description", "")) if isinstance(parent, dict) else ""


def _missing(error: Any) -> str:
    """What the keys that are missing are for."""
    said = _at(error.schema_path[:-1]).get("properties", {})
    missing = [name for name in _at(error.schema_path) if name not in error.instance]
    texts = {name: said[name].get("description", "") for name in missing}
    return " ".join(f"{name}: {text}" for name, text in texts.items() if text)
