"""Which secret belongs to which scheme, what they are called, and that they keep their names."""

import json
from typing import Any

import pytest

from generator.core.problems import ProblemsError
from generator.document.load import load
from generator.plan.model import Package
from generator.plan.toolkit_yaml import Config, read_config
from tests.plan.documents import document, names_after, planned

HEADER = {"type": "apiKey", "in": "header", "name": "X-Key"}
QUERY = {"type": "apiKey", "in": "query", "name": "key"}
BEARER = {"type": "http", "scheme": "bearer"}
BASIC = {"type": "http", "scheme": "basic"}
GRANTED = {"type": "oauth2", "flows": {}}


def api(security: Any, title: str = "Desk", **schemes: Any) -> dict[str, Any]:
    """A document whose operations all have this `security`."""
    return {
        **document(),
        "info": {"title": title, "version": "1"},
        "components": {"securitySchemes": schemes},
        "security": security,
    }


def each_alone(**schemes: Any) -> dict[str, Any]:
    return api([{key: []} for key in schemes], **schemes)


def config(**said: Any) -> Config:
    raw = {
        "toolkit": "Desk",
        "package": "arcade_desk",
        "version": "1.0.0",
        "title": "Desk",
        "description": "Tools for tickets.",
        **said,
    }
    return read_config(load(json.dumps(raw).encode(), "toolkit.yaml"))


def secrets(package: Package) -> list[str]:
    return [each.name for each in package.secrets]


def test_the_only_scheme_has_the_apis_key() -> None:
    package, _ = planned(each_alone(token=BEARER))
    assert secrets(package) == ["DESK_API_KEY"]
    assert package.api.secret == "DESK_API_KEY"


@pytest.mark.parametrize(
    ("schemes", "expected"),
    [
        ({"apiKeyAuth": HEADER, "user": BASIC}, ["DESK_API_KEY_AUTH", "DESK_USER"]),
        ({"Desk-Key": HEADER, "desk": QUERY}, ["DESK_KEY", "DESK_DESK"]),
        ({"--": HEADER, "user": BASIC}, ["DESK_SECRET", "DESK_USER"]),
    ],
)
def test_several_schemes_have_a_secret_each(schemes: Any, expected: list[str]) -> None:
    package, _ = planned(each_alone(**schemes))
    assert secrets(package) == expected


def test_twins_are_kept_apart_whatever_their_order() -> None:
    package, _ = planned(each_alone(**{"a_b": HEADER, "a-b": QUERY}))
    other, _ = planned(each_alone(**{"a-b": QUERY, "a_b": HEADER}))
    assert len({*secrets(package)}) == 2
    assert secrets(package) == secrets(other)[::-1]


def test_arcades_own_key_is_asked_for_by_no_api() -> None:
    package, _ = planned(api([{"token": []}], title="Arcade", token=BEARER))
    assert secrets(package) == ["ARCADE_SERVICE_API_KEY"]
    with pytest.raises(ProblemsError):
        config(secret={"name": "ARCADE_API_KEY"})


def test_a_derived_name_is_no_variables_that_the_package_reads() -> None:
    package, _ = planned(each_alone(readOnly=HEADER, answerCharacters=QUERY, baseUrl=BEARER))
    names = [name for name, _ in package.environment]
    assert {"DESK_READ_ONLY", "DESK_ANSWER_CHARACTERS", "DESK_BASE_URL"} <= set(names)
    assert secrets(package) == [
        "DESK_READ_ONLY_KEY",
        "DESK_ANSWER_CHARACTERS_KEY",
        "DESK_BASE_URL_KEY",
    ]


@pytest.mark.parametrize(
    ("said", "pointer"),
    [
        ({"secret": {"name": "DESK_READ_ONLY"}}, "#/secret/name"),
        ({"secrets": {"token": {"name": "DESK_ANSWER_CHARACTERS"}}}, "#/secrets/token/name"),
        (
            {"secret": {"name": "DESK_URL"}, "environment": {"base_url": "DESK_URL"}},
            "#/secret/name",
        ),
    ],
)
def test_a_chosen_name_that_the_package_reads_as_something_else_is_refused(
    said: Any, pointer: str
) -> None:
    with pytest.raises(ProblemsError) as caught:
        planned(each_alone(token=BEARER), config(**said))
    (problem,) = [each for each in caught.value.problems if each.code == "name-taken"]
    assert problem.pointer == pointer and "give one of the two another name" in problem.hint


def test_a_variable_means_one_thing() -> None:
    regions = [{"url": f"https://{each}.example", "x-region": each} for each in ("us", "eu")]
    regional = {**each_alone(token=BEARER), "servers": regions}
    planned(regional, config(environment={"region": "DESK_WHERE", "default_region": "us"}))
    with pytest.raises(ProblemsError, match="DESK_READ_ONLY would mean two things"):
        planned(regional, config(environment={"region": "DESK_READ_ONLY", "default_region": "us"}))


def test_a_kept_name_that_came_to_mean_something_else_is_refused() -> None:
    before = names_after(each_alone(token=BEARER), config(secret={"name": "DESK_KEY"}))
    with pytest.raises(ProblemsError, match="the secret DESK_KEY has the name of an environment"):
        planned(each_alone(token=BEARER), config(environment={"base_url": "DESK_KEY"}), before)


def test_a_scheme_that_comes_later_renames_no_secret() -> None:
    before = names_after(each_alone(token=BEARER))
    package, _ = planned(each_alone(token=BEARER, key=HEADER), recorded=before)
    assert secrets(package) == ["DESK_API_KEY", "DESK_KEY"]


def test_a_scheme_that_goes_renames_no_secret() -> None:
    before = names_after(each_alone(token=BEARER, key=HEADER))
    package, _ = planned(each_alone(key=HEADER), recorded=before)
    assert secrets(package) == ["DESK_KEY"]


def test_a_person_names_secrets() -> None:
    said = config(secrets={"key": {"name": "DD_KEY", "description": "On the page Keys."}})
    package, _ = planned(each_alone(token=BEARER, key=HEADER), said)
    assert secrets(package) == ["DESK_TOKEN", "DD_KEY"]
    assert [each.description for each in package.secrets] == [
        "A bearer token.",
        "On the page Keys.",
    ]


def test_one_secret_for_all_schemes_by_the_form_of_the_key() -> None:
    keys = [{"scheme": "token", "pattern": "^t_"}, {"scheme": "user", "as": "username"}]
    said = config(secret={"name": "DESK_ANY", "keys": keys})
    package, _ = planned(each_alone(user=BASIC, token=BEARER), said)
    assert secrets(package) == ["DESK_ANY"]
    kinds = [(each.kind, each.key_pattern, each.secret) for each in package.api.credentials]
    assert kinds == [("bearer", "^t_", ""), ("basic-username", "", "")]
    assert package.tools[0].secrets == ("DESK_ANY",)


def test_one_secret_is_not_sent_as_two() -> None:
    together = api([{"token": [], "key": []}], token=BEARER, key=QUERY)
    with pytest.raises(ProblemsError) as refused:
        planned(together, config(secret={"name": "DESK_ANY"}))
    reason = "toolkit.yaml has no secret of its own for each of token, key"
    assert [each.code for each in refused.value.problems if reason in each.message] == [
        "operation-left-out"
    ] * 2


def test_a_scheme_may_be_left_to_others() -> None:
    said = config(secret={"name": "DESK_ANY", "keys": [{"scheme": "token"}]})
    package, _ = planned(each_alone(key=HEADER, token=BEARER), said)
    assert package.tools[0].alternatives == (("DESK_ANY",),)


@pytest.mark.parametrize(
    ("security", "needed", "optional"),
    [
        ([{"token": [], "key": []}], ("DESK_TOKEN", "DESK_KEY"), ()),
        ([{"token": []}, {"key": []}], (), ("DESK_TOKEN", "DESK_KEY")),
        ([{"token": [], "key": []}, {"key": []}], ("DESK_KEY",), ("DESK_TOKEN",)),
        ([{}, {"token": [], "key": []}], (), ("DESK_TOKEN", "DESK_KEY")),
    ],
)
def test_a_tool_declares_what_no_call_can_do_without(
    security: Any, needed: Any, optional: Any
) -> None:
    package, _ = planned(api(security, token=BEARER, key=HEADER))
    tool = package.tools[0]
    assert (tool.secrets, tool.optional_secrets) == (needed, optional)


def test_what_users_grant_needs_no_secret() -> None:
    document_ = api([{"key": []}, {"account": ["read"]}], account=GRANTED, key=HEADER)
    package, _ = planned(document_, config(oauth={"provider": "github", "id": "own"}))
    assert secrets(package) == []
    authorization = package.tools[0].authorization
    assert authorization
    assert (authorization.provider, authorization.id) == ("github", "own")
    assert authorization.scopes == ("read",)
    assert [each.kind for each in package.api.credentials] == ["arcade-token"]


def test_a_provider_serves_the_schemes_that_it_is_named_for() -> None:
    document_ = api([{"one": []}, {"two": []}], one=GRANTED, two=GRANTED)
    package, _ = planned(document_, config(oauth={"provider": "desk", "schemes": ["two"]}))
    assert [each.kind for each in package.api.credentials] == ["arcade-token"]
    document_ = api([{"one": []}], one=GRANTED, two=GRANTED)
    document_["paths"]["/tickets"]["get"]["security"] = [{"two": []}]
    package, _ = planned(document_, config(oauth={"provider": "desk", "schemes": ["two"]}))
    assert secrets(package) == ["DESK_ONE"]


@pytest.mark.parametrize(
    ("said", "code", "pointer"),
    [
        ({"secrets": {"no": {"name": "K"}}}, "toolkit-scheme", "#/secrets/no"),
        ({"oauth": {"provider": "x", "schemes": ["no"]}}, "toolkit-scheme", "#/oauth/schemes/0"),
        ({"secrets": {"key": {"pattern": "("}}}, "toolkit-pattern", "#/secrets/key/pattern"),
        (
            {"secrets": {"key": {"pattern": f"a{{{10**19}}}"}}},
            "toolkit-pattern",
            "#/secrets/key/pattern",
        ),
        (
            {"environment": {"servers": {"https://no.example": "NO"}}},
            "toolkit-server",
            "#/environment/servers/https:~1~1no.example",
        ),
    ],
)
def test_what_the_document_does_not_know_is_an_error(said: Any, code: str, pointer: str) -> None:
    with pytest.raises(ProblemsError) as caught:
        planned(each_alone(key=HEADER), config(**said))
    assert [(each.code, each.pointer) for each in caught.value.problems] == [(code, pointer)]
