"""Says where each argument of a tool goes in the request."""

from collections.abc import Iterator
from dataclasses import dataclass

from generator.plan.model import MODE, REQUEST_BODY
from generator.plan.runtime_model import Endpoint


@dataclass(frozen=True, slots=True)
class Carried:
    """Where an argument goes, by what name, and whether no call goes without it."""

    place: str
    """The place of a parameter; `mode`, `body`, `strict`, or `member` or `nulls` of a body."""
    sent: str = ""
    required: bool = False
    explode: bool | None = None


def carried_by(endpoint: Endpoint) -> dict[str, Carried]:
    """What becomes of each argument, by its name."""
    return dict(_carried(endpoint))


def _carried(endpoint: Endpoint) -> Iterator[tuple[str, Carried]]:
    body, strict = endpoint.body, endpoint.strict
    if body and not body.members:
        yield MODE, Carried("mode")
        yield REQUEST_BODY, Carried("body")
    for each in endpoint.parameters:
        yield each.argument, Carried(each.place, each.name, each.required, each.explode)
    for member in body.members if body else ():
        yield member.argument, Carried("member", member.name)
    if body and body.nulls:
        yield body.nulls, Carried("nulls")
    if strict:
        yield strict.argument, Carried("strict", strict.header)
