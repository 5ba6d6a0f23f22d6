"""Prints search.json: what each tool can be found by, for plain questions asked of the package.

The words are taken apart by the very module that takes the questions apart in the package.
"""

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from functools import lru_cache, partial
from typing import Any

from generator.core.memory import NO_MEMORY
from generator.core.shipped import shipped_module
from generator.core.text import shorten
from generator.emit.literals import NOTICE
from generator.plan.model import Package, Tool
from generator.render.printed_tools import PrintedTools
from generator.render.search_fields import FIELDS, Enums, Field, enums_of, fields_of, owners_of

SEARCH = "search.json"

ENGLISH = "_serving.search.english"
"""The module of the packages that knows English, for both sides."""

_IN_BRACKETS = re.compile(r"\([^()]*\)")
_OWN = re.compile(
    r"\b(authenticated|current user|your own)\b|/(me|self|current_user|viewer)(/|$)|^/user(/|$)"
)
_LONGEST_TITLE = 60  # characters, which every listing has
_TITLE_WORDS = range(2, 11)
_MOST_TIMES = 2
_OF_METHODS = {
    "GET": "read",
    "HEAD": "read",
    "POST": "create",
    "PUT": "update",
    "PATCH": "update",
    "DELETE": "delete",
}
_OLD = re.compile(r"\b(legacy|deprecated)\b", re.IGNORECASE)


def search_index(package: Package, printed: PrintedTools | None = None) -> str:
    """The text of search.json: a line a tool, in the order of the document."""
    enums = enums_of(package)
    printed = printed or PrintedTools(NO_MEMORY, package)
    lines = ",\n".join(
        printed.of(SEARCH, tool, partial(_line, package, enums, tool))["line"]
        for tool in package.tools
    )
    title = json.dumps(title_of(package))
    head = f'"generated": {json.dumps(NOTICE)},\n"title": {title},\n'
    return f'{{\n{head}"tools": [\n{lines}\n]\n}}\n'


def _line(package: Package, enums: Enums, tool: Tool) -> dict[str, str]:
    return {"line": json.dumps(_entry(package, enums, tool), separators=(",", ":"))}


def title_of(package: Package) -> str:
    """What the package's tools are said to be for."""
    return shorten(package.title, _LONGEST_TITLE)


def _entry(package: Package, enums: Enums, tool: Tool) -> dict[str, Any]:
    fields = {name: _all_stems(texts) for name, texts in fields_of(enums, tool).items()}
    title = _title(tool)
    action = shipped_module(ENGLISH).action_of(title[0]) if title else ""
    flags = {
        "old": tool.deprecated or bool(_OLD.search(tool.summary)),
        "own": bool(_OWN.search(tool.summary) or _OWN.search(tool.path)),
    }
    return {
        "name": f"{package.toolkit}_{tool.name}",
        "says": tool.summary,
        "operation": tool.key,
        "method": tool.method,
        "does": action or _OF_METHODS.get(tool.method, ""),
        "slots": tool.path.count("{"),
        **{name: True for name, holds in flags.items() if holds},
        "title": title,
        "thing": list(dict.fromkeys(fields["last"])),
        "owners": list(dict.fromkeys(_all_stems(owners_of(tool.path)))),
        "words": _weighed(fields),
    }


def _title(tool: Tool) -> list[str]:
    """What the tool is called in few words: its summary, or its name where that says all or nothing."""
    summary = dict.fromkeys(_stems(_IN_BRACKETS.sub("", tool.summary)))
    return list(summary if len(summary) in _TITLE_WORDS else dict.fromkeys(_stems(tool.name)))


def _all_stems(texts: Iterable[str]) -> list[str]:
    return [stem for text in texts for stem in _stems(text)]


@lru_cache(maxsize=1 << 15)  # a document says many things many times
def _stems(text: str) -> tuple[str, ...]:
    return tuple(shipped_module(ENGLISH).telling_stems(text))


def _weighed(fields: dict[str, list[str]]) -> dict[str, int]:
    """What each stem weighs in all fields together, in tenths."""
    found: defaultdict[str, float] = defaultdict(float)
    for name, stems in fields.items():
        if not stems:
            continue  # as of most fields
        weight = _weight_of_one(FIELDS[name], len(stems))
        for stem, times in Counter(stems).items():
            found[stem] += weight * min(times, _MOST_TIMES)
    return {stem: max(1, round(10 * weight)) for stem, weight in sorted(found.items())}


def _weight_of_one(field: Field, length: int) -> float:
    """A word of a long field says less."""
    return field.weight / (0.6 + 0.4 * length / field.usual) if field.usual else field.weight
