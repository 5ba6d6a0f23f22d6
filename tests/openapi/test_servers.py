"""Where calls go, read from a document."""

from typing import Any

import pytest

from generator.openapi.servers import operation_servers, servers_of
from generator.openapi.unsupported import Unsupported
from tests.openapi.documents import operation, read


def urls(*servers: Any, below: Any = ()) -> list[str]:
    return [each.url for each in servers_of(list(servers), servers_of(below))]


def filled(url: str, **defaults: Any) -> list[str]:
    return urls({"url": url, "variables": {key: {"default": v} for key, v in defaults.items()}})


@pytest.mark.parametrize(
    ("url", "defaults", "expected"),
    [
        ("https://{region}.a.example/v1/", {"region": "eu"}, ["https://eu.a.example/v1"]),
        ("https://{region}a.example", {"region": ""}, ["https://a.example"]),
        ("https://a.example/{base}", {"base": ""}, ["https://a.example"]),
        ("https://a.example:{port}", {"port": 8443}, ["https://a.example:8443"]),
        ("{scheme}://{host}", {"scheme": "https", "host": "a.example"}, ["https://a.example"]),
        ("https://{host}", {"host": True}, []),
        ("https://{host}", {}, []),
        ("https://{host}.example", {"host": "{host}"}, []),
    ],
)
def test_variables_have_their_defaults(url: str, defaults: Any, expected: Any) -> None:
    assert filled(url, **defaults) == expected


def test_a_variable_without_a_default_has_its_first_value() -> None:
    server = {"url": "https://{site}", "variables": {"site": {"enum": ["a.example", "b.example"]}}}
    assert urls(server) == ["https://a.example"]


@pytest.mark.parametrize(
    ("url", "path"),
    [("/v1", "/v1"), ("/v1/", "/v1"), ("v1", "/v1"), ("./v1", "/v1"), ("../api/v1", "/api/v1")],
)
def test_the_path_of_a_relative_url_is_kept(url: str, path: str) -> None:
    assert urls({"url": url}) == [path]
    assert urls({"url": url}, {"url": "https://a.example"}) == ["https://a.example"]


@pytest.mark.parametrize("url", ["/", "", ".", "mailto:a", "https://a.example?b=c", "/v 1"])
def test_what_says_nothing_of_the_place_is_no_server(url: str) -> None:
    assert urls({"url": url}) == []


def test_a_url_without_a_scheme_is_https() -> None:
    assert urls({"url": "//a.example/v1"}) == ["https://a.example/v1"]


def test_the_same_server_is_one() -> None:
    assert urls({"url": "https://a.example"}, {"url": "https://a.example/"}) == [
        "https://a.example"
    ]


@pytest.mark.parametrize(
    ("home", "expected"),
    [("https://a.example/v1", "https://a.example/v0"), ("/v1", "/v0"), ("/", "/v0")],
)
def test_a_relative_server_of_an_operation_is_on_the_apis_host(home: str, expected: str) -> None:
    paths = {"/a": operation(servers=[{"url": "/v0"}]), "/b": {"servers": [], **operation()}}
    api, _ = read(paths, servers=[{"url": home}])
    assert [each.url for each in api.operations[0].servers] == [expected]
    assert api.operations[1].servers == api.servers


@pytest.mark.parametrize(
    "url", ["https://{site}.a.example", "wss://a.example/x", "https://a.example/x?y=1"]
)
def test_an_operation_whose_own_server_cannot_be_asked_is_not_sent_elsewhere(url: str) -> None:
    with pytest.raises(Unsupported, match="is no address that HTTP calls can go to"):
        operation_servers([{"url": url}], servers_of([{"url": "https://b.example"}]))


@pytest.mark.parametrize("own", [[{"url": "/"}], [{}]])
def test_an_operation_whose_own_server_is_where_the_document_is_has_the_apis(own: Any) -> None:
    assert operation_servers(own, ()) == ()
