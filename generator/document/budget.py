"""How much a document may ask for."""

from __future__ import annotations

from dataclasses import dataclass

from generator.workspace.files import MOST_BYTES

MOST_NODES = 750_000
"""With their places, an overlay and what is made of them, so many keep within a GB of memory; vendors'
largest documents have two thirds as many."""


@dataclass(frozen=True, slots=True)
class Budget:
    """How much a document may ask for: bytes as stored, levels of nesting, values after every alias is
    written out, and characters of the keys that lead to a value, which each problem there names: to any, and to all of them
    together, of which vendors' largest documents have a quarter. An overlay may put so many characters in more places than
    one, besides as many as the document has."""

    max_bytes: int = MOST_BYTES
    max_depth: int = 200
    max_nodes: int = MOST_NODES
    max_keys: int = 20_000
    max_named: int = 400_000_000
    max_repeated: int = 500_000

    @classmethod
    def for_bytes(cls, max_bytes: int) -> Budget:
        """Of a file that may have so many bytes: more values where it may be larger than most."""
        return cls(max_bytes, max_nodes=MOST_NODES * max(max_bytes, MOST_BYTES) // MOST_BYTES)


DEFAULT_BUDGET = Budget()
