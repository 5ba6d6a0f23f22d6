"""Tools are called what a person would call them, whatever the document calls its operations."""

from collections.abc import Sequence
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from generator.emit import naming
from generator.openapi.operation_nodes import METHODS

from ..documents import names_after, planned, tools

Said = tuple[str, str, str, str]
"""Method, path, operationId and summary of an operation."""


def api_of(
    *operations: Said, title: str = "Shop", parameters: Sequence[str] = ()
) -> dict[str, Any]:
    paths: dict[str, Any] = {}
    for method, path, operation_id, summary in operations:
        held = [part[1:-1] for part in path.split("/") if part.startswith("{")]
        said = {"operationId": operation_id, "summary": summary}
        paths.setdefault(path, {})[method.lower()] = {
            **{key: each for key, each in said.items() if each},
            "parameters": [
                *({"name": n, "in": "path", "required": True, "schema": {}} for n in held),
                *({"name": n, "in": "query", "schema": {"enum": ["a", "A"]}} for n in parameters),
            ],
            "responses": {"200": {"description": "Fine."}},
        }
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1"},
        "servers": [{"url": "https://shop.example"}],
        "paths": paths,
    }


def names(*operations: Said, title: str = "Shop") -> list[str]:
    package, _ = planned(api_of(*operations, title=title))
    named = tools(package)
    return [named[f"{method} {path}"] for method, path, _, _ in operations]


@pytest.mark.parametrize(
    ("operation_id", "expected"),
    [
        ("createContact", "CreateContact"),
        ("contacts_create", "CreateContact"),
        ("contacts/create", "CreateContact"),
        ("contacts.import", "ImportContacts"),
        ("contacts/list-for-org", "ListContactsForOrg"),
        ("orgs/list-contact-labels", "ListOrgContactLabels"),
        ("add-a-contact", "AddContact"),
        ("addContactA", "AddContactA"),
        ("readA", "ReadA"),
        ("contacts.quickAdd", "QuickAddContacts"),
        ("Contacts_GetByName", "GetContactByName"),
        ("create_contact_v1_contacts_post", "CreateContact"),
        ("createV1Contact", "CreateContact"),
    ],
)
def test_a_good_operation_id_is_the_name_with_its_verb_first(
    operation_id: str, expected: str
) -> None:
    assert names(("POST", "/v1/contacts", operation_id, "Something else entirely")) == [expected]


@pytest.mark.parametrize(
    "operation_id",
    ["", "post-/crm/v3/orgs/{orgId}/contacts", "PostCrmV3OrgsOrgIdContacts", "create"],
)
def test_an_operation_id_that_echoes_the_path_gives_way_to_the_summary(operation_id: str) -> None:
    path = "/crm/v3/orgs/{orgId}/contacts"
    assert names(("POST", path, operation_id, "Adds the member's contact, if new.")) == [
        "AddMemberContact"
    ]
    assert names(("POST", path, operation_id, "")) == ["CreateOrgContact"]


@pytest.mark.parametrize(
    ("method", "path", "expected"),
    [
        ("GET", "/v1/event/coupons", "ListEventCoupons"),
        ("GET", "/api/v2/orgs/{org}/members", "ListOrgMembers"),
        ("GET", "/orgs/{org}/members/{member}", "GetOrgMember"),
        ("POST", "/companies", "CreateCompany"),
        ("PUT", "/companies/{id}", "ReplaceCompany"),
        ("PATCH", "/companies/{id}", "UpdateCompany"),
        ("DELETE", "/companies/{id}", "DeleteCompany"),
        ("GET", "/me", "GetMe"),
        ("POST", "/event/create-coupon", "CreateEventCoupon"),
        ("POST", "/tasks/{id}/addTag", "AddTaskTag"),
        ("POST", "/tasks/{id}:cancel", "CancelTask"),
        ("POST", "/tasks/search", "SearchTasks"),
        ("POST", "/crm/v3/objects/carts/batch/upsert", "UpsertCartBatch"),
        ("PATCH", "/{baseId}/{tableIdOrName}", "UpdateBaseTable"),
        ("POST", "/v1/send/email", "SendEmail"),
        ("POST", "/chat.postMessage", "PostChatMessage"),
        ("GET", "/users.json", "ListUsers"),
        ("GET", "/", "GetRoot"),
    ],
)
def test_method_and_path_make_a_name_where_nothing_else_does(
    method: str, path: str, expected: str
) -> None:
    assert names((method, path, "", "")) == [expected]


@pytest.mark.parametrize("path", ["/carts/{id}", "/deals/{id}", "/taxes/{id}", "/people/{id}"])
def test_a_summary_that_is_a_verb_alone_is_told_of_what(path: str) -> None:
    subject = {"/c": "Cart", "/d": "Deal", "/t": "Tax", "/p": "Person"}[path[:2]]
    mechanical = f"delete-{path}_archive"
    assert names(("DELETE", path, mechanical, "Archive")) == [f"Archive{subject}"]
    assert names(("DELETE", path, mechanical, "")) == [f"Archive{subject}"]


def test_an_operation_id_without_end_is_looked_through_once() -> None:
    endless = (
        "delete-/carts_" + "a" * 400_000 + "1"
    )  # each letter tried as the verb's last takes minutes
    assert names(("DELETE", "/carts", endless, "Archive")) == ["ArchiveCart"]


def test_names_that_meet_take_words_of_their_paths() -> None:
    assert names(
        ("POST", "/v1/event/create-coupon", "", "Create Coupon"),
        ("POST", "/v1/calendar/coupons/create", "", "Create Coupon"),
        ("POST", "/v1/coupons/merge", "mergeCoupons", "Create Coupon"),
    ) == ["CreateEventCoupon", "CreateCalendarCoupon", "MergeCoupons"]


def test_an_operation_id_keeps_the_name_that_a_summary_would_give() -> None:
    assert names(
        ("GET", "/store/coupons", "", "List coupons"), ("GET", "/other", "listCoupons", "")
    ) == ["ListStoreCoupons", "ListCoupons"]


def test_a_version_is_in_a_name_where_nothing_else_tells_two_apart() -> None:
    assert names(("GET", "/v1/pets", "", ""), ("GET", "/v2/pets", "", "")) == [
        "ListPetsV1",
        "ListPetsV2",
    ]


def test_operation_ids_that_differ_by_case_give_names_that_do_not() -> None:
    assert names(("GET", "/p", "x1", ""), ("GET", "/q", "X1", "")) == ["GetP", "GetQ"]


def test_a_name_too_long_lacks_words_and_no_letters() -> None:
    operation = (
        "GET",
        "/x",
        "listTheSelectedRepositoriesForAnOrganizationSecretOfTheEnterprise",
        "",
    )
    [name] = names(operation, title="A Toolkit Of Many Words")
    assert len(f"AToolkitOfManyWords_{name}") <= naming.MCP_NAME_LIMIT
    assert name == "ListRepositoriesOrganizationSecretEnterprise"


def test_a_toolkit_is_called_as_many_words_of_its_title_as_it_has_room_for() -> None:
    title = "The interplanetary commerce and logistics interface of tomorrow"
    package, _ = planned(api_of(("GET", "/me", "", ""), title=title))
    assert package.toolkit == "TheInterplanetaryCommerceAndLogistics"


def test_a_fingerprint_comes_last_of_all() -> None:
    first, second = names(("GET", "/一", "", ""), ("GET", "/二", "", ""))
    assert first != second
    assert {len(first), len(second)} == {len("GetRoot") + naming.FINGERPRINT_LENGTH}


MANY = "a A x1 X1 get list user users User v1 id class con build tool Call ä 一 _ - / . {id} 2 Tool"
WORDS = st.sampled_from(MANY.split())
TEXTS = st.one_of(st.text(max_size=20), st.lists(WORDS, max_size=4).map("".join), WORDS)
SEGMENTS = st.one_of(WORDS, st.from_regex(r"[a-zA-Z0-9._~-]{1,70}", fullmatch=True))
PATHS = st.lists(SEGMENTS.filter(lambda each: "/" not in each), max_size=3).map(
    lambda parts: "/" + "/".join(dict.fromkeys(parts))
)
OPERATIONS = st.lists(
    st.tuples(st.sampled_from([each.upper() for each in METHODS]), PATHS, TEXTS, TEXTS),
    min_size=1,
    max_size=6,
    unique_by=lambda each: each[:2],
)


@settings(max_examples=150)
@given(OPERATIONS, TEXTS.filter(str.strip), st.lists(TEXTS, max_size=3, unique=True))
def test_whatever_is_named_once_is_named_the_same_again(
    operations: list[Said], title: str, parameters: list[str]
) -> None:
    document = api_of(*operations, title=title, parameters=parameters)
    first, _ = planned(document)
    again, _ = planned(document, recorded=names_after(document))
    assert first == again


@settings(max_examples=100)
@given(OPERATIONS, st.randoms(use_true_random=False))
def test_names_do_not_depend_on_order(operations: list[Said], random: Any) -> None:
    before = dict(zip([each[:2] for each in operations], names(*operations), strict=True))
    random.shuffle(operations)
    assert before == dict(zip([each[:2] for each in operations], names(*operations), strict=True))
