"""`toolgen show`: shows what an agent will see of a toolkit: names, descriptions, schemas, and what they cost."""

import argparse
import json
import shlex
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from generator.build import Planned, plan_sources
from generator.cli.arguments import add_cache, add_sources, given
from generator.cli.building import sources_of
from generator.cli.list_costs import as_listed, cost, costs_of
from generator.cli.result import FINE, Result, usage_error
from generator.cli.targets import targets_of
from generator.core.problems import Problem, ProblemsError, escaped, listed
from generator.core.suggest import did_you_mean
from generator.core.token_count import TokenCounter, token_counter
from generator.emit.literals import visible_json
from generator.plan.model import Tool
from generator.plan.selection import BadSelector, chosen
from generator.render.arcade.catalog import catalog
from generator.render.search_index import title_of

_DIALECT = "https://json-schema.org/draft/2020-12/schema"
_MOST_NAMED = 20


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The words of the command."""
    parser.add_argument("name", nargs="*", metavar="TOOLKIT [TOOL]", help="with --spec: [TOOL]")
    parser.add_argument("--json", action="store_true", help="as JSON")
    parser.add_argument(
        "--only",
        type=given,
        action="append",
        default=[],
        metavar="SELECTOR",
        help="what is served with the same words: tag:…, path:…, group:…",
    )
    parser.add_argument("--read-only", action="store_true", help="of that, the tools that read")
    # Nothing is printed that could be kept, so there is nothing to build anew.
    add_cache(parser)
    add_sources(parser)


def run(options: argparse.Namespace) -> Result:
    """Tables of choices and tools, or everything about one; raises ProblemsError for a name unknown."""
    names = list(options.name)
    toolkit = [] if options.spec or not names else [names.pop(0)]
    if len(names) > 1 or not (options.spec or toolkit):
        raise usage_error("show takes a toolkit and at most one of its tools")
    targets, _ = targets_of(options, toolkit)
    planned = plan_sources(sources_of(targets[0]), options.progress)
    if names:
        seen = describe_tool(planned, names[0])
    else:
        seen = describe(planned, options.only, read_only=options.read_only)
    if options.json:
        text = visible_json(seen) + "\n"
    else:
        text = _one(seen) if names else _all(seen)
    return Result(FINE, text, planned.problems, is_data=options.json)


def describe(
    planned: Planned, only: Sequence[str] = (), *, read_only: bool = False
) -> dict[str, Any]:
    """The toolkit as data, with the tools that the selectors take; raises ProblemsError."""
    package, counter = planned.package, token_counter()
    content = json.loads(catalog(package))
    try:
        part = chosen(content, only, read_only=read_only)
    except BadSelector as error:
        raise ProblemsError([Problem.unplaced("selector", f"--only: {error}")]) from None
    words = [f"--only {shlex.quote(each)}" for each in only] + ["--read-only"] * read_only
    if words:
        costs = [cost(" ".join(words), part, counter)]
    else:
        costs = list(costs_of(content, title_of(package), counter))
    taken = {each["title"] for each in part}
    return {
        "toolkit": str(package.toolkit),
        "package": str(package.module),
        "tokens_are": counter.words,
        "costs": costs,
        "tools": [each for each in _every(planned, content) if each["name"] in taken],
    }


def describe_tool(planned: Planned, tool: str) -> dict[str, Any]:
    """The one tool as data; sizes in bytes are of minified UTF-8 JSON."""
    package = planned.package
    named = {each["name"]: each for each in _every(planned, json.loads(catalog(package)))}
    short = tool.removeprefix(f"{package.toolkit}.").removeprefix(f"{package.toolkit}_")
    if short not in named:
        hint = did_you_mean(short, named, otherwise=f"one of {listed(named, _MOST_NAMED)}")
        raise ProblemsError([Problem.unplaced("tool-unknown", f"there is no tool {tool}", hint)])
    return named[short]


def _every(planned: Planned, content: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
    """Each tool, and under each of its earlier names what Arcade lists of what is deprecated."""
    entries, counter = {each["title"]: each for each in content["tools"]}, token_counter()
    for tool in planned.package.tools:
        yield _seen(tool, entries[tool.name], "", counter)
        for alias in tool.aliases:
            yield _seen(tool, entries[alias.name], alias.deprecation, counter)


def _seen(
    tool: Tool, entry: Mapping[str, Any], deprecated: str, counter: TokenCounter
) -> dict[str, Any]:
    listed = as_listed(entry)
    text = json.dumps(listed, ensure_ascii=False)
    request = {"$schema": _DIALECT, **(tool.schema or {})} if tool.has_modes else None
    return {
        "name": str(entry["title"]),
        "operation": tool.key,
        "summary": tool.summary,
        **({"deprecated": deprecated} if deprecated else {}),
        "listed": listed,
        "listed_bytes": _size(listed),
        "characters": len(text),
        "tokens": counter.count(text),
        "request_schema": request,
        "request_schema_bytes": _size(request) if request is not None else 0,
        "request_schema_tokens": counter.count(json.dumps(tool.schema)) if request else 0,
    }


def _size(value: Any) -> int:
    return len(json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode())


def _all(seen: Mapping[str, Any]) -> str:
    choices = [
        (each["choice"], each["tools"], each["characters"], each["tokens"])
        for each in seen["costs"]
    ]
    tools = [
        (
            each["name"],
            f"{each['operation']}{' (deprecated)' if 'deprecated' in each else ''}",
            each["characters"],
            each["tokens"],
            each["request_schema_tokens"],
        )
        for each in seen["tools"]
    ]
    head = f"{seen['toolkit']} in {seen['package']}; {seen['tokens_are']}\n"
    by_choice = _table(("what is listed", "tools", "characters", "tokens"), choices)
    by_tool = _table(("tool", "operation", "characters", "tokens", "schema tokens"), tools)
    return f"{head}\n{by_choice}\n{by_tool}"


def _table(head: tuple[str, ...], rows: Sequence[tuple[Any, ...]]) -> str:
    """The rows below each other, numbers to the right."""
    cells = [head, *(tuple(map(_cell, row)) for row in rows)]
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    right = [isinstance(each, int) for each in rows[0]] if rows else [False] * len(head)
    lines = (
        "  ".join(
            cell.rjust(width) if is_number else cell.ljust(width)
            for cell, width, is_number in zip(row, widths, right, strict=True)
        ).rstrip()
        for row in cells
    )
    return "".join(f"{line}\n" for line in lines)


def _cell(value: Any) -> str:
    return f"{value:,}" if isinstance(value, int) else escaped(str(value))


def _one(seen: Mapping[str, Any]) -> str:
    listed = seen["listed"]
    size = (
        f"{seen['characters']:,} characters as listed, {seen['tokens']:,} {token_counter().words}"
    )
    parts = [
        escaped(f"{listed['name']} ({seen['operation']}), {size}"),
        listed["description"],
        "input schema:\n" + visible_json(listed["inputSchema"]),
    ]
    if seen["request_schema"] is not None:
        schema = visible_json(seen["request_schema"])
        size = f"{seen['request_schema_bytes']:,} bytes minified"
        tokens = f"{seen['request_schema_tokens']:,} tokens"
        parts.append(f"request schema, {size}, {tokens}:\n{schema}")
    return "\n\n".join(parts) + "\n"
