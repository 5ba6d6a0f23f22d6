"""Reads the parts of a stored surface, each with its pointer, and notes what has the wrong form."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.core import pointers
from generator.core.problems import Problem, ProblemsError
from generator.document.located import Document, place_of
from generator.document.nodes import plain


@dataclass(frozen=True, slots=True)
class StoredObject:
    """An object of the document; what is missing or wrong reads as empty, and is noted."""

    value: dict[str, Any]
    pointer: str
    document: Document
    problems: list[Problem]

    @staticmethod
    def of(document: Document) -> StoredObject:
        """The whole document."""
        return StoredObject(plain(document.root), pointers.ROOT, document, [])

    def refuse(self, key: str, expected: str, hint: str = "") -> None:
        """Note that the member has the wrong form."""
        pointer = pointers.child(self.pointer, key)
        message = f"the surface has no usable {key}"
        place = place_of(self.document.root, pointer)
        self.problems.append(Problem("surface-malformed", message, place, pointer, expected, hint))

    def finish(self) -> None:
        """Raise `ProblemsError` with all that was noted."""
        if self.problems:
            raise ProblemsError(self.problems)

    def text(self, key: str, *, needed: bool = False) -> str:
        """A string; empty where it is absent, unless it is needed and must say something."""
        value = self.value.get(key, "")
        if not isinstance(value, str) or (needed and not value):
            self.refuse(key, "a string")
            return ""
        return value

    def flag(self, key: str) -> bool:
        """True or false; false where it is absent."""
        value = self.value.get(key, False)
        if not isinstance(value, bool):
            self.refuse(key, "true or false")
        return value is True

    def number(self, key: str) -> int | None:
        """An integer; it must be there. None, and noted, where there is none."""
        value = self.value.get(key)
        if not isinstance(value, int) or isinstance(value, bool):
            self.refuse(key, "an integer")
            return None
        return value

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of strings; empty where it is absent."""
        value = self.value.get(key, [])
        if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
            self.refuse(key, "a list of strings")
            return ()
        return tuple(value)

    def text_map(self, key: str) -> tuple[tuple[str, str], ...]:
        """Names with strings, in order."""
        inside = self.inside(key)
        return tuple((name, inside.text(name)) for name in inside.value)

    def number_map(self, key: str) -> tuple[tuple[str, int], ...]:
        """Names with integers, in order."""
        inside = self.inside(key)
        return tuple((name, inside.number(name) or 0) for name in inside.value)

    def inside(self, key: str) -> StoredObject:
        """The object that is the member; empty where it is absent."""
        value = self.value.get(key, {})
        if not isinstance(value, dict):
            self.refuse(key, "an object")
            value = {}
        return StoredObject(value, pointers.child(self.pointer, key), self.document, self.problems)

    def parts(self, key: str) -> Iterator[tuple[str, StoredObject]]:
        """The objects in the member, which is an object or a list itself, each with its name or index."""
        holder = self.value.get(key, {})
        if not isinstance(holder, dict | list):
            self.refuse(key, "objects")
            return
        items = holder.items() if isinstance(holder, dict) else enumerate(holder)
        for name, value in items:
            pointer = pointers.child(pointers.child(self.pointer, key), name)
            if isinstance(value, dict):
                yield str(name), StoredObject(value, pointer, self.document, self.problems)
            else:
                self.refuse(key, "objects")
