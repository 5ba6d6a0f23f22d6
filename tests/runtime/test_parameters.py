"""Parameters stay data in whatever place they are put."""

from enum import Enum
from typing import Any

import pytest
from runtime_under_test import Parameter
from runtime_under_test.errors import InvalidCall
from runtime_under_test.parameters import Parts, encode

from .pipes import execute, plain_endpoint, run
from .wire import Received, Wire, answer

NASTY = ["../x", "a/b", "?", "#", "%2e", "%2F", "a b", "é", "{id}", "a;b", "a&b=c", "\r\n", "\x00"]


class Color(str, Enum):
    RED = "red"


def received(base_url: Any, path: str, *parameters: Parameter, **given: Any) -> Received:
    async def work() -> Received:
        async with Wire((answer(200),)) as wire:
            base_url(wire.url)
            await execute(plain_endpoint("GET", path, *parameters), **given)
            return wire.received[0]

    return run(work())


@pytest.mark.parametrize("value", NASTY)
def test_a_path_value_stays_in_its_segment(base_url: Any, value: str) -> None:
    from urllib.parse import unquote

    target = received(base_url, "/p/{id}/x", Parameter("id", "id", "path", True), id=value).target
    start, encoded, end = target.removeprefix("/v1").rsplit("/", 2)
    assert (start, end) == ("/p", "x")
    assert unquote(encoded) == value
    assert not set(encoded) & set("/?#\r\n\x00 ")


@pytest.mark.parametrize("value", ["", ".", ".."])
def test_a_path_value_that_would_move_is_refused(value: str) -> None:
    endpoint = plain_endpoint("GET", "/p/{id}", Parameter("id", "id", "path", True))
    with pytest.raises(InvalidCall, match="^not_sent: 1 problem in the call.\n- id: must not be"):
        run(execute(endpoint, id=value))


def test_a_template_cannot_be_completed_to_a_move() -> None:
    endpoint = plain_endpoint("GET", "/p/.{id}/q", Parameter("id", "id", "path", True))
    assert not isinstance(encode(endpoint, {"id": "."}), Parts)


def test_one_value_is_not_read_as_anothers_place() -> None:
    endpoint = plain_endpoint(
        "GET", "/{a}/{b}", Parameter("a", "a", "path"), Parameter("b", "b", "path")
    )
    parts = encode(endpoint, {"a": "{b}", "b": "x"})
    assert parts.path == "/%7Bb%7D/x"


@pytest.mark.parametrize("value", NASTY)
def test_a_query_value_stays_a_value(base_url: Any, value: str) -> None:
    from urllib.parse import parse_qsl, urlsplit

    got = received(base_url, "/q", Parameter("a", "a[x]&", "query"), a=value)
    assert parse_qsl(urlsplit(got.target).query, keep_blank_values=True) == [("a[x]&", value)]


@pytest.mark.parametrize(
    ("style", "explode", "value", "query"),
    [
        ("", None, ["a,b", "c"], "p=a%2Cb&p=c"),
        ("form", False, ["a,b", "c"], "p=a%2Cb,c"),
        ("form", True, {"k": "v", "n": None}, "k=v"),
        ("form", False, {"k": "v"}, "p=k,v"),
        ("spaceDelimited", None, ["a", "b"], "p=a%20b"),
        ("pipeDelimited", False, ["a", "b"], "p=a%7Cb"),
        ("pipeDelimited", True, ["a", "b"], "p=a&p=b"),
        ("deepObject", True, {"k": "v", "l": 1}, "p%5Bk%5D=v&p%5Bl%5D=1"),
        ("", None, True, "p=true"),
        ("", None, 1.5, "p=1.5"),
        ("", None, Color.RED, "p=red"),
        ("", None, [Color.RED, False], "p=red&p=false"),
        ("", None, [], ""),
        ("", None, None, ""),
    ],
)
def test_query_styles(style: str, explode: bool | None, value: Any, query: str) -> None:
    endpoint = plain_endpoint("GET", "/q", Parameter("p", "p", "query", False, style, explode))
    assert "&".join(encode(endpoint, {"p": value}).query) == query


@pytest.mark.parametrize("value", ["a\r\nX: y", "a\nb", "a\rb", "a\x00b", " a", "a ", "€"])
def test_an_unfit_header_value_is_refused(value: str) -> None:
    endpoint = plain_endpoint("GET", "/h", Parameter("h", "X-H", "header"))
    with pytest.raises(InvalidCall, match="- h: (must not hold|a header takes)"):
        run(execute(endpoint, h=value))


def test_headers_and_cookies(base_url: Any) -> None:
    got = received(
        base_url,
        "/h",
        Parameter("h", "X-H", "header"),
        Parameter("l", "X-L", "header"),
        Parameter("c", "c", "cookie"),
        h="ü, b",
        l=["a", "b"],
        c="x; y=1",
    )
    assert (got.headers["x-h"], got.headers["x-l"]) == ("ü, b", "a,b")
    assert got.headers["cookie"] == "c=x%3B%20y%3D1"


@pytest.mark.parametrize("value", [float("nan"), float("inf"), "\ud800"])
def test_what_no_text_can_be_made_of_is_refused(value: Any) -> None:
    endpoint = plain_endpoint("GET", "/q", Parameter("p", "p", "query"))
    with pytest.raises(InvalidCall, match="- p: "):
        run(execute(endpoint, p=value))


def test_what_is_required_is_asked_for() -> None:
    endpoint = plain_endpoint("GET", "/q", Parameter("p", "p", "query", required=True))
    with pytest.raises(InvalidCall, match="- p: is required"):
        run(execute(endpoint))
