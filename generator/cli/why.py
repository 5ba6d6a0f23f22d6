"""`toolgen why`: tells where what an agent sees of a tool comes from, by file, line and column, and why it was corrected."""

import argparse
import json
import re
from collections.abc import Iterable, Iterator
from typing import Any

from generator.build import Planned, plan_sources
from generator.cli.arguments import add_cache, add_sources
from generator.cli.building import sources_of
from generator.cli.result import FINE, Result, usage_error
from generator.cli.targets import targets_of
from generator.core.problems import Problem, ProblemsError, escaped, listed
from generator.core.suggest import did_you_mean
from generator.plan.model import Tool
from generator.plan.origins.of_tool import origins_of
from generator.plan.origins.origin import Origin

_LONGEST = 60
_OURS = "toolgen"
_MOST_NAMED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    help_ = (
        "a tool, TOOL.argument, TOOL/pointer into its request body, TOOL:answer, or"
        " TOOL:answer/pointer; with --spec this alone"
    )
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
    """What is said of a part, `Tool`, `Tool.argument`, `Tool/pointer` or `Tool:answer`; raises ProblemsError."""
    tool, rest = _tool_of(planned, part)
    every = origins_of(planned.words(), tool)
    found = [each for each in every if not rest or _is_of(each.part, rest)]
    if not found:
        parts = sorted({each.part for each in every if each.part})
        hint = did_you_mean(rest, parts, otherwise=f"one of {listed(parts, _MOST_NAMED)}")
        message = f"{tool.name} has no {rest}"
        raise ProblemsError([Problem.unplaced("part-unknown", message, hint)])
    yield from found


def _tool_of(planned: Planned, part: str) -> tuple[Tool, str]:
    """The tool, and what is left of the name: `.argument`, `/pointer`, `:answer` or nothing."""
    tools = {str(each.name): each for each in planned.package.tools}
    earlier = {str(old.name): each for each in tools.values() for old in each.aliases}
    prefix = planned.package.toolkit
    plain = part.removeprefix(f"{prefix}.").removeprefix(f"{prefix}_")
    name = re.split(r"[./:]", plain, maxsplit=1)[0]
    if name in earlier and name not in tools:
        return earlier[name], plain.removeprefix(name)
    if name not in tools:
        hint = did_you_mean(name, tools, otherwise=f"one of {listed(tools, _MOST_NAMED)}")
        raise ProblemsError([Problem.unplaced("tool-unknown", f"there is no tool {name}", hint)])
    return tools[name], plain.removeprefix(name)


def _is_of(part: str, wanted: str) -> bool:
    """Whether a part is the wanted one, or of an argument, or the answer, a value inside of it."""
    return part == wanted or (wanted[0] in ".:" and part.startswith(f"{wanted}/"))


def _facts(origin: Origin) -> dict[str, Any]:
    place = origin.place
    where = {"file": place.file, "line": place.line, "column": place.column} if place else None
    return {
        "part": origin.part,
        "what": origin.what,
        "value": origin.value,
        "place": where,
        "pointer": origin.pointer or None,
        "rule": origin.rule or None,
        "reasons": list(origin.reasons),
    }


def _lines(origins: Iterable[Origin]) -> str:
    """A block a part; a line for each thing said, its place, and below it the reasons."""
    parts: dict[str, list[str]] = {}
    for each in origins:
        lines = parts.setdefault(each.part, [each.part or "the tool"])
        lines.append(f"  {each.what} {_short(each.value)}")
        lines.append(f"    {_from(each)}")
        lines += [f"    because: {reason}" for reason in each.reasons]
    return "\n\n".join("\n".join(map(escaped, lines)) for lines in parts.values()) + "\n"


def _from(origin: Origin) -> str:
    """The place, and what toolgen made of what stands there; without a place what toolgen says of itself."""
    if origin.place is None:
        return origin.rule or _OURS
    return f"{origin.place} ({origin.rule})" if origin.rule else str(origin.place)


def _short(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False)
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"
