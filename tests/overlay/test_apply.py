"""Overlays: what actions do to a document, and which ones are refused."""

from textwrap import dedent
from typing import Any

import pytest

from generator.core.problems import Place, Problem, problem_text
from generator.document import query_steps
from generator.document.load import Budget, Document, load, place_of
from generator.overlay.apply import apply, apply_what_fits
from tests.document.documents import codes, place, problems_of, read
from tests.steps import steps

BEFORE = """\
openapi: 3.1.0
info: {title: Books, version: '1'}
servers:
  - {url: https://a.example, description: live}
  - {url: https://b.example, description: trial}
  - {url: https://c.example, description: trial}
tags: [old, kept, old]
paths:
  /books:
    get: {operationId: list, parameters: [{name: page, in: query}]}
    post: {operationId: add, x-internal: true}
  /books/{id}:
    get: {operationId: read, parameters: []}
nothing: null
"""

HEAD = "overlay: {version}\ninfo: {{title: Corrections, version: '1'}}\nactions:\n"


def corrections(actions: str, version: str = "1.1.0") -> Document:
    """An overlay of these actions; each gets a reason."""
    body = dedent(actions).replace("- target", "- description: because\n  target")
    return load((HEAD.format(version=version) + body).encode(), "overlay.yaml")


def applied(actions: str, version: str = "1.1.0") -> Any:
    """The document after these actions."""
    return apply(read(BEFORE), corrections(actions, version)).root


def refused(actions: str, version: str = "1.1.0") -> list[Problem]:
    """The problems of these actions."""
    return problems_of(lambda: applied(actions, version))


BOTH = pytest.mark.parametrize("version", ["1.0.0", "1.0.7", "1.1.0"])


@BOTH
def test_an_update_of_the_root_merges_into_what_is_there(version: str) -> None:
    root = applied("- target: $\n  update: {info: {title: Better}, x-new: {a: [1]}}", version)
    assert root["info"] == {"title": "Better", "version": "1"}
    assert root["x-new"] == {"a": [1]}
    assert list(root) == [*read(BEFORE).root, "x-new"]


@BOTH
def test_arrays_inside_an_update_are_joined(version: str) -> None:
    root = applied(
        "- target: $.paths['/books']\n  update: {get: {parameters: [{name: size}]}}", version
    )
    assert root["paths"]["/books"]["get"]["parameters"] == [
        {"name": "page", "in": "query"},
        {"name": "size"},
    ]


@BOTH
@pytest.mark.parametrize("item", ["{url: https://d.example}", "text", "null", "7"])
def test_an_item_is_appended_to_a_selected_array(item: str, version: str) -> None:
    root = applied(f"- target: $.servers\n  update: {item}", version)
    assert root["servers"][:3] == read(BEFORE).root["servers"]
    assert root["servers"][3:] == [read(f"a: {item}").root["a"]]


def test_an_array_is_joined_to_a_selected_array_since_1_1() -> None:
    assert applied("- target: $.tags\n  update: [a, [b]]")["tags"][3:] == ["a", ["b"]]


def test_an_array_is_one_item_for_a_selected_array_in_1_0() -> None:
    assert applied("- target: $.tags\n  update: [a, b]", "1.0.0")["tags"][3:] == [["a", "b"]]


@BOTH
def test_an_update_goes_to_every_node_that_a_wildcard_selects(version: str) -> None:
    root = applied("- target: $.paths.*.get\n  update: {x-safe: true}", version)
    assert [item["get"].get("x-safe") for item in root["paths"].values()] == [True, True]


@BOTH
def test_each_node_gets_its_own_copy_of_an_update(version: str) -> None:
    root = applied(
        """\
        - target: $.paths.*.get
          update: {x-list: {items: [1]}}
        - target: $.paths['/books'].get['x-list'].items
          update: 2
        """,
        version,
    )
    assert [item["get"]["x-list"]["items"] for item in root["paths"].values()] == [[1, 2], [1]]


@BOTH
def test_filters_and_descent_select_what_they_should(version: str) -> None:
    root = applied(
        """\
        - target: $..parameters[?@.name == 'page' && @.in == 'query']
          update: {required: false}
        - target: $.paths.*[?@['x-internal'] == true]
          remove: true
        """,
        version,
    )
    assert root["paths"]["/books"] == {
        "get": {
            "operationId": "list",
            "parameters": [{"name": "page", "in": "query", "required": False}],
        }
    }


@BOTH
def test_removing_several_items_of_an_array_removes_those_items(version: str) -> None:
    root = applied("- target: $.servers[?@.description == 'trial']\n  remove: true", version)
    assert [each["url"] for each in root["servers"]] == ["https://a.example"]
    assert [each.line for each in root["servers"].places] == [4]


def test_removing_the_first_of_several_keeps_the_places_of_the_others() -> None:
    root = applied("- target: $.servers[0, 1]\n  remove: true")
    assert root["servers"] == [{"url": "https://c.example", "description": "trial"}]
    assert place_of(root, "#/servers/0") == Place("openapi.yaml", 6, 5)


def test_primitives_are_removed_since_1_1() -> None:
    assert applied("- target: $.tags[?@ == 'old']\n  remove: true")["tags"] == ["kept"]
    assert "title" not in applied("- target: $.info.title\n  remove: true")["info"]


def test_a_node_and_what_is_in_it_can_be_removed_together() -> None:
    assert "parameters" not in str(applied("- target: $..['parameters', 'name']\n  remove: true"))


@BOTH
def test_actions_run_in_order_so_that_a_value_can_be_replaced(version: str) -> None:
    root = applied(
        """\
        - target: $.servers
          remove: true
        - target: $
          update: {servers: {now: an object}}
        """,
        version,
    )
    assert root["servers"] == {"now": "an object"}


def test_primitives_are_replaced_since_1_1() -> None:
    root = applied("""\
        - target: $.info['title', 'version']
          update: same
        - target: $.nothing
          update: 0
        - target: $.tags[1]
          update: null
        """)
    assert root["info"] == {"title": "same", "version": "same"}
    assert (root["nothing"], root["tags"]) == (0, ["old", None, "old"])
    assert place_of(root, "#/tags/1") == Place("overlay.yaml", 12, 3)


@BOTH
def test_null_replaces_and_is_replaced_like_any_primitive(version: str) -> None:
    root = applied("- target: $\n  update: {nothing: text, openapi: null}", version)
    assert (root["nothing"], root["openapi"]) == ("text", None)


def test_a_copied_object_is_merged_into_the_targets() -> None:
    root = applied("- target: $.paths['/books/{id}'].get\n  copy: $.paths['/books'].get")
    assert root["paths"]["/books/{id}"]["get"] == {
        "operationId": "list",
        "parameters": [{"name": "page", "in": "query"}],
    }
    assert root["paths"]["/books"]["get"] == read(BEFORE).root["paths"]["/books"]["get"]


def test_a_copied_array_is_joined_and_a_copied_primitive_replaces() -> None:
    root = applied("""\
        - target: $.tags
          copy: $.tags
        - target: $.info.title
          copy: $.servers[0].url
        """)
    assert root["tags"] == ["old", "kept", "old"] * 2
    assert root["info"]["title"] == "https://a.example"


def test_a_part_is_moved_by_copying_and_removing_it() -> None:
    root = applied("""\
        - target: $.paths
          update: {/volumes: {}}
        - target: $.paths['/volumes']
          copy: $.paths['/books']
        - target: $.paths['/books']
          remove: true
        """)
    assert list(root["paths"]) == ["/books/{id}", "/volumes"]
    assert root["paths"]["/volumes"]["post"]["operationId"] == "add"


def test_the_arguments_are_left_as_they_were() -> None:
    document, changes = read(BEFORE), corrections(
        "- target: $\n  update: {info: {a: {b: 1}}, tags: [x]}"
    )
    copies = repr(document.root), repr(changes.root)
    result = apply(document, changes)
    result.root["info"]["a"]["b"] = 2
    assert (repr(document.root), repr(changes.root)) == copies


def test_a_part_that_an_alias_repeats_is_changed_only_where_it_is_selected() -> None:
    document = read("a: &x {k: 1}\nb: *x\n")
    result = apply(document, corrections("- target: $.a\n  update: {k: 2}"))
    assert result.root == {"a": {"k": 2}, "b": {"k": 1}}


def test_what_the_overlay_brought_has_its_place_there() -> None:
    root = applied("- target: $\n  update:\n    info: {title: Better}\n    x-new: {a: [1]}")
    assert place_of(root, "#/info/title") == Place("overlay.yaml", 7, 12)
    assert place_of(root, "#/x-new/a/0") == Place("overlay.yaml", 8, 17)
    assert place_of(root, "#/info/version") == Place("openapi.yaml", 2, 22)


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ("- target: $.servers[?@.url == 'gone']\n  remove: true", "overlay-no-match"),
        ("- target: $.absent\n  update: {a: 1}", "overlay-no-match"),
        ("- target: $.tags\n  copy: $.absent", "overlay-no-match"),
        ("- target: $.info\n  update: {title: Books}", "overlay-no-change"),
        ("- target: $.info\n  update: {}", "overlay-no-change"),
        ("- target: $.tags\n  update: []", "overlay-no-change"),
        ("- target: $.info.title\n  update: Books", "overlay-no-change"),
        ("- target: $.info\n  remove: false", "overlay-no-change"),
        ("- target: $.info\n  copy: $.info", "overlay-no-change"),
        (
            "- target: $.info.title\n  remove: true\n- target: $.info\n  update: {title: Books}",
            "overlay-no-change",
        ),
        (
            "- target: $.paths['/books'].post\n  remove: true\n"
            + "- target: $.paths['/books']\n  update: {post: {x-internal: true, operationId: add}}",
            "overlay-no-change",
        ),
        ("- target: $.info\n  update: {title: [a]}", "overlay-type-mismatch"),
        ("- target: $.info\n  update: text", "overlay-type-mismatch"),
        ("- target: $.info.title\n  update: {a: 1}", "overlay-type-mismatch"),
        ("- target: $\n  update: {nothing: {}}", "overlay-type-mismatch"),
        ("- target: $['info', 'tags']\n  update: {a: 1}", "overlay-mixed-targets"),
        ("- target: $.tags\n  copy: $.servers.*", "overlay-copy"),
        ("- target: $\n  remove: true", "overlay-remove-root"),
        ("- target: info\n  remove: true", "overlay-query"),
        ("- target: $.x-name\n  remove: true", "overlay-query"),
        ("- target: $.a[?@.b ==]\n  remove: true", "overlay-query"),
        (f"- target: {'$[?' + '(' * 5000!r}\n  remove: true", "overlay-query"),
        ("- target: $.info", "overlay-action"),
        ("- target: [a]\n  remove: true", "overlay-action"),
        ("- target: $.info\n  remove: 'true'", "overlay-action"),
        ("- target: $.info\n  update: {a: 1}\n  copy: $.servers[0]", "overlay-action"),
        ("- target: $.info\n  updates: {a: 1}\n  update: {a: 1}", "overlay-unknown-key"),
    ],
)
def test_actions_that_cannot_be_meant_are_refused(action: str, code: str) -> None:
    (problem,) = refused(action)
    assert problem.code == code
    assert problem.place and problem.place.file == "overlay.yaml"
    assert problem.pointer.startswith("#/actions/0")


@pytest.mark.parametrize("action", ["update: new", "remove: true"])
def test_primitives_cannot_be_selected_in_1_0(action: str) -> None:
    assert codes(refused(f"- target: $.info.title\n  {action}", "1.0.0")) == [
        "overlay-target-primitive"
    ]


def test_there_is_no_copy_in_1_0() -> None:
    problems = refused("- target: $.tags\n  copy: $.tags", "1.0.0")
    assert "overlay-unknown-key" in codes(problems)
    assert any("1.1" in each.hint for each in problems)


def test_numbers_and_truth_values_that_python_confuses_are_changes() -> None:
    root = applied("- target: $\n  update: {x: 1}\n- target: $\n  update: {x: true}")
    assert root["x"] is True


@pytest.mark.parametrize(
    "reason", ["", "  description: ''\n", "  description: '  '\n", "  description: 1\n"]
)
def test_an_action_without_a_reason_is_refused(reason: str) -> None:
    text = HEAD.format(version="1.1.0") + f"- target: $.tags\n{reason}  update: x\n"
    (problem,) = problems_of(lambda: apply(read(BEFORE), load(text.encode(), "overlay.yaml")))
    assert problem.code == "overlay-no-reason"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "overlay: 1.2.0\ninfo: {title: a, version: b}\nactions: []",
            ["overlay-version", "overlay-actions"],
        ),
        (
            "overlay: 1.0\ninfo: {title: a, version: '1'}\nactions: 1",
            ["overlay-version", "overlay-actions"],
        ),
        (
            "openapi: 3.1.0",
            ["overlay-version", "overlay-unknown-key", "overlay-info", "overlay-actions"],
        ),
        ("overlay: 1.1.0\ninfo: {title: 1, summary: x}\nactions: [1]", None),
    ],
)
def test_the_form_of_an_overlay_is_checked(text: str, expected: list[str] | None) -> None:
    problems = problems_of(lambda: apply(read(BEFORE), read(text, "overlay.yaml")))
    wanted = expected or ["overlay-info", "overlay-unknown-key", "overlay-info", "overlay-action"]
    assert sorted(codes(problems)) == sorted(wanted)


def test_extensions_are_allowed_everywhere() -> None:
    text = """\
        overlay: 1.1.0
        x-a: 1
        info: {title: a, version: b, x-b: 1, description: more}
        actions: [{target: $.tags, update: x, description: why, x-c: 1}]
        """
    assert apply(read(BEFORE), read(text)).root["tags"][3:] == ["x"]


@pytest.mark.parametrize(
    ("extends", "is_right"),
    [
        ("openapi.yaml", True),
        ("./openapi.yaml", True),
        ("https://example.org/a/openapi.yaml?b#c", True),
        ("other.yaml", False),
        ("openapi.yaml/other", False),
        ("'http://['", False),
        ("1", False),
    ],
)
def test_extends_names_the_file_that_is_corrected(extends: str, is_right: bool) -> None:
    changes = corrections("- target: $.tags\n  update: x")
    changes.root.update(read(f"extends: {extends}").root)
    document = Document(read(BEFORE).root, "specs/shop/openapi.yaml")
    if is_right:
        assert apply(document, changes).file == "specs/shop/openapi.yaml"
    else:
        assert codes(problems_of(lambda: apply(document, changes))) == ["overlay-extends"]


def test_an_action_that_is_there_twice_is_refused() -> None:
    action = "- target: $.tags\n  update: x\n"
    (problem,) = refused(action + action)
    assert (problem.code, problem.pointer) == ("overlay-actions", "#/actions/1")


def test_the_problems_of_all_actions_come_in_one_run() -> None:
    problems = refused("""\
        - target: $.absent
          remove: true
        - target: $.info
          update: {title: {}, version: []}
        - target: $.tags
          update: fine
        - target: $.info
          update: {title: Books}
        """)
    assert codes(problems) == [
        "overlay-no-match",
        "overlay-type-mismatch",
        "overlay-type-mismatch",
        "overlay-no-change",
    ]
    assert [each.pointer for each in problems] == [
        "#/actions/0/target",
        "#/actions/1/update/title",
        "#/actions/1/update/version",
        "#/actions/3/update",
    ]
    assert place(problems[1]) == (9, 12)
    assert "openapi.yaml:2:8" in problem_text(problems[1])


@pytest.mark.parametrize(
    ("action", "code"),
    [
        ("- target: $.tags\n  copy: $.tags", "node-budget"),
        ("- target: $..parameters\n  update: [[1, 2, 3, 4, 5, 6, 7, 8, 9]]", "node-budget"),
        ("- target: $.info\n  update: {a: [[[[[[1]]]]]]}", "depth-budget"),
    ],
)
def test_actions_stay_within_the_budgets(action: str, code: str) -> None:
    actions = "\n".join(f"{action}\n  x-round: {round}" for round in range(40))
    budget = Budget(max_nodes=500, max_depth=7)
    (problem,) = problems_of(lambda: apply(read(BEFORE), corrections(actions), budget))
    assert problem.code == code


def test_what_is_removed_may_be_put_back_otherwise() -> None:
    root = applied(
        "- target: $.info.title\n  remove: true\n- target: $.info\n  update: {title: Other}"
    )
    assert root["info"]["title"] == "Other"
    root = applied("- target: $.tags[0]\n  remove: true\n- target: $.tags\n  update: [old]")
    assert root["tags"] == ["kept", "old", "old"]


def test_queries_of_one_overlay_have_one_bound_together(monkeypatch: pytest.MonkeyPatch) -> None:
    """An action more costs as much as names lead to, once the others have taken what there is."""
    monkeypatch.setattr(query_steps, "_TOGETHER", 200)
    monkeypatch.setattr(query_steps, "_EACH", 20)
    document = read(BEFORE + "x-wide: [" + "{a: 1}, " * 100 + "]\n")

    def all_of(count: int) -> Document:
        targets = (f"- target: $..get\n  update: {{x-{each}: 1}}\n" for each in range(count))
        return apply(document, corrections("".join(targets)))

    def refused(count: int) -> list[Problem]:
        return problems_of(lambda: all_of(count))

    all_of(1)  # what is imported on the way counts for none
    few, many = (steps(lambda count=count: refused(count)) for count in (20, 40))
    assert many < 2.2 * few
    found = [each for each in refused(40) if each.code == "overlay-query"]
    assert len(found) > 20
    assert found[-1].pointer == "#/actions/39/target"
    assert "it and those before it take too many steps" in found[-1].message
    monkeypatch.setattr(query_steps, "_LARGE", -10_000)
    assert all_of(40), "of larger documents more is taken"


def test_no_more_than_a_thousand_problems_are_told() -> None:
    gone = "".join(f"- target: $.gone{each}\n  remove: true\n" for each in range(1_500))
    found = problems_of(lambda: apply(read(BEFORE), corrections(gone)))
    assert len(found) == 1_002
    others = [each for each in found if "more than 1,000 problems" in each.message]
    assert [each.pointer for each in others] == ["#/actions/1000"]
    _, misfits = apply_what_fits(read(BEFORE), corrections(gone))
    assert len(misfits) == 1_500
    unsaid = "actions: [" + "{target: $.a}, " * 1_500 + "]"
    found = problems_of(lambda: apply(read(BEFORE), load(unsaid.encode(), "overlay.yaml")))
    assert 1_000 < len(found) < 1_020


def test_what_is_put_in_many_places_has_a_bound() -> None:
    """Once is as much as the overlay says; each time more counts, and every copy."""
    document, budget = read(BEFORE), Budget(max_repeated=100)
    large = f"{{x-note: {'a' * 5_000}}}"
    assert apply(document, corrections(f"- target: $.info\n  update: {large}"), budget)
    for action in (
        f"- target: $['info', 'paths']\n  update: {large}",
        f"- target: $.info\n  update: {large}\n"
        + "- target: $.paths\n  copy: $.info\n- target: $.info\n  copy: $.paths",
    ):
        found = problems_of(lambda action=action: apply(document, corrections(action), budget))
        assert found[-1].code == "node-budget"
        assert "characters" in found[-1].expected
        assert "$ref" in found[-1].hint
