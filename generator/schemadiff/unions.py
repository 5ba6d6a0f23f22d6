"""Compares unions: which branch became which, which are new, and which are gone."""

from __future__ import annotations

from collections.abc import Iterator

from generator.core.most_alike import likeness, pair_most_alike
from generator.core.schema_keywords import UNIONS
from generator.jsonschema.schema_walk import Schema
from generator.schemadiff.comparer import Comparer
from generator.schemadiff.differences import (
    SchemaDifference,
    branch_features,
    branch_label,
    short_text,
)
from generator.schemadiff.discriminators import split_by_discriminator

_ALIKE = 0.34
"""Share of marks that a branch keeps when it is still the same branch."""


def compare_unions(differ: Comparer, old: Schema, new: Schema, path: str) -> list[SchemaDifference]:
    """The differences between two opened schemas of which at least one is a union."""
    was, now = _union(old), _union(new)
    if was is None or now is None:
        return _against_plain(differ, old, new, path)
    if any(_union(_without(schema, word)) for schema, word in ((old, was), (new, now))):
        return _several(differ, old, new, path)
    return list(_compare(differ, (old, was), (new, now), path))


def _union(schema: Schema) -> str | None:
    return next((union for union in UNIONS if union in schema), None)


def _without(schema: Schema, *keywords: str) -> Schema:
    return {keyword: value for keyword, value in schema.items() if keyword not in keywords}


def _several(differ: Comparer, old: Schema, new: Schema, path: str) -> list[SchemaDifference]:
    """Where a schema has both kinds of union, each is a rule of its own."""
    found = differ.compare_plain(old, new, path)
    for union in UNIONS:
        before = {union: old[union]} if union in old else {}
        after = {union: new[union]} if union in new else {}
        found += differ.compare_rule(old, new, before, after, path)
    return found


def _against_plain(differ: Comparer, old: Schema, new: Schema, path: str) -> list[SchemaDifference]:
    """A union that was not there before, or is not there any more."""
    union = _union(new) or _union(old) or ""
    added, holder = union in new, new if union in new else old
    rest = _without(holder, union)
    plain = old if added else new
    cases = [differ.schemas.both(rest, branch) for branch in holder[union]]
    inside = [case for case in cases if differ.prover.within(case, plain)]
    if len(inside) == len(cases):
        # The plain schema accepts all of the union, which is a rule on top of it.
        texts = short_text(
            " | ".join(branch_label(differ.schemas.open(each)) for each in holder[union])
        )
        code, message = (
            ("union-added", "one of several forms has to fit")
            if added
            else ("union-removed", "no longer has one of several forms to fit")
        )
        found = [
            SchemaDifference(code, path, message, "" if added else texts, texts if added else "")
        ]
        before, after = (plain, rest) if added else (rest, plain)
        return [*differ.compare_plain(before, after, path), *found]
    others = [{**rest, **differ.schemas.open(case)} for case in cases]
    pieces = split_by_discriminator(differ.schemas, [plain], others)
    if len(pieces) > 1:
        sides = ({union: pieces}, union), ({union: others}, union)
        return list(_compare(differ, *(sides if added else sides[::-1]), path))
    nearest = max(
        cases, key=lambda case: (likeness(_marks(case), _marks(plain)), len(branch_features(case)))
    )
    before, after = (plain, nearest) if added else (nearest, plain)
    found = differ.compare(before, after, path)
    for case, branch in zip(cases, holder[union], strict=True):
        if case is not nearest and not differ.prover.within(case, plain):
            found.append(_one_sided(differ, branch, path, added, union))
    return found


def _one_sided(
    differ: Comparer, branch: Schema, path: str, added: bool, union: str
) -> SchemaDifference:
    text = branch_label(differ.schemas.open(branch))
    if not added:
        return SchemaDifference("union-branch-removed", path, f"the form ({text}) is gone", text)
    return SchemaDifference("union-branch-added", path, f"the form ({text}) is new", "", text)


def _compare(
    differ: Comparer, old: tuple[Schema, str], new: tuple[Schema, str], path: str
) -> Iterator[SchemaDifference]:
    (before, was), (after, now) = old, new
    rests = (_without(before, was), _without(after, now))
    left, right = before[was], after[now]
    pairs, gone, fresh = _matched(
        differ,
        split_by_discriminator(differ.schemas, left, right),
        split_by_discriminator(differ.schemas, right, left),
    )
    for left, right in pairs:
        cases = (differ.schemas.both(rests[0], left), differ.schemas.both(rests[1], right))
        yield from differ.compare(*cases, path)
    if not pairs:
        yield from differ.compare_plain(*rests, path)
    for branch in gone:
        if not differ.prover.within(differ.schemas.both(rests[0], branch), after):
            yield _one_sided(differ, branch, path, False, was)
    for branch in fresh:
        case = differ.schemas.both(rests[1], branch)
        if differ.prover.within(case, before):
            continue
        yield _one_sided(differ, branch, path, True, now)
        others = [differ.schemas.open(each) for each in after[now] if each is not branch]
        if now == "oneOf" and not all(differ.prover.exclusive(case, each) for each in others):
            text = branch_label(differ.schemas.open(branch))
            message = f"a value that fits the new form ({text}) and another one is refused"
            yield SchemaDifference("union-branch-overlaps", path, message, "", text)


def _matched(
    differ: Comparer, old: list[Schema], new: list[Schema]
) -> tuple[list[tuple[Schema, Schema]], list[Schema], list[Schema]]:
    """Branches that became one another, those that are gone, and those that are new."""
    pairs: list[tuple[Schema, Schema]] = []
    by_text: dict[str, list[int]] = {}
    for index in reversed(range(len(new))):
        by_text.setdefault(differ.schemas.text(new[index]), []).append(index)
    left, same = [], set[int]()
    for branch in old:
        if indexes := by_text.get(differ.schemas.text(branch)):
            same.add(indexes[-1])
            pairs.append((branch, new[indexes.pop()]))
        else:
            left.append(branch)
    right = [each for index, each in enumerate(new) if index not in same]
    marks = [_marks(differ.schemas.open(each)) for each in left]
    others = [_marks(differ.schemas.open(each)) for each in right]
    became = pair_most_alike(dict(enumerate(marks)), dict(enumerate(others)), _ALIKE)
    pairs += [(left[i], right[j]) for i, j in became.items()]
    gone = [each for i, each in enumerate(left) if i not in became]
    known = set(became.values())
    fresh = [each for j, each in enumerate(right) if j not in known]
    return pairs, gone, fresh


def _marks(branch: Schema) -> frozenset[str]:
    """What a branch is known by; two that have nothing of the kind are alike."""
    return branch_features(branch) or frozenset({""})
