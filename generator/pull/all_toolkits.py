"""Runs `toolgen pull` for several toolkits, of which one that fails does not stop the others."""

from __future__ import annotations

from pathlib import Path

from generator.core.problems import Problem, ProblemsError, in_order
from generator.core.progress import SILENCE, Progress, counted
from generator.pull.comparison import Outcome, Wanted, pull, refusal
from generator.workspace.files import problem_of
from generator.workspace.toolkits import Toolkit


def pull_all(
    toolkits: tuple[Toolkit, ...],
    root: Path,
    named: bool,
    wanted: Wanted,
    progress: Progress = SILENCE,
) -> tuple[str, bool, tuple[Problem, ...]]:
    """The words of all of them, whether there is anything new, and what went wrong.

    `named` says that exactly these were asked for, so that what cannot be done is an error. Else
    those without a source are passed over, and transcribed ones are not written but told of.
    """
    if wanted.source and len(toolkits) != 1:
        message = "--from is one document, and there are several toolkits"
        return "", False, (Problem.unplaced("usage", message, "name the toolkit"),)
    outcomes: list[Outcome] = []
    problems: list[Problem] = []
    for each in counted(progress, "comparing toolkits", toolkits, len(toolkits)):
        try:
            outcomes += _pulled(each, root, named, wanted)
        except ProblemsError as error:
            problems += error.problems
        except OSError as error:
            problems.append(problem_of(error))
    if not outcomes and not problems:
        problems.append(_sourceless(f"none of {len(toolkits)} toolkits names a source"))
    text = "\n".join(each.text for each in outcomes)
    return text, any(each.drifted for each in outcomes), in_order(problems)


def _pulled(toolkit: Toolkit, root: Path, named: bool, wanted: Wanted) -> list[Outcome]:
    refused = refusal(toolkit, root, wanted.reading) if wanted.write and named else None
    if refused:
        raise ProblemsError([refused])
    outcome = pull(toolkit, root, wanted)
    if outcome is None and named:
        raise ProblemsError([_sourceless(f"{toolkit.name} names no source")])
    return [outcome] if outcome else []


def _sourceless(message: str) -> Problem:
    hint = "add source.url to its toolkit.yaml, or give the document with --from"
    return Problem.unplaced("pull-no-source", message, hint)
