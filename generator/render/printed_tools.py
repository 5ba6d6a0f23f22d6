"""What was printed of each tool, found again where an earlier run printed the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from generator.core.memory import Memory, digest
from generator.plan.model import Package, Tool

_Texts = dict[str, Mapping[str, str]]


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

    def keep(self) -> None:
        """Leaves what was printed to later runs."""
        for each in self._new:
            self._memory.keep(self._key(each), {**self._texts[each]})
        self._new.clear()

    def _of_tool(self, tool: str) -> _Texts:
        if tool not in self._texts:
            self._texts[tool] = self._memory.recall(self._key(tool)) or {}
        return self._texts[tool]

    def _key(self, tool: str) -> str:
        return digest("printed", tool, self._shared)
