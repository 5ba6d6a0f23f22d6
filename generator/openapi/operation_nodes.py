"""Finds the operations of a document, and the names that tell them apart."""

from collections import Counter
from collections.abc import Iterator, Mapping
from typing import Any

from generator.core import pointers
from generator.document import references
from generator.document.nodes import mapping, text
from generator.document.reference_walk import REF

METHODS = ("get", "put", "post", "delete", "options", "head", "patch", "trace")


def unique_names(root: Mapping[str, Any]) -> frozenset[str]:
    """The operationIds that one operation has."""
    nodes = (mapping(item[method]) for _, _, method, item in operation_nodes(root))
    names = Counter(text(node.get("operationId")) for node in nodes)
    return frozenset(name for name, count in names.items() if count == 1)


def operation_nodes(root: Mapping[str, Any]) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    """The pointer, path and method of each operation, and the object of its path."""
    for path, entry in mapping(root.get("paths")).items():
        if not path.startswith("/"):
            continue
        pointer, item = pointers.join(["paths", path]), mapping(entry)
        if REF in item:
            pointer, found = references.follow(root, entry, pointer)
            item = mapping(found)
        for method in METHODS:
            if isinstance(item.get(method), dict):
                yield pointers.child(pointer, method), path, method, item
