"""An answer keeps within its budget whatever takes the room: IDs, headers, notes, or the body."""

import json
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from runtime_under_test import Answer, call

from .pipes import batch_endpoint, context, execute, plain_endpoint, run, written
from .wire import Act, Wire, answer


@pytest.fixture
def answered(base_url: Any) -> Any:
    """What is answered when the server acts so, which is within the budget."""

    def made(endpoint: Any, act: Act, body: Any = None, most: int = 20_000, **given: Any) -> Answer:
        async def work() -> Answer:
            async with Wire((act,)) as wire:
                base_url(wire.url)
                return await execute(endpoint, body, **given)

        result: Answer = run(work())
        assert len(json.dumps(result, ensure_ascii=False)) <= most
        return result

    return made


def test_of_many_ids_the_first_are_told_and_how_the_others_follow(
    answered: Any, tmp_path: Path
) -> None:
    items = [{"type": "track", "event": "e"} for _ in range(5_000)]
    told = answered(batch_endpoint(tmp_path), answer(200, b'{"success": true}'), {"batch": items})
    ids = told["message_ids"]
    assert 50 < len(ids) < 5_000
    assert told["response"] == {"json": {"success": True}}
    assert ids == [f"{ids[0][:28]}{n:08d}" for n in range(len(ids))]
    left = f"message_ids leaves out the last {5_000 - len(ids):,} of 5,000: items without one were given"
    derived = " the first 28 characters of such an ID and the item's index as eight digits"
    assert told["notes"] == [left + derived]


def test_few_ids_are_told_whole(answered: Any, tmp_path: Path) -> None:
    items = [{"type": "track", "event": "e"} for _ in range(50)]
    told = answered(batch_endpoint(tmp_path), answer(), {"batch": items})
    assert len(told["message_ids"]) == 50 and "notes" not in told


@pytest.mark.parametrize(("count", "length"), [(20, 1_900), (400, 100)])
def test_many_long_headers_leave_room_for_the_body(answered: Any, count: int, length: int) -> None:
    names = [f"X-Part-{n}" for n in range(count)]
    endpoint = plain_endpoint("GET", "/parts", headers=tuple(names))
    act = answer(200, b'{"a": 1}', **{each.replace("-", "_"): "v" * length for each in names})
    told = answered(endpoint, act)
    assert told["response"] == {"json": {"a": 1}}
    assert list(told["headers"]) == names[: len(told["headers"])]
    assert len(told["headers"]) >= 20
    assert told["headers"]["X-Part-0"].startswith("v" * 30)
    assert "characters left out]" in told["headers"]["X-Part-0"]


@pytest.mark.parametrize(
    "body",
    [
        json.dumps([{"id": n} for n in range(500)]),
        json.dumps({"tree": {"a" * n: "b" * n for n in range(1, 90)}}),
        "[" * 300 + "]" * 300 + " " * 3_000,
        json.dumps("word " * 2_000),
        "no JSON " * 500,
    ],
)
def test_the_least_budget_holds(answered: Any, monkeypatch: pytest.MonkeyPatch, body: str) -> None:
    monkeypatch.setenv("PIPES_ANSWER_CHARACTERS", "1000")
    endpoint = plain_endpoint("GET", "/all", fields="fields", headers=("X-Long",))
    act = answer(200, body.encode(), Content_Type="application/json", X_Long="x" * 900)
    assert answered(endpoint, act, most=1_000)["response"]


def test_a_large_schema_is_told_in_parts(answered: Any, tmp_path: Path) -> None:
    members = {f"member {n}": {"type": "string", "description": "word " * 20} for n in range(400)}
    schema = {"type": "object", "properties": members, "required": list(members)}
    endpoint = batch_endpoint(tmp_path)
    assert endpoint.body
    body = replace(endpoint.body, schema=written(tmp_path, "large.json", schema))
    endpoint = replace(endpoint, body=body, fields="fields", answer=body.schema)

    def told(mode: str, fields: str | None = None) -> Any:
        found = run(call(endpoint, context(""), mode=mode, fields=fields))
        assert len(json.dumps(found, ensure_ascii=False)) <= 20_000
        return found

    for mode, name in (
        ("get_request_schema", "request_schema"),
        ("get_response_schema", "response_schema"),
    ):
        first = told(mode)
        assert first[name]["type"] == "object" and first["omitted"]
        rest = first["omitted"]["/properties"].partition(": fields=")[2]
        following = told(mode, rest)[name]["properties"]
        assert (
            list({**first[name]["properties"], **following})
            == list(members)[: len(first[name]["properties"]) + len(following)]
        )
        assert told(mode, 'properties."member 399"') == {
            name: {"properties": {"member 399": members["member 399"]}}
        }
    for other in ("items.id", "a..b"):
        assert told("get_request_schema", other) == told("get_request_schema")
    whole = run(call(replace(endpoint, fields=""), context(""), mode="get_request_schema"))
    assert whole["request_schema"] == schema
