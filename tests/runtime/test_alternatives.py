"""Several keys: those that go together, the first of several ways that is set, and calls without any."""

from dataclasses import replace
from typing import Any

import pytest
from arcade_tdk import ToolContext
from arcade_tdk.errors import ToolRuntimeError
from runtime_under_test import Credential, Endpoint, call
from runtime_under_test.errors import NotConfigured

from .pipes import API, plain_endpoint, run
from .wire import Act, Received, Wire, answer

SITE = Credential("header", "X-Site", secret="PIPES_SITE")
APP = Credential("query", "app", secret="PIPES_APP")
TOKEN = Credential("bearer", secret="PIPES_TOKEN")
BOTH = replace(SITE, also=(APP,))
NAMES = ("PIPES_SITE", "PIPES_APP", "PIPES_TOKEN")
KEYS = {"PIPES_SITE": "s1te-9f8a", "PIPES_APP": "4pp-7b6c", "PIPES_TOKEN": "t0ken-5d4e"}


@pytest.fixture(autouse=True)
def no_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)


def endpoint(*credentials: Credential, optional: bool = False) -> Endpoint:
    api = replace(API, secret=None, credentials=credentials)
    return plain_endpoint("GET", "/me", api=api, key_optional=optional)


def sent(base_url: Any, asked: Endpoint, made: ToolContext, act: Act | None = None) -> Received:
    async def work() -> Received:
        async with Wire((act or answer(200),)) as wire:
            base_url(wire.url)
            await call(asked, made)
            (received,) = wire.received
            return received

    return run(work())


def context(*names: str, **values: str) -> ToolContext:
    made = ToolContext()
    for name, value in ({name: KEYS[name] for name in names} | values).items():
        made.set_secret(name, value)
    return made


def keys_in(received: Received) -> dict[str, str]:
    found = {"query": received.target.partition("?")[2]}
    found |= {name: received.headers.get(name, "") for name in ("x-site", "authorization")}
    return {name: value for name, value in found.items() if value}


def test_keys_that_go_together_are_sent_together(base_url: Any) -> None:
    received = sent(base_url, endpoint(BOTH), context("PIPES_SITE", "PIPES_APP", "PIPES_TOKEN"))
    assert keys_in(received) == {"x-site": "s1te-9f8a", "query": "app=4pp-7b6c"}


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (NAMES, {"x-site": "s1te-9f8a", "query": "app=4pp-7b6c"}),
        (("PIPES_SITE", "PIPES_TOKEN"), {"authorization": "Bearer t0ken-5d4e"}),
        (("PIPES_TOKEN",), {"authorization": "Bearer t0ken-5d4e"}),
    ],
)
@pytest.mark.parametrize("by_environment", [True, False])
def test_the_first_way_that_is_set_is_taken(
    base_url: Any,
    monkeypatch: pytest.MonkeyPatch,
    given: tuple[str, ...],
    expected: Any,
    by_environment: bool,
) -> None:
    for name in given if by_environment else ():
        monkeypatch.setenv(name, KEYS[name])
    made = ToolContext() if by_environment else context(*given)
    assert keys_in(sent(base_url, endpoint(BOTH, TOKEN), made)) == expected


def test_what_arcade_gives_comes_before_the_environment(
    base_url: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PIPES_TOKEN", "0ther")
    received = sent(base_url, endpoint(TOKEN), context("PIPES_TOKEN"))
    assert keys_in(received) == {"authorization": "Bearer t0ken-5d4e"}


@pytest.mark.parametrize("empty", [{}, {"PIPES_TOKEN": ""}, {"PIPES_TOKEN": "  "}])
def test_what_works_without_a_key_is_called_without(base_url: Any, empty: dict[str, str]) -> None:
    made = context("PIPES_SITE", **empty)
    assert keys_in(sent(base_url, endpoint(TOKEN, BOTH, optional=True), made)) == {}


def test_what_works_without_a_key_is_called_with_it_where_it_is_set(base_url: Any) -> None:
    received = sent(base_url, endpoint(TOKEN, optional=True), context("PIPES_TOKEN"))
    assert keys_in(received) == {"authorization": "Bearer t0ken-5d4e"}


def test_an_optional_key_that_cannot_be_one_is_told() -> None:
    made = context(PIPES_TOKEN="YOUR_TOKEN")
    with pytest.raises(NotConfigured, match="the secret PIPES_TOKEN is a placeholder"):
        run(call(endpoint(TOKEN, optional=True), made))


@pytest.mark.parametrize(
    ("credentials", "words"),
    [
        (
            (BOTH, TOKEN),
            "not all keys of Pipes are set; set PIPES_SITE and PIPES_APP, or PIPES_TOKEN.",
        ),
        ((BOTH,), "not all keys of Pipes are set; set PIPES_SITE and PIPES_APP."),
        ((TOKEN,), "the secret PIPES_TOKEN is empty; set it to a key of Pipes."),
    ],
)
def test_what_has_to_be_set_is_told(credentials: tuple[Credential, ...], words: str) -> None:
    with pytest.raises(NotConfigured) as caught:
        run(call(endpoint(*credentials), context("PIPES_APP")))
    assert str(caught.value) == f"not_sent: {words}"


def test_where_no_key_is_set_none_is_said_to_be() -> None:
    with pytest.raises(NotConfigured, match="no key of Pipes is set; set PIPES_SITE and PIPES_APP"):
        run(call(endpoint(BOTH), context()))


def test_each_of_several_keys_is_checked() -> None:
    made = context("PIPES_SITE", PIPES_APP="b4d key")
    with pytest.raises(NotConfigured, match="the secret PIPES_APP has white space") as caught:
        run(call(endpoint(BOTH), made))
    assert "b4d key" not in str(caught.value)


@pytest.mark.parametrize("act", [answer(400, b"s1te-9f8a 4pp-7b6c"), answer(500, b"4pp-7b6c")])
def test_each_of_several_keys_is_hidden(base_url: Any, act: Act) -> None:
    with pytest.raises(ToolRuntimeError) as caught:
        sent(base_url, endpoint(BOTH), context("PIPES_SITE", "PIPES_APP"), act)
    text = str(caught.value)
    assert "[secret]" in text and not [key for key in KEYS.values() if key in text]


@pytest.mark.parametrize(
    ("kind", "key", "expected"),
    [
        ("header", "9f8a7b6c", "Token token=9f8a7b6c"),
        ("header", "Token token=9f8a7b6c", "Token token=9f8a7b6c"),
        ("header", "token TOKEN=9f8a7b6c", "token TOKEN=9f8a7b6c"),
        ("header", "Other 9f8a", "Token token=Other 9f8a"),
        ("cookie", "9f8a", "sid=Token%20token=9f8a"),
    ],
)
def test_a_prefix_stands_before_the_key_once(
    base_url: Any, kind: Any, key: str, expected: str
) -> None:
    name = "sid" if kind == "cookie" else "X-Key"
    prefixed = Credential(kind, name, secret="PIPES_TOKEN", prefix="Token token=")
    received = sent(base_url, endpoint(prefixed), context(PIPES_TOKEN=key))
    assert received.headers["cookie" if kind == "cookie" else "x-key"] == expected


def test_the_region_is_that_of_the_key_which_names_it(monkeypatch: pytest.MonkeyPatch) -> None:
    regional = replace(SITE, also=(replace(APP, key_pattern="^(?P<region>mars)_"),))
    made = context("PIPES_SITE", PIPES_APP="mars_7b6c")
    with pytest.raises(NotConfigured, match="the key is for a region that Pipes has not"):
        run(call(endpoint(regional), made))


def test_a_way_whose_key_does_not_fit_is_passed_over(base_url: Any) -> None:
    first = replace(SITE, key_pattern="^site_")
    received = sent(base_url, endpoint(first, TOKEN), context("PIPES_SITE", "PIPES_TOKEN"))
    assert keys_in(received) == {"authorization": "Bearer t0ken-5d4e"}
    with pytest.raises(NotConfigured, match="PIPES_SITE does not look like a key"):
        run(call(endpoint(first, TOKEN), context("PIPES_SITE")))


def authorized(token: str) -> ToolContext:
    return ToolContext(authorization={"token": token}, secrets=context("PIPES_SITE").secrets)


def test_what_the_user_granted_is_a_bearer_token(base_url: Any) -> None:
    granted = replace(SITE, also=(Credential("arcade-token"),))
    received = sent(base_url, endpoint(granted), authorized("gr4nted.ab"))
    assert keys_in(received) == {"x-site": "s1te-9f8a", "authorization": "Bearer gr4nted.ab"}


def test_what_the_user_granted_is_hidden(base_url: Any) -> None:
    asked = endpoint(Credential("arcade-token"))
    with pytest.raises(ToolRuntimeError, match=r"\[secret\]") as caught:
        sent(base_url, asked, authorized("gr4nted9f8a"), answer(401, b"no gr4nted9f8a"))
    assert "gr4nted9f8a" not in str(caught.value)


def test_a_user_who_granted_nothing_is_told() -> None:
    with pytest.raises(NotConfigured, match="has to authorize it for Pipes first"):
        run(call(endpoint(Credential("arcade-token")), ToolContext()))


@pytest.mark.parametrize(
    ("prefix", "key", "arrives"),
    [
        ("", "s%3Aab/c+d==", "s%3Aab/c+d=="),
        ("", "ab;c", "ab%3Bc"),
        ("Token ", "t0ken-5d4e", "Token%20t0ken-5d4e"),
        ("Token ", "Token t0ken-5d4e", "Token%20t0ken-5d4e"),
    ],
)
def test_a_cookie_has_its_key_as_a_browser_has_it(
    base_url: Any, prefix: str, key: str, arrives: str
) -> None:
    cookie = Credential("cookie", name="sid", secret="PIPES_SITE", prefix=prefix)
    received = sent(base_url, endpoint(cookie), context(PIPES_SITE=key))
    assert received.headers["cookie"] == f"sid={arrives}"
