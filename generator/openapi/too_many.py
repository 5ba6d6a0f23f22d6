"""Says where a document has more operations than one of its size may have, each of which becomes a tool."""

import json
from collections.abc import Container
from typing import Any

from generator.core.problems import Problem
from generator.document.located import Document, place_of
from generator.openapi.operation_nodes import operation_nodes

_MOST = 2_048
"""The largest documents of vendors have a thousand; the files of one cost a thousandth of a second and more."""
_LETTERS = 400
"""Of a larger document there may be one for so many: vendors take ten times as many, and more."""


def too_many_operations(
    document: Document, passed_over: Container[str] = frozenset()
) -> Problem | None:
    """What is wrong with their number; those that are passed over do not count."""
    wanted = [
        pointer
        for pointer, path, method, _ in operation_nodes(document.root)
        if f"{method.upper()} {path}" not in passed_over
    ]
    most = _MOST if len(wanted) <= _MOST else _most(document.root)
    if len(wanted) <= most:
        return None
    message = f"there are {len(wanted):,} operations, too many for a document of this size"
    return Problem(
        "operation-budget",
        message,
        place_of(document.root, wanted[most]),
        wanted[most],
        f"at most {most:,} operations",
        "include or exclude in toolkit.yaml, or --include, choose among them",
    )


def _most(root: Any) -> int:
    return max(_MOST, len(json.dumps(root)) // _LETTERS)
