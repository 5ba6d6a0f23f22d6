"""Which server a call goes to."""

from dataclasses import replace
from pathlib import Path

import pytest
from runtime_under_test import Api, Endpoint, Server
from runtime_under_test.base_url import base_url
from runtime_under_test.errors import NotConfigured

from .pipes import API, NEW_KEY, event_endpoint, execute, run

US, EU = (server.url for server in API.servers)


def at(api: Api, servers: tuple[Server, ...] | None = None) -> Endpoint:
    """Some operation of the API, with servers of its own where they are given."""
    return Endpoint(api, "Tool", "GET", "/x", servers=servers)


@pytest.mark.parametrize(
    ("setting", "key_region", "url"),
    [
        (None, "", US),
        ("eu", "", EU),
        (" EU ", "", EU),
        ("us", "us", US),
        (None, "eu", EU),
        ("", "eu", EU),
    ],
)
def test_the_region_is_the_settings_or_the_keys(
    monkeypatch: pytest.MonkeyPatch, setting: str | None, key_region: str, url: str
) -> None:
    if setting is not None:
        monkeypatch.setenv("PIPES_REGION", setting)
    assert base_url(at(API), key_region) == url


@pytest.mark.parametrize("setting", ["us", "apac"])
def test_a_contradiction_is_told_before_anything_is_sent(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, setting: str
) -> None:
    monkeypatch.setenv("PIPES_REGION", setting)
    with pytest.raises(NotConfigured, match="^not_sent: .*PIPES_REGION") as caught:
        run(execute(event_endpoint(tmp_path), {"userId": "u", "event": "e"}, key=NEW_KEY))
    assert NEW_KEY not in str(caught.value)


def test_a_key_for_a_region_without_a_server_is_told() -> None:
    with pytest.raises(NotConfigured, match="a region that Pipes has not"):
        base_url(at(API), "mars")


def test_an_api_with_one_server_needs_no_region() -> None:
    api = replace(API, servers=(Server("https://one.invalid/"),), region_variable=None)
    assert base_url(at(api), "eu") == "https://one.invalid"


def test_an_operation_may_have_servers_of_its_own() -> None:
    own = (Server("https://own.invalid/v2"),)
    assert base_url(at(API, own), "") == "https://own.invalid/v2"


def test_an_api_that_does_not_say_where_it_is_asks_for_its_base_url(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    api = replace(API, servers=(), region_variable=None)
    with pytest.raises(NotConfigured, match=f"^not_sent: .*{api.base_url_variable}"):
        base_url(at(api), "")
    monkeypatch.setenv(api.base_url_variable, "https://there.invalid")
    assert base_url(at(api), "") == "https://there.invalid"


@pytest.mark.parametrize(
    "url",
    [
        "http://127.0.0.1:8080/v1/",
        "http://localhost/v1",
        "http://[::1]:80",
        "https://a.example/x/y",
    ],
)
def test_a_base_url_stands_for_all_of_it(monkeypatch: pytest.MonkeyPatch, url: str) -> None:
    monkeypatch.setenv("PIPES_BASE_URL", url)
    monkeypatch.setenv("PIPES_REGION", "nowhere")
    assert base_url(at(API), "eu") == url.rstrip("/")


@pytest.mark.parametrize(
    ("url", "words"),
    [
        ("ftp://a.example", "whole URL"),
        ("a.example/v1", "whole URL"),
        ("/v1", "whole URL"),
        ("https://", "whole URL"),
        ("https://a.example:port", "is not a URL"),
        ("https://[bad", "is not a URL"),
        ("https://user:PRIVATE@a.example", "user name"),
        ("https://a.example?key=PRIVATE", "query"),
        ("https://a.example#PRIVATE", "fragment"),
        ("https://a.exam ple", "white space"),
        ("http://a.example", "https"),
        ("http://127.0.0.1.a.example", "https"),
    ],
)
def test_an_unfit_base_url_is_told(monkeypatch: pytest.MonkeyPatch, url: str, words: str) -> None:
    monkeypatch.setenv("PIPES_BASE_URL", url)
    with pytest.raises(NotConfigured, match=f"^not_sent: PIPES_BASE_URL .*{words}") as caught:
        base_url(at(API), "")
    assert "PRIVATE" not in str(caught.value)


PATH = replace(API, servers=(Server("/v1"),), region_variable=None)


@pytest.mark.parametrize(
    ("given", "url"),
    [
        ("https://a.example", "https://a.example/v1"),
        ("https://a.example/", "https://a.example/v1"),
        ("http://127.0.0.1:8080", "http://127.0.0.1:8080/v1"),
        ("https://a.example/proxy/", "https://a.example/proxy"),
    ],
)
def test_the_path_of_a_relative_server_is_kept(
    monkeypatch: pytest.MonkeyPatch, given: str, url: str
) -> None:
    monkeypatch.setenv("PIPES_BASE_URL", given)
    assert base_url(at(PATH), "") == url


def test_what_a_relative_server_needs_is_told() -> None:
    with pytest.raises(NotConfigured, match="set PIPES_BASE_URL to it, .* to which /v1 is added"):
        base_url(at(PATH), "")


def of_its_own(api: Api, url: str) -> Endpoint:
    variable = "PIPES_OTHER_BASE_URL"
    return replace(at(api, (Server(url),)), base_url_variable=variable)


def test_a_server_of_an_operations_own_has_a_setting_of_its_own(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = of_its_own(API, "https://in.pipes.invalid/v1")
    monkeypatch.setenv("PIPES_BASE_URL", "https://a.example")
    assert base_url(own, "") == "https://in.pipes.invalid/v1"
    assert base_url(at(API), "") == "https://a.example"
    monkeypatch.setenv("PIPES_OTHER_BASE_URL", "https://b.example/x/")
    assert base_url(own, "") == "https://b.example/x"
    assert base_url(at(API), "") == "https://a.example"


def test_a_relative_server_of_an_operations_own_is_on_the_apis_host(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    own = of_its_own(PATH, "/v0")
    with pytest.raises(NotConfigured, match="set PIPES_OTHER_BASE_URL"):
        base_url(own, "")
    monkeypatch.setenv("PIPES_BASE_URL", "https://a.example/v1")
    assert base_url(own, "") == "https://a.example/v0"
    monkeypatch.setenv("PIPES_OTHER_BASE_URL", "https://b.example")
    assert base_url(own, "") == "https://b.example/v0"
