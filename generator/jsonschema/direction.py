"""Properties that only the other direction carries are left out of a request or a response."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from typing import Any, Literal

from generator.core.schema_keywords import HOLDING, IN_PLACE
from generator.jsonschema.closure import Closure, dependencies_first
from generator.jsonschema.named_properties import named_properties
from generator.jsonschema.schema_walk import Schema, is_open, map_children, walk

Direction = Literal["request", "response"]
_FURTHER = frozenset([*HOLDING, "$ref"])
"""The keywords that lead to further schemas."""

_MARKS = {"request": "readOnly", "response": "writeOnly"}


def for_direction(closure: Closure, direction: Direction, examples: Sequence[Any] = ()) -> Closure:
    """The closure without properties marked for the other direction, and without the marks.

    Marks count per occurrence: in an ``allOf``, a property that one part marks and another does not
    stays as the other part has it. A property that every part marks is not required either, for
    OpenAPI has ``required`` beside ``readOnly`` speak of responses alone. In a request it stays all
    the same where another part asks for it, which is what that part is for, and, without being
    required, where one of the ``examples`` names it.
    """
    mark = _MARKS[direction]
    if not any(schema.get(mark) is True for schema in _schemas(closure)):
        defs = {target: _without_marks(schema) for target, schema in closure.defs.items()}
        return Closure(_without_marks(closure.root), defs)
    kept = _DirectionFilter(closure, mark, examples)
    defs = {target: kept.keep(schema) for target, schema in closure.defs.items()}
    return Closure(kept.keep(closure.root), defs)


class _DirectionFilter:
    def __init__(self, closure: Closure, mark: str, examples: Sequence[Any]) -> None:
        self._defs = closure.defs
        self._mark = mark
        # Filled for referred schemas before those that refer to them, so that no walk goes deep.
        self._marked: dict[str, bool] = {}
        self._declares: dict[str, dict[str, bool]] = {}
        order = dependencies_first(closure)
        for target in order:
            self._marked[target] = self._is_marked(closure.defs[target])
        # Only of these does it matter who else declares them: a long chain of parts may have
        # thousands of others, told anew at each of its links.
        self._names = frozenset(self._names_marked(closure))
        # Of these alone it is worth looking through all parts who asks for them.
        self._wanted = self._names & set(_names_required_elsewhere(closure))
        for target in order:
            self._declares[target] = self._declared(closure.defs[target])
        self._named = named_properties(closure, examples, self._is_marked)

    def keep(self, schema: Schema) -> Schema:
        if _FURTHER.isdisjoint(schema):
            return _without_marks(schema)
        declared = self._declared(schema)
        asked = self._asked(schema, frozenset(name for name in declared if declared[name]))
        # What another part writes may be required by any part that does not itself mark it.
        is_request = self._mark == "readOnly"
        written = {name for name in declared if is_request and not declared[name]}
        result = self._part(schema, frozenset(), asked, frozenset(written))
        lost = asked - schema.get("properties", {}).keys()
        restored = {
            name: self.keep(part) for name in sorted(lost) for part in self._behind(schema, name)
        }
        return (
            {**result, "properties": {**result.get("properties", {}), **restored}}
            if restored
            else result
        )

    def _part(
        self,
        schema: Schema,
        inherited: frozenset[str],
        asked: frozenset[str],
        written: frozenset[str],
    ) -> Schema:
        """``inherited``: names that every occurrence around this schema marks; ``asked``: those to
        keep; ``written``: those that some occurrence does not mark."""
        declared = self._declared(schema)
        gone = (inherited - declared.keys()) | {name for name, marked in declared.items() if marked}
        own = schema.get("properties", {})
        marked = {name for name, part in own.items() if self._is_marked(part)} - asked
        dropped = ((gone - written) | marked) - asked
        result = {}
        for keyword, value in schema.items():
            if keyword in ("readOnly", "writeOnly"):
                continue
            if keyword == "properties":
                value = {
                    name: self.keep(part)
                    for name, part in value.items()
                    if name not in marked or id(part) in self._named
                }
            elif keyword == "required":
                value = [name for name in value if name not in dropped]
            elif keyword in IN_PLACE:
                value = [self._part(part, frozenset(gone), asked, written) for part in value]
            elif keyword in ("not", "if"):
                # Leaving a constraint out of a negation would refuse more than the document does.
                value = _without_marks(value)
            elif keyword in HOLDING:
                value = map_children({keyword: value}, self.keep)[keyword]
            result[keyword] = value
        return result

    def _asked(self, schema: Schema, marked: frozenset[str]) -> frozenset[str]:
        """Of the marked names those that a part requires which does not itself mark them."""
        marked &= self._wanted
        if not marked or self._mark != "readOnly":
            return frozenset()
        parts = list(self._in_place(schema))
        asked = {
            name
            for part, _ in parts
            for name in part.get("required", ())
            if name in marked and name not in part.get("properties", {})
        }
        shut = {
            name
            for part, is_referred in parts
            if is_referred and not is_open(part)
            for name in part.get("properties", {})
        }
        return frozenset(asked - shut)

    def _behind(self, schema: Schema, name: str) -> Iterator[Schema]:
        """What parts behind references say of a property, which is left out of them."""
        for part, is_referred in self._in_place(schema):
            if is_referred and name in part.get("properties", {}):
                yield part["properties"][name]

    def _in_place(self, schema: Schema) -> Iterator[tuple[Schema, bool]]:
        """The schema and all that stands for the same value, each with whether behind a reference."""
        waiting, seen = [(schema, False)], {""}
        while waiting:
            part, is_referred = waiting.pop()
            yield part, is_referred
            target = part.get("$ref", "")
            if target not in seen:
                seen.add(target)
                waiting.append((self._defs[target], True))
            below = [each for keyword in IN_PLACE for each in part.get(keyword, ())]
            waiting.extend((each, is_referred) for each in reversed(below))

    def _is_marked(self, schema: Schema) -> bool:
        if schema.get(self._mark) is True or self._marked.get(schema.get("$ref", ""), False):
            return True
        return any(self._is_marked(part) for part in schema.get("allOf", ()))

    def _names_marked(self, closure: Closure) -> Iterator[str]:
        """The names of properties that any schema marks, wherever it stands."""
        for schema in _schemas(closure):
            own = schema.get("properties", {})
            yield from (name for name in own if self._is_marked(own[name]))

    def _declared(self, schema: Schema) -> dict[str, bool]:
        """Each property of the schema and its ``allOf`` parts that any schema marks: whether all
        occurrences here are marked."""
        own = schema.get("properties", {})
        found = {name: self._is_marked(own[name]) for name in own if name in self._names}
        parts = [self._declared(part) for part in schema.get("allOf", ())]
        parts.append(self._declares.get(schema.get("$ref", ""), {}))
        for part in parts:
            for name, marked in part.items():
                found[name] = found.get(name, True) and marked
        return found


def _schemas(closure: Closure) -> Iterator[Schema]:
    """Every schema of the closure, wherever it stands."""
    return chain.from_iterable(map(walk, (closure.root, *closure.defs.values())))


def _names_required_elsewhere(closure: Closure) -> Iterator[str]:
    """The names that some schema requires without saying what they are."""
    for schema in _schemas(closure):
        own = schema.get("properties", {})
        yield from (name for name in schema.get("required", ()) if name not in own)


def _without_marks(schema: Schema) -> Schema:
    """The schema without marks, here and below; the same object where there are none."""
    kept = schema
    if "readOnly" in schema or "writeOnly" in schema:
        kept = {key: value for key, value in schema.items() if key not in ("readOnly", "writeOnly")}
    return map_children(kept, _without_marks)
