"""Arguments of tools: each is told by what it stands for, not by how it is spelled."""

from types import SimpleNamespace
from typing import Any

import pytest

from .arguments import NULLS, Argument, names_of, spread, values_for
from .original import Operation, Original, Place

SCHEMA = {
    "type": "object",
    "required": ["note"],
    "properties": {"note": {"type": ["string", "null"]}, "size": {"type": "integer"}},
}
ENDPOINT = SimpleNamespace(
    parameters=(
        SimpleNamespace(argument="team_id_path", name="teamId", place="path"),
        SimpleNamespace(argument="team_id", name="team_id", place="query"),
    ),
    body=SimpleNamespace(
        members=(
            SimpleNamespace(argument="note", name="note"),
            SimpleNamespace(argument="body_size", name="size"),
        )
    ),
)
NAMES = names_of(ENDPOINT)


def _operation(body_required: bool) -> Operation:
    return Operation(
        "POST",
        "/{teamId}",
        (
            {"name": "teamId", "in": "path", "required": True, "schema": {"type": "integer"}},
            {"name": "team_id", "in": "query", "schema": {"type": "string"}},
        ),
        {"application/json": Place("", {"schema": SCHEMA})},
        body_required,
        {},
    )


ARGUMENTS = [
    Argument(name, kind, "", (), False)
    for name, kind in (
        ("team_id_path", "integer"),
        ("team_id", "string"),
        ("note", "string"),
        ("body_size", "integer"),
    )
]


@pytest.mark.parametrize(
    ("full", "body_required", "wanted"),
    [
        (False, False, {"team_id_path": 1}),
        (False, True, {"team_id_path": 1, "note": "a"}),
        (True, True, {"team_id_path": 1, "team_id": "a", "note": "a", "body_size": 1}),
    ],
)
def test_what_has_to_be_given_is_given(
    full: bool, body_required: bool, wanted: dict[str, Any]
) -> None:
    assert values_for(ARGUMENTS, NAMES, _operation(body_required), {}, full) == wanted


def test_a_body_goes_to_the_arguments_of_its_members() -> None:
    arguments = [*ARGUMENTS, Argument(NULLS, "array", "string", (), False)]
    given = spread(arguments, NAMES, {"note": None, "size": 7, "unknown": 1})
    assert given == {NULLS: ["note"], "body_size": 7}


def test_headers_that_openapi_has_ignored_are_no_parameters(tmp_path: Any) -> None:
    file = tmp_path / "openapi.json"
    file.write_text(
        '{"openapi": "3.1.0", "paths": {"/a": {"get": {"parameters": ['
        '{"name": "Content-Type", "in": "header", "required": true, "schema": {}},'
        '{"name": "X-A", "in": "header", "schema": {}}]}}}}',
        encoding="utf-8",
    )
    [operation] = Original(file).operations()
    assert [each["name"] for each in operation.parameters] == ["X-A"]
