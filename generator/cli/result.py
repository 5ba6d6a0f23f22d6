"""How a command ends, as a value that `main` prints."""

from __future__ import annotations

from dataclasses import dataclass

from generator.core.problems import Problem, ProblemsError

FINE, FINDINGS, BAD_INPUT = 0, 1, 2
"""Exit codes; a bug of ours is 3."""


@dataclass(frozen=True, slots=True)
class Result:
    """How a command ended: exit code, text for stdout, problems, and notes for GitHub alone."""

    code: int
    text: str = ""
    problems: tuple[Problem, ...] = ()
    annotations: tuple[str, ...] = ()
    is_data: bool = False
    """Whether the text is JSON or Markdown, which another program reads, byte for byte."""


def usage_error(message: str, hint: str = "see --help") -> ProblemsError:
    """What is raised where a command line cannot be meant."""
    return ProblemsError([Problem.unplaced("usage", message, hint)])
