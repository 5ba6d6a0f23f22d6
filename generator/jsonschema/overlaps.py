"""``oneOf`` read as its authors mean it: a value that fits a branch is fine, whatever else it fits."""

from __future__ import annotations

import json
from typing import Any

from generator.core import pointers
from generator.jsonschema.closure import Closure, collect
from generator.jsonschema.schema_walk import Meter, Schema, map_children, refs_in, walk

_NEGATED = ("not", "if")
_MAY_BE_READ_OTHERWISE = ('"oneOf"', '"$ref"', "true", "false")
"""What a schema as JSON has in it where it is not the same afterwards: a schema may be `true` or `false`."""


def overlapping(written: dict[str, Any]) -> dict[str, Any]:
    """A finished schema that also takes what fits several branches of a ``oneOf``."""
    text = json.dumps(written)
    if not any(word in text for word in _MAY_BE_READ_OTHERWISE):
        return written  # as those of most arguments are
    closure = with_overlaps(collect(written, written, "3.1.0", Meter()))
    definitions = {pointers.split(target)[-1]: each for target, each in closure.defs.items()}
    return {**closure.root, "$defs": definitions} if definitions else closure.root


def with_overlaps(closure: Closure, *, but_root: bool = False) -> Closure:
    """The closure with every ``oneOf`` as an ``anyOf``, but what ``not`` and ``if`` lead to.

    There, more would be refused. With ``but_root`` the ``oneOf`` of the root itself stays too.
    """
    kept = _negated(closure)
    defs = {
        target: schema if target in kept else _relaxed(schema)
        for target, schema in closure.defs.items()
    }
    root = closure.root
    return Closure(_relaxed_below(root) if but_root else _relaxed(root), defs)


def _relaxed(schema: Schema) -> Schema:
    below = _relaxed_below(schema)
    if "oneOf" not in below:
        return below
    rest = {keyword: value for keyword, value in below.items() if keyword != "oneOf"}
    forms: Schema = {"anyOf": below["oneOf"]}
    if "anyOf" in rest:
        return {**rest, "allOf": [*rest.get("allOf", ()), forms]}
    return {("anyOf" if keyword == "oneOf" else keyword): each for keyword, each in below.items()}


def _relaxed_below(schema: Schema) -> Schema:
    changed = map_children(schema, _relaxed)
    if changed is schema:
        return schema
    return {**changed, **{keyword: schema[keyword] for keyword in _NEGATED if keyword in schema}}


def _negated(closure: Closure) -> set[str]:
    """The targets that stand in a negation, or in what stands in one."""
    waiting = [
        part[keyword]
        for schema in (closure.root, *closure.defs.values())
        for part in walk(schema)
        for keyword in _NEGATED
        if keyword in part
    ]
    found: set[str] = set()
    while waiting:
        for target in refs_in(waiting.pop()):
            if target not in found:
                found.add(target)
                waiting.append(closure.defs[target])
    return found
