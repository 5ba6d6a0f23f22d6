"""Makes one document of several files, so that all who follow references see one root.

What a reference into another file leads to becomes a component, or takes the reference's place
where OpenAPI knows no components of its kind. Every part keeps its places, in its own file.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import Any

from generator.core import pointers
from generator.core.json_value import look_up
from generator.core.problems import (
    MOST_TOLD,
    Place,
    Problem,
    ProblemsError,
    Severity,
    excerpt,
    in_order,
    others_untold,
)
from generator.document.load import Budget, load
from generator.document.located import Document, MarkedDict, MarkedList, marked
from generator.document.moves import Moves
from generator.document.reference_walk import REF
from generator.openapi.conversion import sections_of
from generator.openapi.object_slots import Slot, slots_inside
from generator.validation.openapi_objects import ONE
from generator.workspace.reference_files import NoFile, path_of
from generator.workspace.sources import ReferenceFiles

_PLAIN = re.compile("[A-Za-z0-9._-]")
_MOST_LEVELS = 100


def as_one(document: Document, files: ReferenceFiles, base: str, budget: Budget) -> Document:
    """The document with all that its references lead to in it; `base` is its own file's name.

    It is changed in place. References that cannot be followed stay as they are, and `warnings` say
    why.
    """
    if not files.files and not files.unread:
        return document
    document = replace(document, root=marked(document.root))
    bundle = _Bundle(document, files, base, budget)
    bundle.run()
    if not bundle.is_changed and not bundle.problems:
        return document
    warnings = (*document.warnings, *in_order(bundle.problems))
    return replace(document, moves=(bundle.moves, *document.moves), warnings=warnings)


@dataclass(frozen=True, slots=True)
class _Target:
    """What a reference leads to: its file, its pointer there, and itself."""

    file: str
    pointer: str
    node: Any


class _Bundle:
    """Goes through the document and all that it leads to, each part once."""

    def __init__(
        self, document: Document, files: ReferenceFiles, base: str, budget: Budget
    ) -> None:
        self.moves = Moves()
        self.problems: list[Problem] = []
        self._told = 0
        self.is_changed = False
        self._files = files
        self._base = base
        self._budget = budget
        self._roots: dict[str, Any] = {base: document.root}
        self._sections = sections_of(document.root)
        self._components: dict[tuple[str, str, str], str] = {}
        self._numbers: dict[tuple[str, str], int] = {}
        self._settled: set[int] = set()
        self._stack: list[Slot] = []

    def run(self) -> None:
        """Follows every reference out of a file."""
        whole = {"": self._roots[self._base]}
        start = Slot(whole, "", pointers.ROOT, self._base, "document")
        self._stack.extend(slots_inside(start))
        visited: set[tuple[int, str, str]] = set()
        while self._stack:
            slot = self._settle(self._stack.pop())
            mark = (id(slot.value), slot.many, slot.kind)
            if mark in visited or not isinstance(slot.value, (MarkedDict, MarkedList)):
                continue
            visited.add(mark)
            if slot.kind == "schema" and slot.many == ONE:
                self._map(slot.value, slot)
            self._stack.extend(reversed(list(slots_inside(slot))))

    def _map(self, schema: Any, slot: Slot) -> None:
        """Makes the values of a discriminator's mapping name components."""
        discriminator = schema.get("discriminator") if isinstance(schema, MarkedDict) else None
        mapping = discriminator.get("mapping") if isinstance(discriminator, MarkedDict) else None
        if not isinstance(mapping, MarkedDict):
            return
        for name, text in mapping.items():
            target = self._target(text, slot.file) if isinstance(text, str) else None
            if target is not None:
                mapping[name] = self._pointer_of("schema", target)

    def _settle(self, slot: Slot) -> Slot:
        """The slot once what it holds refers to nothing in another file."""
        seen: set[int] = set()
        while isinstance(node := slot.value, MarkedDict) and id(node) not in self._settled | seen:
            text = node.get(REF)
            target = self._found(text, node, slot) if isinstance(text, str) else None
            if target is None:
                break
            seen.add(id(node))
            self.is_changed = True
            has_section = slot.many == ONE and slot.kind in self._sections
            if has_section or target.file == self._base:
                self._settled.add(id(node))
                node[REF] = self._pointer_of(slot.kind, target)
                break
            if slot.is_in(target.node) or slot.pointer.count("/") > _MOST_LEVELS:
                self._tell(str(text), node, slot, "it leads back to itself, or too deep")
                break
            slot = self._replaced(slot, target)
        return slot

    def _replaced(self, slot: Slot, target: _Target) -> Slot:
        """Puts what a reference leads to in its place, with what stands beside the reference."""
        node, value = slot.value, target.node
        place = node.places.get(REF)
        beside = [key for key in node if key != REF]
        if isinstance(value, MarkedDict):
            place = value.place or place
            if beside:
                places = value.places | {key: node.places[key] for key in beside}
                value = MarkedDict({**value, **{key: node[key] for key in beside}}.items(), place)
                value.places = places
        slot.put(value, place)
        old = self.moves.back(slot.pointer)
        self.moves.add(slot.pointer, target.pointer)
        for key in beside:
            self.moves.add(pointers.child(slot.pointer, key), pointers.child(old, key))
        return replace(slot, file=target.file, stands_for=target.node)

    def _pointer_of(self, kind: str, target: _Target) -> str:
        """The pointer in the one document to what a reference leads to, which becomes a component."""
        if target.file == self._base:
            return target.pointer
        known = self._components.get((kind, target.file, target.pointer))
        if known is not None:
            return known
        holder, pointer = self._section(self._sections[kind])
        name = self._free_name(holder, pointer, target)
        pointer = pointers.child(pointer, name)
        self._components[kind, target.file, target.pointer] = pointer
        holder[name] = target.node
        root_place = self._roots[target.file].place or Place(target.file, 1, 1)
        holder.places[name] = getattr(target.node, "place", None) or root_place
        self.moves.add(pointer, target.pointer)
        self._stack.append(Slot(holder, name, pointer, target.file, kind))
        return pointer

    def _free_name(self, holder: MarkedDict, section: str, target: _Target) -> str:
        """A name for a component: what its file calls it, or else the file's own name."""
        parts = pointers.split(target.pointer)
        stem = target.file.rpartition("/")[2].partition(".")[0]
        written = parts[-1] if parts and not parts[-1].isdigit() else stem
        plain = "".join(each if _PLAIN.fullmatch(each) else "_" for each in written) or "Part"
        name = plain
        while name in holder:
            number = self._numbers[section, plain] = self._numbers.get((section, plain), 1) + 1
            name = f"{plain}_{number}"
        return name

    def _section(self, path: str) -> tuple[MarkedDict, str]:
        node: Any = self._roots[self._base]
        pointer = pointers.ROOT
        for key in path.split("/"):
            if not isinstance(node.get(key), MarkedDict):
                node[key] = MarkedDict(place=node.place)
                node.places[key] = node.place
            node, pointer = node[key], pointers.child(pointer, key)
        return node, pointer

    def _found(self, text: str, node: MarkedDict, slot: Slot) -> _Target | None:
        """What a reference leads to, if it leads to another file or back from one; else it is told why."""
        if slot.file == self._base and text.startswith(pointers.ROOT):
            return None
        target = self._target(text, slot.file)
        if target is None:
            self._tell(text, node, slot, self._why(text, slot.file))
        return target

    def _target(self, text: str, file: str) -> _Target | None:
        try:
            path = path_of(text, file)
            if path == self._base == file and text.startswith(pointers.ROOT):
                return None
            root = self._root(path)
            pointer = f"#{text.partition('#')[2]}"
            if root is None:
                return None
            return _Target(path, pointers.join(pointers.split(pointer)), look_up(root, pointer))
        except (ValueError, KeyError):
            return None

    def _root(self, path: str) -> Any:
        """What a file holds; None where it is not read, or cannot be."""
        if path not in self._roots:
            self._roots[path] = None
            found = self._files.files.get(path)
            if found is not None:
                try:
                    self._roots[path] = load(found.data, found.name, self._budget).root
                except ProblemsError as error:
                    told = (replace(each, severity=Severity.WARNING) for each in error.problems)
                    self.problems.extend(told)
        return self._roots[path]

    def _tell(self, text: str, node: MarkedDict, slot: Slot, why: str) -> None:
        """Says why a file's part is not taken in."""
        if not why:
            return
        self._told += 1
        if self._told > MOST_TOLD + 1:
            return
        pointer = pointers.child(self.moves.back(slot.pointer), REF)
        message = f"the reference {excerpt(text)} is not followed: {why}"
        if self._told > MOST_TOLD:
            message = others_untold("references are not followed")
        self.problems.append(
            Problem(
                "ref-not-followed",
                message,
                node.places.get(REF),
                pointer,
                severity=Severity.WARNING,
            )
        )

    def _why(self, text: str, file: str) -> str:
        try:
            path = path_of(text, file)
        except NoFile:
            # Whoever follows references inside the document says so.
            return ""
        if path in self._files.unread:
            return self._files.unread[path]
        if self._root(path) is None:
            what = "has an error of its own" if path in self._files.files else "is not read"
            return f"{excerpt(path)} {what}"
        return f"{excerpt(path)} has nothing at {excerpt('#' + text.partition('#')[2])}"
