"""A request is what the operation declares: its own key, its own headers, numbers as JSON writes them."""

from dataclasses import replace
from typing import Any

import pytest
from runtime_under_test import Credential, Endpoint, Parameter

from .pipes import API, KEY, execute, plain_endpoint, run
from .wire import Received, Wire, answer


def received(base_url: Any, endpoint: Endpoint, **given: Any) -> Received:
    async def work() -> Received:
        async with Wire((answer(200),)) as wire:
            base_url(wire.url)
            await execute(endpoint, **given)
            return wire.received[0]

    return run(work())


def test_an_operation_that_accepts_another_key_gets_it_there_alone(base_url: Any) -> None:
    api = replace(API, credentials=(Credential("header", "X-Key"), Credential("query", "key")))
    endpoint = plain_endpoint("GET", "/q", api=api, credentials=(Credential("query", "key"),))
    got = received(base_url, endpoint)
    assert got.target == f"/v1/q?key={KEY}"
    assert "x-key" not in got.headers and "authorization" not in got.headers


def test_a_header_of_the_operation_takes_the_place_of_the_usual_one(base_url: Any) -> None:
    endpoint = plain_endpoint("GET", "/h", Parameter("agent", "user-agent", "header"))
    assert agents(base_url, endpoint, agent="mine") == ["user-agent: mine"]
    assert agents(base_url, endpoint) == ["User-Agent: pipes_api"]


def agents(base_url: Any, endpoint: Endpoint, **given: Any) -> list[str]:
    """The lines of the request's head that name a user agent."""
    heads = []

    class Keeping(Wire):
        async def _one(self, head: str, *streams: Any) -> None:
            heads.append(head)
            await super()._one(head, *streams)

    async def work() -> None:
        async with Keeping((answer(200),)) as wire:
            base_url(wire.url)
            await execute(endpoint, **given)

    run(work())
    return [line for line in heads[0].split("\r\n") if line.lower().startswith("user-agent:")]


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/q?type=x", "/v1/q?type=x&a=%23"),
        ("/q#old", "/v1/q?a=%23"),
        ("/q?type=x#old", "/v1/q?type=x&a=%23"),
    ],
)
def test_a_query_or_fragment_in_the_path_takes_nothing_from_the_query(
    base_url: Any, path: str, target: str
) -> None:
    endpoint = plain_endpoint("GET", path, Parameter("a", "a", "query"))
    assert received(base_url, endpoint, a="#").target == target


@pytest.mark.parametrize(
    ("value", "sent"),
    [(5.0, "5"), (2.5, "2.5"), (-3.0, "-3"), (0.0, "0"), (7, "7"), ([1.0, 1.5], "1&a=1.5")],
)
def test_a_whole_number_is_sent_without_a_fraction(base_url: Any, value: Any, sent: str) -> None:
    endpoint = plain_endpoint("GET", "/n", Parameter("a", "a", "query"))
    assert received(base_url, endpoint, a=value).target == f"/v1/n?a={sent}"
