"""`toolgen why`: tells where what an agent sees of a tool comes from, by file, line and column, and why it was corrected."""

import argparse
import json
from collections.abc import Iterable, Iterator
from typing import Any

from generator.build import Planned, plan_sources
from generator.cli.arguments import add_cache, add_sources
from generator.cli.building import sources_of
from generator.cli.result import FINE, Result, usage_error
from generator.cli.targets import targets_of
from generator.core.problems import Problem, ProblemsError
from generator.core.suggest import did_you_mean
from generator.plan.model import Tool
from generator.plan.origins import Origin, origins_of

_LONGEST = 60
_OURS = "toolgen"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    help_ = "a tool, TOOL.argument, or TOOL/pointer into its request body; with --spec this alone"
    parser.add_argument("name", nargs="+", metavar="TOOLKIT PART", help=help_)
    parser.add_argument("--format", choices=("text", "json"), default="text")
    # Nothing is printed that could be kept, so there is nothing to build anew.
    add_cache(parser)
    add_sources(parser)


def run(options: argparse.Namespace) -> Result:
    """A line for each thing that is said; raises ProblemsError for a name unknown."""
    names = list(options.name)
    toolkit = [] if options.spec else [names.pop(0)]
    if len(names) != 1:
        raise usage_error("why takes a toolkit and one tool, argument or pointer")
    targets, _ = targets_of(options, toolkit)
    planned = plan_sources(sources_of(targets[0]))
    found = list(origins_at(planned, names[0]))
    is_data = options.format == "json"
    text = json.dumps([*map(_facts, found)], indent=2) + "\n" if is_data else _lines(found)
    return Result(FINE, text, planned.problems, is_data=is_data)


def origins_at(planned: Planned, part: str) -> Iterator[Origin]:
    """What is said of a part, `Tool`, `Tool.argument` or `Tool/pointer`; raises ProblemsError."""
    tool, rest = _tool_of(planned, part)
    inputs = planned.inputs
    every = origins_of(inputs.document, planned.api, inputs.config, tool)
    found = [each for each in every if not rest or each.part == rest]
    if not found:
        parts = sorted({each.part for each in every if each.part})
        hint = did_you_mean(rest, parts, otherwise=f"one of {', '.join(parts)}")
        message = f"{tool.name} has no {rest}"
        raise ProblemsError([Problem.unplaced("part-unknown", message, hint)])
    yield from found


def _tool_of(planned: Planned, part: str) -> tuple[Tool, str]:
    """The tool, and what is left of the name: `.argument`, `/pointer` or nothing."""
    tools = {str(each.name): each for each in planned.package.tools}
    plain = part.removeprefix(f"{planned.package.toolkit}.")
    name = next(
        (
            each
            for each in (plain.split("/")[0], plain.split("/")[0].split(".")[0])
            if each in tools
        ),
        "",
    )
    if not name:
        hint = did_you_mean(
            plain.split(".")[0].split("/")[0], tools, otherwise=f"one of {', '.join(tools)}"
        )
        raise ProblemsError([Problem.unplaced("tool-unknown", f"there is no tool {part}", hint)])
    return tools[name], plain.removeprefix(name)


def _facts(origin: Origin) -> dict[str, Any]:
    place = origin.place
    where = {"file": place.file, "line": place.line, "column": place.column} if place else None
    return {
        "part": origin.part,
        "what": origin.what,
        "value": origin.value,
        "place": where,
        "pointer": origin.pointer or None,
        "reasons": list(origin.reasons),
    }


def _lines(origins: Iterable[Origin]) -> str:
    """A block a part; a line for each thing said, its place, and below it the reasons."""
    lines: list[str] = []
    part: str | None = None
    for each in origins:
        if each.part != part:
            part = each.part
            lines += ([""] if lines else []) + [part or "the tool"]
        lines.append(f"  {each.what} {_short(each.value)}")
        lines.append(f"    {each.place or _OURS}")
        lines += [f"    because: {reason}" for reason in each.reasons]
    return "\n".join(lines) + "\n"


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
