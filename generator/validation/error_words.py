"""Words for JSON Schema errors, without the values that a validator's own messages quote."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from jsonschema.exceptions import ValidationError

from generator.core.problems import excerpt, listed
from generator.core.text import shorten

_LIST_LENGTH = 8
_RULE_LENGTH = 120

# Rules made of schemas, which are too long to quote.
_COMBINING = ("oneOf", "anyOf", "allOf", "not", "if", "contains")

_TYPES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"),
    (dict, "an object"),
    (list, "an array"),
    (str, "a string"),
    ((int, float), "a number"),
    (type(None), "null"),
)


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that is wrong: where, by keys and indexes, what, and what would be right."""

    path: tuple[str | int, ...]
    message: str
    expected: str = ""
    is_certain: bool = True


def findings(error: ValidationError) -> Iterator[Finding]:
    """The findings of one error; of a union, those of the branch that comes closest."""
    for leaf in _leaves(error):
        path = tuple(leaf.absolute_path)
        if leaf.validator in ("additionalProperties", "unevaluatedProperties"):
            for name in _unexpected(leaf):
                message = f"{excerpt(name)} means nothing here"
                yield Finding((*path, name), message, "what OpenAPI defines here, or x- extensions")
        elif "propertyNames" in leaf.absolute_schema_path and isinstance(leaf.instance, str):
            yield Finding((*path, leaf.instance), *_words(leaf))
        else:
            yield Finding(path, *_words(leaf))


def names(values: Iterable[str]) -> str:
    """A list of names for a message, cut where it gets long."""
    return listed(map(excerpt, values), _LIST_LENGTH)


def _leaves(error: ValidationError) -> Iterator[ValidationError]:
    if not error.context:
        yield error
        return
    branches: dict[Any, list[ValidationError]] = {}
    for each in error.context:
        branches.setdefault(each.relative_schema_path[0], []).append(each)
    for each in max(branches.values(), key=_closeness):
        yield from _leaves(each)


def _closeness(errors: list[ValidationError]) -> tuple[bool, bool, int, int]:
    """A branch comes closer that is for this kind of object, goes deeper, and has fewer errors.

    Kinds are told apart by a `$ref`, or by a member that has to have one certain value.
    """
    is_other_kind = any(_is_mark(each) for each in errors)
    lacks_ref = any(each.validator == "required" and "$ref" in _rule(each) for each in errors)
    deepest = max(len(each.absolute_path) for each in errors)
    return not lacks_ref, not is_other_kind, deepest, -len(errors)


def _is_mark(error: ValidationError) -> bool:
    is_single = error.validator == "const" or (error.validator == "enum" and len(_rule(error)) == 1)
    return is_single and len(error.path) == 1


def _rule(error: ValidationError) -> Any:
    return error.validator_value


def _words(error: ValidationError) -> tuple[str, str]:
    """Message and expectation."""
    keyword, rule, value = str(error.validator), _rule(error), error.instance
    if keyword == "required" and isinstance(value, dict):
        return f"{names(name for name in rule if name not in value)} is missing", names(rule)
    if keyword == "type":
        return f"{_type_of(value)} stands here", _shortened(rule)
    found = _type_of(value) if isinstance(value, (dict, list)) else excerpt(value)
    if keyword in ("enum", "const"):
        return f"{found} is not allowed here", _shortened(rule)
    expected = "" if keyword in _COMBINING else f"{keyword} {_shortened(rule)}"
    return f"{found} breaks the rule {keyword}", expected


def _unexpected(error: ValidationError) -> list[str]:
    """The members that a rule against unknown ones refuses; only the message tells them."""
    members = error.instance if isinstance(error.instance, dict) else {}
    return [key for key in members if repr(key) in error.message and not key.startswith("x-")]


def _shortened(rule: Any) -> str:
    return shorten(json.dumps(rule, ensure_ascii=False), _RULE_LENGTH)


def _type_of(value: Any) -> str:
    return next(words for kinds, words in _TYPES if isinstance(value, kinds))
