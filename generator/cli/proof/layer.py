"""A memory on top of another one, so that what a payload does not touch is made once for all of them."""

from typing import Any

from generator.core.memory import NO_MEMORY, Memory


class Layer:
    """Keeps values itself, and recalls what the memory below has as well."""

    def __init__(self, below: Memory = NO_MEMORY) -> None:
        self._below = below
        self._kept: dict[str, Any] = {}

    def recall(self, key: str) -> Any:
        """What was kept under the digest, here or below."""
        found = self._kept.get(key)
        return self._below.recall(key) if found is None else found

    def keep(self, key: str, value: Any) -> None:
        """Keeps it here alone."""
        self._kept[key] = value
