"""Follows a reference of an operation, or says why the operation cannot be read."""

from collections.abc import Mapping
from typing import Any

from generator.document import references
from generator.document.broken_references import fault_of
from generator.openapi.unsupported import Unsupported


def referred(root: Mapping[str, Any], node: Any, pointer: str) -> tuple[str, Any]:
    """The part that a node stands for; raises `Unsupported` where that is a broken reference."""
    where, part = references.follow(root, node, pointer)
    if part is None and (fault := fault_of(root, node, pointer)):
        raise Unsupported(fault.message, fault.pointer)
    return where, part
