"""What is remembered saves work, and never shows: after any edit a build is what it would be without it."""

import json
import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from generator.build import build
from generator.core.memory import NO_MEMORY, Memory
from generator.core.problems import ProblemsError
from generator.document.load import load
from generator.document.nodes import plain
from generator.openapi.api import Operation
from generator.plan.context import PlanContext
from generator.plan.model import Tool
from generator.plan.tool import plan_tool
from generator.workspace.sources import SURFACE_NAME, Built, SourceFile, Sources
from generator.workspace.toolkits import SourcePaths, read_sources

CASES = Path(__file__).parent / "cases"
NAMES = (
    *("alternatives", "answers", "bodies", "dialect_30", "discriminators", "enums", "faults"),
    *("identifiers", "left_out", "names_collide", "parameters", "recursive", "renamed", "unions"),
)
EDITS = 8


class Kept:
    """A memory that keeps what a file would keep."""

    def __init__(self) -> None:
        self.texts: dict[str, str] = {}
        self.recalled = 0

    def recall(self, key: str) -> Any:
        self.recalled += key in self.texts
        return json.loads(self.texts[key]) if key in self.texts else None

    def keep(self, key: str, value: Any) -> None:
        self.texts[key] = json.dumps(value)


def outcome(sources: Sources, memory: Memory) -> Built | tuple[object, ...]:
    """What comes of the sources: a package, or the problems."""
    try:
        built = build(sources, memory)
    except ProblemsError as error:
        return error.problems
    return replace(built, files=dict(built.files))


def sources_of(name: str) -> tuple[dict[str, Any], Sources]:
    """The document of a case as JSON, and its sources."""
    folder = CASES / name
    config = folder / "toolkit.yaml"
    paths = SourcePaths(folder / "openapi.yaml", None, config if config.exists() else None)
    sources = read_sources(paths, folder)
    root = plain(load(sources.openapi.data, "openapi.yaml").root)
    return root, sources


def written(root: dict[str, Any], sources: Sources, surface: str) -> Sources:
    openapi = SourceFile("openapi.json", json.dumps(root).encode(), "openapi.json")
    known = SourceFile(SURFACE_NAME, surface.encode()) if surface else None
    return replace(sources, openapi=openapi, surface=known)


def surface_of(built: object) -> str:
    files = built.files if isinstance(built, Built) and not built.refused else {}
    return next((text for path, text in files.items() if str(path) == SURFACE_NAME), "")


def nodes(root: Any) -> Iterator[Any]:
    waiting = [root]
    while waiting:
        node = waiting.pop()
        yield node
        waiting += (
            node.values() if isinstance(node, dict) else node if isinstance(node, list) else ()
        )


def edit(root: dict[str, Any], chance: random.Random) -> None:
    """One small change, as people make them, or as no one would."""
    everything = [each for each in nodes(root) if isinstance(each, dict) and each]
    node = chance.choice(everything)
    key = chance.choice(list(node))
    other = chance.choice(everything)
    kind = chance.randrange(7)
    if kind == 0:
        node[key] = f"{key} {chance.randrange(100)}"
    elif kind == 1:
        del node[key]
    elif kind == 2:
        node[f"{key}2"] = node[key]
    elif kind == 3:
        node[key] = json.loads(json.dumps(other[chance.choice(list(other))]))
    elif kind == 4:
        node["description"] = f"Edition {chance.randrange(1000)}."
    elif kind == 5:
        node[key] = node.pop(key)
    else:
        names = [f"#/components/schemas/{name}" for name in _schemas(root)] or ["#/nowhere"]
        node["$ref"] = chance.choice(names)


def _schemas(root: dict[str, Any]) -> dict[str, Any]:
    components = root.get("components")
    schemas = components.get("schemas") if isinstance(components, dict) else None
    return schemas if isinstance(schemas, dict) else {}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_after_any_edit_it_is_as_if_nothing_was_remembered(name: str) -> None:
    hold_to_builds_anew(name, seed=name, edits=EDITS)


def hold_to_builds_anew(name: str, seed: str, edits: int) -> None:
    """Goes from one edition of a document to the next, each built with what the ones before left."""
    chance, memory = random.Random(seed), Kept()
    start, sources = sources_of(name)
    surface, root = "", start
    for number in range(edits):
        edition = written(root, sources, surface)
        remembering, anew = outcome(edition, memory), outcome(edition, NO_MEMORY)
        assert remembering == anew, f"{name}, {seed}, edition {number}: {json.dumps(root)}"
        surface = surface_of(anew) or surface
        # What is broken for good teaches nothing more.
        root = json.loads(json.dumps(root if isinstance(anew, Built) else start))
        for _ in range(chance.randint(1, 2)):
            edit(root, chance)
    assert memory.recalled


def test_a_changed_summary_leaves_the_rest_of_the_work_undone() -> None:
    root, sources = sources_of("answers")
    memory = Kept()
    first = outcome(written(root, sources, ""), memory)
    operations = [
        each for each in nodes(root["paths"]) if isinstance(each, dict) and "responses" in each
    ]
    operations[0]["summary"] = "Called something else"
    kept = set(memory.texts)
    outcome(written(root, sources, surface_of(first)), memory)
    anew = set(memory.texts) - kept
    assert anew
    assert len(anew) < len(kept) / 2


def test_a_union_that_is_written_twice_is_told_where_it_is_left() -> None:
    root, sources = sources_of("bodies")
    overlapping = {"oneOf": [{"type": "object"}, {"type": "object", "title": "Again"}]}
    body = {"content": {"application/json": {"schema": overlapping}}}
    answers = {"204": {"description": "Done."}}
    for path in ("/first", "/second"):
        root["paths"][path] = {"post": {"requestBody": body, "responses": answers}}
    root = json.loads(json.dumps(root))
    memory = Kept()
    places = []
    for _ in range(2):
        built = outcome(written(root, sources, ""), memory)
        assert built == outcome(written(root, sources, ""), NO_MEMORY)
        assert isinstance(built, Built)
        found = [each.pointer for each in built.warnings if each.code == "union-overlap"]
        places += [
            each for each in found if each.startswith(("#/paths/~1first", "#/paths/~1second"))
        ]
        root["paths"]["/first"]["post"]["requestBody"]["content"]["application/json"]["schema"] = {}
    assert [each.split("/")[2] for each in places] == ["~1first", "~1second"]


@pytest.mark.parametrize("name", ["other.json", "toolgen", "toolkit.yaml"])
def test_a_document_called_otherwise_is_remembered_under_its_new_name(name: str) -> None:
    root, sources = sources_of("parameters")
    memory = Kept()
    for called in (name, "openapi.json", name):
        told = written(root, sources, "")
        told = replace(told, openapi=SourceFile(called, told.openapi.data, called))
        built = outcome(told, memory)
        assert built == outcome(told, NO_MEMORY)
        assert isinstance(built, Built)
        texts = {str(path): text for path, text in built.files.items()}
        assert f'"at": "{called}#/paths' in texts["docs/toolkit.json"]


def test_what_was_planned_once_is_planned_no_more(monkeypatch: pytest.MonkeyPatch) -> None:
    planned: list[str] = []

    def noted(context: PlanContext, operation: Operation, *more: Any) -> Tool:
        planned.append(operation.key)
        return plan_tool(context, operation, *more)

    monkeypatch.setattr("generator.plan.remembered_tools.plan_tool", noted)
    root, sources = sources_of("bodies")
    memory = Kept()
    # Without a surface at first, and with its own from then on.
    first = outcome(written(root, sources, ""), memory)
    assert planned
    planned.clear()
    operations = [
        each for each in nodes(root["paths"]) if isinstance(each, dict) and "responses" in each
    ]
    operations[0]["summary"] = "Called something else"
    outcome(written(root, sources, surface_of(first)), memory)
    assert len(planned) == 1
