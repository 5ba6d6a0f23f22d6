"""A path parameter's name says nothing about an operation, as long as there is one that it can be."""

from __future__ import annotations

import pytest

from generator.openapi.path_templates import followed, followed_keys
from generator.plan.previous_names import Names, names_for

OLD = "GET /pets/{id}"


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        ([OLD], ["GET /pets/{pet}"], {OLD: "GET /pets/{pet}"}),
        ([OLD], [OLD, "GET /pets/{pet}"], {}),
        ([OLD], ["POST /pets/{pet}"], {}),
        ([OLD], ["GET /pets/{pet}/tags"], {}),
        (["GET /pets"], ["GET /pet"], {}),
        ([OLD], ["GET /pets/{a}", "GET /pets/{b}"], {}),
        ([OLD, "GET /pets/{a}"], ["GET /pets/{b}"], {}),
        ([OLD, "GET /pets/{a}"], ["GET /pets/{a}", "GET /pets/{b}"], {OLD: "GET /pets/{b}"}),
        ([], [OLD], {}),
    ],
)
def test_only_what_can_be_one_operation_is_followed(
    old: list[str], new: list[str], expected: dict[str, str]
) -> None:
    assert followed(old, new) == expected


def test_parameters_are_known_by_their_place() -> None:
    keys = followed_keys("GET /a/{x}/b/{y}", "GET /a/{y}/b/{z}")
    assert keys == {"path:x": "path:y", "path:y": "path:z"}


def test_all_that_was_recorded_goes_with_the_operation() -> None:
    names = Names(
        "GetPet",
        {"path:id": "pet", "query:id": "id"},
        {"ReadPet": "2.0.0"},
        {"path:id": {"number": "3.0.0"}, "query:id": {"old": "2.0.0"}},
    )
    assert names_for({OLD: names}, ["GET /pets/{key}"]) == {
        "GET /pets/{key}": Names(
            "GetPet",
            {"path:key": "pet", "query:id": "id"},
            {"ReadPet": "2.0.0"},
            {"path:key": {"number": "3.0.0"}, "query:id": {"old": "2.0.0"}},
        )
    }
    assert names_for({OLD: names}, [OLD]) == {OLD: names}
