"""Derived names are what they were when the package was first generated, whatever the vendor renames."""

import json
from typing import Any

import pytest

from generator.core.problems import ProblemsError
from generator.plan.model import FIELDS
from generator.plan.previous_names import Names, names_of

from .documents import (
    LIST,
    READ,
    arguments,
    config,
    document,
    names_after,
    planned,
    refused,
    tools,
)

TWIN = {"name": "limit", "in": "header", "schema": {"type": "string"}}


def answering(operation_id: str) -> dict[str, Any]:
    return {"operationId": operation_id, "responses": {"200": {"description": "Fine."}}}


def test_names_are_the_documents_where_nothing_is_recorded() -> None:
    package, _ = planned(document(read="fetchTicket"))
    assert tools(package) == {READ: "FetchTicket", LIST: "ListTickets"}


def test_a_tool_keeps_its_name_when_the_vendor_renames_the_operation() -> None:
    had = names_after(document())
    package, _ = planned(document(read="fetchTicket", list="search"), recorded=had)
    assert tools(package) == {READ: "ReadTicket", LIST: "ListTickets"}


def test_names_last_over_any_number_of_generations() -> None:
    names = names_after(document())
    for operation_id in ("fetchTicket", "getIt", ""):
        names = names_after(document(read=operation_id), recorded=names)
    assert names[READ].tool == "ReadTicket"


def test_a_person_renames_all_the_same() -> None:
    package, _ = planned(document(), config(read={"name": "OpenTicket"}), names_after(document()))
    assert tools(package)[READ] == "OpenTicket"


def test_a_chosen_name_outlives_its_line_in_toolkit_yaml() -> None:
    had = names_after(document(), config(read={"name": "OpenTicket"}))
    package, _ = planned(document(), config(), had)
    assert tools(package)[READ] == "OpenTicket"


def test_a_new_operation_does_not_take_or_change_a_recorded_name() -> None:
    had = names_after(document())
    more = {"/new": {"get": answering("readTicket")}}
    package, _ = planned(document(read="fetchTicket", more=more), recorded=had)
    assert tools(package)[READ] == "ReadTicket"
    assert tools(package)["GET /new"] == "ReadNewTicket"
    assert len(set(tools(package).values())) == 3


def test_a_twin_that_leaves_takes_no_mark_from_the_other() -> None:
    more = {"/new": {"get": answering("readTicket")}}
    both = names_after(document(more=more))
    assert both[READ].tool != "ReadTicket"
    package, _ = planned(document(), recorded=both)
    assert tools(package)[READ] == both[READ].tool


def _moved(name: str, operation_id: str = "fetchTicket") -> dict[str, Any]:
    """The document with another name in the braces of the path."""
    text = json.dumps(document(read=operation_id))
    moved = text.replace("{ticket}", f"{{{name}}}").replace('"name": "ticket"', f'"name": "{name}"')
    return json.loads(moved)  # type: ignore[no-any-return]


def test_names_are_kept_when_the_vendor_renames_a_path_parameter() -> None:
    had = names_after(document())
    package, _ = planned(_moved("id"), recorded=had)
    operation = "GET /tickets/{id}"
    assert tools(package)[operation] == "ReadTicket"
    assert arguments(package, operation) == {"path:id": "ticket", FIELDS: "fields"}
    had = names_after(_moved("id"), recorded=had)
    assert arguments(planned(_moved("number"), recorded=had)[0], "GET /tickets/{number}") == {
        "path:number": "ticket",
        FIELDS: "fields",
    }


def test_an_argument_keeps_its_name_when_a_twin_appears() -> None:
    assert arguments(planned(document(parameters=[TWIN]))[0], LIST)["query:limit"] == "limit_query"
    had = names_after(document())
    package, _ = planned(document(parameters=[TWIN]), recorded=had)
    names = arguments(package, LIST)
    assert names["query:limit"] == "limit"
    assert names["header:limit"] not in ("limit", "")


def test_what_left_the_document_leaves_no_trace() -> None:
    more = {"/new": {"get": answering("other")}}
    had = names_after(document(more=more))
    package, _ = planned(document(), recorded=had)
    assert tools(package).keys() == {READ, LIST}


def test_a_chosen_name_that_another_tool_had_first_is_refused_where_it_is_written() -> None:
    had = names_after(document())
    problem = refused(document(), config(list={"name": "ReadTicket"}), had)["name-taken"]
    assert READ in problem.message
    assert problem.pointer == "#/tools/GET%20~1tickets/name"


def test_a_name_too_long_for_a_renamed_toolkit_is_derived_again() -> None:
    had = {READ: Names(tool="R" * 50)}
    kept, _ = planned(document(), config(), had)
    assert tools(kept)[READ] == "R" * 50
    package, _ = planned(document(), config(toolkit="DeskOfQuiteAnotherName"), had)
    assert tools(package)[READ] == "ReadTicket"


@pytest.mark.parametrize(
    "names",
    [
        {"GET /x": {"tool": "X; import os"}},
        {"GET /x": {"tool": "readTicket"}},
        {"GET /x": {"tool": "X\n"}},
        {"GET /x": {"tool": 7}},
        {"GET /x": {"arguments": {"query:a": "a: int = __import__('os')"}}},
        {"GET /x": {"arguments": {"query:a": "class"}}},
        {"GET /x": {"arguments": {"query:a": "context"}}},
        {"GET /x": {"arguments": {"query:a": None}}},
        {"GET /x": {"arguments": ["a"]}},
        {"GET /x": "X"},
        ["GET /x"],
    ],
)
def test_nothing_but_names_is_read(names: Any) -> None:
    with pytest.raises(ProblemsError) as caught:
        names_of(json.dumps({"names": names}), "generated/a/surface.json")
    [problem] = caught.value.problems
    assert problem.code == "recorded-names-invalid"
    assert "generated/a/surface.json" in problem.message


@pytest.mark.parametrize("text", ["", "<<<<<<< ours\n{}", "[]", "[" * 100_000, "7"])
def test_text_that_is_no_surface_is_refused_in_words(text: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        names_of(text)
    assert caught.value.problems[0].hint


def test_a_surface_without_names_records_none() -> None:
    assert names_of('{"tools": {}}') == {}
