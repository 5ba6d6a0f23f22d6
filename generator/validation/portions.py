"""Has a validator tell what is wrong with a document in portions, as much at once as memory takes.

A validator makes all its errors at once, and each holds the keys that lead to its value in the document
and in the schema: a list of numbers in place of parameters takes gigabytes. So a document that is not
valid is cut where it is wide. What stands beside a portion, and what rules ask for there, stays in it
as a stand-in: by that no portion breaks a rule that the whole does not.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any, TypeAlias, TypeVar

from generator.core import pointers
from generator.core.empty_names import pointer_with_empty_names
from generator.core.problems import Problem
from generator.validation.violation import Violation

if TYPE_CHECKING:
    from jsonschema_rs import ValidationError, Validator

_MOST = 25_000
"""What a portion weighs at most: the errors of a value take four kilobytes for each of its units."""
_EACH = 4  # and a unit for each level above, and for so many characters of the keys that lead there
_CHARACTERS = 200

_MOST_BESIDE = 25_000
"""What stand-ins in a portion weigh at most."""

_MOST_COMPARED = 100
"""Values that an item is made of, for it to be compared with others."""

_STATUS = re.compile(r"[1-5](\d\d|XX)")

Path: TypeAlias = tuple[str | int, ...]
_Told = TypeVar("_Told", Violation, Problem)


def told_in_portions(
    validator: Validator,
    root: Mapping[str, Any],
    asked: frozenset[str],
    explain: Callable[[Iterable[ValidationError]], Iterator[_Told]],
) -> Iterator[_Told]:
    """What `explain` says of the errors of a document, or of a portion of it, in the document's order.

    `asked` are the names that the validator's schema asks for, see `asked_names`.
    """
    # Telling what is wrong takes longer than telling that nothing is.
    if validator.is_valid(root):
        return
    is_told = False
    for portion in portions(root, asked):
        if validator.is_valid(portion.value):
            continue
        for each in explain(validator.iter_errors(portion.value)):
            named = pointer_with_empty_names(portion.value, each.pointer)
            pointer = portion.original(named)
            if pointer is not None:
                is_told = True
                yield replace(each, pointer=pointer)
    if not is_told:
        # Only what stands in several portions breaks a rule.
        for each in explain([_first(validator, root)]):
            yield replace(each, pointer=pointer_with_empty_names(root, each.pointer))


@dataclass(slots=True)
class _Cut:
    """A container in the document and the copy of it in a portion, which holds a part of it."""

    node: Any
    copy: Any
    keys: list[str | int] = field(default_factory=list)
    """Of an array, which items are in the copy."""
    stand_ins: set[str | int] = field(default_factory=set)

    def put(self, key: str | int, value: Any) -> None:
        if isinstance(self.copy, dict):
            self.copy[key] = value
        else:
            self.copy.append(value)
            self.keys.append(key)

    def stand_in(self, keys: Iterable[str | int]) -> None:
        """Puts in what is elsewhere: members hollow, items, which are small, as they are."""
        for key in keys:
            value = self.node[key]
            if isinstance(self.node, dict):
                value = _hollow(value)
            self.put(key, value)
        self.stand_ins.update(keys)

    def key(self, part: str) -> str | int:
        """What a part of a path in the copy is in the document."""
        return part if isinstance(self.copy, dict) else self.keys[int(part)]


@dataclass(frozen=True, slots=True)
class Portion:
    """A part of a document that a validator takes at once."""

    value: Any
    cuts: Mapping[Path, _Cut]
    """The containers that do not stand here as a whole."""
    untold: AbstractSet[Path]
    """Those of which another portion tells what is wrong with themselves, as a rule the first."""

    def original(self, pointer: str) -> str | None:
        """The pointer into the document of what a pointer names here; None where another portion tells
        what is wrong with it."""
        if not self.cuts:
            return pointer
        path: Path = ()
        parts = pointers.split(pointer)
        for depth, part in enumerate(parts):
            cut = self.cuts.get(path)
            if cut is None:
                return pointers.join((*path, *parts[depth:]))
            key = cut.key(part)
            if key in cut.stand_ins:
                return None
            path = (*path, key)
        return None if path in self.untold else pointers.join(path)


def portions(root: Mapping[str, Any], asked: frozenset[str]) -> Iterator[Portion]:
    """The document in portions, each value in one of them; whole where it is small."""
    yield from _Portions(root, asked).all()


class _Portions:
    def __init__(self, root: Any, asked: frozenset[str]) -> None:
        self._root = root
        self._asked = asked
        self._sizes = _sizes(root)
        self._known: dict[int, list[str | int]] = {}

    def all(self) -> Iterator[Portion]:
        if self._weight(self._root, 0, 0) <= _MOST:
            yield Portion(self._root, {}, set())
            return
        begun: frozenset[Path] = frozenset()
        for units in self._groups():
            portion = self._portion(units, begun)
            yield portion
            begun = frozenset(portion.cuts)

    def _groups(self) -> Iterator[list[tuple[Path, str | int]]]:
        """What goes into a portion: paths of containers, and which of their members."""
        units: list[tuple[Path, str | int]] = []
        total = 0
        for path, key, weight in self._units(self._root, (), 0):
            if units and total + weight > _MOST:
                yield units
                units, total = [], 0
            units.append((path, key))
            total += weight
        yield units

    def _units(
        self, node: Any, path: Path, characters: int
    ) -> Iterator[tuple[Path, str | int, int]]:
        """The members of all that is too large for a portion, where they are not too large themselves."""
        for key, child in _members(node):
            leading = characters + _length(key)
            weight = self._weight(child, len(path) + 1, leading)
            if weight <= _MOST or not (child and isinstance(child, (dict, list))):
                yield path, key, weight
            else:
                yield from self._units(child, (*path, key), leading)

    def _weight(self, node: Any, level: int, characters: int) -> int:
        count, inside = self._sizes.get(id(node), (1, 0))
        return count * (_EACH + level + characters // _CHARACTERS) + inside

    def _portion(self, units: list[tuple[Path, str | int]], begun: frozenset[Path]) -> Portion:
        cuts: dict[Path, _Cut] = {(): _Cut(self._root, {})}
        for path, key in units:
            cut = _opened(cuts, path)
            cut.put(key, cut.node[key])
        room, untold = _MOST_BESIDE, set(begun)
        for path, cut in cuts.items():
            beside = self._beside(cut)
            room -= len(beside) * self._weight(None, len(path) + 1, sum(map(_length, path)))
            if room < 0:
                untold.add(path)
            else:
                cut.stand_in(beside)
        return Portion(cuts[()].copy, cuts, untold)

    def _beside(self, cut: _Cut) -> list[str | int]:
        """Which members of a container that are elsewhere stay in a portion all the same."""
        is_map = isinstance(cut.node, dict)
        if id(cut.node) not in self._known:
            found = self._asked_of(cut.node) if is_map else self._equal(cut.node)
            self._known[id(cut.node)] = found
        here = cut.copy if is_map else set(cut.keys)
        return [key for key in self._known[id(cut.node)] if key not in here]

    def _asked_of(self, node: Mapping[str, Any]) -> list[str | int]:
        """The members that rules rest on, and one of each kind that rules tell apart by names."""
        kinds: dict[object, str] = {}
        for key in node:
            kinds.setdefault((key.startswith("x-"), bool(_STATUS.fullmatch(key))), key)
        return [key for key in node if key in self._asked or key in kinds.values()]

    def _equal(self, items: Sequence[Any]) -> list[str | int]:
        """Two items that are equal, as rules may forbid that; none where all small ones differ."""
        seen: dict[str, int] = {}
        for index, item in enumerate(items):
            if self._sizes.get(id(item), (1, 0))[0] > _MOST_COMPARED:
                continue
            first = seen.setdefault(json.dumps(item, sort_keys=True, default=str), index)
            if first != index:
                return [first, index]
        return []


def _opened(cuts: dict[Path, _Cut], path: Path) -> _Cut:
    if path not in cuts:
        outer = _opened(cuts, path[:-1])
        node = outer.node[path[-1]]
        cuts[path] = _Cut(node, {} if isinstance(node, dict) else [])
        outer.put(path[-1], cuts[path].copy)
    return cuts[path]


def _hollow(value: Any) -> Any:
    return {} if isinstance(value, dict) else [] if isinstance(value, list) else value


def _sizes(root: Any) -> dict[int, tuple[int, int]]:
    """Of each container how many values it is made of, and what they weigh for where they are in it."""
    sizes: dict[int, tuple[int, int]] = {}
    stack = [(root, False)]
    while stack:
        node, is_inside_done = stack.pop()
        if is_inside_done:
            sizes[id(node)] = _size(node, sizes)
        elif id(node) not in sizes:
            stack.append((node, True))
            inner = node.values() if isinstance(node, dict) else node
            stack += [(each, False) for each in inner if isinstance(each, (dict, list))]
    return sizes


def _size(node: Any, sizes: Mapping[int, tuple[int, int]]) -> tuple[int, int]:
    total, weight = 1, 0
    for key, child in _members(node):
        count, inside = sizes.get(id(child), (1, 0))
        total += count
        weight += inside + count * (1 + _length(key) // _CHARACTERS)
    return total, weight


def _members(node: Any) -> Iterator[tuple[str | int, Any]]:
    return iter(node.items()) if isinstance(node, dict) else enumerate(node)


def _length(key: str | int) -> int:
    return len(key) if isinstance(key, str) else 0


def _first(validator: Validator, root: Mapping[str, Any]) -> ValidationError:
    """The first error, which the validator makes alone."""
    import jsonschema_rs

    try:
        validator.validate(root)
    except jsonschema_rs.ValidationError as error:
        return error
    raise AssertionError("what is not valid has no error")
