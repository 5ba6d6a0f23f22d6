"""What counts of a value where digests of parts are made: its own digest, and where references in it lead."""

from __future__ import annotations

import json
import marshal
import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any, NamedTuple

from generator.core import pointers
from generator.core.memory import NO_MEMORY, Memory, digest
from generator.document.sound_texts import Spelled

_KEY = digest("facts of texts")
"""Of all of them, by the digests of the texts."""

_REFERENCE = re.compile(rb"\$(?:ref|dynamicRef)(?=u(.{4}))", re.DOTALL)
_HEAD = 5
"""Bytes before a string's own. A text may end like a key: what follows it is looked at again."""
_DISCRIMINATOR = b"u\x0d\0\0\0discriminator"
MARSHAL = 2
"""The version in which equal values are equal bytes, strings among them as `u`, length and UTF-8."""

_ENCODE = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode

LENGTHS = {"paths": 2, "components": 3}
"""How many keys lead to a part."""


class Facts(NamedTuple):
    """Of equal values they are the same."""

    digest: str
    has_discriminator: bool
    leads_to: tuple[str, ...]
    """The parts that references lead into."""


class ValueFacts:
    """The facts of values, found again where an earlier run read a value from the same text."""

    def __init__(self, memory: Memory, spelled: Spelled) -> None:
        self._memory = memory
        self._spelled = spelled
        kept = memory.recall(_KEY) if spelled else None
        self._known: Mapping[str, Any] = kept if isinstance(kept, dict) else {}
        self._found: dict[str, list[Any]] = {}

    def of(self, value: Any) -> Facts:
        """The facts of a value."""
        node, text = self._spelled.get(id(value), (None, ""))
        if node is None or node is not value:
            return _facts(value)
        facts = _read(self._known.get(text)) or _facts(value)
        self._found[text] = [facts.digest, facts.has_discriminator, *facts.leads_to]
        return facts

    def of_members(self, value: Any) -> Facts:
        """The facts of a value of which the members may be known."""
        if not isinstance(value, dict):
            return self.of(value)
        apart = {name: each for name, each in value.items() if isinstance(each, dict | list)}
        rest = _facts({name: None if name in apart else each for name, each in value.items()})
        members = [rest, *map(self.of, apart.values())]
        return Facts(
            digest(*(each.digest for each in members)),
            any(each.has_discriminator for each in members),
            tuple(dict.fromkeys(part for each in members for part in each.leads_to)),
        )

    def keep(self) -> None:
        """Leaves to later runs what was found of texts."""
        if self._found and self._memory is not NO_MEMORY:
            self._memory.keep(_KEY, self._found)


def _read(kept: Any) -> Facts | None:
    """The facts that were kept; None for what is something else."""
    if not isinstance(kept, list) or [*map(type, kept[:2])] != [str, bool]:
        return None
    return Facts(kept[0], kept[1], tuple(kept[2:]))


def _facts(value: Any) -> Facts:
    data = spelled(value)
    leads_to = sorted({_target(each) for each in references_in(data)})
    return Facts(digest(data), _DISCRIMINATOR in data, tuple(leads_to))


def spelled(value: Any) -> bytes:
    """Bytes that are equal where values are, to the letter and in the order of members, and for no others;
    faster than JSON, which would do as well."""
    try:
        return marshal.dumps(value, MARSHAL)
    except ValueError:  # objects that have places
        return marshal.dumps(json.loads(_ENCODE(value)), MARSHAL)


def references_in(data: bytes) -> set[str]:
    """The references in what a value is by `marshal`, and what looks like one."""
    return {
        data[end : end + int.from_bytes(found[1], "little")].decode("utf-8", "replace")
        for found in _REFERENCE.finditer(data)
        for end in [found.end() + _HEAD]
    }


@lru_cache(maxsize=1 << 14)
def _target(reference: str) -> str:
    """The part that a reference leads into; empty for all of the document."""
    try:
        return part_of(pointers.split(reference))
    except ValueError:
        return f"?{reference}"


def part_of(parts: tuple[str, ...]) -> str:
    """The pointer of the part around what keys and indexes lead to; empty where that is all of the document."""
    length = LENGTHS.get(parts[0], len(parts) + 1) if parts else 1
    return pointers.join(parts[:length]) if len(parts) >= length else ""
