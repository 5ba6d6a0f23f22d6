"""The cost of a build grows as the document does, told in lines of Python that run."""

import json
from functools import partial
from typing import Any

import pytest

from generator.build import build
from generator.workspace.sources import SURFACE_NAME, Built, SourceFile, Sources

from .bench.growth import synthetic
from .steps import steps
from .test_build_again import Kept

FEW, MANY = 40, 80
MOST = 2.2
CONFIG = {
    "toolkit": "Many",
    "package": "arcade_many",
    "version": "1.0.0",
    "title": "Many",
    "description": "Tools for many things.",
}


def document(size: int) -> dict[str, Any]:
    """Operations of which each has a tag, keys, an enumeration and an answer of its own."""
    root = synthetic(size)
    schemes = {}
    for number, (path, method) in enumerate(
        (path, method) for path, item in root["paths"].items() for method in item
    ):
        node = root["paths"][path][method]
        if method == "parameters":
            continue
        schemes[f"key{number}"] = {"type": "apiKey", "in": "header", "name": f"X-Key-{number}"}
        kinds = [f"kind{number}", f"sort{number}"]
        asked = {"name": "kind", "in": "query", "schema": {"type": "string", "enum": kinds}}
        node["parameters"] = [*node.get("parameters", ()), asked]
        node |= {"tags": [f"tag{number}"], "security": [{f"key{number}": []}]}
    root["components"]["securitySchemes"] = schemes
    return root


def sources_of(root: dict[str, Any], surface: str = "") -> Sources:
    tools = {
        f"{method.upper()} {path}": {"description": "As people say it."}
        for path, item in root["paths"].items()
        for method in item
        if method != "parameters"
    }
    return Sources(
        SourceFile("openapi.json", json.dumps(root).encode()),
        config=SourceFile("toolkit.yaml", json.dumps({**CONFIG, "tools": tools}).encode()),
        surface=SourceFile(SURFACE_NAME, surface.encode()) if surface else None,
    )


def surface_of(built: Built) -> str:
    return next(text for path, text in built.files.items() if str(path) == SURFACE_NAME)


@pytest.mark.slow
def test_twice_the_operations_are_at_most_little_more_than_twice_the_work() -> None:
    build(sources_of(document(FEW)))  # what is compiled and remembered once is not counted
    few, many = (steps(partial(build, sources_of(document(size)))) for size in (FEW, MANY))
    assert many < MOST * few


@pytest.mark.slow
def test_after_one_change_the_work_grows_no_faster() -> None:
    taken = []
    for size in (FEW, MANY):
        root, memory = document(size), Kept()
        surface = surface_of(build(sources_of(root), memory))
        node = next(iter(next(iter(root["paths"].values())).values()))
        node["summary"] = "List what there is"
        edition = sources_of(root, surface)
        taken.append(steps(partial(build, edition, memory)))
    anew = steps(partial(build, edition))
    assert taken[1] < MOST * taken[0]
    assert taken[1] < anew / 2
