"""Says where each argument of a tool goes in the request."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.plan.model import MODE, REQUEST_BODY
from generator.plan.runtime_model import Endpoint, Parameter


@dataclass(frozen=True, slots=True)
class Carried:
    """Where an argument goes, by what name, and whether no call goes without it."""

    place: str
    """The place of a parameter; `mode`, `body`, `strict`, or `member` or `nulls` of a body."""
    sent: str = ""
    required: bool = False
    explode: bool | None = None
    style: str = ""
    media_type: str = ""
    allow_reserved: bool = False
    allow_empty: bool = False

    @property
    def facts(self) -> dict[str, Any]:
        """All of it as the page reads it."""
        return {
            "place": self.place,
            "sent": self.sent,
            "explode": self.explode,
            "style": self.style,
            "mediaType": self.media_type,
            "allowReserved": self.allow_reserved,
            "allowEmpty": self.allow_empty,
        }


def carried_by(endpoint: Endpoint) -> dict[str, Carried]:
    """What becomes of each argument, by its name."""
    return dict(_carried(endpoint))


def _carried(endpoint: Endpoint) -> Iterator[tuple[str, Carried]]:
    body, strict = endpoint.body, endpoint.strict
    if body and not body.members:
        yield MODE, Carried("mode")
        yield REQUEST_BODY, Carried("body")
    for each in endpoint.parameters:
        yield each.argument, _of_parameter(each)
    for member in body.members if body else ():
        yield member.argument, Carried("member", member.name)
    if body and body.nulls:
        yield body.nulls, Carried("nulls")
    if strict:
        yield strict.argument, Carried("strict", strict.header)


def _of_parameter(parameter: Parameter) -> Carried:
    return Carried(
        parameter.place,
        parameter.name,
        parameter.required,
        parameter.explode,
        parameter.style,
        parameter.media_type,
        parameter.allow_reserved,
        parameter.allow_empty,
    )
