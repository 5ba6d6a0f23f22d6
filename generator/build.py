"""Builds a whole package in memory from its sources: what generate writes, check compares and tests read."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from generator import refs
from generator.config import Config, read_config
from generator.marked import Document
from generator.openapi import parse, starts
from generator.overlay import apply
from generator.package import Package
from generator.plan import plan
from generator.problems import Problem, ProblemsError, Severity, in_order
from generator.render import render
from generator.source import load
from generator.validation import Validator
from generator.workspace import Built, Sources


@dataclass(frozen=True, slots=True)
class Planned:
    """A package before it is printed."""

    package: Package
    document: Document
    inputs: Mapping[str, str]
    problems: tuple[Problem, ...]


def build(sources: Sources, *, root: Path) -> Built:
    """Every file of the package; raises `ProblemsError` with all errors of spec, overlay and toolkit.yaml.

    File names in problems are relative to `root`. The result depends on the bytes of the sources, on the
    templates and on the versions of generator, formatter and libraries, and on nothing else.
    """
    planned = plan_sources(sources, root=root)
    files = render(planned.package, planned.inputs)
    left_out = [each for each in planned.problems if each.code.endswith("-left-out")]
    warnings = [each for each in planned.problems if each not in left_out]
    return Built(planned.package.module, files, tuple(warnings), tuple(left_out))


def plan_sources(sources: Sources, *, root: Path) -> Planned:
    """All decisions about a package, its document validated; raises `ProblemsError`."""
    inputs: dict[str, str] = {}
    with Validator.start() as validator:
        document, config = _read(sources, root, inputs)
        validator.submit(document)
        reachable = refs.reachable(document.root, starts(document.root))
        problems = list(refs.check(document, starts(document.root)))
        if _errors(problems):
            raise ProblemsError(problems)
        package, found = _planned(document, config, validator, reachable, problems)
    return Planned(package, document, inputs, in_order([*problems, *found]))


def _planned(
    document: Document,
    config: Config,
    validator: Validator,
    reachable: frozenset[str],
    problems: list[Problem],
) -> tuple[Package, list[Problem]]:
    """Plan while the validator works; its errors come first, since they may be why planning failed."""
    failed: ProblemsError | None = None
    found: list[Problem] = []
    try:
        api, left_out = parse(document)
        package, warnings = plan(document, api, config)
        found = [*left_out, *warnings]
    except ProblemsError as error:
        failed = error
    problems += validator.problems(reachable)
    errors = [*_errors(problems), *(failed.problems if failed else ())]
    if errors:
        raise ProblemsError([*errors, *(each for each in problems if each not in errors)])
    return package, found


def _errors(problems: list[Problem]) -> list[Problem]:
    return [problem for problem in problems if problem.severity is Severity.ERROR]


def _read(sources: Sources, root: Path, inputs: dict[str, str]) -> tuple[Document, Config]:
    """The corrected document and the configuration; problems of all three files are raised together."""
    problems: list[Problem] = []
    document = config = None
    try:
        document = _load(sources.openapi, root, inputs)
        if sources.overlay:
            document = apply(document, _load(sources.overlay, root, inputs))
    except ProblemsError as error:
        problems += error.problems
    try:
        config = read_config(_load(sources.config, root, inputs)) if sources.config else Config()
    except ProblemsError as error:
        problems += error.problems
    if problems or document is None or config is None:
        raise ProblemsError(problems)
    return document, config


def _load(path: Path, root: Path, inputs: dict[str, str]) -> Document:
    name = path.relative_to(root).as_posix() if path.is_relative_to(root) else path.name
    try:
        data = path.read_bytes()
    except OSError as error:
        message = f"the file cannot be read: {error.strerror}"
        raise ProblemsError([Problem("file-unreadable", f"{name}: {message}", None, "#")]) from None
    inputs[path.name] = hashlib.sha256(data).hexdigest()
    return load(data, name)
