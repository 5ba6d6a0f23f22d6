"""Holds toolkit.yaml to its schema, and says what the schema says of what is wrong."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache
from itertools import chain
from pathlib import Path
from typing import Any

from generator.core import pointers
from generator.core.problems import Problem, first_told
from generator.core.suggest import did_you_mean
from generator.document.load import Document, place_of
from generator.validation.asked_names import asked_names
from generator.validation.portions import told_in_portions
from generator.validation.schema_errors import violations

SCHEMA = Path(__file__).with_name("toolkit.schema.json")


@cache
def _schema() -> dict[str, Any]:
    loaded: dict[str, Any] = json.loads(SCHEMA.read_text("utf-8"))
    return loaded


def schema_problems(document: Document) -> tuple[Problem, ...]:
    """In what the content of toolkit.yaml is not as its schema has it, at most a thousand problems."""
    import jsonschema_rs

    schema = _schema()
    validator = jsonschema_rs.Draft202012Validator(schema)
    every = told_in_portions(validator, document.root, asked_names(schema), _explain)
    told = first_told(every, "rules are broken", _others)
    return tuple(replace(each, place=place_of(document.root, each.pointer)) for each in told)


def _others(message: str) -> Problem:
    return Problem("toolkit-invalid", message, None, pointers.ROOT)


def _explain(errors: Iterable[Any]) -> Iterator[Problem]:
    return chain.from_iterable(map(_explain_one, errors))


def _explain_one(error: Any) -> Iterator[Problem]:
    """What one error says, without its place."""
    if error.kind.name == "additionalProperties":
        known = sorted(_at(error.schema_path[:-1]).get("properties", {}))
        path = [str(part) for part in error.instance_path]
        for key in error.kind.unexpected:
            yield _unknown_key(path, str(key), known)
        return
    is_missing = error.kind.name == "required"
    hint = _missing(error) if is_missing else _described(error.schema_path)
    for each in violations(error, lambda leaf: _at(leaf.schema_path)):
        yield Problem("toolkit-invalid", each.message, None, each.pointer, each.expected, hint)


def _unknown_key(path: list[str], unexpected: str, known: list[str]) -> Problem:
    return Problem(
        "toolkit-unknown-key",
        f"unknown key {unexpected}",
        None,
        pointers.join([*path, unexpected]),
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
