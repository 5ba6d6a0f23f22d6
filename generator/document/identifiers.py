"""References by `$id` and `$anchor` become pointers, as JSON Schema resolves them, so that all who
follow references need to know of pointers alone."""

from __future__ import annotations

import marshal
import re
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from typing import Any
from urllib.parse import urljoin

from generator.core import pointers
from generator.core.json_value import look_up
from generator.document.located import Document, MarkedDict, UnmarkedRoot, copied
from generator.document.reference_walk import REF, Kind, Part, child_kind, children

_REFERRING = (REF, "$dynamicRef")
_ANCHORS = ("$anchor", "$dynamicAnchor")
_HOLDING = (dict, list)
_NAMING = frozenset(("$id", "$self", *_ANCHORS))


def with_pointers(document: Document) -> Document:
    """The document with every reference that names an identifier in it as a pointer.

    What identifies nothing here is left as it is. Nothing is opened; an address is but a name.
    """
    if not _may_have_identifiers(document.root):
        return document
    root = copied(document.root)
    names = _Names(root)
    for resource in _resources(root):
        names.add(resource)
    for resource in names.resources:
        for key in _REFERRING:
            text = resource.node.get(key)
            pointer = names.pointer(resource, text) if isinstance(text, str) else None
            if pointer is not None:
                resource.node[key] = pointer
    return replace(document, root=root)


@dataclass(frozen=True, slots=True)
class _Resource:
    """An object of the document, the address that its references start from, and what has that."""

    node: dict[str, Any]
    pointer: str
    base: str
    base_pointer: str


@dataclass(slots=True)
class _Names:
    """What identifiers stand for, as pointers."""

    root: Any
    resources: list[_Resource] = field(default_factory=list)
    known: dict[str, str] = field(default_factory=lambda: {"": pointers.ROOT})

    def add(self, resource: _Resource) -> None:
        """Learns the identifiers of an object; of two that are the same, the first stands."""
        self.resources.append(resource)
        if resource.pointer == resource.base_pointer:
            self.known.setdefault(resource.base, resource.pointer)
        for key in _ANCHORS:
            name = resource.node.get(key)
            if isinstance(name, str):
                self.known.setdefault(f"{resource.base}#{name}", resource.pointer)

    def pointer(self, resource: _Resource, text: str) -> str | None:
        """The pointer that says what a reference says; None where it is one, or means nothing here."""
        if text.startswith(pointers.ROOT) and resource.base_pointer == pointers.ROOT:
            return self.known.get(f"{resource.base}{text}")
        address, _, fragment = _joined(resource.base, text).partition("#")
        start = self.known.get(address)
        if start is None:
            return None
        if fragment and not fragment.startswith("/"):
            return self.known.get(f"{address}#{fragment}")
        found = f"{start}{fragment}"
        return found if self._leads_somewhere(found) else None

    def _leads_somewhere(self, pointer: str) -> bool:
        try:
            look_up(self.root, pointer)
        except (KeyError, ValueError):
            return False
        return True


def _resources(root: Any) -> Iterator[_Resource]:
    """Every object in which references can stand, each after what holds it."""
    own = root.get("$self")
    base = _joined("", own) if isinstance(own, str) else ""
    stack = [(Part(pointers.ROOT, root), base, pointers.ROOT)]
    while stack:
        part, base, base_pointer = stack.pop()
        if isinstance(part.node, dict) and part.kind is Kind.FIELDS:
            name = part.node.get("$id")
            named = _address(base, name) if isinstance(name, str) else base
            if named != base:
                base, base_pointer = named, part.pointer
            yield _Resource(part.node, part.pointer, base, base_pointer)
        stack.extend((each, base, base_pointer) for each in reversed(list(children(part))))


def _address(base: str, name: str) -> str:
    """What is named there, without a fragment; also where that is no address (`http://[`)."""
    return _joined(base, name).partition("#")[0]


def _joined(base: str, text: str) -> str:
    """The address that a relative one means; itself where it cannot be joined."""
    if text.startswith("#"):
        return f"{base}{text}"
    try:
        return urljoin(base, text)
    except ValueError:
        return text


_NAMED = re.compile(r'"\$(?:id|self|anchor|dynamicAnchor)"')
_ESCAPED = re.compile(r"\\u00(?:24|[46][0-9A-Fa-f]|[57][0-9Aa])")
"""A dollar sign or a letter written as an escape, which nobody does."""


def _may_have_identifiers(root: MarkedDict) -> bool:
    """Whether any object may have one; in JSON that is told from the text, without going through it."""
    if type(root) is UnmarkedRoot:
        text = root.positions.text
        if not _NAMED.search(text) and not ("\\u00" in text and _ESCAPED.search(text)):
            return False
    return _has_identifiers(root)


_SPELLED = re.compile(rb"\$(?:id|self|anchor|dynamicAnchor)")
_PART_LEVELS = 3
"""What is above a path or a schema: the root, its sections, and what these hold."""


def _has_identifiers(root: Any) -> bool:
    """Whether any object that is no data has one, told without making a `Part` of each."""
    level = [(root, Kind.FIELDS)]
    for _ in range(_PART_LEVELS):
        if any(map(_is_naming, level)):
            return True
        level = [each for above in level for each in _inside(*above)]
    return any(_any_is_naming(each) for each in level if _may_spell_one(each[0]))


def _may_spell_one(node: Any) -> bool:
    """Whether an identifier may be anywhere inside, data included: of bytes that is soon told."""
    try:
        return bool(_SPELLED.search(marshal.dumps(node, 2)))
    except ValueError:  # objects that know their places
        return True


def _any_is_naming(part: tuple[Any, Kind]) -> bool:
    stack = [part]
    while stack:
        part = stack.pop()
        if _is_naming(part):
            return True
        stack += _inside(*part)
    return False


def _inside(node: Any, kind: Kind) -> list[tuple[Any, Kind]]:
    """The objects and lists in it that are no data."""
    if not isinstance(node, dict):
        return [(each, Kind.FIELDS) for each in node if isinstance(each, _HOLDING)]
    return [
        (each, below)
        for key, each in node.items()
        if isinstance(each, _HOLDING) and (below := child_kind(kind, key, each))
    ]


def _is_naming(part: tuple[Any, Kind]) -> bool:
    node, kind = part
    is_object = kind is Kind.FIELDS and isinstance(node, dict)
    return is_object and not _NAMING.isdisjoint(node) and _is_named(node)


def _is_named(node: dict[str, Any]) -> bool:
    return any(isinstance(node.get(key), str) for key in _NAMING)
