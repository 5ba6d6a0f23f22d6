"""Holds toolkit.yaml to its schema, and says what the schema says of what is wrong."""

import json
from collections.abc import Sequence
from functools import cache
from pathlib import Path
from typing import Any

from generator.core import pointers
from generator.core.problems import Problem
from generator.core.suggest import did_you_mean
from generator.document.load import Document, place_of
from generator.validation.schema_errors import violations

SCHEMA = Path(__file__).with_name("toolkit.schema.json")


@cache
def _schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    return loaded


def schema_problems(document: Document) -> tuple[Problem, ...]:
    """Everything in which the content of toolkit.yaml is not as its schema has it."""
    import jsonschema_rs

    validator = jsonschema_rs.Draft202012Validator(_schema())
    return tuple(
        problem
        for error in validator.iter_errors(document.root)
        for problem in _explain(document, error)
    )


def _explain(document: Document, error: Any) -> list[Problem]:
    if error.kind.name == "additionalProperties":
        known = sorted(_at(error.schema_path[:-1]).get("properties", {}))
        path = [str(part) for part in error.instance_path]
        return [_unknown_key(document, path, str(key), known) for key in error.kind.unexpected]
    is_missing = error.kind.name == "required"
    hint = _missing(error) if is_missing else _described(error.schema_path)
    return [
        Problem(
            "toolkit-invalid",
            each.message,
            place_of(document.root, each.pointer),
            each.pointer,
            each.expected,
            hint,
        )
        for each in violations(error, lambda leaf: _at(leaf.schema_path))
    ]


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
