"""From an OpenAPI document to the one schema that an agent reads and a validator enforces."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from generator.core.json_value import compact
from generator.jsonschema.closure import Closure, Conversions, collect, without_unreachable
from generator.jsonschema.deduplicate import deduplicate
from generator.jsonschema.direction import for_direction
from generator.jsonschema.discriminators import Discriminators
from generator.jsonschema.drop_implied_types import drop_implied_types
from generator.jsonschema.overlaps import with_overlaps
from generator.jsonschema.schema_walk import (
    NODE_LIMIT,
    Meter,
    Schema,
    SchemaTooLarge,
    says,
    too_many_steps,
    walk,
)
from generator.jsonschema.simplify import simplify

_ALTERNATIVE_LIMIT = NODE_LIMIT // 4
_REMEMBERED = 1024


def request_schema(
    root: Mapping[str, Any],
    schema_or_pointer: Mapping[str, Any] | bool | str,
    *,
    openapi_version: str,
    discriminators: Discriminators | None = None,
    examples: Sequence[Any] = (),
    meter: Meter | None = None,
    conversions: Conversions | None = None,
) -> dict[str, Any]:
    """A body's schema as self-contained JSON Schema 2020-12, as short as it can exactly be.

    ``root`` is the document; the schema is given itself or by its pointer (``#/...``).
    What `examples` of the body name is shown even where it is read-only. The result shares nothing
    with the document. Raises SchemaError; SchemaTooLarge past 100 levels, or where either collecting
    the schema or shortening it takes more steps than `meter` allows, which counts both.
    """
    meter = meter or Meter()
    whole = collect(root, schema_or_pointer, openapi_version, meter, discriminators, conversions)
    closure = without_unreachable(for_direction(whole, "request", examples))
    # Keys keep their order, which the result shows.
    text, steps = _shortened(json.dumps([closure.root, closure.defs]), meter.limit)
    meter.spent += steps
    return _read(text, meter.limit)


def _read(text: str, limit: int) -> dict[str, Any]:
    if not text:
        raise SchemaTooLarge(too_many_steps(limit))
    written: dict[str, Any] = json.loads(text)
    return written


@lru_cache(maxsize=_REMEMBERED)
def _shortened(closure_text: str, limit: int) -> tuple[str, int]:
    """The short form of a closure, both as JSON, and the steps to it: none where they are more than the limit.

    It is remembered, for two documents that are compared share most bodies, and so is how many steps
    it took: what else a document may take must not hang on what is remembered.
    """
    closure = Closure(*json.loads(closure_text))
    meter = Meter(limit)
    try:
        written, has_defs = _written(closure, meter)
    except SchemaTooLarge:
        return "", meter.spent
    if not has_defs:
        return json.dumps(written), meter.spent
    rest = Meter(min(_ALTERNATIVE_LIMIT, limit - meter.spent))
    try:
        other, _ = _written(closure, rest, composed=True)
    except SchemaTooLarge:
        other = written
    shorter = min(written, other, key=lambda schema: len(compact(schema)))
    return json.dumps(shorter), meter.spent + rest.spent


def _written(
    closure: Closure, meter: Meter, *, composed: bool = False
) -> tuple[dict[str, Any], bool]:
    """A short form, and whether it was made of several parts."""
    simple = simplify(closure, meter, composed=composed)
    return deduplicate(drop_implied_types(simple), meter), bool(simple.defs)


def request_closure(
    root: Mapping[str, Any],
    schema_or_pointer: Mapping[str, Any] | bool | str,
    version: str,
) -> Closure:
    """The schema in the dialect of the result, for requests, before anything is shortened."""
    whole = collect(root, schema_or_pointer, version, Meter())
    return without_unreachable(for_direction(whole, "request"))


def may_overlap(
    root: Mapping[str, Any], pointer: str, *, openapi_version: str, meter: Meter
) -> bool:
    """Whether it is not certain that the branches of the schema's ``oneOf`` exclude each other.

    Unions that lead to each other are each expanded anew: `meter` counts for all that is asked of a
    document, and raises SchemaTooLarge where that is too much.
    """
    meter.spend()
    closure = with_overlaps(request_closure(root, pointer, openapi_version), but_root=True)
    if (certain := _keeps_union(closure, meter)) is not None:
        return certain
    meter.spend(_ALTERNATIVE_LIMIT)
    text, _ = _shortened(json.dumps([closure.root, closure.defs]), _ALTERNATIVE_LIMIT)
    return says(_read(text, _ALTERNATIVE_LIMIT), "oneOf")


def _keeps_union(closure: Closure, whole: Meter) -> bool | None:
    """Whether the short form has a ``oneOf``; None where that hangs on which of the two is taken.

    Neither is written for that, since nothing that is said in one place rather than in several adds one.
    """
    found = set()
    for composed in (False, True):
        meter = Meter(_ALTERNATIVE_LIMIT)
        try:
            simple = simplify(closure, meter, composed=composed)
        except SchemaTooLarge:
            return None
        finally:
            whole.spend(meter.spent)
        # Writing takes no more steps than this has, and so none too many.
        if 2 * meter.spent > meter.limit:
            return None
        found.add(any("oneOf" in part for part in _parts(simple)))
        if not simple.defs:
            break
    return found.pop() if len(found) == 1 else None


def _parts(closure: Closure) -> Iterator[Schema]:
    return chain.from_iterable(map(walk, (closure.root, *closure.defs.values())))
