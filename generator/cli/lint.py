"""`toolgen lint`: reports every problem of documents and toolkits."""

from __future__ import annotations

import argparse
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

from generator.cli.arguments import EVERY, add_cache, add_sources, add_strict
from generator.cli.building import BuildOptions, build_all, sources_of
from generator.cli.lint_reports import REPORTS, report
from generator.cli.result import BAD_INPUT, FINDINGS, FINE, Result
from generator.cli.targets import PackageTarget, names_document, targets_of, unwritten
from generator.core.problems import Problem, Severity, collected, in_order
from generator.core.progress import counted
from generator.core.text import amount

_UNREADABLE = "file-unreadable"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("target", nargs="*", metavar="SPEC|TOOLKIT", help=EVERY)
    add_cache(parser)
    add_strict(parser)
    says = "also ask openapi-spec-validator, which takes minutes for large documents"
    parser.add_argument("--second-opinion", action="store_true", help=says)
    forms = ("text", *REPORTS)
    parser.add_argument("--format", choices=forms, default="text", help="default: text")
    add_sources(parser)


def run(options: argparse.Namespace) -> Result:
    """Every problem of the targets; a warning counts as a finding only when strict."""
    given = [each for each in options.target if names_document(each)]
    names = [each for each in options.target if each not in given]
    targets = tuple(unwritten(Path(each).absolute(), options) for each in given)
    if names or options.spec or not given:
        targets += targets_of(options, names)[0]
    built, problems = build_all(
        targets, BuildOptions(options.strict, not options.no_cache, options.progress)
    )
    refused = (problem for each in built for problem in each.refused)
    problems = in_order([*problems, *refused, *_further(targets, problems, options)])
    errors = [each for each in problems if each.severity is Severity.ERROR]
    unreadable = any(each.code == _UNREADABLE for each in errors)
    code = BAD_INPUT if unreadable else FINDINGS if errors else FINE
    if options.format != "text":
        return Result(code, report(problems, options.format), is_data=True)
    warnings = len(problems) - len(errors)
    chosen = sum(each.left_out for each in built)
    said = f"; operations left out by choice: {chosen:,}" if chosen else ""
    numbers = f"{amount(len(errors), 'error')}, {amount(warnings, 'warning')}"
    return Result(code, f"{numbers}{said}\n", problems)


def _further(
    targets: Sequence[PackageTarget], own: Iterable[Problem], options: argparse.Namespace
) -> Iterator[Problem]:
    """What the library finds and we do not, where it is asked for and the document can be read."""
    if not options.second_opinion:
        return
    from generator.build import read_inputs
    from generator.validation.second_opinion import second_opinion

    severity = Severity.ERROR if options.strict else Severity.WARNING
    for each in counted(options.progress, "asking for a second opinion", targets, len(targets)):
        # What cannot be read is told already.
        with collected([]):
            found = second_opinion(read_inputs(sources_of(each)).document, own)
            yield from (replace(problem, severity=severity) for problem in found)
