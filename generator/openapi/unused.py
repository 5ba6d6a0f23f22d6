"""Tells apart what is wrong with parts of a document that only operations without a tool use."""

from collections.abc import Iterable, Iterator

from generator.core.problems import Problem
from generator.document.located import Document
from generator.document.references import reachable
from generator.openapi.api import Api
from generator.openapi.operation_nodes import operation_nodes


def without_unused(document: Document, problems: Iterable[Problem], api: Api) -> Iterator[Problem]:
    """The problems but for those of what nothing but operations that people leave out leads to."""
    if not api.left_out:
        yield from problems
        return
    gone = {each.key for each in api.left_out}
    nodes = [
        (f"{method.upper()} {path}", at) for at, path, method, _ in operation_nodes(document.root)
    ]
    unused = reachable(document.root, _entries(at for key, at in nodes if key in gone))
    used = reachable(document.root, _entries(at for key, at in nodes if key not in gone))
    for problem in problems:
        if not _is_below(problem.pointer, unused, used):
            yield problem


def _entries(operations: Iterable[str]) -> Iterator[str]:
    """Where an operation begins, and the parameters of its path."""
    for pointer in operations:
        yield pointer
        yield f"{pointer.rpartition('/')[0]}/parameters"


def _is_below(pointer: str, unused: frozenset[str], used: frozenset[str]) -> bool:
    """Whether the nearest part around it that anything leads to is unused."""
    while pointer and pointer not in used:
        if pointer in unused:
            return True
        pointer = pointer.rpartition("/")[0]
    return False
