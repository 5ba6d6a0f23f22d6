"""Says in an argument's description what its type cannot: bounds, patterns, values, and what JSON it takes."""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.document.nodes import mapping, sequence
from generator.emit.prose import escape_invisible
from generator.jsonschema.schema_walk import map_children
from generator.plan.argument_rules import without_annotations

_WORDS = (
    ("minimum", "At least {}."),
    ("exclusiveMinimum", "More than {}."),
    ("maximum", "At most {}."),
    ("exclusiveMaximum", "Less than {}."),
    ("multipleOf", "A multiple of {}."),
    ("minLength", "At least {} characters."),
    ("maxLength", "At most {} characters."),
    ("minItems", "At least {} items."),
    ("maxItems", "At most {} items."),
)
_LIMITING = frozenset([*(keyword for keyword, _ in _WORDS), "pattern", "format"])
_TELLING = _LIMITING | {"enum", "const", "items", "uniqueItems", "anyOf", "oneOf", "default"}
MOST_LISTED = 30
"""Values of an enumeration that a listed tool has in its schema: more would be told again and again, unasked."""
_FIRST = 5

_LEAST = ("minLength", "minItems")
_EMPTY = {(keyword, 0) for keyword in _LEAST}
_LONGEST_PATTERN = 120
_LONGEST_SCHEMA = 1_000
_LEVELS = (4, 3, 2, 1)


def constraints(schema: Mapping[str, Any], *, named: bool) -> Iterator[str]:
    """What a value has to be that its type does not say; `named`: an enumeration says it."""
    if _TELLING.isdisjoint(schema):
        return  # most have none of these, which is seen without asking for each
    items = mapping(schema.get("items"))
    if not named:
        for each, one_of in ((schema, "One of"), (items, "Items: one of")):
            values = [*sequence(each.get("enum")), *([each["const"]] if "const" in each else [])]
            if shown := [_value_text(value) for value in values if value is not None]:
                yield f"{one_of} {_few(shown)}."
    yield from _limits(schema)
    if schema.get("uniqueItems") is True:
        yield "No item twice."
    if of_items := list(_limits(items)):
        yield f"Each item: {' '.join(of_items)}"
    if alternatives := [_alternative(mapping(each)) for each in _branches(schema)]:
        yield f"Either {' or '.join(alternatives)}."
    if schema.get("default") is not None:
        yield f"Default {_value_text(schema['default'])}."


def _few(values: Sequence[str]) -> str:
    if len(values) <= MOST_LISTED:
        return ", ".join(values)
    first = ", ".join(values[:_FIRST])
    return f"{len(values)} values, such as {first}; a call with any other tells them all"


def _branches(schema: Mapping[str, Any]) -> Sequence[Any]:
    """The branches of a union, where they say more than their types."""
    branches = sequence(schema.get("anyOf")) or sequence(schema.get("oneOf"))
    return branches if any(list(constraints(mapping(b), named=False)) for b in branches) else ()


def _alternative(schema: Mapping[str, Any]) -> str:
    facts = " ".join(constraints(schema, named=False)).removesuffix(".")
    kind = schema.get("type")
    if not isinstance(kind, str):
        return facts.removeprefix("One of ") or "another value"
    return f"{kind} ({facts})" if facts else kind


def _limits(schema: Mapping[str, Any]) -> Iterator[str]:
    if _LIMITING.isdisjoint(schema):
        return
    for keyword, words in _WORDS:
        limit = schema.get(keyword)
        if limit is None:
            continue
        if isinstance(limit, int | float) and (keyword, limit) not in _EMPTY:
            yield "Not empty." if limit == 1 and keyword in _LEAST else words.format(limit)
    pattern = schema.get("pattern")
    if isinstance(pattern, str) and len(pattern) <= _LONGEST_PATTERN:
        yield f"Pattern {pattern}"
    if isinstance(schema.get("format"), str):
        yield f"Format {schema['format']}."


def _value_text(value: Any) -> str:
    return value if isinstance(value, str) and value else json.dumps(value, ensure_ascii=False)


def json_words(schema: Mapping[str, Any]) -> str:
    """That an argument is JSON text, and of what: the schema, with less of it the longer it is."""
    forms = (dict(schema), without_annotations(dict(schema)))
    texts = (_text(each) for each in (*forms, *(_cut(forms[1], levels) for levels in _LEVELS)))
    shown = next((each for each in texts if len(each) <= _LONGEST_SCHEMA), "")
    return f"JSON text; its schema: {shown}" if shown not in ("", "{}") else "JSON text."


def _text(schema: Any) -> str:
    return escape_invisible(json.dumps(schema, ensure_ascii=False, separators=(",", ":")))


def _cut(schema: Any, levels: int) -> Any:
    """The schema so many levels deep, then types alone; a reference is where it ends too."""
    if not isinstance(schema, dict):
        return schema
    kept = {key: each for key, each in schema.items() if key not in ("$defs", "$ref")}
    if levels == 0:
        return {"type": kept["type"]} if "type" in kept else {}
    return map_children(kept, lambda child: _cut(child, levels - 1))
