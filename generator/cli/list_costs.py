"""What the list of tools takes of an agent's context, whole and in the parts that can be served."""

import json
import shlex
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from generator.core.shipped import shipped_module
from generator.core.token_count import TokenCounter
from generator.plan.selection import BadSelector, chosen

Entries = Sequence[Mapping[str, Any]]


def list_text(entries: Iterable[Mapping[str, Any]]) -> str:
    """The tools as a model is given them before it calls any."""
    return json.dumps([as_listed(each) for each in entries], ensure_ascii=False)


def as_listed(entry: Mapping[str, Any]) -> dict[str, Any]:
    """What a model is given of a tool of the catalog."""
    return {key: entry[key] for key in ("name", "description", "inputSchema")}


def costs_of(
    catalog: Mapping[str, Any], title: str, counter: TokenCounter
) -> Iterator[dict[str, Any]]:
    """What each choice costs, by the words that make it; the parts by tags are the largest first."""
    entries: Entries = catalog["tools"]
    yield cost("all", entries, counter)
    three = shipped_module("_serving.three_tools").three_tools(len(entries), title)
    yield cost("--discover", three, counter)
    reading = chosen(catalog, (), read_only=True)
    if 0 < len(reading) < len(entries):
        yield cost("--read-only", reading, counter)
    if 0 < sum(bool(each["deprecated"]) for each in entries) < len(entries):
        yield from _parts(catalog, ["not:deprecated"], counter)
    yield from _parts(catalog, [f"group:{name}" for name in catalog.get("groups", {})], counter)
    tags = dict.fromkeys(f"tag:{tag}" for each in entries for tag in each["tags"])
    by_tag = list(_parts(catalog, tags, counter))
    yield from sorted(by_tag, key=lambda each: -int(each["tokens"]))
    if tags and (rest := [each for each in entries if not each["tags"]]):
        yield cost("without a tag", rest, counter)


def _parts(
    catalog: Mapping[str, Any], selectors: Iterable[str], counter: TokenCounter
) -> Iterator[dict[str, Any]]:
    for selector in selectors:
        try:
            part = chosen(catalog, (selector,))
        except BadSelector:
            continue  # all that it takes has been left out, or is no tool
        yield cost(f"--only {shlex.quote(selector)}", part, counter)


def cost(choice: str, entries: Entries, counter: TokenCounter) -> dict[str, Any]:
    """What these tools cost together."""
    text = list_text(entries)
    return {
        "choice": choice,
        "tools": len(entries),
        "characters": len(text),
        "tokens": counter.count(text),
    }
