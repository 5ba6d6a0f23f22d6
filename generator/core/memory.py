"""What an earlier run found out, by digests of all that it follows from: found again rather than worked out.

Nothing is believed that was not kept under the digest of what is there now. What is kept are JSON
values, so that nothing kept can do anything by itself.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from typing import Any, Protocol, TypeVar

from generator.core.stored_values import Stored

T = TypeVar("T")


class Memory(Protocol):
    """Keeps values for later runs; what it has lost, or cannot vouch for, it never had."""

    def recall(self, key: str) -> Any:
        """The JSON value that was kept under the key; None where there is none."""

    def keep(self, key: str, value: Any) -> None:
        """Keeps a JSON value, which is not changed afterwards."""


class Forgetful:
    """Remembers nothing."""

    def recall(self, key: str) -> None:
        """Nothing."""

    def keep(self, key: str, value: Any) -> None:
        """Does not."""


NO_MEMORY: Memory = Forgetful()


def digest(*fields: str | bytes) -> str:
    """The digest of some texts or bytes; no two lists have the same one."""
    found = hashlib.blake2b(digest_size=16)
    for each in fields:
        data = each if isinstance(each, bytes) else each.encode("utf-8", "surrogatepass")
        found.update(len(data).to_bytes(8, "big") + data)
    return found.hexdigest()


def remembered(memory: Memory, key: str, stored: Stored[T], make: Callable[[], T]) -> T:
    """What `make` makes, from memory where an earlier run kept it; an empty key is kept nowhere."""
    if not key:
        return make()
    kept = memory.recall(key)
    if kept is not None:
        try:
            return stored.read(kept)
        except (KeyError, TypeError, ValueError):
            pass  # not what we keep: somebody else's
    made = make()
    memory.keep(key, stored.written(made))
    return made
