"""Compares two schemas keyword by keyword: types, listed values, bounds, and the fields of objects."""

from __future__ import annotations

import sys
from collections.abc import Collection, Iterator

from generator.core.json_value import canonical
from generator.core.problems import MOST_TOLD
from generator.core.text import amount
from generator.jsonschema.schema_walk import Schema, values_of
from generator.schemadiff.array_inclusion import item_at
from generator.schemadiff.comparer import Comparer
from generator.schemadiff.differences import SchemaDifference, listed_values, short_text
from generator.schemadiff.fields import step
from generator.schemadiff.normalize import KINDS, covers, is_false, kinds_of, meet
from generator.schemadiff.object_inclusion import view
from generator.schemadiff.ranges import (
    FORMATS,
    Bound,
    counts,
    is_multiple,
    lower,
    upper,
)


def compare_keywords(
    differ: Comparer, old: Schema, new: Schema, path: str
) -> Iterator[SchemaDifference]:
    """The differences between two opened schemas without unions."""
    if is_false(old) or is_false(new):
        if is_false(new) and not is_false(old):
            yield SchemaDifference("field-refused", path, "no value is accepted any more")
        return
    yield from _types(old, new, path)
    kinds = meet(kinds_of(old), kinds_of(new))
    if not kinds:
        return
    yield from _values(old, new, path)
    if "string" in kinds:
        yield from _strings(old, new, path)
    if kinds & {"integer", "number"}:
        yield from _numbers(old, new, path, "number" not in kinds)
    if "array" in kinds:
        yield from _counts(old, new, path, "Items")
        yield from _items(differ, old, new, path)
    if "object" in kinds:
        yield from _counts(old, new, path, "Properties")
        yield from _objects(differ, old, new, path)


def _types(old: Schema, new: Schema, path: str) -> Iterator[SchemaDifference]:
    before, after = kinds_of(old), kinds_of(new)
    lost = {kind for kind in before if not covers(after, kind)}
    gained = {kind for kind in after if not covers(before, kind)}
    if not lost and not gained:
        return
    if values_of(old) is not None and values_of(new) is not None and meet(before, after):
        return  # The values say it.
    code = "type-changed" if lost and gained else "type-narrowed" if lost else "type-widened"
    texts = (_kinds(before), _kinds(after))
    yield SchemaDifference(code, path, f"the type was {texts[0]} and is {texts[1]}", *texts)


def _kinds(kinds: frozenset[str]) -> str:
    return "any" if kinds >= KINDS else " or ".join(sorted(kinds))


def _values(old: Schema, new: Schema, path: str) -> Iterator[SchemaDifference]:
    before, after = values_of(old), values_of(new)
    if before is None and after is None:
        return
    was = {canonical(value): value for value in before or ()}
    now = {canonical(value): value for value in after or ()}
    if before is None:
        text = short_text(", ".join(short_text(value) for value in now.values()))
        yield SchemaDifference(
            "values-closed", path, "only listed values are accepted", "any", text
        )
    elif after is None:
        text = short_text(", ".join(short_text(value) for value in was.values()))
        yield SchemaDifference("values-opened", path, "other values are accepted too", text, "any")
    else:
        for text in listed_values(short_text(was[key]) for key in sorted(was.keys() - now.keys())):
            yield SchemaDifference("enum-value-removed", path, f"{text} is refused", text)
        for text in listed_values(short_text(now[key]) for key in sorted(now.keys() - was.keys())):
            yield SchemaDifference("enum-value-added", path, f"{text} is accepted", "", text)


def _strings(old: Schema, new: Schema, path: str) -> Iterator[SchemaDifference]:
    yield from _counts(old, new, path, "Length")
    for keyword in ("pattern", "format"):
        before, after = old.get(keyword), new.get(keyword)
        if keyword == "format":
            before, after = (each if each in FORMATS else None for each in (before, after))
        if before == after:
            continue
        if before is None:
            yield SchemaDifference(
                f"{keyword}-added", path, f"the {keyword} is checked", "", short_text(after)
            )
        elif after is None:
            message = f"the {keyword} is not checked"
            yield SchemaDifference(f"{keyword}-removed", path, message, short_text(before))
        else:
            message = f"the {keyword} is another"
            yield SchemaDifference(
                f"{keyword}-changed", path, message, short_text(before), short_text(after)
            )


def _numbers(old: Schema, new: Schema, path: str, integer: bool) -> Iterator[SchemaDifference]:
    low, least = lower([old], integer), lower([new], integer)
    if low != least:
        yield _bound(path, "minimum", _end(low), _end(least), least > low)
    high, most = upper([old], integer), upper([new], integer)
    if high != most:
        tighter = (most[0], not most[1]) < (high[0], not high[1])
        yield _bound(path, "maximum", _end(high), _end(most), tighter)
    unit, other = old.get("multipleOf"), new.get("multipleOf")
    if unit != other:
        looser = other is None or (unit is not None and is_multiple(unit, other))
        yield _bound(
            path, "multipleOf", short_text(unit or "none"), short_text(other or "none"), not looser
        )


def _end(bound: Bound) -> str:
    if bound[0] in (float("inf"), float("-inf")):
        return "none"
    return f"{bound[0]}, itself left out" if bound[1] else str(bound[0])


def _counts(old: Schema, new: Schema, path: str, noun: str) -> Iterator[SchemaDifference]:
    low, high = counts([old], noun)
    least, most = counts([new], noun)
    if low != least:
        yield _bound(path, f"min{noun}", _count(low), _count(least), least > low)
    if high != most:
        yield _bound(path, f"max{noun}", _count(high), _count(most), most < high)


def _count(number: float) -> str:
    if abs(number) > sys.float_info.max:  # of an integer, what no float can be
        return "none" if number == float("inf") else "beyond all counting"
    return f"{number:g}"


def _bound(path: str, name: str, old: str, new: str, tighter: bool) -> SchemaDifference:
    code = "bound-tightened" if tighter else "bound-loosened"
    return SchemaDifference(code, path, f"{name} was {old} and is {new}", old, new)


def _items(differ: Comparer, old: Schema, new: Schema, path: str) -> Iterator[SchemaDifference]:
    was, now = bool(old.get("uniqueItems")), bool(new.get("uniqueItems"))
    if was != now:
        yield _bound(path, "uniqueItems", str(was).lower(), str(now).lower(), now)
    leading = max(len(schema.get("prefixItems", ())) for schema in (old, new))
    for index in range(leading + 1):
        at = f"[{index}]" if index < leading else "[]"
        yield from differ.compare(item_at(old, index), item_at(new, index), path + at)


def _objects(differ: Comparer, old: Schema, new: Schema, path: str) -> Iterator[SchemaDifference]:
    was, now = old.get("properties", {}), new.get("properties", {})
    yield from _required(old, new, path)
    for name in sorted(was.keys() | now.keys()):
        before, after = _seen(differ, old, name), _seen(differ, new, name)
        yield from _field(differ, (before, name in was), (after, name in now), path + step(name))
    yield from _other_fields(differ, old, new, path)


def _required(old: Schema, new: Schema, path: str) -> Iterator[SchemaDifference]:
    fields = old.get("properties", {})
    known = fields.keys() | new.get("properties", {}).keys()
    was, now = (dict.fromkeys(each.get("required", ())) for each in (old, new))
    names, others = _not_too_many([name for name in was if name not in now], known)
    for name in names:
        yield SchemaDifference("field-optional", path + step(name), "the field may be left out")
    if others:
        yield SchemaDifference("field-optional", path, f"{others} may be left out")
    names, others = _not_too_many([name for name in now if name not in was], known)
    for name in names:
        message = "the field is required" if name in fields else "the field is new, and required"
        yield SchemaDifference("field-required", path + step(name), message)
    if others:
        yield SchemaDifference("field-required", path, f"required as well: {others}")


def _not_too_many(names: list[str], known: Collection[str]) -> tuple[list[str], str]:
    """The names, of very many that are of no known field the first, and how many there are besides."""
    left_out = frozenset([name for name in names if name not in known][MOST_TOLD:])
    others = amount(len(left_out), "other field") if left_out else ""
    return [name for name in names if name not in left_out], others


def _seen(differ: Comparer, schema: Schema, name: str) -> Schema:
    """What a schema object says of a property, by whatever keyword."""
    views = view(schema, name, differ.schemas.meter) or []
    return views[0] if len(views) == 1 else differ.schemas.both(*views)


def _field(
    differ: Comparer, old: tuple[Schema, bool], new: tuple[Schema, bool], path: str
) -> Iterator[SchemaDifference]:
    (before, was_named), (after, is_named) = old, new
    if was_named and is_named:
        yield from differ.compare(before, after, path)
    elif is_named:
        if differ.prover.implies(before, after):
            yield SchemaDifference("field-added", path, "the field is new")
        else:
            message = "the field is new; under its name any other value passed unchecked before"
            yield SchemaDifference("field-checked", path, message)
    elif is_false(after) and not is_false(before):
        yield SchemaDifference("field-refused", path, "the field is refused")
    else:
        yield SchemaDifference("field-removed", path, "the field is no longer known")
        if not differ.prover.implies(before, after):
            yield from differ.compare(before, after, path)


def _other_fields(
    differ: Comparer, old: Schema, new: Schema, path: str
) -> Iterator[SchemaDifference]:
    was, now = old.get("additionalProperties", {}), new.get("additionalProperties", {})
    if is_false(now) and not is_false(was):
        yield SchemaDifference("fields-closed", path, "fields that are not listed are refused")
    elif is_false(was) and not is_false(now):
        yield SchemaDifference("fields-opened", path, "fields that are not listed are accepted")
    else:
        yield from differ.compare(was, now, f"{path}.*")
    patterns, others = old.get("patternProperties", {}), new.get("patternProperties", {})
    for pattern in sorted(patterns.keys() | others.keys()):
        before, after = patterns.get(pattern, was), others.get(pattern, now)
        yield from differ.compare(before, after, f"{path}./{pattern}/")
