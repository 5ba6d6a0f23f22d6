"""How much operations take that stands elsewhere in the document: each of them has it written again."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.core import pointers
from generator.document import references
from generator.document.nodes import mapping, sequence
from generator.document.reference_walk import REF

_ANSWERED = 8
"""So many parts of responses take as long as one of a request: of most, a name is all that is written."""


class SharedParts:
    """The servers and keys that a document gives its operations, the headers and media types of the
    bodies and responses that they refer to, and all of these of a path that others refer to."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._paths = mapping(root.get("paths"))
        self._servers = len(sequence(root.get("servers")))
        self._keys = _keys(root.get("security"))
        self._sizes: dict[str, int] = {}

    def of(self, path: str, method: str, item: Mapping[str, Any]) -> int:
        """How many of them the operation takes, those of responses by eights."""
        node, is_shared = mapping(item[method]), REF in mapping(self._paths.get(path))
        own_servers = sequence(node.get("servers") or item.get("servers"))
        count = 0 if own_servers else self._servers
        count += 0 if "security" in node else self._keys
        if is_shared:
            count += len(own_servers) + _keys(node.get("security"))
        count += sum(self._sizes_of([node.get("requestBody")], is_shared))
        answers = sum(self._sizes_of(mapping(node.get("responses")).values(), is_shared))
        return count + answers // _ANSWERED

    def _sizes_of(self, entries: Iterable[Any], is_shared: bool) -> Iterator[int]:
        for entry in entries:
            ref = mapping(entry).get(REF)
            if isinstance(ref, str):
                yield self._referred(ref)
            elif is_shared:
                yield _held(entry)

    def _referred(self, ref: str) -> int:
        if ref not in self._sizes:
            found = references.follow(self._root, {REF: ref}, pointers.ROOT)[1]
            self._sizes[ref] = _held(found)
        return self._sizes[ref]


def _held(node: Any) -> int:
    return sum(len(mapping(mapping(node).get(each))) for each in ("content", "headers"))


def _keys(security: Any) -> int:
    """The schemes of all alternatives, and the scopes of each."""
    schemes = [mapping(each).values() for each in sequence(security)]
    return sum(len(each) + sum(len(sequence(scopes)) for scopes in each) for each in schemes)
