"""Builds a whole package in memory from its sources: what generate writes, check compares and tests read."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path

from generator import refs
from generator.config import Config, read_config
from generator.marked import Document
from generator.openapi import parse, starts
from generator.overlay import apply
from generator.plan import plan
from generator.problems import Problem, ProblemsError, Severity, in_order
from generator.render import render
from generator.source import load
from generator.validation import Validator
from generator.workspace import Built, Sources


def build(sources: Sources, *, root: Path) -> Built:
    """Every file of the package; raises `ProblemsError` with all errors of spec, overlay and toolkit.yaml.

    File names in problems are relative to `root`. The result depends on the bytes of the sources, on the
    templates and on the versions of generator, formatter and libraries, and on nothing else.
    """
    inputs: dict[str, str] = {}
    with Validator.start() as validator:
        document, config = _read(sources, root, inputs)
        validator.submit(document)
        start = starts(document.root)
        reachable, broken = refs.reachable(document.root, start), refs.check(document, start)
        if _errors(broken):
            raise ProblemsError(broken)
        # The validator takes as long as all the rest, so the rest goes on meanwhile. What an invalid
        # document makes of it is of no account: the validator's errors say why.
        made, failure = _made(document, config, inputs)
        problems = [*broken, *validator.problems(reachable)]
    if isinstance(failure, ProblemsError):
        problems += failure.problems
    if errors := _errors(problems):
        raise ProblemsError([*errors, *(each for each in problems if each not in errors)])
    if made is None:
        raise failure or AssertionError
    return _with_problems(made, problems)


def _made(
    document: Document, config: Config, inputs: Mapping[str, str]
) -> tuple[Built | None, Exception | None]:
    """The package with its own warnings, or why there is none."""
    try:
        api, left_out = parse(document)
        package, warnings = plan(document, api, config)
        files = render(package, inputs)
    except Exception as error:  # noqa: BLE001 - raised by the caller, unless the document is why
        return None, error
    return Built(package.module, files, (*left_out, *warnings)), None


def _with_problems(built: Built, problems: list[Problem]) -> Built:
    said = in_order([*problems, *built.warnings])
    left_out = tuple(each for each in said if each.code.endswith("-left-out"))
    return replace(
        built, warnings=tuple(each for each in said if each not in left_out), skipped=left_out
    )


def _errors(problems: Iterable[Problem]) -> list[Problem]:
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
