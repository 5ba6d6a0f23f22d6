"""What was printed of each tool, found again where an earlier run printed the same."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from generator.core.memory import Memory, digest, remembered
from generator.core.stored_values import Stored
from generator.plan.model import Package, Tool

_TEXTS: Stored[dict[str, str]] = Stored(Mapping[str, Any])


class PrintedTools:
    """The texts of one package's tools, each told apart by what is printed in it."""

    def __init__(self, memory: Memory, package: Package) -> None:
        self._memory = memory
        # The rest of the package is printed in no text of a tool.
        self._shared = repr((package.module, package.toolkit, package.api, package.service_domains))

    def of(self, what: str, tool: Tool, make: Callable[[], Mapping[str, str]]) -> Mapping[str, str]:
        """The texts that `make` prints of a tool, by their names."""
        key = tool.digest and digest(what, tool.digest, self._shared)
        return remembered(self._memory, key, _TEXTS, lambda: dict(make()))
