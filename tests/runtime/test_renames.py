"""Calls by an argument's earlier name do what calls by today's name do."""

from pathlib import Path
from typing import Any

import pytest
from runtime_under_test import Parameter, Strict
from runtime_under_test.errors import InvalidCall

from .pipes import event_endpoint, execute, plain_endpoint, run
from .wire import Received, Wire, answer

TICKET = Parameter("number", "ticket", "path", True, earlier=("ticket", "ticket_id"))
SORT = Parameter("sort", "sort", "query", earlier=("order",))
CHECK = Strict("check", "X-Strict-Mode", "1", earlier=("strictly", "careful"))


def received(base_url: Any, **given: Any) -> Received:
    async def work() -> Received:
        async with Wire((answer(200),)) as wire:
            base_url(wire.url)
            await execute(plain_endpoint("GET", "/tickets/{ticket}", TICKET, SORT), **given)
            return wire.received[0]

    return run(work())


def refused(**given: Any) -> str:
    with pytest.raises(InvalidCall) as caught:
        run(execute(plain_endpoint("GET", "/tickets/{ticket}", TICKET, SORT), **given))
    return str(caught.value)


@pytest.mark.parametrize("name", ["number", "ticket", "ticket_id"])
@pytest.mark.parametrize("sort", ["sort", "order"])
def test_every_name_sends_the_same(base_url: Any, name: str, sort: str) -> None:
    got = received(base_url, **{name: 7, sort: "asc"})
    assert got.target == "/v1/tickets/7?sort=asc"


def test_names_that_are_left_empty_are_not_given(base_url: Any) -> None:
    given = {"number": None, "ticket": 7, "ticket_id": None, "sort": None, "order": None}
    assert received(base_url, **given).target == "/v1/tickets/7"


def test_an_earlier_name_is_no_argument_to_a_parameter_called_so(base_url: Any) -> None:
    got = received(base_url, number=7, sort="asc")
    assert "order" not in got.target


@pytest.mark.parametrize(
    ("given", "line"),
    [
        ({"number": 7, "ticket": 7}, "- ticket: means the same as number; give one of the two"),
        ({"ticket": 7, "ticket_id": 8}, "- ticket_id: means the same as ticket; give one of the"),
        ({"number": 7, "sort": "a", "order": "b"}, "- order: means the same as sort; give one of"),
    ],
)
def test_two_names_of_one_argument_are_not_sent(given: Any, line: str) -> None:
    text = refused(**given)
    assert text.startswith("not_sent: 1 problem in the call.\n")
    assert line in text


def test_a_required_argument_is_asked_for_by_the_name_of_today() -> None:
    assert refused(sort="asc").endswith("- number: is required")


def test_a_problem_is_told_under_the_name_that_was_used() -> None:
    assert "- ticket: must not be empty" in refused(ticket="")
    assert "- number: must not be empty" in refused(number="")


def test_all_problems_are_told_at_once() -> None:
    assert refused(sort="a", order="b").startswith("not_sent: 2 problems")


@pytest.mark.parametrize("name", ["strict", "strictly", "careful"])
@pytest.mark.parametrize(("value", "sent"), [("1", "1"), ("yes", "1"), ("0", None), (None, None)])
def test_strict_mode_is_asked_for_by_any_name(
    base_url: Any, tmp_path: Path, name: str, value: str | None, sent: str | None
) -> None:
    async def work() -> Received:
        async with Wire((answer(200),)) as wire:
            base_url(wire.url)
            endpoint = event_endpoint(tmp_path, strict=CHECK)
            await execute(endpoint, {"userId": "u", "event": "e"}, **{name: value})
            return wire.received[0]

    assert run(work()).headers.get("x-strict-mode") == sent


def test_a_wrong_strict_mode_is_told_under_the_name_that_was_used(tmp_path: Path) -> None:
    endpoint = event_endpoint(tmp_path, strict=CHECK)
    with pytest.raises(InvalidCall, match="- careful: expected 1"):
        run(execute(endpoint, {"userId": "u", "event": "e"}, careful="perhaps"))
    with pytest.raises(InvalidCall, match="- careful: means the same as check"):
        run(execute(endpoint, {"userId": "u", "event": "e"}, strict="1", careful="1"))
