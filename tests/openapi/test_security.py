"""What calls need so as to be let in, read from a document."""

from typing import Any

import pytest

from generator.openapi.api import SecurityScheme
from tests.openapi.documents import operation, read

SCHEMES = {
    "site": {"type": "apiKey", "in": "header", "name": "X-Site"},
    "app": {"type": "apiKey", "in": "query", "name": "app"},
    "login": {"type": "http", "scheme": "Basic"},
    "token": {"type": "http", "scheme": "bearer"},
    "granted": {"type": "oauth2", "flows": {}},
    "tls": {"type": "mutualTLS"},
}


def alternatives(security: Any) -> Any:
    api, _ = read({"/a": operation(security=security)}, SCHEMES)
    return api.operations[0].security


@pytest.mark.parametrize(
    ("security", "expected"),
    [
        ([{"site": []}], (("site",),)),
        ([{"site": [], "app": []}], (("site", "app"),)),
        ([{"site": [], "app": []}, {"token": []}], (("site", "app"), ("token",))),
        ([{}, {"token": []}], ((), ("token",))),
        ([{"token": []}, {}], (("token",), ())),
        ([{"token": []}, {"token": []}], (("token",),)),
        ([{"tls": []}, {"site": []}], (("site",),)),
        ([{"tls": [], "site": []}, {"app": []}], (("app",),)),
        ([{"tls": []}, {}], ()),
        ([{}], ()),
        ([], ()),
        # A field of a request holds one value.
        ([{"login": [], "token": []}], (("login",), ("token",))),
        ([{"login": [], "site": [], "token": []}], (("login", "site"), ("token", "site"))),
    ],
)
def test_alternatives_are_read_as_they_are_written(security: Any, expected: Any) -> None:
    assert alternatives(security) == expected


@pytest.mark.parametrize(
    ("scheme", "words"),
    [
        ({"type": "mutualTLS"}, "client certificate"),
        ({"type": "http", "scheme": "Digest"}, "HTTP Digest computes anew"),
        ({"type": "http", "scheme": "hoba"}, "HTTP hoba computes anew"),
        ({"type": "http", "scheme": "two words"}, "no usable name"),
        ({"type": "http"}, "no usable name"),
        ({"type": "apiKey", "in": "body", "name": "k"}, "would stand in body"),
        ({"type": "apiKey", "in": "header", "name": "X Key"}, "whose header has no usable name"),
        ({"type": "apiKey", "in": "query"}, "whose query has no usable name"),
        ({"type": "magic"}, "type magic"),
        (None, "which the document does not define"),
    ],
)
def test_what_no_secret_gives_leaves_the_operation_out_in_words(scheme: Any, words: str) -> None:
    schemes = {"odd": scheme} if scheme else {}
    api, problems = read({"/a": operation(security=[{"odd": []}]), "/b": operation()}, schemes)
    assert [each.path for each in api.operations] == ["/b"]
    (problem,) = problems
    assert problem.code == "operation-left-out"
    assert problem.message.startswith("GET /a is left out: it needs the security scheme odd, ")
    assert words in problem.message


def test_a_scheme_of_the_vendors_own_is_the_word_before_the_key() -> None:
    own = {"type": "http", "scheme": "Token", "description": "Ask."}
    api, _ = read({"/a": operation(security=[{"own": []}])}, {"own": own})
    assert api.schemes == (
        SecurityScheme("own", "header", "Authorization", prefix="Token ", description="Ask."),
    )


def test_a_scheme_may_stand_elsewhere() -> None:
    schemes = {"own": {"$ref": "#/components/securitySchemes/site"}, **SCHEMES}
    api, _ = read({"/a": operation(security=[{"own": []}])}, schemes)
    assert api.schemes == (SecurityScheme("own", "header", "X-Site"),)


def test_a_scheme_that_no_operation_names_is_told() -> None:
    paths = {"/a": operation(security=[{"site": []}]), "/b": operation(security=[{"tls": []}])}
    _, problems = read(paths, {key: SCHEMES[key] for key in ("site", "app", "tls")})
    assert [(each.code, each.pointer) for each in problems] == [
        ("operation-left-out", "#/paths/~1b/get"),
        ("security-scheme-unused", "#/components/securitySchemes/app"),
    ]
    assert "add security: [{app: []}]" in problems[1].hint


def test_of_many_schemes_that_no_operation_names_a_thousand_are_told() -> None:
    schemes = {f"key{index}": SCHEMES["app"] for index in range(1_500)}
    _, problems = read({"/a": operation()}, schemes)
    *told, last = (each for each in problems if each.code == "security-scheme-unused")
    assert len(told) == 1_000 and last.pointer == "#/components/securitySchemes"
    assert last.message == (
        "more than 1,000 security schemes are named by no operation; the others are not told"
    )


def test_the_scopes_are_those_of_the_operation() -> None:
    security = [{"granted": ["read", "write"]}, {"granted": ["all"], "site": []}]
    api, _ = read({"/a": operation(security=security)}, SCHEMES)
    assert api.operations[0].scopes == (("granted", ("read", "write")),)
    assert [each.key for each in api.schemes if each.delegated] == ["granted"]


def test_a_parameter_that_is_the_key_is_none() -> None:
    parameters = [
        {"name": name, "in": place, "schema": {"type": "string"}}
        for place, name in (("header", "x-site"), ("query", "app"), ("query", "App"))
    ]
    security = [{"site": []}, {"app": []}]
    api, _ = read({"/a": operation(security=security, parameters=parameters)}, SCHEMES)
    assert [each.key for each in api.operations[0].parameters] == ["query:App"]
