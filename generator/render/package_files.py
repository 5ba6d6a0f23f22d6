"""Puts together every file of a package: pages, facts for machines, and the modules of each target."""

from collections.abc import Mapping
from pathlib import PurePosixPath

from generator.emit import literals
from generator.emit.literals import NOTICE
from generator.plan.model import Package
from generator.release.changelog import Section
from generator.render.arcade.package_modules import package_modules
from generator.render.badges import badges
from generator.render.manifest import MANIFEST, manifest
from generator.render.pages import pages
from generator.render.reference.page import reference_page
from generator.render.toolkit_json import toolkit_json
from generator.workspace.sources import SURFACE_NAME

TARGETS = (package_modules,)
"""Each prints the modules of one output target, by their paths in the package."""


def render_package(
    package: Package, inputs: Mapping[str, str], surface: str, changelog: tuple[Section, ...]
) -> dict[PurePosixPath, str]:
    """Every file of the package by its path inside it; `inputs` are the digests that the manifest records.

    `surface` is the text of surface.json.
    """
    texts = {
        **pages(package, changelog),
        **badges(package),
        "docs/index.html": reference_page(package),
        "docs/toolkit.json": toolkit_json(package),
        SURFACE_NAME: surface,
        **{path: text for target in TARGETS for path, text in target(package).items()},
        **_schemas(package),
    }
    files = {PurePosixPath(path): text for path, text in texts.items()}
    files[MANIFEST] = manifest(package, files, inputs)
    return dict(sorted(files.items()))


def _schemas(package: Package) -> dict[str, str]:
    """The schema files: those of request bodies, of arguments that have rules, and of answers, which nobody edits."""
    dialect = {"$schema": "https://json-schema.org/draft/2020-12/schema"}
    bodies = {
        tool.schema_file: {**dialect, **tool.schema}
        for tool in package.tools
        if tool.schema is not None
    }
    answers = {
        tool.answer_file: {**dialect, **tool.answer_schema}
        for tool in package.tools
        if tool.answer_schema is not None
    }
    rules = {tool.endpoint.rules: tool.rules for tool in package.tools if tool.rules}
    folder = f"{package.module}/schemas"
    return {
        f"{folder}/{path}": literals.json_text({"$comment": NOTICE, **content})
        for path, content in (bodies | rules).items()
    } | {
        f"{folder}/{path}": literals.json_line({"$comment": NOTICE, **content})
        for path, content in answers.items()
    }
