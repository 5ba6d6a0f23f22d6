"""Documents whose parts remember where they stand, so that every problem can name a place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from generator.core import pointers
from generator.core.json_value import member, node_at
from generator.core.problems import Place, Problem
from generator.document.corrections import Correction
from generator.document.json_positions import JsonPositions
from generator.document.moves import Moves
from generator.document.sound_texts import Spelled


class MarkedDict(dict[str, Any]):
    """An object of a document, with the place of each key and of its own beginning."""

    __slots__ = ("place", "places")

    def __init__(self, items: Iterable[tuple[str, Any]] = (), place: Place | None = None) -> None:
        super().__init__(items)
        self.place = place
        self.places: dict[str, Place] = {}


class MarkedList(list[Any]):
    """An array of a document, with the place of each item and of its own beginning."""

    __slots__ = ("place", "places")

    def __init__(self, items: Iterable[Any] = (), place: Place | None = None) -> None:
        super().__init__(items)
        self.place = place
        self.places: list[Place] = []


class UnmarkedRoot(MarkedDict):
    """The root of a document whose other objects and arrays are plain ones: places are looked up in
    its text, and `read_again` gives a root with places everywhere. `spelled` has the digests of the
    texts that some of them were read from; none of these is changed."""

    __slots__ = ("positions", "read_again", "spelled")

    def __init__(
        self,
        items: Mapping[str, Any],
        positions: JsonPositions,
        read_again: Callable[[], MarkedDict],
        spelled: Spelled | None = None,
    ) -> None:
        super().__init__(items.items(), positions.start())
        self.positions = positions
        self.read_again = read_again
        self.spelled = spelled or {}


class PartlyMarkedRoot(UnmarkedRoot):
    """Such a root of a document that is changed: parts that may be have places, which count for them
    alone. `paths`, `components` and the sections in it have places for what was put into them."""

    __slots__ = ()


@dataclass(frozen=True, slots=True)
class Document:
    """A document: its root object and the name of its file.

    Where it was brought into another form, `moves` lead back to where its parts were written, the
    last change first, and `original` is the document as it was before the last one. `corrections`
    name parts of it as they were before it was brought into another form.
    """

    root: MarkedDict
    file: str
    moves: tuple[Moves, ...] = ()
    original: Document | None = None
    warnings: tuple[Problem, ...] = ()
    corrections: tuple[Correction, ...] = ()


def place_of(root: MarkedDict | MarkedList, pointer: str) -> Place | None:
    """The place of the part that a pointer names, or of its nearest ancestor with a place."""
    try:
        parts = pointers.split(pointer)
    except ValueError:
        return root.place
    if isinstance(root, PartlyMarkedRoot):
        return _place_in_parts(root, parts)
    if isinstance(root, UnmarkedRoot):
        return root.positions.place(parts)
    place, node = root.place, root
    for part in parts:
        found, node = _step(node, part)
        if found is None:
            break
        place = found
    return place


def placed(root: MarkedDict, problem: Problem) -> Problem:
    """The problem with the place that its pointer names now."""
    return replace(problem, place=place_of(root, problem.pointer))


def marked(root: MarkedDict) -> MarkedDict:
    """The root, or where its parts have no places one that equals it and has."""
    return root.read_again() if isinstance(root, UnmarkedRoot) else root


def marked_part(root: MarkedDict, pointer: str) -> Any:
    """What a pointer leads to, with places, at the cost of that part alone; None where it is nothing."""
    if isinstance(root, PartlyMarkedRoot):
        return node_at(root.read_again(), pointer)
    if not isinstance(root, UnmarkedRoot):
        return node_at(root, pointer)
    try:
        return _marked_at(root.positions, root.positions.begin(pointers.split(pointer)))[0]
    except (KeyError, ValueError):
        return None


def _marked_at(positions: JsonPositions, start: int) -> tuple[Any, int]:
    """What begins there, gone through once, and where it ends."""
    if positions.kind(start) == "{":
        return _marked_object(positions, start)
    if positions.kind(start) == "[":
        return _marked_array(positions, start)
    return positions.scalar(start)


def _marked_object(positions: JsonPositions, start: int) -> tuple[MarkedDict, int]:
    mapping = MarkedDict(place=positions.at(start))
    position = positions.after(start + 1)
    while positions.kind(position) != "}":
        name, value = positions.name(position)
        mapping.places[name] = positions.at(position)
        mapping[name], end = _marked_at(positions, value)
        position = positions.after(end)
    return mapping, position + 1


def _marked_array(positions: JsonPositions, start: int) -> tuple[MarkedList, int]:
    sequence = MarkedList(place=positions.at(start))
    position = positions.after(start + 1)
    while positions.kind(position) != "]":
        sequence.places.append(positions.at(position))
        item, end = _marked_at(positions, position)
        sequence.append(item)
        position = positions.after(end)
    return sequence, position + 1


def copied(value: Any) -> Any:
    """A copy that shares no object or array with the original; places come along.

    Parts that an alias made the same object become separate, so that a change of one stays there.
    """
    if isinstance(value, UnmarkedRoot):
        return value.read_again()
    if isinstance(value, MarkedDict):
        mapping = MarkedDict(((key, copied(each)) for key, each in value.items()), value.place)
        mapping.places = dict(value.places)
        return mapping
    if isinstance(value, MarkedList):
        sequence = MarkedList((copied(each) for each in value), value.place)
        sequence.places = list(value.places)
        return sequence
    return value


def size_of(value: Any) -> tuple[int, int]:
    """How many values a value is made of, itself included, and how deep it is nested."""
    count, deepest = 0, 0
    stack = [(value, 1)]
    while stack:
        node, level = stack.pop()
        count += 1
        if isinstance(node, (dict, list)):
            deepest = max(deepest, level)
            members = node.values() if isinstance(node, dict) else node
            stack.extend((each, level + 1) for each in members)
    return count, deepest


def characters_of(value: Any) -> int:
    """How many characters a value has about, were it written without spaces."""
    count, stack = 0, [value]
    while stack:
        node = stack.pop()
        count += 2
        if isinstance(node, dict):
            count += sum(map(len, node))
            stack += node.values()
        elif isinstance(node, list):
            stack += node
        elif isinstance(node, str):
            count += len(node)
    return count


def _place_in_parts(root: PartlyMarkedRoot, parts: tuple[str, ...]) -> Place | None:
    """The place of what is there: by its own part, else by the text, where nothing has moved."""
    place, node = root.place, root
    for count, part in enumerate(parts, start=1):
        found, node_below = _step(node, part)
        if found is None:
            if not _has(node, part):
                break
            found = root.positions.place(parts[:count])
        place, node = found, node_below
    return place


def _has(node: Any, part: str) -> bool:
    try:
        member(node, part)
    except KeyError:
        return False
    return True


def _step(node: Any, part: str) -> tuple[Place | None, Any]:
    try:
        value = member(node, part)
    except KeyError:
        return None, None
    if isinstance(node, MarkedDict):
        return node.places.get(part), value
    if isinstance(node, MarkedList) and int(part) < len(node.places):
        return node.places[int(part)], value
    return None, value
