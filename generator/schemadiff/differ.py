"""Compares two request schemas by what they accept: equal ones written differently show no difference."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from typing import Any, TypeAlias

from generator.core.json_value import canonical
from generator.core.schema_keywords import UNIONS
from generator.jsonschema.schema_walk import Schema, SchemaError, SchemaTooLarge
from generator.schemadiff.annotations import Prose, compare_prose
from generator.schemadiff.differences import (
    ELSEWHERE,
    SchemaDifference,
    narrows,
    short_text,
    widens,
)
from generator.schemadiff.grown_forms import grown_forms
from generator.schemadiff.keywords import compare_keywords
from generator.schemadiff.normalize import NormalizedSchemas
from generator.schemadiff.prover import Prover
from generator.schemadiff.unions import compare_unions

_MOST_PAIRS = 5_000
"""How many pairs are looked into; of any beyond it is said only that they differ."""

_DEEPEST = 60
"""How many lie within each other: a form that holds itself grows with every look into it."""

_FEW = 4
"""Pairs, itself among them, that one leads to which is remembered: many fields are of one type."""


@dataclass(frozen=True, slots=True)
class Compared:
    """What two schemas differ in, the fields that only one of them knows, and what both say."""

    findings: tuple[SchemaDifference, ...]
    fresh: frozenset[str]
    gone: frozenset[str]
    texts: tuple[Prose, Prose]


def compare_schemas(old: Mapping[str, Any], new: Mapping[str, Any]) -> tuple[SchemaDifference, ...]:
    """Each difference between two self-contained schemas in JSON Schema 2020-12."""
    if canonical(old) == canonical(new):
        return ()
    if found := grown_forms(old, new):
        return (*compare_schemas(found.old, found.new), found.finding)
    compared = compare_parts(old, new)
    return tuple(dict.fromkeys([*_fields(compared), *compare_prose(*compared.texts)]))


def compare_parts(old: Mapping[str, Any], new: Mapping[str, Any]) -> Compared:
    """The same before it is decided what of it is told of a field that is new or gone."""
    before, after = Prose.of(old), Prose.of(new)
    try:
        differ = Differ(NormalizedSchemas(old, new))
        found = differ.compare(differ.schemas.old, differ.schemas.new, "")
    except SchemaError as error:
        message = f"the schemas cannot be compared: {error}"
        found = [SchemaDifference("schema-changed", "", message)]
    known = tuple(each for each in found if each.code != ELSEWHERE)
    return Compared(known, after.without(before), before.without(after), (before, after))


def _fields(compared: Compared) -> Iterator[SchemaDifference]:
    """The findings, without fields that only moved from one branch to another.

    A field that is known before and after is not new; what a new field holds is not news.
    """
    seen = {each.path for each in compared.findings}
    came = {
        each.path for each in compared.findings if each.code in ("field-added", "field-checked")
    }
    for each in compared.findings:
        if each.code == "field-added":
            is_told = each.path in compared.fresh
        else:
            has_moved = each.path in came and each.path not in compared.gone
            is_told = each.code != "field-removed" or not has_moved
        if is_told:
            yield each
    for code, paths, message in (
        ("field-added", compared.fresh, "the field is new"),
        ("field-removed", compared.gone, "the field is no longer known"),
    ):
        for path in sorted(paths - seen):
            if not has_parent(path, paths):
                yield SchemaDifference(code, path, message)


def has_parent(path: str, paths: Collection[str]) -> bool:
    """Whether the path leads into one of the others, which are best a set."""
    return any(path[:at] in paths for at, sign in enumerate(path) if sign in ".[")


_Pair: TypeAlias = tuple[str, str]


class Differ:
    """Finds what two schemas differ in; what they accept, the prover tells."""

    def __init__(self, schemas: NormalizedSchemas) -> None:
        self.schemas = schemas
        self.prover = Prover(schemas)
        self._open: set[_Pair] = set()
        self._compared: list[_Pair] = []
        self._known: dict[_Pair, tuple[list[_Pair], list[SchemaDifference]]] = {}
        """What was found in a pair before, by paths from there on, and the pairs that it led to."""

    def compare(self, old: Schema, new: Schema, path: str) -> list[SchemaDifference]:
        """The differences at and below a path; none where both accept the same."""
        narrowed = not self.prover.implies(old, new)
        widened = not self.prover.implies(new, old)
        if not narrowed and not widened:
            return []
        key = (self.schemas.text(old), self.schemas.text(new))
        if key in self._open:
            return [SchemaDifference(ELSEWHERE, path, "", *key)]
        if (known := self._found_before(key)) is not None:
            return [_moved(each, path + each.path) for each in known]
        before = len(self._compared)
        self._open.add(key)
        try:
            self._spend(key)
            found = self._compare(self.schemas.open(old), self.schemas.open(new), path)
        except SchemaTooLarge:
            found = []
        finally:
            self._open.discard(key)
        # What stood for this pair further down explains nothing here.
        found = [each for each in found if each.code != ELSEWHERE or (each.old, each.new) != key]
        found = self._agreeing_with(found, narrowed, widened, path)
        self._remember(key, self._compared[before:], found, len(path))
        return found

    def _found_before(self, key: _Pair) -> list[SchemaDifference] | None:
        """What was found in the pair elsewhere, if it would be found here as well."""
        if key not in self._known or not self._has_room:
            return None
        pairs, found = self._known[key]
        if not self._open.isdisjoint(pairs):
            return None
        self._compared += pairs
        return found

    def _remember(
        self, key: _Pair, pairs: list[_Pair], found: list[SchemaDifference], length: int
    ) -> None:
        is_whole = all(each.code != ELSEWHERE for each in found)
        if is_whole and len(pairs) <= _FEW and self._has_room:
            self._known[key] = pairs, [_moved(each, each.path[length:]) for each in found]

    @property
    def _has_room(self) -> bool:
        """Whether a pair that leads to few others is looked into to its end."""
        room = min(_MOST_PAIRS - len(self._compared), _DEEPEST - len(self._open))
        return room >= _FEW and not self.prover.is_spent

    def _spend(self, key: _Pair) -> None:
        """Schemas that refer to each other have more ways through them than anybody can go."""
        self._compared.append(key)
        too_many = len(self._compared) > _MOST_PAIRS or self.prover.is_spent
        if too_many or len(self._open) > _DEEPEST:
            raise SchemaTooLarge("more pairs of schemas differ than are looked into")

    def _agreeing_with(
        self, found: list[SchemaDifference], narrowed: bool, widened: bool, path: str
    ) -> list[SchemaDifference]:
        """What agrees with the verdict on the whole; a verdict that nothing explains stands alone."""
        found = [
            each
            for each in found
            if each.code in (ELSEWHERE, "field-removed")
            or (narrowed and narrows(each))
            or (widened and widens(each))
        ]
        if narrowed and not any(map(narrows, found)):
            message = "it cannot be told whether all that was accepted still is"
            found.append(SchemaDifference("schema-changed", path, message))
        elif widened and not any(map(widens, found)):
            found.append(SchemaDifference("schema-widened", path, "more is accepted"))
        return found

    def _compare(self, old: Schema, new: Schema, path: str) -> list[SchemaDifference]:
        if any(union in schema for union in UNIONS for schema in (old, new)):
            return compare_unions(self, old, new, path)
        return self.compare_plain(old, new, path)

    def compare_plain(self, old: Schema, new: Schema, path: str) -> list[SchemaDifference]:
        """The differences between two opened schemas, their unions left aside."""
        before = {key: value for key, value in old.items() if key not in UNIONS}
        after = {key: value for key, value in new.items() if key not in UNIONS}
        return [*compare_keywords(self, before, after, path), *self._rules(old, new, path)]

    def _rules(self, old: Schema, new: Schema, path: str) -> Iterator[SchemaDifference]:
        """Differences in keywords that hold rules for the whole value."""
        if _RULE_WORDS.isdisjoint(old) and _RULE_WORDS.isdisjoint(new):
            return
        for group in _RULES:
            before = {key: old[key] for key in group if key in old}
            after = {key: new[key] for key in group if key in new}
            if before or after:
                yield from self.compare_rule(old, new, before, after, path)

    def compare_rule(
        self, old: Schema, new: Schema, before: Schema, after: Schema, path: str
    ) -> Iterator[SchemaDifference]:
        """One rule of each side, told by what the other side as a whole makes of it."""
        if self.schemas.text(before) == self.schemas.text(after):
            return
        holds_new = not after or self.prover.within(old, after)
        held_old = not before or self.prover.within(new, before)
        if holds_new and held_old:
            return
        name = next(iter(after or before))
        texts = (short_text(before) if before else "none", short_text(after) if after else "none")
        if holds_new:
            yield SchemaDifference("rule-removed", path, f"{name} asks for less", *texts)
        elif held_old or not before:
            yield SchemaDifference("rule-added", path, f"{name} asks for more", *texts)
        else:
            yield SchemaDifference("rule-changed", path, f"{name} asks for something else", *texts)


def _moved(found: SchemaDifference, path: str) -> SchemaDifference:
    return SchemaDifference(found.code, path, found.message, found.old, found.new)


_RULES = (
    ("not",),
    ("if", "then", "else"),
    ("allOf",),
    ("dependentRequired",),
    ("dependentSchemas",),
    ("propertyNames",),
    ("contains", "minContains", "maxContains"),
    ("unevaluatedProperties",),
    ("unevaluatedItems",),
    ("$ref",),
)
_RULE_WORDS = frozenset(chain.from_iterable(_RULES))
"""Most schemas have none of these, which is seen without going through them."""
