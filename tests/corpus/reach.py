"""Follows what an answer says is left out, as an agent would: to what it wants, in two calls."""

import json
import re
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

Path = tuple[str | int, ...]
Ask = Callable[[str], Awaitable[dict[str, Any]]]
"""Calls the tool again, with these fields, and gives its answer."""

_MOST_FOLLOWED = 4
_NUMBER = re.compile(r"[0-9]+")
_LONG = 200


@dataclass(slots=True)
class Reached:
    """What became of one large answer; `unreached` are pointers to what two calls did not bring."""

    characters: int = 0
    omitted: int = 0
    one: int = 0
    two: int = 0
    unreached: list[str] = field(default_factory=list)
    fault: str = ""
    """What is wrong with any of the answers; empty for nothing."""


async def reach(whole: Any, argument: str, most: int, ask: Ask) -> Reached:
    """Asks for the whole, and for the first and last of what is left out of it.

    `argument` is what the tool calls its `fields`.
    """
    found = Reached()
    answer = await ask("")
    found.characters, found.fault = len(_text(answer)), fault_of(answer, whole, most)
    omitted = answer.get("omitted", {})
    found.omitted = len(omitted)
    for pointer, said in _of_each_kind(omitted):
        for target in _ends(whole, _path(pointer), answer):
            calls, fault = await _calls_to(target, whole, argument, most, ask, pointer, said)
            found.one, found.two = found.one + (calls == 1), found.two + (calls == 2)
            found.fault = found.fault or fault
            if calls > 2:
                found.unreached.append(_pointer(target))
    return found


def _of_each_kind(omitted: dict[str, str]) -> list[tuple[str, str]]:
    """A place of each kind, such as a member of all items: the first kinds, and the last."""
    kinds: dict[str, tuple[str, str]] = {}
    for pointer, said in omitted.items():
        kinds.setdefault(_NUMBER.sub("*", pointer), (pointer, said))
    places = list(kinds.values())
    return [*places[: _MOST_FOLLOWED - 1], *places[_MOST_FOLLOWED - 1 :][-1:]]


async def _calls_to(
    target: Path, whole: Any, argument: str, most: int, ask: Ask, pointer: str, said: str
) -> tuple[int, str]:
    """How many further calls bring the target, 3 for more than two; and what is wrong with their answers.

    The first asks for the item or member that holds it, the second for the very thing.
    """
    fault = ""
    for number in (1, 2):
        at = _path(pointer)
        fields = _narrowed(said, argument, whole, at, target)
        asked = len(at)
        if number == 2 and fields:
            fields += _below(whole, target, len(at) + 1)
            asked = len(target)
        if not fields:
            return 3, fault
        answer = await ask(fields)
        fault = fault or fault_of(answer, None, most)
        omitted = answer.get("omitted", {})
        covering = [each for each in omitted if _covers(_path(each), target)]
        if not covering:
            is_there = _is_there(whole, _shown(answer), target, asked)
            return (number if is_there else 3), fault
        pointer = max(covering, key=len)
        said = omitted[pointer]
    return 3, fault


def fault_of(answer: dict[str, Any], whole: Any, most: int) -> str:
    """What is wrong with an answer: more than it may be, or another than what was sent."""
    if len(_text(answer)) > most:
        return f"{len(_text(answer))} characters"
    if whole is not None and "omitted" not in answer and _shown(answer) != whole:
        return "not what was sent"
    return ""


def _narrowed(said: str, argument: str, whole: Any, at: Path, target: Path) -> str:
    """The fields that are told, of which only that part is wanted in which the target is."""
    told = said.partition(f": {argument}=")[2]
    if not told or not target[len(at) :]:
        return ""
    place, holder = target[len(at)], _at(whole, at)
    if isinstance(holder, dict):
        place = list(holder).index(str(place))
    assert isinstance(place, int)
    end = place + (100 if isinstance(holder, str) else 1)
    base = told.split(",")[-1].rpartition("[")[0]
    return f"{base}[{place}:{end}]"


def _below(whole: Any, target: Path, start: int) -> str:
    """The rest of the way to the target, as it is written in `fields`."""
    text = ""
    for depth in range(start, len(target)):
        part, holder = target[depth], _at(whole, target[:depth])
        if isinstance(holder, dict):
            text += f".{json.dumps(part)}"
        else:
            text += f"[{part}:{int(part) + (100 if isinstance(holder, str) else 1)}]"
    return text


def _ends(whole: Any, at: Path, answer: dict[str, Any]) -> Iterator[Path]:
    """The first and the last of what is left out there, down to what holds nothing more."""
    holder, shown = _at(whole, at), _at(_shown(answer), at)
    if isinstance(holder, str):
        start = len(shown) - 1 if isinstance(shown, str) else 0
        yield from ((*at, start), (*at, len(holder) - 20))
        return
    keys: list[Any] = list(holder) if isinstance(holder, dict) else list(range(len(holder)))
    kept = set(shown if isinstance(shown, dict) else range(len(shown or ())))
    gone = [each for each in keys if each not in kept]
    yield from (_last_leaf(whole, (*at, each)) for each in dict.fromkeys([gone[0], gone[-1]]))


def _last_leaf(whole: Any, at: Path) -> Path:
    value = _at(whole, at)
    while isinstance(value, dict | list) and value:
        key = list(value)[-1] if isinstance(value, dict) else len(value) - 1
        at, value = (*at, key), value[key]
    return (*at, len(value) - 20) if isinstance(value, str) and len(value) > _LONG else at


def _covers(at: Path, target: Path) -> bool:
    return tuple(map(str, target[: len(at)])) == tuple(map(str, at))


def _is_there(whole: Any, shown: Any, target: Path, asked: int) -> bool:
    """Whether the answer has the target: of each list down to that which was asked for, one item."""
    holder = whole
    for depth, part in enumerate(target):
        try:
            if isinstance(holder, str):
                start = 0 if depth <= asked else int(part)
                return bool(shown[start:].startswith(_at(whole, target)))
            key = int(part) if isinstance(holder, list) else part
            shown = shown[0 if isinstance(holder, list) and depth <= asked else key]
            holder = holder[key]
        except (KeyError, IndexError, TypeError, AttributeError):
            return False
    return bool(shown == holder)


def _shown(answer: dict[str, Any]) -> Any:
    response = answer.get("response", {})
    return response.get("json", response.get("text"))


def _path(pointer: str) -> Path:
    parts = [each.replace("~1", "/").replace("~0", "~") for each in pointer.split("/")[1:]]
    return tuple(parts)


def _at(value: Any, path: Path) -> Any:
    for part in path:
        if isinstance(value, str):
            return value[int(part) : int(part) + 20]
        value = value[int(part)] if isinstance(value, list) else value[part]
    return value


def _pointer(path: Path) -> str:
    return "".join(f"/{each}" for each in path)


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False)
