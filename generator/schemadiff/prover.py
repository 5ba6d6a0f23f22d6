"""Proves that one schema accepts all that another accepts, where that can be told from their keywords."""

from __future__ import annotations

from collections.abc import Iterator

from generator.core.json_value import canonical
from generator.core.schema_keywords import UNIONS
from generator.jsonschema.schema_walk import (
    Meter,
    Schema,
    SchemaTooLarge,
    constrains,
    values_of,
)
from generator.schemadiff import composed_inclusion, object_inclusion
from generator.schemadiff.array_inclusion import arrays_within
from generator.schemadiff.discriminators import split_by_discriminator
from generator.schemadiff.normalize import (
    NormalizedSchemas,
    covers,
    finite_values,
    is_false,
    kinds_of,
    meet,
)
from generator.schemadiff.ranges import numbers_within, strings_within
from generator.schemadiff.verdicts import Verdicts

_DEPTH = 60
_EXCLUSIVE_DEPTH = 5
"""Levels that a look for contradictions counts as: it branches more, and is seldom worth going deep."""

MOST_STEPS, _STEPS_EACH = 1_000, 10
"""Steps of a proof, and so many more for each schema in question. Some that refer to each other have no
end of ways to go; what is not proven by then cannot be told."""


class Prover:
    """Answers are sound, not complete: False means "not proven"."""

    def __init__(self, schemas: NormalizedSchemas, steps: Meter | None = None) -> None:
        self.schemas = schemas
        self._steps = steps or Meter(MOST_STEPS + _STEPS_EACH * schemas.size)
        self._depth = 0
        self._verdicts = Verdicts()
        self._cases_of: dict[str, list[list[Schema]]] = {}
        self._open_exclusions = 0

    def implies(self, a: Schema, b: Schema) -> bool:
        """Whether every value that `a` accepts is certainly accepted by `b`.

        A pair that comes up again on its own way down is taken for proven: its values are parts of
        the values in question, so that a counterexample would hold a smaller one without end.
        """
        if not constrains(b) or a is b:
            return True
        if self.is_spent:
            return False
        key = (self.schemas.text(a), self.schemas.text(b))
        if key[0] == key[1]:
            return True
        if key in self._verdicts.implied:
            return self._verdicts.implied[key]
        since = self._verdicts.assume(key)
        try:
            holds = self.within(self.schemas.open(a), self.schemas.open(b))
        except SchemaTooLarge:
            holds = False
        if not holds:
            self._verdicts.withdraw(key, since)
        return holds

    def within(self, a: Schema, b: Schema) -> bool:
        """The same for opened schemas and the same value, so that nothing is taken for proven."""
        if not constrains(b):
            return True
        if self.is_spent:
            return False
        pair = (self.schemas.text(a), self.schemas.text(b))
        if pair[0] == pair[1]:
            return True
        known = self._verdicts.within(pair, self._depth)
        if known is not None:
            return known
        self._depth += 1
        try:
            if not self._may_go_on():
                return False
            holds = self._within(a, b)
        finally:
            self._depth -= 1
        # What fails while it is asked whether a pair is exclusive may not fail later.
        if holds or not self._open_exclusions:
            self._verdicts.note_within(pair, holds, self._depth)
        return holds

    @property
    def is_spent(self) -> bool:
        """Whether nothing more can be told. Asked before a text is made of anything, which costs most."""
        return self._steps.spent >= self._steps.limit

    def _may_go_on(self) -> bool:
        self._steps.spent += 1
        return self._depth <= _DEPTH

    def _within(self, a: Schema, b: Schema) -> bool:
        kinds = self._kinds(a)
        if not kinds or any(map(is_false, self.schemas.parts(a))):
            return True
        if len(kinds) > 1 and finite_values(a) is None:
            return all(self.within(_only(a, kind), b) for kind in sorted(kinds))
        kind = min(kinds)
        values = finite_values(a, kind)
        if values is not None:
            return all(
                self.schemas.accepts(b, value) is True or self.schemas.accepts(a, value) is False
                for value in values
            )
        parts = self.schemas.parts(b)
        if all(self._satisfies(a, kind, part) for part in parts) or self._by_cases(a, b):
            return True
        return self._by_parts(a, parts)

    def _by_parts(self, a: Schema, parts: list[Schema]) -> bool:
        """A schema is inside where it is inside each part; what a part asks holds for its own union as well."""
        apart = [each for part in parts for each in _union_apart(part)]
        if len(apart) == 1:
            return False
        around = a
        for part in apart:
            if not self.within(around, part):
                return False
            around = self.schemas.both(around, part)
        return True

    def _kinds(self, a: Schema) -> frozenset[str]:
        parts = self.schemas.parts(a)
        kinds = kinds_of(parts[0])
        for part in parts[1:]:
            kinds = meet(kinds, kinds_of(part))
        return kinds

    def _by_cases(self, a: Schema, b: Schema) -> bool:
        """A union is inside where each branch is, together with what stands around it."""
        if any(all(self.within(case, b) for case in cases) for cases in self._cases(a)):
            return True
        pieces = [piece for union in UNIONS if union in b for piece in self._pieces(a, b[union])]
        return bool(pieces) and all(self.within(piece, b) for piece in pieces)

    def _pieces(self, a: Schema, branches: list[Schema]) -> list[Schema]:
        """A schema in as many as the branches of a union make of it; none where they make one."""
        pieces = split_by_discriminator(self.schemas, [a], branches)
        return pieces if len(pieces) > 1 else []

    def _cases(self, a: Schema) -> list[list[Schema]]:
        """For the first union of a schema: each branch with what stands around it."""
        text = self.schemas.text(a)
        if text not in self._cases_of:
            self._cases_of[text] = list(self._read_cases(a))
        return self._cases_of[text]

    def _read_cases(self, a: Schema) -> Iterator[list[Schema]]:
        parts = self.schemas.parts(a)
        for at, part in enumerate(parts):
            for union in UNIONS:
                if union in part:
                    # Unevaluated means something else without the branches; left out, more passes.
                    out = (union, "unevaluatedProperties", "unevaluatedItems")
                    rest = {key: value for key, value in part.items() if key not in out}
                    around = [rest, *parts[:at], *parts[at + 1 :]]
                    yield [self.schemas.both(*around, branch) for branch in part[union]]
                    return

    def _satisfies(self, a: Schema, kind: str, b: Schema) -> bool:
        """Whether values of `a`, which are all of one type, pass each keyword of a part of the other."""
        if not covers(kinds_of({key: b[key] for key in ("type",) if key in b}), kind):
            return False
        parts = self.schemas.parts(a)
        if "$ref" in b or not all(_same_values(parts, b, word) for word in ("enum", "const")):
            return False
        rules = (
            composed_inclusion.passes_unions(self, a, b),
            "not" not in b or self.exclusive(a, self.schemas.open(b["not"])),
            composed_inclusion.passes_condition(self, a, b, parts),
        )
        if not all(rules):
            return False
        if kind == "string":
            return strings_within(parts, b)
        if kind in ("integer", "number"):
            return numbers_within(parts, b, kind == "integer")
        if kind == "array":
            return arrays_within(self, parts, b)
        return kind != "object" or object_inclusion.objects_within(self, a, parts, b)

    def _inside(self, a: Schema, branch: Schema) -> bool:
        return self.within(a, self.schemas.open(branch))

    def exclusive(self, a: Schema, b: Schema) -> bool:
        """Whether it is certain that no value passes both opened schemas.

        A pair that comes up again on its own way down is not taken for anything.
        """
        if self.is_spent:
            return False
        key = (self.schemas.text(a), self.schemas.text(b))
        known = self._verdicts.exclusive
        if key in known:
            return known[key]
        known[key] = False
        self._depth += _EXCLUSIVE_DEPTH
        self._open_exclusions += 1
        try:
            if self._may_go_on() and self._exclusive(a, b):
                self._verdicts.note_exclusive(key)
        finally:
            self._depth -= _EXCLUSIVE_DEPTH
            self._open_exclusions -= 1
        return known[key]

    def _exclusive(self, a: Schema, b: Schema) -> bool:
        if is_false(a) or is_false(b):
            return True
        kinds = meet(self._kinds(a), self._kinds(b))
        if not kinds:
            return True
        for one, other in ((a, b), (b, a)):
            values = finite_values(one, min(kinds) if len(kinds) == 1 else "")
            if values is not None:
                return all(
                    self.schemas.accepts(one, value) is False
                    or self.schemas.accepts(other, value) is False
                    for value in values
                )
            for part in self.schemas.parts(one):
                refused = part.get("not")
                if refused is not None and self._inside(other, refused):
                    return True
        if kinds == {"object"} and object_inclusion.objects_exclusive(self, a, b):
            return True
        return any(
            all(self.exclusive(case, other) for case in cases)
            for one, other in ((a, b), (b, a))
            for cases in self._cases(one)
        )


def _union_apart(part: Schema) -> list[Schema]:
    """What a part asks besides its unions, and each union; all in one where they cannot be told apart."""
    rest = {keyword: value for keyword, value in part.items() if keyword not in UNIONS}
    if not constrains(rest) or {"unevaluatedProperties", "unevaluatedItems"} & part.keys():
        return [part]
    return [rest, *({union: part[union]} for union in UNIONS if union in part)]


def _only(schema: Schema, kind: str) -> Schema:
    return {**schema, "type": kind}


def _same_values(parts: list[Schema], b: Schema, keyword: str) -> bool:
    """Whether what `b` lists under the keyword, if anything, is all that some part lists."""
    if keyword not in b:
        return True
    listed = {canonical(value) for value in values_of({keyword: b[keyword]}) or ()}
    stated = [values for part in parts if (values := values_of(part)) is not None]
    return any({canonical(value) for value in values} <= listed for values in stated)
