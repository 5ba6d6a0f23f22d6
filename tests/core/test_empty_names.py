"""Empty names in pointers: where they were left out, they are put back."""

import pytest

from generator.core.empty_names import pointer_with_empty_names

ROOT = {"a": {"": {"b": [1, {"": 2, "c": 3}], "d": {"e": 4}}, "d": [5]}, "": {"": {"f": 6}}}


@pytest.mark.parametrize(
    ("pointer", "meant"),
    [
        ("#/a", "#/a"),
        ("#/a/b/1", "#/a//b/1"),
        ("#/a/d", "#/a/d"),
        ("#/a/d/0", "#/a/d/0"),
        ("#/a/d/e", "#/a//d/e"),
        ("#/f", "#///f"),
        ("#/a//b", "#/a//b"),
        ("#/a/b/1/", "#/a//b/1/"),
        ("#/none/b", "#/none/b"),
        ("#", "#"),
    ],
)
def test_a_pointer_leads_where_it_led_with_its_empty_names(pointer: str, meant: str) -> None:
    assert pointer_with_empty_names(ROOT, pointer) == meant


def test_levels_without_names_are_looked_into_once() -> None:
    node: object = {"x": 1}
    for _ in range(200):
        node = {"": node, "a": node}
    pointer = "#" + "/a" * 100 + "/x"
    assert pointer_with_empty_names(node, pointer) == "#" + "/a" * 100 + "/" * 100 + "/x"
