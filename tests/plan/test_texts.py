"""What agents read of tools and arguments says what they are, in sentences, once."""

from typing import Any

import pytest

from .documents import planned


def tool_of(operation: dict[str, Any], path: str = "/bases/{id}") -> Any:
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Desk", "version": "1"},
        "paths": {path: {"post": {**operation, "responses": {"200": {"description": "Fine."}}}}},
    }
    [tool] = planned(document)[0].tools
    return tool


def description_of(name: str, place: str = "query", **said: Any) -> str:
    parameter = {"name": name, "in": place, "schema": {"type": "string"}, **said}
    path = f"/bases/{{{name}}}" if place == "path" else "/bases"
    parameter |= {"required": True} if place == "path" else {}
    tool = tool_of({"parameters": [parameter]}, path)
    return str(tool.arguments[0].description)


@pytest.mark.parametrize(
    ("name", "said", "expected"),
    [
        ("baseId", {"place": "path"}, "ID of the base."),
        ("id", {"place": "path"}, "ID of the base."),
        ("tableIdOrName", {"place": "path"}, "ID or name of the table."),
        ("baseId", {"place": "path", "description": "base id"}, "ID of the base."),
        ("drafts", {"schema": {"type": "boolean"}}, "Drafts: yes or no."),
        ("user_ids", {}, "IDs of the users."),
        ("X-Request-Id", {"place": "header"}, "ID of the request."),
        ("callback_url", {}, "Callback URL."),
        ("limit", {}, "The most results to return."),
        ("page[size]", {}, "Results on each page."),
        ("filter[name]", {}, "Filters by name."),
        ("include_deleted", {"schema": {"type": "boolean"}}, "Whether to include deleted."),
        ("is_open", {"schema": {"type": "boolean"}}, "Whether it is open."),
        ("since", {"schema": {"type": "string", "format": "date"}}, "Since. Format date."),
        ("x", {"schema": {"type": "string", "description": "An *x*."}}, "An x."),
        (
            "x",
            {"description": "See [x](/x). Default 1.", "schema": {"default": 1}},
            "See x. Default 1.",
        ),
    ],
)
def test_an_argument_says_what_it_is(name: str, said: dict[str, Any], expected: str) -> None:
    assert description_of(name, **said) == expected


@pytest.mark.parametrize(
    ("summary", "description", "expected"),
    [
        ("Get base", "Get base.", "Get base."),
        ("Get base.", "Get base", "Get base"),
        ("Get base", "Get base by its ID.", "Get base by its ID."),
        ("Get base", "It is fast.\n\n# Limits\nNone.", "Get base. It is fast. Limits: None."),
        ("Get base.", "", "Get base."),
        ("", "Gets it. And more.", "Gets it. And more."),
        ("<b>Get</b> base..", "It is.  It is.", "Get base. It is."),
    ],
)
def test_a_tool_says_nothing_twice(summary: str, description: str, expected: str) -> None:
    assert (
        tool_of({"summary": summary, "description": description}, "/bases").description == expected
    )


def test_a_schemas_descriptions_are_plain_and_its_data_is_not_touched() -> None:
    schema = {
        "type": "object",
        "description": "A **body**.",
        "properties": {
            "description": {"type": "string", "description": "See [it](/x).", "default": "**a**"},
            "kind": {"enum": [{"description": "**b**"}, 1]},
        },
    }
    body = {"content": {"application/json": {"schema": schema}}}
    found = tool_of({"requestBody": body}, "/bases").schema
    assert found["description"] == "A body."
    assert found["properties"]["description"]["description"] == "See it."
    assert found["properties"]["description"]["default"] == "**a**"
    assert found["properties"]["kind"]["enum"] == [{"description": "**b**"}, 1]
