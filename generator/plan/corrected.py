"""A corrected document, and who changed what in it: by place, and by the value of a call that it is about.

Values are named by a path: `""` is the request body, and `/items/*/id` a member of each of its items.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from generator.core import pointers
from generator.core.json_value import look_up
from generator.core.schema_keywords import IN_PLACE, UNIONS
from generator.document.corrections import Correction
from generator.document.located import Document
from generator.emit.prose import one_line

_Trail = tuple[str, ...]
_MOST, _DEEPEST = 3_000, 100
_SAME_VALUE = ("then", "else", "if", "not")
_SEVERAL = ("patternProperties", "prefixItems", "dependentSchemas")
_ANY_MEMBER = ("items", "additionalProperties", "unevaluatedProperties", "contains")


class Corrected:
    """A document's corrections by the part that each changed, and by what holds that."""

    def __init__(self, document: Document) -> None:
        self._root = document.root
        self._at: dict[str, list[str]] = {}
        self._in: dict[str, list[tuple[str, Correction]]] = {}
        self._felt: dict[str, bool] = {}
        self._led: dict[str, frozenset[str]] = {}
        for each in _moved(document, document.corrections):
            holder, _, _ = each.pointer.rpartition("/")
            name = "".join(pointers.split(each.pointer)[-1:])
            self._at.setdefault(each.pointer, []).append(said(each))
            self._in.setdefault(holder, []).append((name, each))
        self._order = {at: index for index, at in enumerate(self._at)}
        self._sorted = sorted(self._at)

    def within(self, pointer: str, leave: Iterable[str] = ()) -> dict[str, None]:
        """Why anything in a part of the document is different, but for parts that are left aside."""
        aside = frozenset(leave)
        changed = [pointer, *self._sorted[self._below(pointer)]]
        if aside:
            changed = [at for at in changed if aside.isdisjoint(_around(at))]
        changed.sort(key=lambda at: self._order.get(at, 0))
        return {reason: None for at in changed for reason in self.at(at)}

    def inside(self, pointer: str) -> list[tuple[str, Correction]]:
        """What was changed in the object at the pointer, by the member's name."""
        return self._in.get(pointer, [])

    def at(self, pointer: str) -> list[str]:
        """The reasons of corrections of exactly this part."""
        return self._at.get(pointer, [])

    def around(self, pointer: str) -> list[str]:
        """The reasons of the nearest part around this one, or this itself, that was put in whole."""
        while "/" in pointer and not self._at.get(pointer):
            pointer = pointer.rpartition("/")[0]
        return self.at(pointer)

    def is_felt_in(self, pointer: str) -> bool:
        """Whether anything was changed in a part of the document, or in what it refers to."""
        if pointer not in self._felt:
            self._feel(pointer)
        return self._felt[pointer]

    def _feel(self, pointer: str) -> None:
        """Finds out of all that a part leads to whether a correction is felt there, each once."""
        reached, open_ = {pointer}, [pointer]
        leading: dict[str, list[str]] = {}
        while open_:
            each = open_.pop()
            for target in self._references(each):
                leading.setdefault(target, []).append(each)
                if target not in reached and target not in self._felt:
                    reached.add(target)
                    open_.append(target)
        self._felt |= dict.fromkeys(reached, False)
        changed = [each for each in reached if self._is_changed(each)]
        known = [each for each in leading if self._felt[each]]
        self._spread([*changed, *known], leading)

    def _spread(self, felt: list[str], leading: Mapping[str, list[str]]) -> None:
        """What leads to where a correction is felt feels it as well."""
        self._felt |= dict.fromkeys(felt, True)
        while felt:
            for each in leading.get(felt.pop(), ()):
                if not self._felt[each]:
                    self._felt[each] = True
                    felt.append(each)

    def _is_changed(self, pointer: str) -> bool:
        below = self._below(pointer)
        return pointer in self._at or below.start < below.stop

    def _below(self, pointer: str) -> slice:
        """Where what was changed inside of a part stands in `_sorted`: `0` is what comes after `/`."""
        start, stop = (bisect_left(self._sorted, pointer + after) for after in "/0")
        return slice(start, stop)

    def _references(self, pointer: str) -> frozenset[str]:
        """Where the references in a part of the document lead."""
        if pointer not in self._led:
            self._led[pointer] = frozenset(_references(self.value(pointer)))
        return self._led[pointer]

    def value(self, pointer: str) -> Any:
        """What stands at the pointer; None where nothing does."""
        try:
            return look_up(self._root, pointer)
        except (KeyError, ValueError):
            return None


class SchemaWalk:
    """Goes through a schema as the document has it, with all that it refers to.

    Unless it goes to `all_of_it`, that is where a correction is felt; and never further than a few
    thousand schemas, since such as refer to each other have more ways through them than anybody looks at.
    """

    def __init__(self, corrected: Corrected, *, all_of_it: bool = False) -> None:
        self._corrected = corrected
        self._all_of_it = all_of_it
        self._left = _MOST
        self.reasons: dict[str, dict[str, None]] = {}
        """By the path of the value that each is told of."""
        self.visited: dict[str, dict[str, None]] = {}
        """The parts of the document that speak of a value, by its path."""

    @property
    def passed(self) -> Iterator[str]:
        """All parts of the document that were gone through."""
        return (pointer for each in self.visited.values() for pointer in each)

    def schema(self, pointer: str, path: str, outer: _Trail, inherited: _Trail) -> None:
        """Notes the reasons of what a schema says of the value at `path`.

        `inherited` are those of a union that was put in whole; they are told of the members that
        it names itself.
        """
        node = self._corrected.value(pointer)
        if (
            not isinstance(node, dict)
            or pointer in outer
            or len(outer) > _DEEPEST
            or not self._left
        ):
            return
        self._left -= 1
        self.visited.setdefault(path, {}).setdefault(pointer)
        self._own(pointer, path)
        for keyword, value in node.items():
            at = pointers.child(pointer, keyword)
            self._keyword(at, keyword, value, path, (*outer, pointer), inherited)

    def _own(self, pointer: str, path: str) -> None:
        """Keywords that were changed; what is required is told of the members that are."""
        for keyword, correction in self._corrected.inside(pointer):
            if keyword == "required" and correction.names:
                for name in correction.names:
                    self._note(f"{path}/{name}", said(correction))
            elif keyword != "properties":
                self._note(path, said(correction))

    def _keyword(
        self, at: str, keyword: str, value: Any, path: str, outer: _Trail, inherited: _Trail
    ) -> None:
        if keyword == "$ref" and isinstance(value, str):
            if self._all_of_it or self._corrected.is_felt_in(value):
                self.schema(value, path, outer, ())
        elif keyword == "properties" and isinstance(value, dict):
            self._properties(at, value, path, outer, inherited)
        elif keyword in IN_PLACE and isinstance(value, list):
            whole = self._corrected.at(at) if keyword in UNIONS else ()
            for index in range(len(value)):
                self.schema(pointers.child(at, index), path, outer, (*inherited, *whole))
        elif keyword in _SAME_VALUE:
            self.schema(at, path, outer, inherited)
        elif keyword in _ANY_MEMBER:
            self.schema(at, f"{path}/*", outer, ())
        elif keyword in _SEVERAL and isinstance(value, dict | list):
            below = path if keyword == "dependentSchemas" else f"{path}/*"
            for part in value if isinstance(value, dict) else range(len(value)):
                self.schema(pointers.child(at, part), below, outer, ())

    def _properties(
        self, at: str, value: Mapping[str, Any], path: str, outer: _Trail, inherited: _Trail
    ) -> None:
        whole = (*inherited, *self._corrected.at(at))
        for name in value:
            own = pointers.child(at, name)
            for reason in (*whole, *self._corrected.at(own)):
                self._note(f"{path}/{name}", reason)
            self.schema(own, f"{path}/{name}", outer, ())

    def _note(self, path: str, reason: str) -> None:
        self.reasons.setdefault(path, {}).setdefault(reason)


def _around(pointer: str) -> Iterator[str]:
    """The part at a pointer, and all that it is in."""
    while pointer:
        yield pointer
        pointer = pointer.rpartition("/")[0]


def _references(node: Any) -> Iterator[str]:
    stack = [node]
    while stack:
        each = stack.pop()
        if isinstance(each, dict):
            if isinstance(each.get("$ref"), str):
                yield each["$ref"]
            stack += each.values()
        elif isinstance(each, list):
            stack += each


def said(correction: Correction) -> str:
    return one_line(correction.reason)


def _moved(document: Document, corrections: Iterable[Correction]) -> Iterator[Correction]:
    """The corrections of parts as the document has them now."""
    for each in corrections:
        places: list[str] = [each.pointer]
        for moves in reversed(document.moves):
            places = [new for old in places for new in moves.forward(old)]
        for pointer in places:
            yield Correction(pointer, each.reason, each.names)
