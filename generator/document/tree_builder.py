"""Builds a document from what a reader announces, within budgets and without duplicate keys."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, NoReturn

from generator.core import pointers
from generator.core.problems import MOST_TOLD, Place, Problem, excerpt
from generator.document.budget import Budget
from generator.document.located import MarkedDict, MarkedList


class Stop(Exception):
    """Raised where reading on makes no sense; the problem is already recorded."""


class _Absent:
    """The key of an object between two members."""


class _Refused:
    """A key that was reported; its value is read and dropped."""


class _Merge:
    """The merge key: what stands at it gives members to the object that holds it."""


_ABSENT = _Absent()
_REFUSED = _Refused()
_MERGE = _Merge()


@dataclass(slots=True)
class _Frame:
    """An object or array that is being read."""

    node: MarkedDict | MarkedList
    place: Place
    anchor: str | None
    nodes_before: int
    is_key: bool
    keys_before: int
    named_before: int
    key: str | _Absent | _Refused | _Merge = _ABSENT
    key_place: Place | None = None
    height: int = 1
    keys_below: int = 0
    merged: list[MarkedDict] | None = None


@dataclass(frozen=True, slots=True)
class _Anchored:
    """A value that aliases can repeat, with the nodes, levels and characters of keys that one repetition
    costs."""

    value: Any
    nodes: int = 1
    height: int = 0
    keys: int = 0
    named: int = 0


class TreeBuilder:
    """Takes scalars and the beginnings and ends of objects and arrays in document order.

    Lines and columns come in counted from 1. Problems are collected in `problems`.
    """

    def __init__(self, file: str, budget: Budget) -> None:
        self.file = file
        self.problems: list[Problem] = []
        self.root: Any = None
        self._budget = budget
        self._stack: list[_Frame] = []
        self._anchors: dict[str, _Anchored] = {}
        self._nodes = 0
        self._named = 0

    @property
    def expects_key(self) -> bool:
        """Whether the next value is the key of an object's member."""
        if not self._stack:
            return False
        frame = self._stack[-1]
        return frame.key is _ABSENT and isinstance(frame.node, MarkedDict)

    def begin_object(self, line: int, column: int, anchor: str | None = None) -> None:
        """Opens an object."""
        place = Place(self.file, line, column)
        self._begin(MarkedDict(place=place), place, anchor)

    def begin_array(self, line: int, column: int, anchor: str | None = None) -> None:
        """Opens an array."""
        place = Place(self.file, line, column)
        self._begin(MarkedList(place=place), place, anchor)

    def end(self) -> None:
        """Closes the object or array that was opened last."""
        frame = self._stack.pop()
        if frame.merged and isinstance(frame.node, MarkedDict):
            _merge(frame.node, frame.merged)
        if frame.anchor is not None:
            nodes = self._nodes - frame.nodes_before
            named = self._named - frame.named_before - nodes * frame.keys_before
            anchored = _Anchored(frame.node, nodes, frame.height, frame.keys_below, named)
            self._anchors.setdefault(frame.anchor, anchored)
        if frame.is_key:
            self._stack[-1].key = _REFUSED
            return
        self._attach(frame.node, frame.place, frame.height, frame.keys_below)

    def scalar(
        self, value: Any, text: str, line: int, column: int, anchor: str | None = None
    ) -> None:
        """Takes a key or a value; `text` is the value as it is written."""
        place = Place(self.file, line, column)
        if anchor is not None:
            self._anchors[anchor] = _Anchored(value)
        if self.expects_key:
            self._take_key(value, text, place)
            return
        self._count(1, place)
        self._attach(value, place)

    def alias(self, name: str, line: int, column: int) -> None:
        """Takes a reference to an anchored value; the value is shared, but counted in full."""
        place = Place(self.file, line, column)
        if self.expects_key:
            self._refuse_key("an alias", place)
            return
        anchored = self._anchors.get(name)
        if anchored is None:
            self._report_missing_anchor(name, place)
            anchored = _Anchored(None)
        self._count(anchored.nodes, place, anchored.named)
        self._check_depth(len(self._stack) + anchored.height, place)
        self._check_keys(self._keys() + anchored.keys, place)
        self._attach(anchored.value, place, anchored.height, anchored.keys)

    def merge_key(self, line: int, column: int) -> None:
        """Takes YAML's merge key, `<<`; what follows are the members to merge."""
        frame, place = self._stack[-1], Place(self.file, line, column)
        if frame.merged is not None:
            message = "a second merge key (<<) stands in the same object"
            self.report("yaml-duplicate-key", message, place, "one, with a list of objects")
            frame.key = _REFUSED
            return
        frame.key, frame.key_place, frame.merged = _MERGE, place, []

    def report(
        self, code: str, message: str, place: Place, expected: str = "", hint: str = ""
    ) -> None:
        """Records a problem at the part that is being read."""
        self._tell(Problem(code, message, place, self.pointer(), expected, hint))

    def _tell(self, problem: Problem) -> None:
        if len(self.problems) == MOST_TOLD:
            message = f"there are more than {MOST_TOLD:,} problems; the rest is not read"
            self.problems.append(Problem(problem.code, message, problem.place, problem.pointer))
            raise Stop
        self.problems.append(problem)

    def stop(
        self, code: str, message: str, place: Place, expected: str = "", hint: str = ""
    ) -> NoReturn:
        """Records a problem and ends the reading."""
        self.report(code, message, place, expected, hint)
        raise Stop

    def pointer(self) -> str:
        """The JSON pointer of the part that is being read."""
        parts: list[str | int] = []
        for frame in self._stack:
            if isinstance(frame.node, MarkedList):
                parts.append(len(frame.node))
            elif isinstance(frame.key, str):
                parts.append(frame.key)
        return pointers.join(parts)

    def _begin(self, node: MarkedDict | MarkedList, place: Place, anchor: str | None) -> None:
        is_key = self.expects_key
        if is_key:
            self._refuse_key("an object or array", place)
        self._check_depth(len(self._stack) + 1, place)
        if anchor is not None:
            self._anchors.pop(anchor, None)
        frame = _Frame(node, place, anchor, self._nodes, is_key, self._keys(), self._named)
        self._count(1, place)
        self._stack.append(frame)

    def _attach(self, value: Any, place: Place, height: int = 0, keys: int = 0) -> None:
        if not self._stack:
            self.root = value
            return
        frame = self._stack[-1]
        frame.height = max(frame.height, height + 1)
        frame.keys_below = max(frame.keys_below, self._keys() - frame.keys_before + keys)
        if isinstance(frame.node, MarkedList):
            frame.node.append(value)
            frame.node.places.append(place)
            return
        if frame.key is _MERGE:
            self._take_merged(frame, value, place)
        elif isinstance(frame.key, str):
            frame.node[frame.key] = value
            frame.node.places[frame.key] = frame.key_place or place
        frame.key = _ABSENT

    def _take_merged(self, frame: _Frame, value: Any, place: Place) -> None:
        found = list(value) if isinstance(value, MarkedList) else [] if value is None else [value]
        if all(isinstance(each, MarkedDict) for each in found):
            frame.merged = found
            return
        message = "a merge key (<<) gives members of objects"
        self.report("yaml-merge-key", message, place, "an object, or a list of objects")

    def _take_key(self, value: Any, text: str, place: Place) -> None:
        if type(value) is int:
            value = text
        if not isinstance(value, str):
            self._refuse_key(f"the value {excerpt(text or 'null')}", place)
            return
        frame = self._stack[-1]
        assert isinstance(frame.node, MarkedDict)
        if value in frame.node:
            self._report_duplicate(value, frame.node.places[value], place)
            frame.key = _REFUSED
            return
        frame.key, frame.key_place = value, place
        self._check_keys(self._keys(), place)

    def _refuse_key(self, what: str, place: Place) -> None:
        self.report(
            "yaml-key-type",
            f"{what} stands where a key belongs",
            place,
            "a string or an integer",
            "put the key in quotes if it is meant as text",
        )
        self._stack[-1].key = _REFUSED

    def _report_duplicate(self, key: str, first: Place, place: Place) -> None:
        self._tell(
            Problem(
                "yaml-duplicate-key",
                f"the key {excerpt(key)} is already given at {first}",
                place,
                pointers.child(self.pointer(), key),
                "each key once in an object",
                "remove one of the two, or merge their values",
            )
        )

    def _report_missing_anchor(self, name: str, place: Place) -> None:
        if any(frame.anchor == name for frame in self._stack):
            message = f"the alias {excerpt(name)} repeats a value inside itself"
            self.report("yaml-recursive-alias", message, place, "a value that ends")
            return
        message = f"the alias {excerpt(name)} has no anchor before it"
        hint = "put a text that begins with * in quotes"
        self.report("yaml-unknown-alias", message, place, f"&{name} earlier in the file", hint)

    def _check_depth(self, depth: int, place: Place) -> None:
        limit = self._budget.max_depth
        if depth > limit:
            message = f"objects and arrays are nested more than {limit} levels deep"
            self.stop("depth-budget", message, place, f"at most {limit} levels")

    def _keys(self) -> int:
        """How many characters pointers take for the keys that lead to what is read next."""
        if not self._stack:
            return 0
        frame, key = self._stack[-1], self._stack[-1].key
        return frame.keys_before + (pointers.length_of(key) if isinstance(key, str) else 0)

    def _check_keys(self, keys: int, place: Place) -> None:
        if keys > self._budget.max_keys:
            self._stop_at_keys("a value have", self._budget.max_keys, place)

    def _stop_at_keys(self, whose: str, limit: int, place: Place) -> NoReturn:
        message = (
            f"the keys that lead to {whose} more than {limit:,} characters together in pointers"
        )
        self.stop("key-budget", message, place, f"at most {limit:,} characters")

    def _count(self, nodes: int, place: Place, named: int = 0) -> None:
        self._nodes += nodes
        self._named += named + nodes * self._keys()
        if self._named > self._budget.max_named:
            self._stop_at_keys("each value have", self._budget.max_named, place)
        limit = self._budget.max_nodes
        if self._nodes > limit:
            message = f"the document has more than {limit:,} values once aliases are written out"
            hint = "a larger --max-bytes allows more, and takes more memory"
            self.stop("node-budget", message, place, f"at most {limit:,} values", hint)


def _merge(node: MarkedDict, merged: list[MarkedDict]) -> None:
    """Gives an object members of others, the first that has one wins, but none that it has itself."""
    own, places = dict(node), node.places
    node.clear()
    node.places = {}
    for each in reversed(merged):
        node.update(each)
        node.places.update(each.places)
    node.update(own)
    node.places.update(places)
