"""Values come back from JSON as they were, and what is no such value is refused."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

import pytest

from generator.core.memory import digest, remembered
from generator.core.stored_values import Stored


class Name(str):
    """A text that says what it is."""


class Colour(Enum):
    RED = "red"


@dataclass(frozen=True, slots=True)
class Shared:
    text: str


@dataclass(frozen=True, slots=True)
class Leaf:
    name: Name
    colour: Colour
    kinds: frozenset[str] = frozenset()
    inner: tuple["Leaf", ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Tree:
    shared: Shared
    leaves: tuple[Leaf, ...]
    pairs: tuple[tuple[str, int | None], ...] = ()
    best: Leaf | None = None
    schema: Mapping[str, Any] = field(default_factory=dict)


SHARED = Shared("one for all")
LEAF = Leaf(Name("a"), Colour.RED, frozenset("xy"), (Leaf(Name("b"), Colour.RED),))
TREES = (
    Tree(shared=SHARED, leaves=()),
    Tree(shared=SHARED, leaves=(LEAF, LEAF), pairs=(("a", 1), ("b", None)), best=LEAF),
    Tree(shared=SHARED, leaves=(), schema={"type": ["string", None], "const": 1.0}),
)


@pytest.mark.parametrize("tree", TREES)
def test_a_value_comes_back(tree: Tree) -> None:
    stored: Stored[Tree] = Stored(Tree, {Shared: SHARED})
    found = stored.read(json.loads(json.dumps(stored.written(tree))))
    assert found == tree
    assert found.shared is SHARED
    assert all(isinstance(each.name, Name) for each in found.leaves)


@pytest.mark.parametrize("written", [None, 7, [], [1], ["a"] * 5, {"shared": None}])
def test_what_is_no_such_value_is_made_again(written: Any) -> None:
    class Foreign:
        def recall(self, key: str) -> Any:
            return written

        def keep(self, key: str, value: Any) -> None:
            self.kept = key, value

    memory, stored = Foreign(), Stored[Leaf](Leaf)
    assert remembered(memory, "key", stored, lambda: LEAF) == LEAF
    assert memory.kept == ("key", stored.written(LEAF))


def test_without_a_key_nothing_is_kept() -> None:
    class Strict:
        def recall(self, key: str) -> Any:
            raise AssertionError

        def keep(self, key: str, value: Any) -> None:
            raise AssertionError

    assert remembered(Strict(), "", Stored[Leaf](Leaf), lambda: LEAF) == LEAF


def test_no_two_lists_of_texts_have_one_digest() -> None:
    lists = [("ab", "c"), ("a", "bc"), ("abc",), ("abc", ""), ("", "abc"), ()]
    assert len({digest(*each) for each in lists}) == len(lists)
