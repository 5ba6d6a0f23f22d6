"""Says what a parameter is: in the document's words, or, where it has none, from name, place and type."""

from collections.abc import Sequence
from typing import Any, Literal

from generator.document.nodes import mapping, text
from generator.emit.naming import words
from generator.emit.prose import plain_line
from generator.openapi.api import Parameter
from generator.plan.tool_names import english
from generator.plan.tool_names.path_names import read_path

_USUAL = {
    "limit": "The most results to return.",
    "max results": "The most results to return.",
    "page size": "Results on each page.",
    "per page": "Results on each page.",
    "page": "Which page of the results to return.",
    "page number": "Which page of the results to return.",
    "offset": "Results to pass over before the first that is returned.",
    "skip": "Results to pass over before the first that is returned.",
    "cursor": "Where to go on, from the answer before.",
    "page token": "Where to go on, from the answer before.",
    "next token": "Where to go on, from the answer before.",
    "continuation token": "Where to go on, from the answer before.",
    "q": "What to search for.",
    "query": "What to search for.",
    "search": "What to search for.",
    "sort": "What to sort the results by.",
    "sort by": "What to sort the results by.",
    "order by": "What to sort the results by.",
    "fields": "The fields to return.",
    "idempotency key": "The same key in a second call keeps it from being carried out twice.",
}
"""What parameters of these names are in nearly every API."""

TextSource = Literal["description", "schema/description", "schema/title", ""]
"""What of a parameter may say what it is, the best first."""

_IDLE = ("", "n/a", "none", "null", "path parameter", "query parameter", "string", "tbd", "todo")
_TELLING = ("id", "ids", "gid", "guid", "uuid", "key", "name", "slug", "number", "code", "hash")
"""Last words of a name that say how a thing is told from others."""

_SPELLED = {
    "gid": "ID", "guid": "GUID", "id": "ID", "ids": "IDs", "ip": "IP", "url": "URL", "uri": "URI", "uuid": "UUID",
    "api": "API", "utc": "UTC", "html": "HTML", "json": "JSON", "csv": "CSV", "sms": "SMS", "sql": "SQL",
}  # fmt: skip
_STATES = ("is", "has", "can", "should", "was", "are")


def says_of(parameter: Parameter, path: str) -> str:
    """One line on what the parameter of this path is."""
    return told_by(parameter)[1] or _derived(parameter, path)


def told_by(parameter: Parameter) -> tuple[TextSource, str]:
    """What in the document says what the parameter is, and the line that is; both empty where nothing does."""
    schema = mapping(parameter.schema)
    told: tuple[tuple[TextSource, str], ...] = (
        ("description", parameter.description),
        ("schema/description", text(schema.get("description"))),
        ("schema/title", text(schema.get("title"))),
    )
    lines = ((source, plain_line(each)) for source, each in told if each)
    none: tuple[TextSource, str] = ("", "")
    return next((each for each in lines if not _is_idle(each[1], parameter.name)), none)


def _is_idle(said: str, name: str) -> bool:
    """Whether a text says nothing that the name does not."""
    return words(said) == words(name) or said.strip(" .-").casefold() in _IDLE


def _derived(parameter: Parameter, path: str) -> str:
    said = words(parameter.name.removeprefix("X-").removeprefix("x-"))
    if not said:
        return plain_line(f"The API's {parameter.place} parameter {parameter.name}.")
    usual = _USUAL.get(" ".join(said)) if parameter.place != "path" else None
    if usual:
        return usual
    if _is_boolean(parameter.schema):
        return _whether(said)
    if said[0] == "filter" and len(said) > 1:
        return f"Filters by {_spelled(said[1:])}."
    if said[-1] in _TELLING and (len(said) > 1 or parameter.place == "path"):
        return _which(said, path, parameter.name)
    return _sentence(said)


def _is_boolean(schema: Any) -> bool:
    kind = mapping(schema).get("type")
    return kind == "boolean" or kind == ["boolean", "null"]


def _whether(said: Sequence[str]) -> str:
    if said[0] in _STATES and len(said) > 1:
        return f"Whether it {_spelled(said)}."
    if english.is_verb(said[0]) and len(said) > 1:
        return f"Whether to {_spelled(said)}."
    return f"{_capital(_spelled(said))}: yes or no."


def _which(said: Sequence[str], path: str, name: str) -> str:
    """`baseId` is ID of the base; a mere `id` is that of what its path leads to."""
    # `tableIdOrName` is ID or name of the table.
    at = len(said) - (3 if said[-2:-1] == ["or"] and len(said) > 2 else 1)
    thing = said[:at] or _thing_before(path, name)
    if not thing:
        return _sentence(said)
    many = said[-1] == "ids"
    subject = _spelled([*thing[:-1], english.plural(thing[-1]) if many else thing[-1]])
    return f"{_capital(_spelled(said[at:]))} of the {subject}."


def _thing_before(path: str, name: str) -> Sequence[str]:
    before = path.partition(f"{{{name}}}")[0]
    things = read_path(f"{before}{{{name}}}", {}).things
    return [*things[-1].words[:-1], english.singular(things[-1].words[-1])] if things else ()


def _sentence(said: Sequence[str]) -> str:
    return f"{_capital(_spelled(said))}."


def _spelled(said: Sequence[str]) -> str:
    return " ".join(_SPELLED.get(word, word) for word in said)


def _capital(said: str) -> str:
    return said[:1].upper() + said[1:]
