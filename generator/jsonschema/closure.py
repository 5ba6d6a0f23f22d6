"""A schema together with everything it refers to, cut out of the document."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any

from generator.core.json_value import look_up
from generator.core.problems import excerpt
from generator.jsonschema import dialect
from generator.jsonschema.discriminators import Discriminators
from generator.jsonschema.schema_walk import (
    Meter,
    MissingReference,
    Schema,
    SchemaTooLarge,
    refs_in,
)


@dataclass(frozen=True, slots=True)
class Closure:
    """A root schema and its reachable targets, keyed by the pointers that ``$ref`` names."""

    root: Schema
    defs: Mapping[str, Schema]


@dataclass(frozen=True, slots=True)
class _Conversion:
    schema: Schema
    refs: Sequence[str]
    steps: int


class Conversions:
    """What stands at the pointers of one document, converted once for one way of reading it: schemas
    of operations share most of what they refer to.

    Each use takes as many steps as the first: what else a document may take must not hang on who that was.
    """

    def __init__(self) -> None:
        self._known: dict[str, _Conversion] = {}
        self._least: dict[str, int] = {}
        """How many steps at least it takes what could not be converted with fewer."""

    def at(self, pointer: str, meter: Meter, convert: Callable[[], Schema]) -> _Conversion:
        """What `convert` makes of what stands at the pointer, now or once."""
        if found := self._known.get(pointer):
            meter.spend(found.steps)
            return found
        if self._least.get(pointer, 0) > meter.left:
            meter.spend(meter.left + 1)
        before = meter.spent
        try:
            converted = convert()
        except SchemaTooLarge:
            if meter.left < 0:
                self._least[pointer] = meter.spent - before
            raise
        made = _Conversion(converted, refs_in(converted), meter.spent - before)
        self._known[pointer] = made
        return made


def collect(
    document: Mapping[str, Any],
    schema: Mapping[str, Any] | bool | str,
    version: str,
    meter: Meter,
    discriminators: Discriminators | None = None,
    conversions: Conversions | None = None,
) -> Closure:
    """The schema (or what a pointer leads to) and all it needs, as JSON Schema 2020-12.

    Without discriminators those of the document say nothing. What is among the `conversions` is not
    converted again. Raises SchemaError for references that lead nowhere and for schemas past the
    limits.
    """
    old = dialect.is_3_0(version)
    prepare = discriminators.prepared if discriminators else dialect.as_it_stands
    pointer = schema if isinstance(schema, str) else "#"
    start = _referred(document, schema, schema) if isinstance(schema, str) else schema
    root = dialect.convert(start, pointer, old, meter, prepare)

    def converted(target: str, by: str) -> Schema:
        made = discriminators.target(target) if discriminators else None
        node = _referred(document, target, by) if made is None else made
        return dialect.convert(node, target, old, meter, prepare)

    known = conversions or Conversions()
    defs: dict[str, Schema] = {}
    queue = [(target, pointer) for target in refs_in(root)]
    while queue:
        target, by = queue.pop()
        if target not in defs:
            found = known.at(target, meter, partial(converted, target, by))
            defs[target] = found.schema
            queue.extend((each, target) for each in found.refs)
    return Closure(root, defs)


def _referred(document: Mapping[str, Any], target: str, by: str) -> Any:
    """What a reference in the schema at the pointer `by` leads to."""
    try:
        return look_up(document, target)
    except KeyError:
        message = f"the reference {excerpt(target)} leads nowhere"
        raise MissingReference(message, by) from None


def without_unreachable(closure: Closure) -> Closure:
    """The closure without targets that nothing refers to, in order of first mention."""
    if not closure.defs:
        return closure  # as of most parameters
    kept: dict[str, Schema] = {}
    queue = [closure.root]
    while queue:
        for target in refs_in(queue.pop()):
            if target not in kept:
                kept[target] = closure.defs[target]
                queue.append(kept[target])
    return Closure(closure.root, kept)


def recursive_refs(closure: Closure) -> frozenset[str]:
    """The targets that can reach themselves, and those between two such."""
    return recursive_targets({target: refs_in(schema) for target, schema in closure.defs.items()})


def recursive_targets(leads_to: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The same of targets of which it is known what they lead to."""
    forward = {target: set(below) for target, below in leads_to.items()}
    backward: dict[str, set[str]] = {target: set() for target in forward}
    for target, below in forward.items():
        for at in below:
            backward[at].add(target)
    return frozenset(_without_dead_ends(forward, backward) & _without_dead_ends(backward, forward))


def _without_dead_ends(forward: dict[str, set[str]], backward: dict[str, set[str]]) -> set[str]:
    """The nodes from which one can go on forever; ends, and what only leads to ends, are cut off."""
    left = {target: len(below) for target, below in forward.items()}
    ends = [target for target, count in left.items() if count == 0]
    while ends:
        end = ends.pop()
        del left[end]
        for before in backward[end]:
            left[before] -= 1
            if left[before] == 0:
                ends.append(before)
    return set(left)


def dependencies_first(closure: Closure) -> list[str]:
    """The targets, each after those that it refers to; recursion is cut somewhere."""
    done: dict[str, None] = {}
    started: set[str] = set()
    for start in closure.defs:
        stack = [(start, False)]
        while stack:
            target, left = stack.pop()
            if left:
                done[target] = None
            elif target not in started:
                started.add(target)
                stack.append((target, True))
                stack.extend((below, False) for below in refs_in(closure.defs[target]))
    return list(done)
