"""Words for JSON Schema errors, without the values that a validator's own messages quote."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet
from typing import TYPE_CHECKING, Any

from generator.core import pointers
from generator.core.json_value import canonical
from generator.core.problems import excerpt
from generator.core.suggest import did_you_mean
from generator.core.text import shorten
from generator.validation.violation import Violation, names

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError

_RULE_LENGTH = 120

# Rules made of schemas, which are too long to quote.
_COMBINING = frozenset(("oneOf", "anyOf", "allOf", "if", "contains", "falseSchema"))
_UNEXPECTED = ("additionalProperties", "unevaluatedProperties")

# Where a keyword's value stands in an error that quotes it.
_QUOTED = (
    "types",
    "options",
    "expected_value",
    "pattern",
    "limit",
    "multiple_of",
    "format",
    "schema",
)

_TYPES: tuple[tuple[type | tuple[type, ...], str], ...] = (
    (bool, "true or false"),
    (dict, "an object"),
    (list, "an array"),
    (str, "a string"),
    (type(None), "null"),
    # Besides int and float, what is too large for them.
    (object, "a number"),
)

RuleOf = Callable[["ValidationError"], Any]
"""Looks up the value of the keyword that an error is about; None where it is not known."""

NamesOf = Callable[["ValidationError"], Iterable[str]]
"""Names what may stand where an error says that something else does."""


def violations(
    error: ValidationError,
    rule_of: RuleOf,
    names_of: NamesOf = lambda _: (),
    passed_over: AbstractSet[str] = frozenset(),
) -> Iterator[Violation]:
    """What one error says; of a union, what is said by the branch that comes closest.

    `passed_over` are members that another error accounts for, see `unevaluated`.
    """
    for leaf, options in _leaves(error):
        pointer, kind = pointers.join(leaf.instance_path), _details(leaf)
        if kind.name in _UNEXPECTED:
            for name in kind.unexpected:
                if name in passed_over:
                    continue
                message = f"{excerpt(name)} means nothing here"
                expected = "what OpenAPI defines here, or x- extensions"
                hint = did_you_mean(name, names_of(leaf))
                yield Violation(pointers.child(pointer, name), message, expected, hint)
        elif kind.name == "propertyNames":
            key = str(kind.error.instance)
            yield Violation(pointers.child(pointer, key), *_words(kind.error, rule_of))
        else:
            yield Violation(pointer, *_words(leaf, rule_of, options))


def type_in_words(value: Any) -> str:
    """What a value is, in words."""
    return next(words for kinds, words in _TYPES if isinstance(value, kinds))


def shortened(rule: Any) -> str:
    """A rule as JSON, cut where it gets long."""
    return shorten(json.dumps(rule, ensure_ascii=False, default=str), _RULE_LENGTH)


def _leaves(
    error: ValidationError, options: Iterable[Any] = ()
) -> Iterator[tuple[ValidationError, list[Any]]]:
    """The errors of the branch that comes closest; where each is for another kind of object, with the
    values of all that tell kinds apart."""
    branches = [branch for branch in getattr(error.kind, "context", ()) if branch]
    if not branches:
        yield error, list(options)
        return
    depth = len(error.instance_path)
    marks = [each for branch in branches for each in branch if _is_mark(each, depth)]
    for each in max(branches, key=lambda branch: _closeness(branch, depth)):
        same = [other for other in marks if other.instance_path == each.instance_path]
        values = {canonical(value): value for value in map(_marked, same)}
        yield from _leaves(each, values.values() if _is_mark(each, depth) else ())


def _closeness(errors: list[ValidationError], depth: int) -> tuple[bool, int, int]:
    """A branch comes closer that is for this kind of object, goes deeper, and has fewer errors.

    Kinds are told apart by a member that has to have one certain value.
    """
    is_other_kind = any(_is_mark(each, depth) for each in errors)
    deepest = max(len(each.instance_path) for each in errors)
    return not is_other_kind, deepest, -len(errors)


def _is_mark(error: ValidationError, depth: int) -> bool:
    kind = _details(error)
    is_single = kind.name == "const" or (kind.name == "enum" and len(kind.options) == 1)
    return is_single and len(error.instance_path) == depth + 1


def _marked(error: ValidationError) -> Any:
    """The one value that a member has to have."""
    kind = _details(error)
    return kind.expected_value if kind.name == "const" else kind.options[0]


def _words(error: ValidationError, rule_of: RuleOf, options: Iterable[Any] = ()) -> tuple[str, str]:
    """Message and expectation; `options` are the values that would be right, if not the rule alone tells."""
    kind = _details(error)
    if kind.name == "required":
        return _words_for_missing(error, rule_of(error))
    value, rule = error.instance, _rule(error.kind)
    if kind.name == "type":
        return f"{type_in_words(value)} stands here", shortened(rule)
    # What breaks a pattern may be an address with a password in it.
    found = type_in_words(value) if kind.name == "pattern" else _quoted(value)
    if kind.name in ("enum", "const"):
        return f"{found} is not allowed here", shortened(options or rule)
    expected = "" if kind.name in _COMBINING else f"{kind.name} {shortened(rule)}"
    return f"{found} breaks the rule {kind.name}", expected


def _quoted(value: Any) -> str:
    if isinstance(value, (dict, list)):
        return type_in_words(value)
    is_word = value is None or isinstance(value, bool)
    return json.dumps(value) if is_word else excerpt(value)


def _words_for_missing(error: ValidationError, rule: Any) -> tuple[str, str]:
    """Every member that is missing, in the same words for each of them."""
    kind = _details(error)
    required = rule if isinstance(rule, list) else [kind.property]
    present: Any = error.instance
    missing = [name for name in required if name not in present]
    return f"{names(missing)} is missing", names(required)


def _details(error: ValidationError) -> Any:
    """The keyword that was broken; which members its class has depends on the keyword."""
    return error.kind


def _rule(kind: Any) -> Any:
    details: Mapping[str, Any] = kind.as_dict()
    rule: Any = next((details[name] for name in _QUOTED if name in details), True)
    return rule[0] if kind.name == "type" and len(rule) == 1 else rule
