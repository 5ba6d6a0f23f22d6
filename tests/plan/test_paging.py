"""What a document shows of how a list goes on: recognized where it is plain, and never guessed."""

import json
from typing import Any

import pytest

from generator.document.load import load
from generator.openapi.parse import parse
from generator.plan.model import Package
from generator.plan.package import plan
from generator.plan.runtime_model import Paging
from generator.plan.toolkit_yaml import Config

ITEMS = {"type": "array", "items": {"type": "object", "properties": {"id": {"type": "string"}}}}
TEXT, NUMBER, FLAG = {"type": "string"}, {"type": "integer"}, {"type": "boolean"}


def query(name: str, schema: Any, description: str = "") -> dict[str, Any]:
    return {"name": name, "in": "query", "schema": schema, "description": description}


def answers(**properties: Any) -> dict[str, Any]:
    return {"type": "object", "properties": properties}


def paging(
    parameters: list[dict[str, Any]], answer: Any, method: str = "get", **operation: Any
) -> Paging | None:
    """What is recognized of one operation."""
    success = {"description": "A page.", "content": {"application/json": {"schema": answer}}}
    success |= {"headers": operation.pop("headers", {})}
    found = {"operationId": "listCrates", "parameters": parameters, **operation}
    document = {
        "openapi": "3.1.0",
        "info": {"title": "Depot", "version": "1"},
        "servers": [{"url": "https://depot.example"}],
        "paths": {"/crates": {method: {**found, "responses": {"200": success}}}},
    }
    loaded = load(json.dumps(document).encode(), "openapi.json")
    api, _ = parse(loaded)
    package: Package = plan(loaded, api, Config())[0]
    return package.tools[0].endpoint.paging


@pytest.mark.parametrize(
    ("parameters", "answer", "argument", "source"),
    [
        ([query("cursor", TEXT)], answers(data=ITEMS, next_cursor=TEXT), "cursor", "/next_cursor"),
        (
            [query("pagination_cursor", TEXT), query("after", TEXT)],
            answers(entries=ITEMS, has_more=FLAG, next_cursor=TEXT),
            "pagination_cursor",
            "/next_cursor",
        ),
        (
            [query("pageToken", TEXT)],
            answers(items=ITEMS, nextPageToken=TEXT),
            "page_token",
            "/nextPageToken",
        ),
        (
            [query("page[after]", TEXT)],
            answers(paging=answers(next=answers(after=TEXT, link=TEXT))),
            "page_after",
            "/paging/next/after",
        ),
        (
            [query("offset", TEXT)],
            answers(data=ITEMS, next_page=answers(offset=TEXT, uri=TEXT)),
            "offset",
            "/next_page/offset",
        ),
        ([query("page", NUMBER)], answers(a=ITEMS, next_page=NUMBER), "page", "/next_page"),
        (
            [query("page[cursor]", TEXT)],
            answers(
                meta=answers(
                    after=TEXT | {"description": "For the next results, send it as `page[cursor]`."}
                )
            ),
            "page_cursor",
            "/meta/after",
        ),
        (
            [
                query(
                    "start", TEXT, "The token of a page: the `next` property of the last response."
                )
            ],
            answers(ids=ITEMS, next=TEXT),
            "start",
            "/next",
        ),
    ],
)
def test_a_token_is_known_by_its_name_or_its_text(
    parameters: list[dict[str, Any]], answer: Any, argument: str, source: str
) -> None:
    found = paging(parameters, answer)
    assert found and (found.kind, found.argument, found.source) == ("token", argument, source)


@pytest.mark.parametrize(
    ("parameters", "answer"),
    [
        # A moment is no cursor, and what leads back leads nowhere.
        ([query("after", TEXT | {"format": "date-time"})], answers(data=ITEMS, next_after=TEXT)),
        ([query("cursor", TEXT)], answers(data=ITEMS, previous_cursor=TEXT)),
        ([query("before", TEXT)], answers(data=ITEMS, next_before=TEXT)),
        ([query("cursor", TEXT)], answers(data=ITEMS, cursor=TEXT)),
        ([query("token", TEXT)], answers(data=ITEMS, access_token=TEXT)),
        # Texts that name another argument, or no place in the list.
        ([query("start", TEXT, "When to start.")], answers(data=ITEMS, next=TEXT)),
        ([query("cursor", TEXT)], answers(data=ITEMS)),
        ([query("cursor", TEXT)], {"type": "object"}),
        # Nobody can count where there are two lists, or where nothing says how a page ends.
        ([query("page", NUMBER)], answers(data=ITEMS)),
        ([query("offset", NUMBER)], answers(data=ITEMS)),
        ([query("page", NUMBER), query("limit", NUMBER)], answers(one=ITEMS, two=ITEMS)),
        ([query("offset", NUMBER), query("limit", NUMBER)], answers(a=ITEMS, offset=TEXT)),
        (
            [query("offset", NUMBER, "From UTC, in minutes."), query("limit", NUMBER)],
            answers(data=ITEMS),
        ),
        ([query("page", TEXT), query("limit", NUMBER)], answers(data=ITEMS)),
        # An item may be the first by 0 or by 1; a cursor may be the last of all.
        ([query("startIndex", NUMBER)], answers(data=ITEMS, total=NUMBER)),
        ([query("after", TEXT)], answers(data=ITEMS, page_info=answers(end_cursor=TEXT))),
        # A URL is worth nothing where no argument can take what it says.
        ([query("name", TEXT)], answers(data=ITEMS, next=TEXT | {"format": "uri"})),
        ([query("page", NUMBER)], answers(data=ITEMS, next=answers(id=TEXT))),
        # Without a flag, the last ID may be the last of all.
        ([query("starting_after", TEXT)], answers(data=ITEMS)),
    ],
)
def test_nothing_is_guessed(parameters: list[dict[str, Any]], answer: Any) -> None:
    assert paging(parameters, answer) is None


def test_pages_are_counted_by_what_the_document_says_of_them() -> None:
    size = query("per_page", NUMBER | {"default": 30}, "Results per page (max 100).")
    found = paging([query("page", NUMBER | {"default": 1}), size], ITEMS)
    assert found == Paging(
        "page", argument="page", size="per_page", usual=30, most=100, first=1, numbers=("page",)
    )
    told = paging([query("page", NUMBER, "Page to fetch (starts at 0).")], answers(tasks=ITEMS))
    assert told and (told.first, told.items) == (0, "/tasks")
    unknown = paging([query("page", NUMBER), size], answers(tasks=ITEMS, last_page=FLAG))
    assert unknown and (unknown.first, unknown.end) == (None, "/last_page")


def test_items_are_counted_and_other_ways_to_go_on_are_left_alone() -> None:
    parameters = [query("offset", NUMBER), query("limit", NUMBER), query("after", TEXT)]
    found = paging(parameters, answers(_links=ITEMS, crates=ITEMS, total_items=NUMBER, more=FLAG))
    assert found == Paging(
        "offset",
        argument="offset",
        items="/crates",
        more="/more",
        total="/total_items",
        size="limit",
        numbers=("offset",),
        unless=("after",),
    )


def test_addresses_of_the_next_page_are_taken_apart() -> None:
    url = answers(results=ITEMS, next=TEXT | {"format": "uri"}, previous=TEXT)
    found = paging([query("offset", NUMBER)], url)
    assert found == Paging("url", source="/next", numbers=("offset",))
    linked = paging([query("page", NUMBER)], answers(links=answers(next=TEXT)))
    assert linked and (linked.kind, linked.source) == ("url", "/links/next")
    header = paging([query("page", NUMBER)], ITEMS, headers={"link": {"schema": TEXT}})
    assert header == Paging("link", numbers=("page",))
    told = paging([query("cursor", TEXT, "As given in the [Link header](#links).")], ITEMS)
    assert told == Paging("link")


def test_the_last_id_needs_a_flag() -> None:
    found = paging([query("starting_after", TEXT)], answers(data=ITEMS, has_more=FLAG))
    assert found == Paging(
        "last-id", argument="starting_after", source="/id", items="/data", more="/has_more"
    )


def test_a_token_may_be_a_member_of_the_body() -> None:
    schema = answers(cursor=TEXT, filters={"type": "array", "items": {"type": "object"}})
    body = {"required": True, "content": {"application/json": {"schema": schema}}}
    answer = answers(data=ITEMS, next_cursor=TEXT)
    found = paging([], answer, "post", requestBody=body)
    assert found == Paging(
        "token", argument="request_body", member="/cursor", source="/next_cursor"
    )
    assert paging([], answer, "put", requestBody=body) is None


def json_body(schema: dict[str, Any]) -> dict[str, Any]:
    return {"required": True, "content": {"application/json": {"schema": schema}}}


STARTING = answers(per_page=NUMBER, starting_after={"type": ["string", "null"]})
SAME_NAME = answers(data=ITEMS, pages=answers(next=STARTING))
BY_TEXT = answers(
    data=ITEMS,
    meta=answers(page=answers(after=TEXT | {"description": "For the next page: `page[cursor]`."})),
)


@pytest.mark.parametrize(
    ("schema", "answer", "member", "source"),
    [
        (
            answers(query={"type": "object"}, pagination=STARTING | {"type": ["object", "null"]}),
            SAME_NAME,
            "/pagination/starting_after",
            "/pages/next/starting_after",
        ),
        (answers(page=answers(cursor=TEXT)), BY_TEXT, "/page/cursor", "/meta/page/after"),
        (
            answers(data=answers(attributes=answers(page=answers(cursor=TEXT, limit=NUMBER)))),
            BY_TEXT,
            "/data/attributes/page/cursor",
            "/meta/page/after",
        ),
    ],
)
def test_a_token_may_stand_deep_in_the_body(
    schema: dict[str, Any], answer: dict[str, Any], member: str, source: str
) -> None:
    found = paging([], answer, "post", requestBody=json_body(schema))
    assert found == Paging("token", argument="request_body", member=member, source=source)


def test_what_does_not_tell_of_pages_holds_no_token() -> None:
    """A cursor of a filter, or of an item of a list, is about something else."""
    answer = answers(data=ITEMS, next_cursor=TEXT)
    for schema in (
        answers(filter=answers(cursor=TEXT), page=answers(limit=NUMBER)),
        answers(pages={"type": "array", "items": answers(cursor=TEXT)}),
        answers(page=answers(before=answers(cursor=TEXT))),
    ):
        assert paging([], answer, "post", requestBody=json_body(schema)) is None


def test_connections_go_on_behind_their_last_cursor() -> None:
    info = answers(endCursor=TEXT, startCursor=TEXT, hasNextPage=FLAG)
    found = paging(
        [query("after", TEXT), query("before", TEXT)], answers(nodes=ITEMS, pageInfo=info)
    )
    assert found == Paging(
        "token", argument="after", source="/pageInfo/endCursor", more="/pageInfo/hasNextPage"
    )


def test_the_first_item_may_be_number_one() -> None:
    answer = answers(Resources=ITEMS, totalResults=NUMBER, startIndex=NUMBER, itemsPerPage=NUMBER)
    one = paging(
        [query("startIndex", NUMBER, "The 1-based index."), query("count", NUMBER)], answer
    )
    assert one == Paging(
        "offset",
        argument="start_index",
        items="/Resources",
        total="/totalResults",
        size="count",
        first=1,
        numbers=("start_index",),
    )
    zero = paging([query("startAt", NUMBER | {"default": 0})], answers(issues=ITEMS, total=NUMBER))
    assert zero and (zero.kind, zero.argument, zero.first) == ("offset", "start_at", None)
