"""The arguments that may say where a list goes on, and what the document says of pages with them."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from generator.document.nodes import mapping, text
from generator.emit import naming
from generator.openapi.api import Operation, Parameter
from generator.openapi.page_members import kinds_of, page_members
from generator.plan.model import REQUEST_BODY, Argument
from generator.plan.paging_fields import TOKENS, Words, core, named, pointer_of

OFFSETS = named("offset", "skip", "page offset")
STARTS = named("start at", "start index")
"""What is an offset where the document says whether the first item is 0 or 1."""
PAGES = named("page", "page number", "page num", "page no")
_SIZES = named(
    "limit", "per page", "page size", "size", "count", "page limit", "max results"
) | named("pagination limit", "page per")
_NUMBERED = re.compile(
    r"(?:start(?:s|ing)?|begin(?:s|ning)?|first page)\W+(?:\w+\W+){0,3}?([01])\b"
    r"|\b(zero|one|0|1)[- ](?:based|indexed)",
    re.IGNORECASE,
)
_AT_MOST = re.compile(r"\bmax(?:imum)?\b\D{0,25}?(\d{1,6})\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Input:
    """An argument that may say where a list goes on."""

    name: str
    parameter: Parameter
    is_number: bool
    member: str = ""
    """Where it stands in the JSON text that the argument is, as a pointer; "" where it is the argument."""
    holders: Words = ()
    """The names of the objects of a body that it stands in, from the outermost."""

    @property
    def spellings(self) -> Words:
        """What texts call it: its name, or how it is reached from what holds it."""
        name = self.parameter.name
        if not self.holders:
            return (name,)
        near = self.holders[-1]
        return f"{near}[{name}]", f"{near}.{name}", ".".join((*self.holders, name))

    @property
    def words(self) -> Words:
        """The words of its name."""
        return tuple(naming.words(self.parameter.name))

    @property
    def says(self) -> str:
        """Its text in the document."""
        return self.parameter.description

    @property
    def is_date(self) -> bool:
        """Whether it takes a day or a moment."""
        return self.parameter.schema.get("format") in ("date", "date-time")


def inputs_of(operation: Operation, arguments: Iterable[Argument]) -> Iterator[Input]:
    """The operation's arguments of one value, in the query or in a JSON body."""
    by_key = {each.key: each for each in arguments if not each.deprecated_for}
    for parameter in operation.parameters:
        argument = by_key.get(parameter.key)
        if argument and parameter.place == "query" and not argument.type.is_array:
            is_number = argument.type.scalar in ("integer", "number")
            if not argument.type.is_json and argument.type.scalar != "boolean":
                yield Input(argument.name, parameter, is_number)
    yield from _body_inputs(operation, by_key)


def _body_inputs(operation: Operation, by_key: Mapping[str, Argument]) -> Iterator[Input]:
    """The members of a JSON body, which are arguments of their own or stand in the text of one."""
    body = operation.body
    if body is None or body.kind != "json":
        return
    for path, schema in page_members(body.schema):
        own, whole = by_key.get(f"body:{path[0]}"), by_key.get(REQUEST_BODY)
        argument, within = (own, path[1:]) if own else (whole, path)
        if argument is None or (within and own and not own.type.is_json):
            continue
        said = text(schema.get("description"))
        parameter = Parameter(path[-1], "query", False, said, schema, "form", True, "")
        is_number = not kinds_of(schema) <= {"string"}
        yield Input(argument.name, parameter, is_number, pointer_of(within), path[:-1])


def first_of(inputs: list[Input], names: frozenset[Words], numbers: bool) -> Input | None:
    """The argument of such a name; none that stands in the text of another."""
    found = (each for each in inputs if each.words in names and not each.member)
    return next((each for each in found if each.is_number is numbers), None)


def can_go_on(inputs: list[Input]) -> bool:
    """Whether any argument says where a list goes on."""
    known = OFFSETS | PAGES | TOKENS | named("since")
    found = (each for each in inputs if not each.member)
    return any(each.words in known or core(each.words) in known for each in found)


def page_size(inputs: list[Input]) -> tuple[str, int, int]:
    """The argument that says how many items a page has, how many without it, and at most; 0 for unknown."""
    given = first_of(inputs, _SIZES, numbers=True)
    if given is None:
        return "", 0, 0
    schema = mapping(given.parameter.schema)
    usual, most = schema.get("default"), schema.get("maximum")
    said = _AT_MOST.search(given.says)
    if not isinstance(most, int):
        most = int(said[1]) if said else 0
    return given.name, usual if isinstance(usual, int) and usual > 0 else 0, max(most, 0)


def first_page(given: Input) -> int | None:
    """The number of the first page; None where the document does not say it."""
    schema = given.parameter.schema
    for value in (schema.get("default"), schema.get("minimum")):
        if value in (0, 1) and not isinstance(value, bool):
            return int(value)
    if found := _NUMBERED.search(given.says):
        return 0 if (found[1] or found[2]).lower() in ("0", "zero") else 1
    return None
