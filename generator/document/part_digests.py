"""Digests of a document's parts, each with all that references lead to from it, at the cost of reading it once.

Parts are the members of `paths`, and those of each section of `components`; what is left is one more.
A part's digest changes wherever anything changes that can be reached from it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from generator.core import pointers
from generator.core.memory import NO_MEMORY, Memory, digest
from generator.document.circles import circles
from generator.document.located import UnmarkedRoot
from generator.document.nodes import mapping
from generator.document.value_facts import LENGTHS, ValueFacts, part_of, spelled

_KEY = digest("reached parts")
"""Of the digests of all parts, by those of what they are themselves."""

KEYS_OF_PART = max(LENGTHS.values())
"""How many keys of a trail tell the part."""

_SEGMENTS = 1 + KEYS_OF_PART
"""How much of a pointer tells the part, the `#` included."""

_NOT_READ = frozenset(["info"])
"""What says nothing of any operation."""


_MOST_PARTS = 30_000
"""Parts of a document of which something is remembered; the largest vendors' have 5,000."""


class DocumentMemory:
    """A memory of what follows from parts of one document, which is not changed meanwhile."""

    def __init__(self, memory: Memory, root: Mapping[str, Any]) -> None:
        # To tell parts apart takes longer than to read small ones again.
        self.memory = memory if number_of_parts(root) <= _MOST_PARTS else NO_MEMORY
        self._root = root
        self._digests: PartDigests | None = None

    def key(self, kind: str, found_at: Iterable[str], *facts: str, alone: bool = False) -> str:
        """The key of what follows from the parts that pointers lead into, and from some facts besides.

        `alone` is what asks nothing of the document but these parts. The key is empty where
        nothing is remembered.
        """
        if self.memory is NO_MEMORY:
            return ""
        self._digests = self._digests or PartDigests(self._root, self.memory)
        places = list(found_at)
        shared = "" if alone else self._digests.shared
        return digest(kind, shared, *places, "", *map(self._digests.of, places), "", *facts)

    def part_key(self, pointer: str) -> str:
        """The key of what follows from one part; empty where nothing is remembered."""
        if self.memory is NO_MEMORY:
            return ""
        self._digests = self._digests or PartDigests(self._root, self.memory)
        return f"{self._digests.of_part(pointer)} {self._digests.shared}"

    def leading_to(self, pointers_: Iterable[str]) -> set[str]:
        """The parts that references lead from to what pointers name, these included."""
        self._digests = self._digests or PartDigests(self._root, self.memory)
        return self._digests.leading_to(map(part_at, pointers_))


class PartDigests:
    """The digests of one document, which is not changed while they are asked for."""

    def __init__(self, root: Mapping[str, Any], memory: Memory = NO_MEMORY) -> None:
        self._own: dict[str, str] = {}
        self._leads_to: dict[str, tuple[str, ...]] = {}
        told = False
        values = ValueFacts(memory, root.spelled if isinstance(root, UnmarkedRoot) else {})
        for pointer, node in parts_of(root):
            is_path = pointer.startswith("#/paths/")
            facts = values.of_members(node) if is_path else values.of(node)
            told = told or facts.has_discriminator
            self._own[pointer] = digest(pointer, facts.digest)
            self._leads_to[pointer] = facts.leads_to
        values.keep()
        self._rest = digest(spelled(_rest(root)))
        self._unread = spelled([root.get(key) for key in sorted(_NOT_READ)])
        # A schema may stand for all that take it up, wherever these are.
        schemas = (
            self._own[each] for each in self._own if each.startswith("#/components/schemas/")
        )
        self.shared = digest(self._rest, *(schemas if told else ()))
        self._whole = ""
        self._led_from = _turned(self._leads_to)
        self._reached = self._reached_before(memory)
        self._reach()
        if memory is not NO_MEMORY:
            memory.keep(_KEY, {own: self._reached[part] for part, own in self._own.items()})

    def of(self, pointer: str) -> str:
        """The digest of the part that a pointer leads into, and of all that is reached from there."""
        return self.of_part(part_at(pointer))

    def of_part(self, part: str) -> str:
        """As `of`, where the pointer is that of a part."""
        return self._reached.get(part) or self._digest_of_other(part)

    def leading_to(self, parts: Iterable[str]) -> set[str]:
        """The parts from which any of these is reached, however far, and these."""
        found = set(parts)
        waiting = list(found)
        while waiting:
            new = set(self._led_from.get(waiting.pop(), ())) - found
            found |= new
            waiting += new
        return found

    def _digest_of_other(self, part: str) -> str:
        """That of what is no part: all of the document, or nothing."""
        if part:
            return digest("nothing", part)
        self._whole = self._whole or digest(self._rest, self._unread, *self._own.values())
        return self._whole

    def _reached_before(self, memory: Memory) -> dict[str, str]:
        """The digests, as an earlier run had them, of the parts that reach nothing but what was there then."""
        kept = memory.recall(_KEY)
        if not isinstance(kept, dict):
            return {}
        # What is no part may be all of the document.
        new = {part for part in self._led_from if part not in self._own}
        new.update(part for part, own in self._own.items() if own not in kept)
        changed = self.leading_to(new)
        return {part: kept[own] for part, own in self._own.items() if part not in changed}

    def _reach(self) -> None:
        """Gives each part that has none its own digest with those of all that it leads to: parts in
        a circle have one in common."""
        reached = self._reached
        for circle in circles(
            {part: each for part, each in self._leads_to.items() if part not in reached}
        ):
            inside = set(circle)
            outside = {
                each for part in circle for each in self._leads_to[part] if each not in inside
            }
            below = sorted(reached.get(each) or self._digest_of_other(each) for each in outside)
            common = digest(*sorted(self._own[part] for part in circle), "", *below)
            for part in circle:
                reached[part] = common if len(circle) == 1 else digest(part, common)


def _turned(leads_to: Mapping[str, Iterable[str]]) -> dict[str, list[str]]:
    """The parts that lead to each."""
    led_from: dict[str, list[str]] = {}
    for part, parts in leads_to.items():
        for each in parts:
            led_from.setdefault(each, []).append(part)
    return led_from


def parts_of(root: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The parts, each with its pointer."""
    for path, item in mapping(root.get("paths")).items():
        yield pointers.join(["paths", path]), item
    for section, members in mapping(root.get("components")).items():
        for name, node in mapping(members).items():
            yield pointers.join(["components", section, name]), node


def number_of_parts(root: Mapping[str, Any]) -> int:
    """How many parts there are."""
    sections = [root.get("paths"), *mapping(root.get("components")).values()]
    return sum(len(mapping(each)) for each in sections)


def left_of(root: Mapping[str, Any], is_left: Callable[[str, Any], bool]) -> dict[str, Any]:
    """The root without the parts, told by pointer and value, that are not left."""
    left = dict(root)
    if isinstance(root.get("paths"), dict):
        left["paths"] = _members_left(["paths"], root["paths"], is_left)
    if isinstance(root.get("components"), dict):
        left["components"] = {
            section: _members_left(["components", section], members, is_left)
            for section, members in root["components"].items()
        }
    return left


def _members_left(path: list[str], members: Any, is_left: Callable[[str, Any], bool]) -> Any:
    if not isinstance(members, dict):
        return members
    return {
        name: node for name, node in members.items() if is_left(pointers.join([*path, name]), node)
    }


def _rest(root: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in no part, and the security schemes, which are named rather than referred to."""
    kept = {key: each for key, each in root.items() if key not in _NOT_READ}
    components = mapping(root.get("components"))
    if isinstance(root.get("paths"), dict):
        del kept["paths"]
    if isinstance(root.get("components"), dict):
        kept["components"] = {
            name: section
            for name, section in components.items()
            if name == "securitySchemes" or not isinstance(section, dict)
        }
    return kept


def part_at(pointer: str) -> str:
    """The pointer of the part around what another one leads to; empty where that is all of the document."""
    if "%" in pointer:  # it may stand for a slash
        return _part_around(pointer)
    return _part_around("/".join(pointer.split("/", _SEGMENTS)[:_SEGMENTS]))


@lru_cache(maxsize=1 << 14)  # a document has few parts, and each is asked for many times
def _part_around(pointer: str) -> str:
    try:
        return part_of(pointers.split(pointer))
    except ValueError:
        return ""
