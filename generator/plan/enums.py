"""Decides which enumerations a package offers, and what they and their members are called."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import chain
from typing import Any

from generator.core.problems import Problem, excerpt
from generator.document.located import Document
from generator.document.nodes import mapping, sequence, text
from generator.document.queries import Node, Queries
from generator.document.query_errors import QueryError
from generator.document.query_steps import StepsLeft
from generator.emit import naming
from generator.emit.naming import ClassName
from generator.emit.plain_text import plain_text
from generator.emit.prose import escape_invisible
from generator.plan.argument_texts import MOST_LISTED
from generator.plan.model import EnumClass, EnumMember
from generator.plan.names import enum_names, member_names
from generator.plan.toolkit_yaml import Config

TOOL_MODE = EnumClass(
    ClassName("ToolMode"),
    "What a tool that takes a request body does with a call.",
    tuple(
        EnumMember(naming.constant(value), value, says)
        for value, says in (
            ("get_request_schema", "Return the JSON Schema of the request body; nothing is sent."),
            ("execute", "Check the request body and send it."),
        )
    ),
)


def tool_mode(with_answers: bool) -> EnumClass:
    """The modes, with that which tells the schema of the answer where tools have it."""
    if not with_answers:
        return TOOL_MODE
    request, execute = TOOL_MODE.members
    value, says = "get_response_schema", "Return the JSON Schema of the answer; nothing is sent."
    told = EnumMember(naming.constant(value), value, says)
    return replace(TOOL_MODE, members=(request, told, execute))


_MOST_MEMBERS = 2000
"""More values than any enumeration that people read; a class takes its time to name and to print."""

_MOST_NAMED_VALUES = 50_000
"""Of all enumerations that toolkit.yaml names."""

_ENUM_SOURCE = "a JSONPath of schemas with string values under enum"


@dataclass(frozen=True, slots=True)
class EnumCandidate:
    """String values that a schema allows, each with what the document says of it."""

    path: tuple[str, ...]
    """The properties that lead to them, as the document spells them, the nearest last."""
    values: Mapping[str, str]


def is_listed(enum: EnumClass, config: Config) -> bool:
    """Whether a listed tool has all the values: there are few, or people gave the enumeration a name."""
    return len(enum.members) <= MOST_LISTED or enum.name in {each.name for each in config.enums}


def plan_enums(
    document: Document,
    config: Config,
    bodies: Sequence[Mapping[str, Any]],
    arguments: Sequence[Mapping[str, Any]],
) -> tuple[tuple[EnumClass, ...], tuple[Problem, ...]]:
    """The enumerations that people named, then the others that bodies and arguments use, by name.

    An argument takes exactly its values, so that a wider enumeration does not do for it.
    """
    named, problems = _named_enums(document, config)
    covered = {frozenset(member.value for member in each.members) for each in named}
    having = _by_value(covered)
    uncovered = chain(
        (c for c in _candidates(bodies) if not _is_covered(c, having)),
        (
            c
            for c in _candidates(arguments)
            if frozenset(c.values) not in covered and len(c.values) <= MOST_LISTED
        ),
    )
    others = _one_per_values(uncovered)
    taken = [TOOL_MODE.name, *(each.name for each in named)]
    names = enum_names({_key(each): each.path for each in others}, taken)
    derived = [_enum(names[_key(each)], "", each.values) for each in others]
    return (*named, *sorted(derived, key=lambda each: each.name)), tuple(problems)


def _by_value(covered: Iterable[frozenset[str]]) -> dict[str, list[frozenset[str]]]:
    """For each value the sets that have it."""
    having: dict[str, list[frozenset[str]]] = {}
    for values in covered:
        for value in values:
            having.setdefault(value, []).append(values)
    return having


def _is_covered(found: EnumCandidate, having: Mapping[str, Sequence[frozenset[str]]]) -> bool:
    """Whether one set has all its values: asked of those that have the value which fewest have."""
    fewest = min((having.get(each, ()) for each in found.values), key=len)
    return any(each.issuperset(found.values) for each in fewest)


def _named_enums(document: Document, config: Config) -> tuple[list[EnumClass], list[Problem]]:
    """The enumerations that toolkit.yaml names, and what is wrong with those that cannot be."""
    problems: list[Problem] = []
    named: list[EnumClass] = []
    taken, count = {*naming.IMPORTED}, 0
    queries, steps = Queries(), StepsLeft(len(config.enums), document.root)
    for index, wanted in enumerate(config.enums):
        at = ("enums", str(index))
        if wanted.name in taken or not naming.is_class_name(wanted.name):
            message = f"the name {wanted.name} is taken or reserved"
            problems.append(config.problem("name-taken", message, *at, "name"))
        try:
            matches = queries.select(wanted.source, document.root, steps)
        except QueryError as error:
            message = f"{excerpt(wanted.source)} selects nothing: {error}"
            problems.append(
                config.problem("toolkit-enum-empty", message, *at, "from", hint=error.hint)
            )
            continue
        count += sum(len(sequence(mapping(each.value).get("enum"))) for each in matches)
        if count > _MOST_NAMED_VALUES:
            message = f"the enumerations up to {wanted.name} have {count:,} values together"
            expected = f"at most {_MOST_NAMED_VALUES:,} values"
            problems.append(config.problem("toolkit-invalid", message, *at, expected=expected))
            break
        if values := _collect_values(document.root, matches):
            named.append(_enum(ClassName(wanted.name), wanted.description, values))
            taken.add(wanted.name)
        else:
            message = f"no enum values are found for {wanted.name}"
            problems.append(
                config.problem("toolkit-enum-empty", message, *at, "from", expected=_ENUM_SOURCE)
            )
    return named, problems


def _key(found: EnumCandidate) -> str:
    return "\n".join([*found.path, *sorted(found.values)])


def _one_per_values(found: Iterable[EnumCandidate]) -> list[EnumCandidate]:
    """Each set of values once, as it is first met: what is added later renames nothing."""
    first: dict[tuple[str, ...], EnumCandidate] = {}
    for each in found:
        first.setdefault(tuple(sorted(each.values)), each)
    return list(first.values())


def values_offered(schemas: Sequence[Mapping[str, Any]]) -> list[tuple[Any, ...]]:
    """Every candidate for an enumeration in the schemas, values in their order: equal lists give
    equal enumerations, whatever else there is."""
    return [(each.path, *each.values) for each in _candidates(schemas)]


def _candidates(schemas: Sequence[Mapping[str, Any]]) -> Iterator[EnumCandidate]:
    """Every property with two or more string values, in the order of the schemas.

    One with thousands is for the check of the body alone: nobody picks from such a class.
    """
    pending: list[tuple[tuple[str, ...], Any]] = [((), schema) for schema in reversed(schemas)]
    while pending:
        path, node = pending.pop()
        values = _string_values(mapping(node))
        if 1 < len(values) <= _MOST_MEMBERS and path:
            yield EnumCandidate(path, dict.fromkeys(values, ""))
        pending += reversed(list(_children(path, node)))


def _children(path: tuple[str, ...], node: Any) -> Iterator[tuple[tuple[str, ...], Any]]:
    for keyword, value in mapping(node).items():
        if keyword in ("properties", "$defs", "patternProperties"):
            yield from (((*path, key), schema) for key, schema in mapping(value).items())
        elif keyword in ("anyOf", "oneOf", "allOf", "prefixItems"):
            yield from ((path, schema) for schema in sequence(value))
        elif keyword in ("items", "additionalProperties", "if", "then", "else"):
            yield path, value


def _string_values(node: Mapping[str, Any]) -> list[str]:
    values = sequence(node.get("enum"))
    return [value for value in values if isinstance(value, str)] if values else []


def _collect_values(root: Mapping[str, Any], matches: Iterable[Node]) -> dict[str, str]:
    collected: dict[str, str] = {}
    for match in matches:
        node = mapping(match.value)
        says = mapping(node.get("x-enum-descriptions"))
        owner = _owning_schema(root, [str(part) for part in match.location])
        values = _string_values(node)
        for value in values:
            collected[value] = text(says.get(value)) or collected.get(value, "")
            if len(values) == 1 and not collected[value]:
                collected[value] = text(owner.get("description")) or text(owner.get("title"))
    return collected


def _owning_schema(root: Mapping[str, Any], location: list[str]) -> Mapping[str, Any]:
    """The schema whose property stands at `location`: what it says is said of the property's one value."""
    node: Any = root
    for part in location[:-2]:
        node = node[int(part)] if isinstance(node, list) else mapping(node).get(part)
    return mapping(node)


def _enum(name: ClassName, description: str, values: Mapping[str, str]) -> EnumClass:
    names = member_names(values)
    description = escape_invisible(description) or f"Values of {name}."
    return EnumClass(
        name,
        description,
        tuple(
            EnumMember(names[value], value, escape_invisible(plain_text(says)))
            for value, says in values.items()
        ),
    )
