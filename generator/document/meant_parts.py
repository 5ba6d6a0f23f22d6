"""Tells what broken references into a document probably mean."""

from collections.abc import Mapping
from typing import Any

from generator.core import pointers
from generator.core.json_value import node_at
from generator.core.suggest import did_you_mean

_MOST_COMPARED = 30_000
"""Names that broken references are compared with: those of ten or more in vendors' largest documents."""


class MeantParts:
    """The parts of one document that names may mean, as long as not too many are compared."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root = root
        self._left = _MOST_COMPARED

    def by(self, ref: str) -> str:
        """A hint that names what a reference means; empty where nothing is near."""
        holder, _, name = ref.rpartition("/")
        known = node_at(self._root, holder) if holder.startswith("#/") else None
        if not isinstance(known, dict) or len(known) > self._left:
            return ""
        self._left -= len(known)
        written = [pointers.child("", each)[1:] for each in known]
        return did_you_mean(pointers.child("", name)[1:], written)
