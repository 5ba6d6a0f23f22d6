"""`toolgen diff`: tells what is different for users between two of anything that has a surface."""

from __future__ import annotations

import argparse
import json
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Any

from generator.cli.arguments import add_reading, add_workspace, file_reading, given
from generator.cli.diff_operands import Built, Operand, Side, Where, built, read_operand
from generator.cli.exceptions import judged
from generator.cli.result import FINDINGS, FINE, Result
from generator.compat import change_reports
from generator.compat.changes import Change
from generator.compat.required_version import bump
from generator.compat.surface import Surface
from generator.core.change_levels import Level
from generator.core.problems import Problem, ProblemsError, collected, escaped
from generator.core.progress import SILENCE, Progress, counted
from generator.emit.literals import json_text
from generator.jsonschema.answer import LEVELS
from generator.release.changelog import entry_of
from generator.release.gate import all_changes

_LEVELS = ("breaking", "risky", "additive", "prose", "never")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    sides = "a document, the folder of a toolkit or package, a toolkit, REV or REV:path"
    formats = ("text", "markdown", "json")
    ends = "exit with 1 from this level on; default: breaking"
    parser.add_argument("old", metavar="OLD", help=sides)
    parser.add_argument("new", metavar="NEW", help="the same")
    parser.add_argument("--format", choices=formats, default="text", help="default: text")
    parser.add_argument("--fail-on", choices=_LEVELS, default="breaking", help=ends)
    parser.add_argument(
        "--overlay", type=given, metavar="FILE", help="of documents that are on their own"
    )
    parser.add_argument("--config", type=given, metavar="FILE", help="their toolkit.yaml")
    add_workspace(parser)
    add_reading(parser)


def run(options: argparse.Namespace) -> Result:
    """What is different; a finding where a change is at least as grave as asked for."""
    paths = (options.overlay, options.config)
    overlay, config = (each and Path(os.path.abspath(each)) for each in paths)
    where = Where(Path.cwd(), options.workspace, overlay, config, file_reading(options))
    compared = compare_operands(options.old, options.new, where, options.progress)
    code = FINDINGS if reaches(compared, options.fail_on) else FINE
    said = tuple(problem for each in compared for problem in each.problems)
    text = report(compared, options.format)
    return Result(code, text, said, is_data=options.format != "text")


@dataclass(frozen=True, slots=True)
class Comparison:
    """What is different in one package; a side on which there is no such package is None."""

    name: str
    old: Side | None
    new: Side | None
    changes: tuple[Change, ...]
    problems: tuple[Problem, ...] = ()
    """What should be said of toolkit.yaml's levels."""

    @property
    def title(self) -> str:
        """The package's name, and the version on each side."""
        sides = [each for each in (self.old, self.new) if each]
        versions = list(dict.fromkeys(each.surface.version for each in sides))
        note = "" if self.old and self.new else ", new" if self.new else ", gone"
        return f"{self.name} {' to '.join(versions)}{note}"

    @property
    def depth(self) -> int:
        """How many levels of answers are compared; 0 where one side knows nothing of them."""
        sides = [each.surface.answer_levels for each in (self.old, self.new) if each]
        return min(sides)

    @property
    def needed(self) -> str:
        """The version that the changes need; empty where there is none, or no package before."""
        return bump(self.changes, self.old.surface.version) if self.old and self.changes else ""

    @property
    def entry(self) -> str:
        """What a changelog may say, in Markdown; empty where nothing changed."""
        return entry_of(self.changes, self.needed or self.title)


def compare_operands(
    old: str, new: str, where: Where, progress: Progress = SILENCE
) -> tuple[Comparison, ...]:
    """The packages of both operands, each compared with its counterpart; raises ProblemsError."""
    problems: list[Problem] = []
    read: list[Operand] = []
    for operand in (old, new):
        with collected(problems):
            read.append(read_operand(operand, where))
    if problems:
        for each in read:  # which may have faults as well
            with collected(problems):
                built(each, Operand(()))
        raise ProblemsError(dict.fromkeys(problems))
    pairs = _pairs(*built(read[0], read[1], progress))
    compared = counted(progress, "comparing", pairs, len(pairs))
    return tuple(_comparison(*pair) for pair in compared)


def _pairs(old: Built, new: Built) -> list[tuple[Side | None, Side | None]]:
    """Counterparts. Where one side is a single package, it is what the user asks about."""
    if old.is_workspace and new.is_workspace:
        before, after = ({side.name: side for side in each.sides} for each in (old, new))
        return [
            (before.get(each), after.get(each)) for each in sorted(before.keys() | after.keys())
        ]
    if old.is_workspace:
        return [(_counterpart(new.sides[0], old), new.sides[0])]
    return [(old.sides[0], _counterpart(old.sides[0], new))]


def _counterpart(side: Side, other: Built) -> Side | None:
    """The package to compare with; in a workspace that of the same name, None where it has none."""
    if len(other.sides) == 1 and not (side.name and other.is_workspace):
        return other.sides[0]
    for each in other.sides:
        if side.name == each.name or side.surface.package == each.surface.package:
            return each
    if side.name or not other.sides:
        return None
    names = ", ".join(each.name for each in other.sides)
    message = f"the other side has several toolkits: {names}"
    hint = "name one of them: a folder, or REV:path/to/toolkit"
    raise ProblemsError([Problem.unplaced("operand-ambiguous", message, hint)])


def _comparison(old: Side | None, new: Side | None) -> Comparison:
    known = new or old
    if known is None:
        raise ValueError("a comparison has at least one side")
    nothing = Side(known.name, _empty(known.surface))
    one, other = old or nothing, new or nothing
    changes = all_changes(one.surface, other.surface, one.calls, one.places, other.places)
    changes, said = judged(changes, one.config if new is None else other.config, date.today())
    return Comparison(known.name or known.surface.package, old, new, changes, said)


def _empty(surface: Surface) -> Surface:
    """The package before it had any tool."""
    return replace(surface, tools=(), enums=())


def reaches(compared: Iterable[Comparison], level: str) -> bool:
    """Whether one of the changes is at least as grave as the level of that name; none is `never`."""
    if level == "never":
        return False
    rank = Level(level).rank
    return any(change.level.rank <= rank for each in compared for change in each.changes)


def report(compared: Iterable[Comparison], form: str) -> str:
    """All comparisons as `text`, `markdown` or `json`."""
    if form == "json":
        return json_text({"toolkits": [_as_json(each) for each in compared]})
    one = _as_markdown if form == "markdown" else _as_text
    return "\n".join(one(each) for each in compared) or "There is no toolkit on either side.\n"


def _as_text(compared: Comparison) -> str:
    said = change_reports.text_report(compared.changes, compared.title, compared.needed) + _depth(
        compared
    )
    entry = compared.entry
    return f"{said}\nA changelog entry:\n\n{_escaped_lines(entry)}" if entry else said


def _depth(compared: Comparison) -> str:
    """A line where there may be more below than was looked at."""
    if compared.depth == LEVELS:
        return ""
    if not compared.depth:
        return "What the API answers is not compared: one side was stored without it.\n"
    return f"What the API answers is compared {compared.depth} levels deep.\n"


def _escaped_lines(entry: str) -> str:
    return "".join(f"{escaped(line)}\n" for line in entry.splitlines())


def _as_markdown(compared: Comparison) -> str:
    said = change_reports.markdown_report(compared.changes, compared.title, compared.needed)
    said += f"\n{note}" if (note := _depth(compared)) else ""
    entry = compared.entry
    if not entry:
        return said
    # Fenced, so that it can be copied; the fence is longer than any in it.
    longest = max((len(run) for run in re.findall("`+", entry)), default=0)
    fence = "`" * max(3, longest + 1)
    return f"{said}\n### A changelog entry\n\n{fence}markdown\n{entry}{fence}\n"


def _as_json(compared: Comparison) -> dict[str, Any]:
    changes = json.loads(
        change_reports.json_report(compared.changes, compared.title, compared.needed)
    )
    versions = [each and each.surface.version for each in (compared.old, compared.new)]
    return {
        "name": compared.name,
        "old_version": versions[0],
        "new_version": versions[1],
        "answer_levels": compared.depth,
        **changes,
        "changelog": compared.entry,
    }
