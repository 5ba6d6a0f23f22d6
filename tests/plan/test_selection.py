"""What a selector takes, and what is said of one that takes nothing."""

import pytest

from generator.plan.selection import BadSelector, Selection, Subject, check, chosen, matches

LIST = Subject("GET", "/repos/{owner}/issues", "issues/list", ("Issues",), read_only=True)
CREATE = Subject("POST", "/repos/{owner}/issues", "issues/create", ("Issues", "Write"))
DROP = Subject("DELETE", "/repos/{owner}", "repos/delete", ("Repos",), deprecated=True)
ALL = (LIST, CREATE, DROP)
GROUPS = {"triage": ("tag:issues", "path:/labels"), "rest": ("not:tag:issues",)}


def taken(*selectors: str) -> list[Subject]:
    chosen_ones = Selection(selectors, GROUPS)
    return [each for each in ALL if chosen_ones.takes(each)]


@pytest.mark.parametrize(
    ("selector", "expected"),
    [
        ("tag:issues", [LIST, CREATE]),
        ("tag:iss*", [LIST, CREATE]),
        ("tag:issue", []),
        ("path:/repos/*", [LIST, CREATE, DROP]),
        ("path:/repos/{owner}", [DROP]),
        ("path:/repos/**/issues", [LIST, CREATE]),
        ("path:/repos/.*", []),
        ("path:/Repos/*", []),
        ("id:issues/list*", [LIST]),
        ("method:get", [LIST]),
        ("GET /repos/*", [LIST]),
        ("post /repos/*", [CREATE]),
        ("deprecated", [DROP]),
        ("read-only", [LIST]),
        ("not:read-only", [CREATE, DROP]),
        ("not:not:read-only", [LIST]),
        ("not:tag:issues", [DROP]),
        ("group:triage", [LIST, CREATE]),
        ("group:rest", [DROP]),
        ("not:group:rest", [LIST, CREATE]),
    ],
)
def test_a_selector_takes_what_it_names(selector: str, expected: list[Subject]) -> None:
    assert taken(selector) == expected


def test_a_selection_takes_what_any_of_its_selectors_takes() -> None:
    assert taken("method:GET", "deprecated") == [LIST, DROP]
    assert taken() == list(ALL)


@pytest.mark.parametrize(
    ("selector", "says"),
    [
        ("tag:isues", "tag:isues takes no operation; did you mean Issues?"),
        ("tag:zzz", "tag:zzz takes no operation; there is Issues, Write, Repos"),
        ("path:/repo/{owner}", "did you mean /repos/{owner}?"),
        ("id:issues/lists", "did you mean issues/list?"),
        ("method:PATCH", "there is GET, POST, DELETE"),
        ("GET /repos/{owners}/issues", "did you mean GET /repos/{owner}/issues?"),
        ("tags:issues", "tags:issues is no selector; did you mean tag?"),
        ("readonly", "readonly is no selector; did you mean read-only?"),
        ("issues", "issues is no selector: there are tag:…, path:…"),
        ("tag:", "tag: names no tag"),
        ("not:tagg:x", "tagg:x is no selector; did you mean tag?"),
        ("not:path:*", "not:path:* takes no operation"),
        ("group:triag", "there is no group triag; did you mean triage?"),
        ("not:group:zzz", "there is no group zzz; there is triage, rest"),
    ],
)
def test_a_selector_that_takes_nothing_is_told_with_what_may_be_meant(
    selector: str, says: str
) -> None:
    with pytest.raises(BadSelector) as raised:
        check(selector, ALL, GROUPS)
    assert says in str(raised.value)


def test_a_group_names_no_other_group() -> None:
    with pytest.raises(BadSelector, match="there is no group b"):
        matches("group:a", LIST, {"a": ("group:b",), "b": ("read-only",)})


def test_the_tools_of_a_catalog_are_chosen_by_what_their_operations_are() -> None:
    catalog = {
        "groups": {"triage": ["tag:issues"]},
        "tools": [
            {"name": "A", "operation": "GET /issues", "tags": ["issues"], "readOnly": True},
            {"name": "B", "operation": "POST /issues", "tags": ["issues"], "operationId": "b"},
            {"name": "C", "operation": "GET /x", "deprecated": True, "readOnly": True},
        ],
    }

    def names(*only: str, read_only: bool = False) -> list[str]:
        return [each["name"] for each in chosen(catalog, only, read_only=read_only)]

    assert names() == ["A", "B", "C"]
    assert names("group:triage") == ["A", "B"]
    assert names("group:triage", read_only=True) == ["A"]
    assert names("deprecated", "id:b") == ["B", "C"]
    with pytest.raises(BadSelector, match="did you mean issues"):
        names("tag:isues")


def test_many_stars_are_held_to_a_long_path_in_one_go_through_it() -> None:
    long = Subject("GET", "/" + "a" * 100_000, "", ())
    # An expression tries each way to divide the letters among the stars, without end.
    assert not matches("path:/" + "*a" * 30 + "*b", long, {})
    assert matches("path:/" + "*a" * 30 + "*", long, {})
    assert matches("path:/aa*a", long, {}) and not matches("path:*/aa*ab", long, {})
