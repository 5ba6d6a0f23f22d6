"""Digests of a document's parts, each with all that references lead to from it, at the cost of reading it once.

Parts are the members of `paths`, and those of each section of `components`; what is left is one more.
A part's digest changes wherever anything changes that can be reached from it.
"""

from __future__ import annotations

import json
import marshal
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import Any

from generator.core import pointers
from generator.core.memory import NO_MEMORY, Memory, digest
from generator.document.nodes import mapping

_REFERENCE = re.compile(rb"\$(?:ref|dynamicRef)(?=u(.{4}))", re.DOTALL)
_HEAD = 5
"""Bytes before a string's own. A text may end like a key: what follows it is looked at again."""
_DISCRIMINATOR = b"u\x0d\0\0\0discriminator"
MARSHAL = 2
"""The version in which equal values are equal bytes, strings among them as `u`, length and UTF-8."""

_ENCODE = json.JSONEncoder(separators=(",", ":"), check_circular=False).encode
_LENGTHS = {"paths": 2, "components": 3}
"""How many keys lead to a part."""
_SEGMENTS = 1 + max(_LENGTHS.values())
"""How much of a pointer tells the part, the `#` included."""

_NOT_READ = frozenset(["info"])
"""What says nothing of any operation."""


class DocumentMemory:
    """A memory of what follows from parts of one document, which is not changed meanwhile."""

    def __init__(self, memory: Memory, root: Mapping[str, Any]) -> None:
        self.memory = memory
        self._root = root
        self._digests: PartDigests | None = None

    def key(self, kind: str, found_at: Iterable[str], *facts: str, alone: bool = False) -> str:
        """The key of what follows from the parts that pointers lead into, and from some facts besides.

        `alone` is what asks nothing of the document but these parts. The key is empty where
        nothing is remembered.
        """
        if self.memory is NO_MEMORY:
            return ""
        self._digests = self._digests or PartDigests(self._root)
        places = list(found_at)
        shared = "" if alone else self._digests.shared
        return digest(kind, shared, *places, "", *map(self._digests.of, places), "", *facts)

    def part_key(self, pointer: str) -> str:
        """The key of what follows from one part; empty where nothing is remembered."""
        if self.memory is NO_MEMORY:
            return ""
        self._digests = self._digests or PartDigests(self._root)
        return f"{self._digests.of_part(pointer)} {self._digests.shared}"

    def leading_to(self, pointers_: Iterable[str]) -> set[str]:
        """The parts that references lead from to what pointers name, these included."""
        self._digests = self._digests or PartDigests(self._root)
        return self._digests.leading_to(map(part_at, pointers_))


class PartDigests:
    """The digests of one document, which is not changed while they are asked for."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._own: dict[str, str] = {}
        self._leads_to: dict[str, list[str]] = {}
        told = False
        for pointer, node in parts_of(root):
            data = _spelled(node)
            told = told or _DISCRIMINATOR in data
            self._own[pointer] = digest(pointer, data)
            self._leads_to[pointer] = [_target(each) for each in references_in(data)]
        self._rest = digest(_spelled(_rest(root)))
        self._unread = _spelled([root.get(key) for key in sorted(_NOT_READ)])
        # A schema may stand for all that take it up, wherever these are.
        schemas = (
            self._own[each] for each in self._own if each.startswith("#/components/schemas/")
        )
        self.shared = digest(self._rest, *(schemas if told else ()))
        self._whole = ""
        self._reached = self._reach()

    def of(self, pointer: str) -> str:
        """The digest of the part that a pointer leads into, and of all that is reached from there."""
        return self.of_part(part_at(pointer))

    def of_part(self, part: str) -> str:
        """As `of`, where the pointer is that of a part."""
        return self._reached.get(part) or self._digest_of_other(part)

    def leading_to(self, parts: Iterable[str]) -> set[str]:
        """The parts from which any of these is reached, however far, and these."""
        led_from: dict[str, list[str]] = {}
        for part, leads_to in self._leads_to.items():
            for each in leads_to:
                led_from.setdefault(each, []).append(part)
        found = set(parts)
        waiting = list(found)
        while waiting:
            new = set(led_from.get(waiting.pop(), ())) - found
            found |= new
            waiting += new
        return found

    def _digest_of_other(self, part: str) -> str:
        """That of what is no part: all of the document, or nothing."""
        if part:
            return digest("nothing", part)
        self._whole = self._whole or digest(self._rest, self._unread, *self._own.values())
        return self._whole

    def _reach(self) -> dict[str, str]:
        """Each part's own digest with those of all that it leads to: parts in a circle have one in common."""
        reached: dict[str, str] = {}
        for circle in _circles(self._leads_to):
            inside = set(circle)
            outside = {
                each for part in circle for each in self._leads_to[part] if each not in inside
            }
            below = sorted(reached.get(each) or self._digest_of_other(each) for each in outside)
            common = digest(*sorted(self._own[part] for part in circle), "", *below)
            for part in circle:
                reached[part] = common if len(circle) == 1 else digest(part, common)
        return reached


def parts_of(root: Mapping[str, Any]) -> Iterator[tuple[str, Any]]:
    """The parts, each with its pointer."""
    for path, item in mapping(root.get("paths")).items():
        yield pointers.join(["paths", path]), item
    for section, members in mapping(root.get("components")).items():
        for name, node in mapping(members).items():
            yield pointers.join(["components", section, name]), node


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
        return _part_of(pointers.split(pointer))
    except ValueError:
        return ""


def _spelled(value: Any) -> bytes:
    """Bytes that are equal where values are; faster than JSON, which would do as well."""
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
        return _part_of(pointers.split(reference))
    except ValueError:
        return f"?{reference}"


def _part_of(parts: tuple[str, ...]) -> str:
    length = _LENGTHS.get(parts[0], len(parts) + 1) if parts else 1
    return pointers.join(parts[:length]) if len(parts) >= length else ""


def _circles(leads_to: Mapping[str, list[str]]) -> Iterator[list[str]]:
    """The parts in groups that lead to one another, each group after those that it leads to (Tarjan's way)."""
    order: dict[str, int] = {}
    lowest: dict[str, int] = {}
    open_parts: dict[str, None] = {}
    for start in leads_to:
        if start in order:
            continue
        trail = [(start, iter(leads_to[start]))]
        order[start] = lowest[start] = len(order)
        open_parts[start] = None
        while trail:
            part, following = trail[-1]
            below = next((each for each in following if each in leads_to), None)
            if below is not None:
                if below not in order:
                    order[below] = lowest[below] = len(order)
                    open_parts[below] = None
                    trail.append((below, iter(leads_to[below])))
                elif below in open_parts:
                    lowest[part] = min(lowest[part], order[below])
                continue
            trail.pop()
            if trail:
                lowest[trail[-1][0]] = min(lowest[trail[-1][0]], lowest[part])
            if lowest[part] == order[part]:
                yield _closed(open_parts, part)


def _closed(open_parts: dict[str, None], first: str) -> list[str]:
    """The parts opened last, back to the first of a circle."""
    circle: list[str] = []
    while not circle or circle[-1] != first:
        circle.append(open_parts.popitem()[0])
    return circle
