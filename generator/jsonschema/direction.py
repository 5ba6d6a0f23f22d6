"""Properties that only the other direction carries are left out of a request or a response."""

from __future__ import annotations

from typing import Literal

from generator.core.schema_keywords import IN_PLACE
from generator.jsonschema.closure import Closure, dependencies_first
from generator.jsonschema.schema_walk import Schema, map_children, subschemas

Direction = Literal["request", "response"]
_MARKS = {"request": "readOnly", "response": "writeOnly"}


def for_direction(closure: Closure, direction: Direction) -> Closure:
    """The closure without properties marked for the other direction, and without the marks.

    Marks count per occurrence: in an ``allOf``, a property that one part marks and another does not
    stays as the other part has it. A property that every part marks is not required either.
    """
    kept = _DirectionFilter(closure, _MARKS[direction])
    defs = {target: kept.keep(schema) for target, schema in closure.defs.items()}
    return Closure(kept.keep(closure.root), defs)


class _DirectionFilter:
    def __init__(self, closure: Closure, mark: str) -> None:
        self._mark = mark
        # Filled for referred schemas before those that refer to them, so that no walk goes deep.
        self._marked: dict[str, bool] = {}
        self._declares: dict[str, dict[str, bool]] = {}
        for target in dependencies_first(closure):
            self._marked[target] = self._is_marked(closure.defs[target])
            self._declares[target] = self._declared(closure.defs[target])

    def keep(self, schema: Schema, inherited: frozenset[str] = frozenset()) -> Schema:
        """``inherited``: names that every occurrence around this schema marks."""
        declared = self._declared(schema)
        gone = (inherited - declared.keys()) | {name for name, marked in declared.items() if marked}
        own = schema.get("properties", {})
        own_gone = {name for name, part in own.items() if self._is_marked(part)}
        result = {}
        for keyword, value in schema.items():
            if keyword in ("readOnly", "writeOnly"):
                continue
            if keyword == "properties":
                value = {
                    name: self.keep(part) for name, part in value.items() if name not in own_gone
                }
            elif keyword == "required":
                value = [name for name in value if name not in gone and name not in own_gone]
            elif keyword in IN_PLACE:
                value = [self.keep(part, frozenset(gone)) for part in value]
            elif keyword in ("not", "if"):
                # Leaving a constraint out of a negation would refuse more than the document does.
                value = _without_marks(value)
            else:
                value = map_children({keyword: value}, self.keep)[keyword]
            result[keyword] = value
        return result

    def _is_marked(self, schema: Schema) -> bool:
        if schema.get(self._mark) is True or self._marked.get(schema.get("$ref", ""), False):
            return True
        return any(self._is_marked(part) for part in schema.get("allOf", ()))

    def _declared(self, schema: Schema) -> dict[str, bool]:
        """Each property of the schema and its ``allOf`` parts: whether all occurrences are marked."""
        found = {name: self._is_marked(part) for name, part in schema.get("properties", {}).items()}
        parts = [self._declared(part) for part in schema.get("allOf", ())]
        parts.append(self._declares.get(schema.get("$ref", ""), {}))
        for part in parts:
            for name, marked in part.items():
                found[name] = found.get(name, True) and marked
        return found


def _without_marks(schema: Schema) -> Schema:
    kept = {key: value for key, value in schema.items() if key not in ("readOnly", "writeOnly")}
    return map_children(kept, _without_marks) if any(True for _ in subschemas(kept)) else kept
