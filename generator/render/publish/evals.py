"""Prints evals/: what Arcade asks models with, to see whether they choose the right tool."""

import json
from dataclasses import dataclass
from typing import Any

from generator.emit import literals
from generator.plan.model import Package, Tool
from generator.render.publish.example_call import Members, example_call, members_of
from generator.render.publish.neighbours import neighbours
from generator.render.python_format import format_python
from generator.render.templates import print_template

MOST_CASES = 40
"""With their neighbours no more tools than the providers of models take in one call."""


@dataclass(frozen=True, slots=True)
class Case:
    """What is asked for, the tool that does it, and the one that it may be taken for, or "".

    `arguments` are those that the tool cannot be called without, as Python source.
    """

    tool: str
    other: str
    asked: str
    arguments: str


def evals(package: Package) -> dict[str, str]:
    """The file by its path."""
    cases = _cases(package)
    # The rest is laid out in its template, and has no text that could be longer than a line.
    printed = format_python(print_template("evals/cases.py.j2", cases=cases))
    values = {"package": package, "cases": printed, "asked": len(cases)}
    return {f"evals/eval_{package.page}.py": print_template("evals/eval.py.j2", **values)}


def _cases(package: Package) -> list[Case]:
    """A case a tool; of too many, those that are most like others, in the document's order."""
    members = members_of(package)
    found = [*zip(package.tools, neighbours(package.tools), strict=True)]
    likeness = {tool.key: other.likeness if other else 0 for tool, other in found}
    kept = sorted(likeness, key=lambda key: -likeness[key])[:MOST_CASES]
    chosen = frozenset(kept)
    return [
        _case(tool, other.tool.name if other else "", members)
        for tool, other in found
        if tool.key in chosen
    ]


def _case(tool: Tool, other: str, members: Members) -> Case:
    given = example_call(tool, members, body=False)
    return Case(tool.name, other, _asked(tool, given), _source(given))


def _asked(tool: Tool, given: dict[str, Any]) -> str:
    """The request, as someone may put it who knows the values that are needed."""
    values = "; ".join(f"{name}: {json.dumps(value)}" for name, value in given.items())
    end = "" if tool.summary.endswith((".", "!", "?")) else "."
    return f"{tool.summary}{end} Use {values}." if values else tool.summary


def _source(given: dict[str, Any]) -> str:
    pairs = (f"{literals.python(str(name))}: {_value(value)}" for name, value in given.items())
    return f"{{{', '.join(pairs)}}}"


def _value(value: Any) -> str:
    if isinstance(value, list):
        return f"[{', '.join(map(_value, value))}]"
    if isinstance(value, dict):
        return _source(value)
    return literals.python(value)
