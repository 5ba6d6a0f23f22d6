"""Runs RFC 9535 queries on documents, so that only runs with an overlay import the library."""

from __future__ import annotations

from typing import Any

from jsonpath_rfc9535 import JSONPathEnvironment, JSONPathError, JSONPathNode


class QueryError(Exception):
    """A query that does not follow RFC 9535, or asks for too much; `str()` says where it fails."""


class _Environment(JSONPathEnvironment):
    # Documents may be a few hundred levels deep; the library gives up at 100.
    max_recursion_depth = 500


_ENVIRONMENT = _Environment()


def select(query: str, root: Any) -> list[JSONPathNode]:
    """The nodes that a query selects, in order and each once; raises QueryError."""
    try:
        found = {node.location: node for node in _ENVIRONMENT.find(query, root)}
    except (JSONPathError, RecursionError) as error:
        raise QueryError(str(error)) from None
    return list(found.values())
