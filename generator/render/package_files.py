"""Puts together every file of a package: pages, facts for machines, and the modules of each target."""

from collections.abc import Mapping
from functools import partial
from pathlib import PurePosixPath

from generator.core.memory import NO_MEMORY, Memory
from generator.core.progress import SILENCE, Progress
from generator.emit import literals
from generator.emit.literals import NOTICE
from generator.plan.model import Package, Tool
from generator.release.changelog import Section
from generator.render.arcade.package_modules import package_modules
from generator.render.badges import badges
from generator.render.manifest import MANIFEST, manifest
from generator.render.pages import pages
from generator.render.printed_tools import PrintedTools
from generator.render.publish.arcade_docs import ARCADE_DOCS, arcade_docs
from generator.render.publish.bundle import bundle
from generator.render.publish.evals import evals
from generator.render.publish.registry import server_json
from generator.render.reference.page import reference_page
from generator.render.toolkit_json import toolkit_json
from generator.workspace.sources import SURFACE_NAME

_DIALECT = {"$schema": "https://json-schema.org/draft/2020-12/schema"}

TARGETS = (package_modules,)
"""Each prints the modules of one output target, by their paths in the package."""


def render_package(
    package: Package,
    inputs: Mapping[str, str],
    surface: str,
    changelog: tuple[Section, ...],
    memory: Memory = NO_MEMORY,
    progress: Progress = SILENCE,
) -> dict[PurePosixPath, str]:
    """Every file of the package by its path inside it; `inputs` are the digests that the manifest records.

    `surface` is the text of surface.json.
    """
    printed = PrintedTools(memory, package)
    progress.begin("printing pages")
    texts = {
        **pages(package, changelog, printed),
        **badges(package),
        "docs/index.html": reference_page(package, printed),
        "docs/toolkit.json": toolkit_json(package, printed),
        ARCADE_DOCS: arcade_docs(package, printed),
        **evals(package),
        **server_json(package),
        **bundle(package),
        SURFACE_NAME: surface,
        **{
            path: text
            for target in TARGETS
            for path, text in target(package, printed, progress).items()
        },
        **_schemas(package, printed),
    }
    printed.keep()
    files = {PurePosixPath(path): text for path, text in texts.items()}
    files[MANIFEST] = manifest(package, files, inputs)
    return {path: files[path] for path in sorted(files, key=_parts)}


def _parts(path: PurePosixPath) -> tuple[str, ...]:
    """What paths are sorted by, told once of each rather than at each comparison."""
    return path.parts


def _schemas(package: Package, printed: PrintedTools) -> dict[str, str]:
    """The schema files: those of request bodies, of arguments that have rules, and of answers, which nobody edits."""
    files: dict[str, str] = {}
    for tool in package.tools:
        if tool.answer_schema is not None and tool.answer_file not in files:
            files |= printed.of("answers", tool, partial(_answer_of, tool))
    for tool in package.tools:
        if tool.schema is not None or tool.rules:
            files |= printed.of("schemas", tool, partial(_schemas_of, tool))
    return {f"{package.module}/schemas/{path}": text for path, text in files.items()}


def _answer_of(tool: Tool) -> dict[str, str]:
    schema = {"$comment": NOTICE, **_DIALECT, **(tool.answer_schema or {})}
    return {tool.answer_file: literals.json_line(schema)}


def _schemas_of(tool: Tool) -> dict[str, str]:
    bodies = {} if tool.schema is None else {tool.schema_file: {**_DIALECT, **tool.schema}}
    rules = {tool.endpoint.rules: tool.rules} if tool.rules else {}
    return {
        path: literals.json_text({"$comment": NOTICE, **content})
        for path, content in (bodies | rules).items()
    }
