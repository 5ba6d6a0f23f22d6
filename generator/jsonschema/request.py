"""From an OpenAPI document to the one schema that an agent reads and a validator enforces."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any

from generator.core.json_value import compact
from generator.jsonschema.closure import Closure, collect, without_unreachable
from generator.jsonschema.deduplicate import deduplicate
from generator.jsonschema.direction import for_direction
from generator.jsonschema.discriminators import Discriminators
from generator.jsonschema.drop_implied_types import drop_implied_types
from generator.jsonschema.overlaps import with_overlaps
from generator.jsonschema.schema_walk import NODE_LIMIT, Meter, Schema, SchemaTooLarge, says, walk
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
) -> dict[str, Any]:
    """A body's schema as self-contained JSON Schema 2020-12, as short as it can exactly be.

    ``root`` is the document; the schema is given itself or by its pointer (``#/...``).
    What `examples` of the body name is shown even where it is read-only. The result shares nothing
    with the document. Raises SchemaError; SchemaTooLarge past 100 levels
    or 200,000 visited nodes.
    """
    closure = request_closure(root, schema_or_pointer, openapi_version, discriminators, examples)
    # Keys keep their order, which the result shows.
    written: dict[str, Any] = json.loads(_shortened(json.dumps([closure.root, closure.defs])))
    return written


@lru_cache(maxsize=_REMEMBERED)
def _shortened(closure_text: str) -> str:
    """The short form of a closure, both as JSON: two documents that are compared share most bodies."""
    closure = Closure(*json.loads(closure_text))
    meter = Meter()
    simple = simplify(closure, meter)
    written = deduplicate(drop_implied_types(simple), meter)
    if not simple.defs:
        return json.dumps(written)
    try:
        meter = Meter(_ALTERNATIVE_LIMIT)
        simple = simplify(closure, meter, composed=True)
        other = deduplicate(drop_implied_types(simple), meter)
    except SchemaTooLarge:
        return json.dumps(written)
    return json.dumps(min(written, other, key=lambda schema: len(compact(schema))))


def request_closure(
    root: Mapping[str, Any],
    schema_or_pointer: Mapping[str, Any] | bool | str,
    version: str,
    discriminators: Discriminators | None = None,
    examples: Sequence[Any] = (),
) -> Closure:
    """The schema in the dialect of the result, for requests, before anything is shortened."""
    whole = collect(root, schema_or_pointer, version, Meter(), discriminators)
    return without_unreachable(for_direction(whole, "request", examples))


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
    written: dict[str, Any] = json.loads(_shortened(json.dumps([closure.root, closure.defs])))
    return says(written, "oneOf")


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
