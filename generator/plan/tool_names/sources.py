"""Tells what in the document a tool's name was derived from."""

from collections.abc import Iterable
from typing import Literal

from generator.core.memory import NO_MEMORY, Memory, digest, remembered
from generator.core.stored_values import Stored
from generator.emit import naming
from generator.openapi.api import Api, Operation
from generator.plan.tool_names.candidates import candidates, summary_words
from generator.plan.tool_names.distinct import pascal_case
from generator.plan.tool_names.path_names import Words, codes_of

NameSource = Literal["operationId", "summary", "path", ""]
_SOURCE: Stored[NameSource] = Stored(NameSource)


class NameSources:
    """What the names of a package's tools were derived from; what was found before is remembered."""

    def __init__(self, api: Api, toolkit: str, memory: Memory = NO_MEMORY) -> None:
        # What is left out takes part in the choice of names.
        operations = (*api.operations, *api.left_out)
        self._codes = codes_of(operation.path for operation in operations)
        self._limit = naming.MCP_NAME_LIMIT - len(toolkit) - 1
        self._memory = memory
        self.digest = digest(repr((self._limit, sorted(self._codes.items()))))
        """Of all that it follows from but the operations themselves."""

    def of(self, operation: Operation, name: str) -> NameSource:
        """What says the words of a name; nothing where it is not derived from what the document says now."""
        said = (operation.operation_id, operation.summary, operation.method, operation.path)
        key = digest("name source", name, *said, self.digest)
        return remembered(self._memory, key, _SOURCE, lambda: self._found(operation, name))

    def _found(self, operation: Operation, name: str) -> NameSource:
        own, derived = candidates(operation, self._codes)
        mark = naming.fingerprint(operation.key).capitalize()
        if _is_one(name, own, self._limit, mark):
            return "operationId"
        if not _is_one(name, derived, self._limit, mark):
            return ""
        said = summary_words(operation)
        return "summary" if said and set(said) <= set(naming.words(name)) else "path"


def _is_one(name: str, listed: Iterable[Words], limit: int, mark: str) -> bool:
    """Whether the name is one of these, with or without the mark that tells it from others."""
    return any(
        name == pascal_case(each, limit) or name == pascal_case(each, limit, mark=mark)
        for each in listed
    )
