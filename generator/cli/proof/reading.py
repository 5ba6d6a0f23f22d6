"""What an oracle finds in one file of a package, whatever its type."""

from collections.abc import Hashable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Reading:
    """`shape` is the file without its texts; `parts` are what it is made of; `links` are addresses
    that whoever reads it can follow; `faults` are wrong in any file."""

    shape: Hashable = None
    parts: frozenset[Hashable] = frozenset()
    links: tuple[str, ...] = ()
    faults: tuple[str, ...] = ()
