"""Asks git, and takes neither what it says nor that it is there for granted."""

from __future__ import annotations

import os
import subprocess
from dataclasses import dataclass
from pathlib import Path

from generator.core.problems import Problem, ProblemsError, escaped
from generator.core.text import shorten

_LONGEST_RUN = 60.0
"""Seconds that git may take."""

_MOST_WORDS = 200


@dataclass(frozen=True, slots=True)
class Answer:
    """What git prints, None where it fails, and the first line of what it complains of."""

    output: bytes | None
    words: str


def ask(folder: Path, *arguments: str, given: bytes = b"") -> Answer:
    """What git answers in a folder; raises ProblemsError where it cannot be asked."""
    # What is missing in a partial clone must not be fetched behind the user's back.
    own = {"GIT_NO_LAZY_FETCH": "1", "GIT_OPTIONAL_LOCKS": "0", "LC_ALL": "C"}
    command = ["git", "--no-replace-objects", "-c", "core.fsmonitor=false", *arguments]
    try:
        done = subprocess.run(  # noqa: S603 - git's own words, and what was asked for as a value
            command,
            cwd=folder,
            env={**os.environ, **own},
            input=given,
            capture_output=True,
            timeout=_LONGEST_RUN,
            check=False,
        )
    except FileNotFoundError:
        hint = "install git, or name files and folders"
        raise _problem("git-missing", "there is no git to ask", hint) from None
    except subprocess.TimeoutExpired:
        message = f"git took longer than {_LONGEST_RUN:.0f} seconds"
        raise _problem("revision-unreadable", message) from None
    except OSError as error:  # no more processes, or open files; or it may not be run
        message = f"git cannot be started: {error.strerror}"
        raise _problem("revision-unreadable", message, "name files and folders instead") from None
    return Answer(done.stdout if done.returncode == 0 else None, _first_line(done.stderr))


def _first_line(told: bytes) -> str:
    line = (
        told.partition(b"\n")[0]
        .decode("utf-8", "replace")
        .removeprefix("fatal: ")
        .removeprefix("error: ")
    )
    return shorten(escaped(line.strip()), _MOST_WORDS)


def _problem(code: str, message: str, hint: str = "") -> ProblemsError:
    return ProblemsError([Problem.unplaced(code, message, hint)])
