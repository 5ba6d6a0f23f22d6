"""Answers of the largest size, and how what is left out of them is followed."""

import asyncio
import json
from pathlib import Path
from typing import Any

from . import report
from .large_answers import large
from .largest import MANY
from .original import Operation
from .reach import Reached, reach
from .results import LargeAnswers, Result, large_answers

ITEM = {
    "type": "object",
    "properties": {
        "id": {"type": "string"},
        "secret": {"type": "string", "writeOnly": True},
        "parts": {"type": "array", "items": {"type": "integer"}},
        "few": {"type": "array", "maxItems": 2, "items": {"type": "string", "maxLength": 5}},
    },
}
ANSWER = {
    "type": "object",
    "properties": {
        "items": {"type": "array", "items": ITEM},
        "by_id": {"type": "object", "additionalProperties": {"type": "string"}},
    },
}


CONTENT = {"application/json": {"schema": ANSWER}}
RESPONSES = {"200": {"description": "", "content": CONTENT}}
GET = Operation("GET", "/a", (), {}, False, RESPONSES)


def test_an_answer_is_as_large_as_may_be() -> None:
    [value] = large(GET, {}, {})
    first, *_, last = value["items"]
    assert (len(value["items"]), len(value["by_id"])) == (MANY, MANY)
    assert len(first["parts"]) == len(last["parts"]) == MANY // 10
    assert first.keys() == {"id", "parts", "few"} and len(first["id"]) > 1_000
    assert len(first["few"]) == 2 and all(0 < len(each) <= 5 for each in first["few"])
    assert len({each["id"] for each in value["items"]}) == MANY


def asked(whole: Any, answers: dict[str, dict[str, Any]]) -> Reached:
    async def ask(fields: str) -> dict[str, Any]:
        return answers[fields]

    return asyncio.run(reach(whole, "fields", 1_000, ask))


LIST = {"items": [{"n": n} for n in range(9)]}
CUT = {
    "response": {"json": {"items": LIST["items"][:7]}},
    "omitted": {"/items": "2 of 9 items: fields=items[7:]"},
}


def one(number: int) -> dict[str, Any]:
    return {"response": {"json": {"items": [{"n": number}]}}}


def test_what_one_call_brings_is_told_from_what_two_do() -> None:
    found = asked(LIST, {"": CUT, "items[7:8]": one(7), "items[8:9]": one(8)})
    assert (found.one, found.two, found.unreached, found.fault) == (2, 0, [], "")
    nested = {"items": [{"n": list(range(9))}, {"n": list(range(9))}]}
    first: dict[str, Any] = {"response": {"json": {"items": [{"n": list(range(9))}]}}}
    first |= {"omitted": {"/items": "1 of 2 items: fields=items[1:]"}}
    half: dict[str, Any] = {"response": {"json": {"items": [{"n": [0]}]}}}
    half |= {"omitted": {"/items/1/n": "8 of 9 items: fields=items[1].n[1:]"}}
    last = {"response": {"json": {"items": [{"n": [8]}]}}}
    found = asked(nested, {"": first, "items[1:2]": half, "items[1].n[8:9]": last})
    assert (found.one, found.two, found.unreached) == (0, 1, [])


def test_what_is_not_brought_is_told() -> None:
    found = asked(LIST, {"": CUT, "items[7:8]": one(7), "items[8:9]": one(7)})
    assert (found.one, found.unreached) == (1, ["/items/8/n"])
    silent = CUT | {"omitted": {"/items": "2 of 9 items"}}
    assert asked(LIST, {"": silent}).unreached == ["/items/7/n", "/items/8/n"]


def test_answers_that_are_too_long_or_others_are_faults() -> None:
    long = {"response": {"json": LIST, "note": "x" * 1_000}}
    assert asked(LIST, {"": long}).fault.endswith(" characters")
    assert asked(LIST, {"": one(1)}).fault == "not what was sent"
    assert asked(LIST, {"": {"response": {"json": LIST}}}).fault == ""


def test_the_page_counts_them(tmp_path: Path) -> None:
    rows = [
        {"operation": "GET /a", "omitted": 2, "fault": "", "one": 3, "two": 1, "unreached": []},
        {
            "operation": "GET /b",
            "omitted": 0,
            "fault": "no",
            "one": 0,
            "two": 0,
            "unreached": ["/x"],
        },
    ]
    file = tmp_path / "large.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in rows), encoding="utf-8")
    found = large_answers(file)
    assert found == LargeAnswers(2, 1, 1, 3, 1, ["GET /b /x"], ["GET /b: no"])
    page = report.markdown([Result("desk", "3.1", 2, 1.0, tools=2, large=found)])
    assert "| desk | 2 | 1 | 1 | 3 | 1 | 1 |" in page
    assert "- desk: GET /b: no\n- desk: GET /b /x\n" in page


def test_a_place_of_each_kind_is_followed() -> None:
    whole = {"a": [{"n": [0, 1]}] * 3, "b": [0, 1], "c": [0, 1], "d": [0, 1], "e": [0, 1]}
    cut: dict[str, Any] = {"response": {"json": {**whole, **{name: [0] for name in "bcde"}}}}
    cut["response"]["json"]["a"] = [{"n": [0]}] * 3
    cut["omitted"] = {f"/a/{n}/n": f"1 of 2 items: fields=a[{n}].n[1:]" for n in range(3)}
    cut["omitted"] |= {f"/{name}": f"1 of 2 items: fields={name}[1:]" for name in "bcde"}
    asked_for: list[str] = []

    async def ask(fields: str) -> dict[str, Any]:
        asked_for.append(fields)
        return {"response": {"json": {"b": [1]}}} if fields else cut

    asyncio.run(reach(whole, "fields", 1_000, ask))
    places = list(dict.fromkeys(fields.partition("[1:2]")[0] for fields in asked_for))
    assert places == ["", "a[0].n", "b", "c", "e"]


def test_what_is_too_large_to_be_read_is_made_smaller() -> None:
    [whole], [less] = large(GET, {}, {}), large(GET, {}, {}, 20_000)
    assert len(json.dumps(whole)) > 20_000 > len(json.dumps(less)) > 1_000
    assert less.keys() == whole.keys()
