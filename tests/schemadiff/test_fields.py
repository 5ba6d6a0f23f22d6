"""Fields are found where they are written, in as many steps as the schema is large."""

from typing import Any

import pytest

from generator.core.problems import Place
from generator.document.located import MarkedDict
from generator.schemadiff.fields import FieldPlaces, field_place
from tests.steps import steps


def _field(name: str, line: int, below: dict[str, Any] | None = None) -> dict[str, Any]:
    properties = MarkedDict([(name, below or {})])
    properties.places = {name: Place("a.yaml", line, 1)}
    return {"properties": properties}


def _wide(count: int) -> dict[str, Any]:
    return {"allOf": [_field(f"p{at}", at + 1) for at in range(count)]}


def test_many_fields_are_found_where_one_is() -> None:
    root = _wide(40)
    places = FieldPlaces(root, root)
    paths = [f".p{at}" for at in range(40)] + [".none"]
    assert [places.of(each) for each in paths] == [field_place(root, root, each) for each in paths]


def test_what_only_recursion_leads_to_is_still_found_among_many() -> None:
    root = _wide(40)
    root["allOf"].append(_field("next", 99, {"$ref": "#"}))
    places = FieldPlaces(lambda _: root, root)
    for at in range(40):
        assert places.of(f".p{at}")
    assert places.of(".next.next.next.p3") == Place("a.yaml", 4, 1)


@pytest.mark.parametrize("few", [8, 400])
def test_places_of_twice_as_many_fields_take_twice_the_steps(few: int) -> None:
    def asked(count: int) -> int:
        root = _wide(count)
        places = FieldPlaces(root, root)
        return steps(lambda: [places.of(f".p{at}") for at in range(count)])

    assert asked(2 * few) < 2.6 * asked(few)
