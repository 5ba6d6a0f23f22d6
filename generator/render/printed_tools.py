"""What was printed of each tool, found again where an earlier run printed the same."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping

from generator.core.memory import Memory, digest, remembered
from generator.core.stored_values import Stored
from generator.plan.model import Package, Tool

_Texts = dict[str, Mapping[str, str]]

_ONCE: Stored[dict[str, str]] = Stored(dict[str, str])


class PrintedTools:
    """The texts of one package's tools, all of a tool kept together."""

    def __init__(self, memory: Memory, package: Package) -> None:
        self._memory = memory
        # The rest of the package is printed in no text of a tool.
        shared = (package.module, package.toolkit, package.api, package.service_domains)
        self._shared = digest(repr(shared))
        self._texts: dict[str, _Texts] = {}
        self._new: set[str] = set()

    def of(self, what: str, tool: Tool, make: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        """The texts that `make` prints of a tool, by their names."""
        if not tool.digest:
            return make()
        texts = self._of_tool(tool.digest)
        if what not in texts:
            texts[what] = make()
            self._new.add(tool.digest)
        return texts[what]

    def once(
        self, what: str, facts: object, make: Callable[[], dict[str, str]]
    ) -> Mapping[str, str]:
        """The texts that `make` prints of these facts and of nothing else, whatever the tools are."""
        return remembered(self._memory, digest("printed once", what, repr(facts)), _ONCE, make)

    def keep(self) -> None:
        """Leaves what was printed to later runs."""
        for each in self._new:
            self._memory.keep(self._key(each), _as_one(self._texts[each]))
        self._new.clear()

    def _of_tool(self, tool: str) -> _Texts:
        if tool not in self._texts:
            kept = self._memory.recall(self._key(tool))
            self._texts[tool] = _taken_apart(kept) if kept else {}
        return self._texts[tool]

    def _key(self, tool: str) -> str:
        return digest("printed", tool, self._shared)


def _as_one(texts: _Texts) -> str:
    """All as one text, which is kept as it is: a line of JSON with the length of each, and the texts."""
    lengths = {
        what: {name: len(text) for name, text in each.items()} for what, each in texts.items()
    }
    return f"{json.dumps(lengths)}\n{''.join(text for each in texts.values() for text in each.values())}"


def _taken_apart(kept: str) -> _Texts:
    lengths, _, rest = kept.partition("\n")
    found: _Texts = {}
    begin = 0
    for what, each in json.loads(lengths).items():
        texts = dict[str, str]()
        for name, length in each.items():
            texts[name] = rest[begin : begin + length]
            begin += length
        found[what] = texts
    return found
