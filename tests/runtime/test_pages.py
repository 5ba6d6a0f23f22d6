"""Lists in pages, and the parts of answers that callers ask for, through Arcade and a real server."""

import json
from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import parse_qsl, urlsplit

import pytest
from arcade_core.catalog import ToolCatalog
from arcade_core.executor import ToolExecutor
from arcade_tdk import ToolContext
from runtime_under_test.endpoint import Paging
from runtime_under_test.next_call import changes, next_arguments

from .built import generated
from .pipes import plain_endpoint, run
from .wire import Received, Wire, answer

MOST = 4_000
Tools = Callable[[str], Any]
Call = Callable[..., tuple[dict[str, Any], Received]]


@pytest.fixture(scope="module")
def tools(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Tools]:
    with generated("pages", tmp_path_factory.mktemp("pages")) as found:
        yield found


@pytest.fixture
def called(tools: Tools, monkeypatch: pytest.MonkeyPatch) -> Call:
    """What Arcade hands on when the server answers with this JSON, and the request; an error raises."""

    def made(name: str, value: Any, /, link: str = "", **arguments: Any) -> Any:
        catalog = ToolCatalog()
        catalog.add_tool(tools(name), "Depot")
        (tool,) = catalog
        body = value if isinstance(value, bytes) else json.dumps(value).encode()
        headers = {"Content_Type": "application/json"} | ({"Link": link} if link else {})

        async def work() -> tuple[Any, Wire]:
            async with Wire((answer(200, body, **headers),)) as wire:
                monkeypatch.setenv("DEPOT_BASE_URL", wire.url)
                models = (tool.definition, tool.input_model, tool.output_model)
                return await ToolExecutor.run(tool.tool, *models, ToolContext(), **arguments), wire

        output, wire = run(work())
        if output.error:
            assert not wire.received
            raise RuntimeError(output.error.message)
        answered: dict[str, Any] = output.value
        assert json.loads(json.dumps(answered)) == answered
        assert len(json.dumps(answered, ensure_ascii=False)) <= MOST
        return answered, wire.received[0] if wire.received else None

    return made


def trucks(count: int) -> list[dict[str, str]]:
    return [{"id": str(n), "plate": f"P {n}"} for n in range(count)]


CRATES = {"items": [{"id": "1", "name": "a"}], "next_cursor": "c/2=", "has_more": True}
BASE = "https://depot.example/v1"


@pytest.mark.parametrize(
    ("tool", "given", "value", "link", "expected"),
    [
        ("list_crates", {"limit": 1}, CRATES, "", {"limit": 1, "cursor": "c/2="}),
        ("list_crates", {"cursor": "c/2="}, CRATES, "", None),
        ("list_crates", {}, CRATES | {"has_more": False}, "", None),
        ("list_crates", {}, CRATES | {"next_cursor": None}, "", None),
        ("list_crates", {}, CRATES | {"next_cursor": ""}, "", None),
        ("list_crates", {}, CRATES | {"next_cursor": {"a": 1}}, "", None),
        ("list_crates", {}, [1], "", None),
        ("list_trucks", {}, trucks(30), "", {"page": 2}),
        ("list_trucks", {}, trucks(29), "", None),
        ("list_trucks", {}, [], "", None),
        ("list_trucks", {"page": 3, "per_page": 2}, trucks(2), "", {"page": 4, "per_page": 2}),
        ("list_drivers", {}, {"drivers": [{}] * 20, "total": 21}, "", {"offset": 20}),
        ("list_drivers", {"offset": 20}, {"drivers": [{}], "total": 21}, "", None),
        (
            "list_drivers",
            {"offset": 5, "kind": ["a", "b"]},
            {"drivers": [{}] * 5},
            "",
            {"offset": 10, "kind": ["a", "b"]},
        ),
        ("list_drivers", {}, {"drivers": []}, "", None),
        ("list_routes", {}, [{}], f'<{BASE}/routes?page=2>; rel="next"', {"page": 2}),
        (
            "list_routes",
            {"page": 2, "since": "x,y"},
            [{}],
            f'<{BASE}/routes?page=1>; rel="prev", <{BASE}/routes?since=x%2Cy&page=3>; rel=next',
            {"page": 3, "since": "x,y"},
        ),
        ("list_routes", {"page": 3}, [{}], f'<{BASE}/routes?page=2>; rel="prev"', None),
        ("list_routes", {}, [{}], f'<{BASE}/routes?page=2&other=1>; rel="next"', None),
        ("list_routes", {}, [{}], f'<{BASE}/routes?page=two>; rel="next"', None),
        ("list_routes", {"page": 2}, [{}], f'<{BASE}/routes?since=z>; rel="next"', {"since": "z"}),
        ("list_routes", {}, [{}], "", None),
        ("list_stops", {}, {"results": [{}], "next": f"{BASE}/stops?offset=9"}, "", {"offset": 9}),
        ("list_stops", {}, {"results": [{}], "next": "/stops?offset=9"}, "", {"offset": 9}),
        ("list_stops", {"offset": 9}, {"results": [{}], "next": None}, "", None),
        ("list_stops", {}, {"results": [{}], "next": "tomorrow"}, "", None),
        (
            "list_charges",
            {},
            {"data": [{"id": "a"}, {"id": "b"}], "has_more": True},
            "",
            {"starting_after": "b"},
        ),
        ("list_charges", {}, {"data": [{"id": "a"}], "has_more": False}, "", None),
        ("list_charges", {}, {"data": [{"id": "a"}]}, "", None),
        ("list_charges", {}, {"data": [{"id": None}], "has_more": True}, "", None),
        ("list_charges", {}, {"data": [], "has_more": True}, "", None),
    ],
)
def test_the_next_call_is_told_until_the_end(
    called: Call, tool: str, given: dict[str, Any], value: Any, link: str, expected: Any
) -> None:
    answered, _ = called(tool, value, link=link, **given)
    assert answered.get("next") == expected
    assert ("next" in answered) == (expected is not None)


def test_it_is_the_very_next_call(called: Call) -> None:
    answered, _ = called("list_crates", CRATES, limit=1, answer_fields="items.id")
    assert answered["response"]["json"] == {"items": [{"id": "1"}]}
    assert answered["next"] == {"limit": 1, "cursor": "c/2=", "answer_fields": "items.id"}
    _, request = called("list_crates", CRATES, **answered["next"])
    assert dict(parse_qsl(urlsplit(request.target).query)) == {"cursor": "c/2=", "limit": "1"}


def test_a_body_that_has_the_token_comes_whole(called: Call) -> None:
    body = json.dumps({"filters": [{"name": "é"}]})
    value = {"results": [{}], "paging": {"next": {"after": "7"}}}
    answered, _ = called("search_crates", value, mode="execute", request_body=body)
    following = answered["next"]
    assert following["mode"] == "execute"
    assert json.loads(following["request_body"]) == {"filters": [{"name": "é"}], "after": "7"}
    _, request = called("search_crates", value, **following)
    assert json.loads(request.body)["after"] == "7"


def test_what_was_left_out_comes_before_the_next_page(called: Call) -> None:
    value = CRATES | {"items": [{"id": str(n), "name": "crate " * 5} for n in range(200)]}
    answered, _ = called("list_crates", value)
    shown = len(answered["response"]["json"]["items"])
    assert answered["response"]["json"]["next_cursor"] == "c/2="
    rest = f"{200 - shown} of 200 items: answer_fields=items[{shown}:]"
    assert answered["omitted"] == {"/items": rest}
    assert answered["notes"] == [
        "get what omitted tells of before you call with next, which goes on behind it"
    ]
    again, _ = called("list_crates", value, answer_fields="items[150:153].id")
    assert [each["id"] for each in again["response"]["json"]["items"]] == ["150", "151", "152"]
    assert again["next"] == answered["next"] == {"cursor": "c/2="}


def test_fields_of_the_callers_own_go_along(called: Call) -> None:
    """Those that get the rest of one page do not: they would narrow every page that follows."""
    for own in ("items.id, has_more", "*.id", '"items".id'):
        answered, _ = called("list_crates", CRATES, answer_fields=own)
        assert answered["next"] == {"cursor": "c/2=", "answer_fields": own}
    for rest in ("items[20:].id", "has_more, items[3:].id", "*[1:]", "[1:]"):
        answered, _ = called("list_crates", CRATES, answer_fields=rest)
        assert answered["next"] == {"cursor": "c/2="}


def test_nothing_is_next_of_what_was_not_read_to_its_end(called: Call) -> None:
    value = CRATES | {"items": [{"id": str(n), "name": "crate " * 50} for n in range(2_000)]}
    head = json.dumps({"has_more": True, "next_cursor": "c", **value}).encode()
    answered, _ = called("list_crates", head)
    assert "next" not in answered
    note = answered["response"]["note"]
    assert note.startswith("only its first 300,000 of ")
    assert note.endswith("; call with a smaller limit to get the rest")
    shown = len(answered["response"]["json"]["items"])
    (said,) = answered["omitted"].values()
    assert " of at least " in said and said.endswith(f"answer_fields=items[{shown}:]")
    last, _ = called("list_crates", head, answer_fields="items[-1:].id")
    assert int(last["response"]["json"]["items"][0]["id"]) > 800


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        (
            "nmae",
            "fields: nmae: the documented answer has no nmae there; did you mean name? It has",
        ),
        ("parts.txt", "parts.txt: the documented answer has no txt there; did you mean text?"),
        ("owner.plat", "did you mean plate? It has id, plate."),
        ("id.x", "id.x: the documented answer has no members there"),
        ("by_day.*.cnt", "by_day.*.cnt: the documented answer has no cnt there"),
        ("parts[3].nr", "has no nr there"),
        ("parts[a]", "fields: expected a slice such as [20:40], [20:] or [3] before `[a]`"),
    ],
)
def test_what_is_not_documented_is_not_sent(called: Call, fields: str, says: str) -> None:
    with pytest.raises(RuntimeError) as caught:
        called("read_crate", {}, id="1", fields=fields)
    assert str(caught.value).startswith("not_sent: 1 problem in the call.\n- fields: ")
    assert says in str(caught.value)


CRATE = {
    "id": "1",
    "name": "a",
    "price": 12.10,
    "owner": None,
    "parts": [{"no": 1, "text": "x"}, {"no": 2, "text": "y"}],
    "by_day": {"2026-01-01": {"count": 1}, "2026-01-02": {"count": 2}},
    "note.1": "n",
    "extra": {"any": {"thing": 1}},
    "new": True,
}


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ("id,parts.no", {"id": "1", "parts": [{"no": 1}, {"no": 2}]}),
        ("owner.plate", {"owner": None}),
        ('by_day.*.count,by_day."2026-01-01"', {"by_day": CRATE["by_day"]}),
        ("by_day.2026-01-02.count", {"by_day": {"2026-01-02": {"count": 2}}}),
        ('"note.1"', {"note.1": "n"}),
        ("extra.any.thing", {"extra": CRATE["extra"]}),
        ('"new",name[0:1]', {"new": True, "name": "a"}),
        ("parts[1:].text", {"parts": [{"text": "y"}]}),
        ("  ", CRATE),
    ],
)
def test_the_parts_that_are_wanted_come(called: Call, fields: str, expected: Any) -> None:
    answered, _ = called("read_crate", CRATE, id="1", fields=fields)
    assert answered["response"] == {"json": expected}


def test_what_came_without_what_was_wanted_is_told(called: Call) -> None:
    answered, _ = called("read_crate", {"id": "1"}, id="1", fields="name,parts.no,id")
    assert answered["response"] == {
        "json": {"id": "1"},
        "note": "nothing stands under name; nothing stands under parts",
    }


def test_numbers_come_as_they_were_sent(called: Call) -> None:
    sent = b'{"price": 12.10, "extra": {"big": 12345678901234567890, "f": 0.1, "whole": 5}}'
    answered, _ = called("read_crate", sent, id="1", fields="price,extra")
    assert answered["response"]["json"] == {
        "price": "12.10",
        "extra": {"big": 12345678901234567890, "f": 0.1, "whole": 5},
    }


def test_fields_of_no_json_take_slices_alone(called: Call) -> None:
    text = b"".join(b"%05d " % n for n in range(2_000))
    answered, _ = called("read_crate", text, id="1", fields="[6000:6011]")
    assert answered["response"]["text"] == "01000 01001"
    answered, _ = called("read_crate", text, id="1", fields="name")
    assert "takes slices alone" in answered["response"]["note"]
    assert answered["response"]["text"].startswith("00000 00001")


def test_the_documented_answer_is_told_on_request(called: Call) -> None:
    answered, request = called("add_crate", {}, mode="get_response_schema")
    assert request is None and set(answered) == {"response_schema"}
    schema = answered["response_schema"]
    assert set(schema["properties"]) == set(CRATE) - {"new"}
    assert "$comment" not in schema and "$schema" not in schema
    answered, _ = called("add_crate", {}, mode="get_request_schema")
    assert set(answered["request_schema"]["properties"]) == {"name", "parts"}


def test_what_is_left_out_is_got_where_it_is_not_documented_too(called: Call) -> None:
    value = {"id": "1", "new": {"texts": ["word " * 50] * 100}, "parts": [{"of": "x " * 3_000}]}
    answered, _ = called("read_crate", value, id="1")
    told = {at: said.split(": fields=")[1] for at, said in answered["omitted"].items()}
    assert told["/new/texts"].startswith('"new"."texts"[')
    assert told["/parts/0/of"].startswith('"parts"[0]."of"[')
    for fields in told.values():
        again, _ = called("read_crate", value, id="1", fields=fields)
        for said in again.get("omitted", {}).values():
            assert '"' in said
    assert called("read_crate", value, id="1", fields='"new"."texts"[99:]')[0]["response"] == {
        "json": {"new": {"texts": ["word " * 50]}}
    }


def test_an_answer_that_is_not_as_documented_passes(called: Call) -> None:
    value = {"id": 7, "parts": "none", "owner": [1]}
    answered, _ = called("read_crate", value, id="1")
    assert answered["response"] == {"json": value}


def test_of_many_fields_that_are_not_there_the_first_are_told(called: Call) -> None:
    wanted = ",".join(f'"name {n}"' for n in range(700))
    answered, _ = called("list_trucks", {"trucks": [], "x": 1}, fields=wanted)
    told = answered["response"]["note"]
    assert told.startswith('nothing stands under "name 0"; ') and told.endswith(
        "nor under 695 more"
    )


def test_the_next_body_has_the_numbers_of_this_one(called: Call) -> None:
    value = {"results": [{}], "paging": {"next": {"after": "7"}}}
    body = '{"filters": [{"least": 12.10, "most": 12345678901234567890.125}]}'
    answered, request = called("search_crates", value, mode="execute", request_body=body)
    assert answered["next"]["request_body"] == request.body.decode()[:-1] + ',"after":"7"}'
    assert "12.10," in answered["next"]["request_body"]


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({}, {"page": {"cursor": "c1"}}),
        (
            {"body": '{"page": {"limit": 2.50, "cursor": "c0"}, "sort": "a"}'},
            {"page": {"limit": 2.5, "cursor": "c1"}, "sort": "a"},
        ),
        ({"body": '{"page": null}'}, {"page": {"cursor": "c1"}}),
        ({"body": '{"page": 3}'}, None),
        ({"body": "[]"}, None),
    ],
)
def test_a_token_deep_in_the_body_takes_its_place(given: Any, expected: Any) -> None:
    paging = Paging("token", argument="body", member="/page/cursor", source="/meta/after")
    endpoint = plain_endpoint("POST", "/rows", paging=paging)
    found = next_arguments(endpoint, given, {"meta": {"after": "c1"}}, "", "")
    assert (found and json.loads(found["body"])) == expected
    if found and "sort" in found["body"]:
        assert found["body"] == '{"page":{"limit":2.50,"cursor":"c1"},"sort":"a"}'
        told = changes(paging, given, found)
        assert told.endswith('but {"page": {"cursor": "c1"}} in body (null: without it)')


def test_of_a_next_call_that_is_too_long_the_changes_are_told(called: Call) -> None:
    value = {"results": [{}], "paging": {"next": {"after": "7"}}}
    body = json.dumps({"filters": [{"name": "n" * 50} for _ in range(40)]})
    answered, _ = called("search_crates", value, mode="execute", request_body=body)
    assert "next" not in answered
    (told,) = answered["notes"]
    assert told.endswith(
        'the arguments of this call, but {"after": "7"} in request_body (null: without it)'
    )


def test_a_next_call_that_cannot_be_told_is_not_taken_for_the_end(called: Call) -> None:
    for cursor in ("c" * 1_500, "c\u202e1", "c\ud800"):
        answered, _ = called("list_crates", CRATES | {"next_cursor": cursor})
        assert "next" not in answered
        assert answered["notes"] == [
            "there is more, but the arguments of the next call cannot be shown"
        ]


def test_items_are_counted_from_one_where_the_api_does() -> None:
    paging = Paging("offset", argument="start", items="/rows", total="/total", first=1)
    endpoint = plain_endpoint("GET", "/rows", paging=paging)
    starts, given = [], {}
    while given is not None:
        start = given.get("start", 1)
        starts.append(start)
        rows = list(range(start, min(start + 4, 11)))
        given = next_arguments(endpoint, given, {"rows": rows, "total": 10}, "", "")
    assert starts == [1, 5, 9]
