"""docs/arcade.json has the form that Arcade's documentation reads, and knows nothing that nobody said."""

from typing import Any

import pytest
from jsonschema import Draft202012Validator

from generator.render.publish.arcade_docs import secret_type

from .packages import GRANTED, KEYS, OAUTH, PUBLISH, data, files_of

TEXT, FLAG = {"type": "string"}, {"type": "boolean"}


def closed(optional: dict[str, Any] | None = None, **members: Any) -> dict[str, Any]:
    """An object of these members and no others."""
    return {
        "type": "object",
        "properties": {**members, **(optional or {})},
        "required": list(members),
        "additionalProperties": False,
    }


def many(item: Any) -> dict[str, Any]:
    return {"type": "array", "items": item}


def maybe(schema: dict[str, Any]) -> dict[str, Any]:
    return {"anyOf": [schema, {"type": "null"}]}


NONE_YET = {"type": "array", "maxItems": 0}
CATEGORIES = (
    *("productivity", "social", "development", "entertainment", "search", "payments", "sales"),
    *("databases", "customer-support"),
)
EXAMPLE = closed(
    value={}, type={"enum": ["string", "integer", "boolean", "array", "object"]}, required=FLAG
)
PARAMETER = closed(
    {"innerType": TEXT},
    **{name: TEXT for name in ("name", "type", "description")},
    required=FLAG,
    enum=maybe(many(TEXT)),
    inferrable=FLAG,
)
BEHAVIOR = closed(
    {name: FLAG for name in ("readOnly", "destructive", "idempotent", "openWorld")},
    operations=many(TEXT),
)
TOOL = closed(
    **{name: TEXT for name in ("name", "qualifiedName", "fullyQualifiedName", "description")},
    parameters=many(PARAMETER),
    auth=maybe(closed(providerId=TEXT, providerType=TEXT, scopes=many(TEXT))),
    secrets=many(TEXT),
    secretsInfo=many(closed(name=TEXT, type={"enum": ["api_key", "token", "unknown"]})),
    output=closed(type=TEXT, description=TEXT),
    documentationChunks=NONE_YET,
    codeExample=closed(
        {"authProvider": TEXT},
        toolName=TEXT,
        parameters={"type": "object", "additionalProperties": EXAMPLE},
        requiresAuth=FLAG,
        tabLabel=TEXT,
    ),
    metadata=closed(
        classification=closed(serviceDomains=many(TEXT)),
        behavior=BEHAVIOR,
    ),
)
SAID = {"category": {"enum": [*CATEGORIES]}, "iconUrl": TEXT, "docsLink": TEXT}
METADATA = {
    **{name: FLAG for name in ("isBYOC", "isPro", "isComingSoon", "isHidden")},
    "type": {"const": "arcade_starter"},
}
KIND = {"enum": ["oauth2", "api_key", "mixed", "none"]}


def form(metadata: dict[str, Any]) -> dict[str, Any]:
    return closed(
        {"summary": TEXT},
        **{name: TEXT for name in ("generated", "id", "label", "version", "description")},
        metadata=metadata,
        auth=maybe(closed(type=KIND, providerId=TEXT, allScopes=many(TEXT))),
        tools=many(TOOL),
        **dict.fromkeys(("documentationChunks", "customImports", "subPages"), NONE_YET),
    )


def faults(schema: dict[str, Any], value: Any) -> list[str]:
    return [error.message for error in Draft202012Validator(schema).iter_errors(value)]


def docs(*said: str) -> Any:
    return data(files_of(*said), "docs/arcade.json")


@pytest.mark.parametrize("said", [(PUBLISH,), (PUBLISH, KEYS), (PUBLISH + GRANTED, OAUTH)])
def test_it_has_the_form_where_everything_is_said(said: tuple[str, ...]) -> None:
    assert faults(form(closed(**METADATA, **SAID)), docs(*said)) == []


def test_what_nobody_said_is_left_out() -> None:
    assert faults(form(closed(**METADATA)), docs()) == []
    assert faults(form(closed(**METADATA)), docs(PUBLISH))


def test_tools_are_told_with_their_arguments_and_a_call() -> None:
    sent, got = docs()["tools"]
    assert sent["fullyQualifiedName"] == "Shop.SendOrder@1.0.0"
    mode, *_ = sent["parameters"]
    assert (mode["name"], mode["enum"]) == ("mode", ["get_request_schema", "execute"])
    values = {name: each["value"] for name, each in sent["codeExample"]["parameters"].items()}
    assert values == {"mode": "execute", "request_body": '{"id": "a", "kind": "used"}'}
    assert got["codeExample"]["parameters"]["id"]["required"]
    assert got["metadata"]["behavior"]["readOnly"] is True


def test_what_users_grant_is_told() -> None:
    told = docs(GRANTED, OAUTH)
    assert told["auth"] == {"type": "oauth2", "providerId": "github", "allScopes": ["read"]}
    assert told["tools"][0]["codeExample"]["authProvider"] == "github"


@pytest.mark.parametrize(
    ("name", "kind"),
    [("A_API_KEY", "api_key"), ("A_TOKEN", "token"), ("A_PASSWORD", "password"), ("A", "unknown")],
)
def test_secrets_are_of_a_kind_by_their_names(name: str, kind: str) -> None:
    assert secret_type(name) == kind
