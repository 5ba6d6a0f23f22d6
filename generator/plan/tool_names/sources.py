"""Tells what in the document a tool's name was derived from."""

from collections.abc import Iterable, Mapping
from typing import Literal

from generator.emit import naming
from generator.openapi.api import Api, Operation
from generator.plan.tool_names.candidates import candidates, summary_words
from generator.plan.tool_names.distinct import pascal_case
from generator.plan.tool_names.path_names import Words, codes_of

NameSource = Literal["operationId", "summary", "path", ""]


def path_codes(api: Api) -> Mapping[str, Words]:
    """The names for segments of paths that have no words."""
    return codes_of(operation.path for operation in (*api.operations, *api.left_out))


def name_source(
    operation: Operation, name: str, toolkit: str, codes: Mapping[str, Words]
) -> NameSource:
    """What says the words of a name; nothing where it is not derived from what the document says now."""
    limit = naming.MCP_NAME_LIMIT - len(toolkit) - 1
    own, derived = candidates(operation, codes)
    mark = naming.fingerprint(operation.key).capitalize()
    if _is_one(name, own, limit, mark):
        return "operationId"
    if not _is_one(name, derived, limit, mark):
        return ""
    said = summary_words(operation)
    return "summary" if said and set(said) <= set(naming.words(name)) else "path"


def _is_one(name: str, listed: Iterable[Words], limit: int, mark: str) -> bool:
    """Whether the name is one of these, with or without the mark that tells it from others."""
    return any(
        name in (pascal_case(each, limit), pascal_case(each, limit, mark=mark)) for each in listed
    )
