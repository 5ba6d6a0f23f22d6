"""Turns the bytes of a YAML or JSON file into a document with places, or into problems."""

from __future__ import annotations

from functools import lru_cache

from generator.core.memory import NO_MEMORY, Memory
from generator.core.pointers import ROOT
from generator.core.problems import Place, Problem, ProblemsError
from generator.document import json_reader, quick_json
from generator.document.budget import DEFAULT_BUDGET, Budget
from generator.document.json_positions import JsonPositions
from generator.document.located import Document, MarkedDict, MarkedList, UnmarkedRoot, place_of
from generator.document.tree_builder import Stop, TreeBuilder
from generator.workspace.files import too_large

__all__ = ["DEFAULT_BUDGET", "Budget", "Document", "MarkedDict", "MarkedList", "load", "place_of"]


def load(data: bytes, file: str, budget: Budget = DEFAULT_BUDGET) -> Document:
    """The document that the bytes spell, in YAML 1.2 (core schema) or JSON, in UTF-8.

    `file` is the name that places carry; it is not opened. Raises ProblemsError with every problem
    that could be found.
    """
    text = _decoded(data, file, budget)
    root, problems = _parsed(text, file, budget)
    if not problems:
        problems = _root_problems(root, file)
    if problems:
        raise ProblemsError(problems)
    return Document(root, file)


@lru_cache(maxsize=1)
def load_once(data: bytes, file: str) -> Document:
    """As `load`, for a file that is asked for again and again: nobody changes the document."""
    return load(data, file)


def load_quickly(
    data: bytes, file: str, budget: Budget = DEFAULT_BUDGET, memory: Memory = NO_MEMORY
) -> Document:
    """As `load`, but sound JSON takes little longer than without places, which are then looked up."""
    text = _decoded(data, file, budget)
    is_object = text.lstrip()[:1] == "{"
    found = quick_json.read_json_with_members(text, budget, memory) if is_object else None
    if found is None:
        return load(data, file, budget)
    root, members, spelled = found
    positions = JsonPositions(text, file, members)
    marked_root = UnmarkedRoot(root, positions, lambda: load(data, file, budget).root, spelled)
    return Document(marked_root, file)


def _parsed(text: str, file: str, budget: Budget) -> tuple[MarkedDict, list[Problem]]:
    """JSON is tried first where the text looks like it; other text in braces may still be YAML."""
    builder = TreeBuilder(file, budget)
    try:
        if file.endswith(".json") or text.lstrip()[:1] in ("{", "["):
            try:
                json_reader.read_json(text, builder)
            except json_reader.NotJson as error:
                if file.endswith(".json"):
                    _refuse_json(error, builder)
                builder = TreeBuilder(file, budget)
                _read_yaml(text, builder)
        else:
            _read_yaml(text, builder)
    except Stop:
        pass
    return builder.root, builder.problems


def _read_yaml(text: str, builder: TreeBuilder) -> None:
    # PyYAML takes longer to import than a JSON document takes to read.
    from generator.document import yaml_reader

    yaml_reader.read_yaml(text, builder)


def _decoded(data: bytes, file: str, budget: Budget) -> str:
    if len(data) > budget.max_bytes:
        raise ProblemsError([too_large(file, len(data), budget.max_bytes)])
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        place = _place_in_bytes(data[: error.start], file)
        message = "the file is not UTF-8 text"
        problem = Problem("not-utf-8", message, place, ROOT, "UTF-8", "save the file as UTF-8")
        raise ProblemsError([problem]) from None


def _place_in_bytes(before: bytes, file: str) -> Place:
    lines = before.decode("utf-8-sig", errors="replace").split("\n")
    return Place(file, len(lines), len(lines[-1]) + 1)


def _refuse_json(error: json_reader.NotJson, builder: TreeBuilder) -> None:
    builder.stop(
        "json-syntax",
        "the JSON ends too early" if error.is_at_end else "the JSON cannot be read",
        Place(builder.file, error.line, error.column),
        error.expected,
        "JSON has double quotes, no comments and no comma after the last item",
    )


def _root_problems(root: object, file: str) -> list[Problem]:
    if isinstance(root, MarkedDict):
        return []
    what = "is empty" if root is None else "does not hold an object at its top"
    place = Place(file, 1, 1)
    return [Problem("source-not-object", f"the file {what}", place, ROOT, "an object")]
