"""Finds the places of a document where text stands, and puts other text there."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from generator.core.pointers import join

Path = tuple[str | int, ...]


@dataclass(frozen=True, slots=True)
class Slot:
    """A string of a file, or a key: then `path` leads to what stands under it."""

    file: str
    path: Path
    is_key: bool

    def __str__(self) -> str:
        return f"{self.file}{join(self.path)}{' (key)' if self.is_key else ''}"


def slots_of(file: str, value: Any) -> Iterator[Slot]:
    """Every string and every key of a file's value, from the top down."""
    waiting: list[tuple[Path, Any]] = [((), value)]
    while waiting:
        path, node = waiting.pop()
        if isinstance(node, str):
            yield Slot(file, path, is_key=False)
        elif isinstance(node, dict):
            for key in node:
                yield Slot(file, (*path, key), is_key=True)
            waiting += [((*path, key), node[key]) for key in reversed(node)]
        elif isinstance(node, list):
            waiting += [((*path, index), node[index]) for index in reversed(range(len(node)))]


def filled(value: Any, slot: Slot, text: str, *, after: bool) -> Any:
    """The value with the text in the slot, or after what stands there; all else is shared."""

    def changed(node: Any, at: int) -> Any:
        if at == len(slot.path):
            return node + text if after else text
        step = slot.path[at]
        if slot.is_key and at == len(slot.path) - 1:
            new = f"{step}{text}" if after else text
            return {new if key == step else key: node[key] for key in node}
        if isinstance(node, dict):
            return {key: changed(node[key], at + 1) if key == step else node[key] for key in node}
        return [changed(each, at + 1) if index == step else each for index, each in enumerate(node)]

    return changed(value, 0)
