"""`toolgen diff` of every kind of operand, in every format, with its exit codes."""

import json
import os
import shutil
from pathlib import Path

import pytest

from tests.shop import CONFIG, SPEC, SURFACE, Shop, git
from tests.workspace.folders import snapshot

NOTE = ("maxLength: 100", "maxLength: 50")


@pytest.fixture
def changed(shop: Shop) -> Shop:
    """The shop with a breaking change of one field that is committed, but not generated."""
    shop.spec(*NOTE)
    shop.version("2.0.0")
    shop.commit()
    return shop


OPERANDS = [
    ("HEAD~1", "HEAD"),
    ("HEAD~1", "."),
    ("HEAD~1", "shop"),
    ("HEAD~1:specs/shop", "HEAD:specs/shop"),
    ("HEAD~1:specs/shop/", "specs/shop"),
    ("HEAD~1:specs/shop/toolkit.yaml", "specs/shop/toolkit.yaml"),
    ("HEAD~1:specs/shop/openapi.yaml", "HEAD:specs/shop/openapi.yaml"),
    ("HEAD:generated/arcade_shop", "HEAD"),
    ("HEAD:generated/arcade_shop/surface.json", "shop"),
    ("generated/arcade_shop", "specs/shop"),
    (SURFACE, "specs/shop/toolkit.yaml"),
    ("main~1:", "main"),
]


@pytest.mark.parametrize(("old", "new"), OPERANDS)
def test_any_two_of_document_toolkit_package_and_revision(
    changed: Shop, old: str, new: str
) -> None:
    done = changed.run("diff", old, new, "--format", "json")
    assert done.err == ""
    assert done.code == 1
    (toolkit,) = json.loads(done.out)["toolkits"]
    breaking = [each for each in toolkit["changes"] if each["level"] == "breaking"]
    is_bare = old.endswith("openapi.yaml")  # toolkit.yaml is what keeps the body in one argument
    assert [(each["code"], each["tool"], each["where"]) for each in breaking] == [
        ("bound-tightened", "SendOrder", f"{'arguments' if is_bare else 'request_body'}.note")
    ]


def test_the_way_back_breaks_nothing_and_nothing_is_touched(changed: Shop) -> None:
    before = snapshot(changed.root)
    assert changed.run("diff", "HEAD", "HEAD~1").code == 0
    assert changed.run("diff", "HEAD", "HEAD", "--fail-on", "prose").code == 0
    assert snapshot(changed.root) == before


def test_places_name_both_files(changed: Shop) -> None:
    done = changed.run("diff", "HEAD~1", "shop")
    assert "HEAD~1:specs/shop/openapi.yaml:20:" in done.out
    assert " specs/shop/openapi.yaml:20:" in done.out


def test_documents_in_several_files_are_compared_as_they_were(shop: Shop) -> None:
    shop.spec("{type: string, maxLength: 100}", "{$ref: parts/note.yaml}")
    note = shop.root / "specs/shop/parts/note.yaml"
    note.parent.mkdir()
    note.write_text("{$ref: more.yaml}", "utf-8")
    (note.parent / "more.yaml").write_text("{type: string, maxLength: 100}", "utf-8")
    shop.commit()
    done = shop.run("diff", "HEAD~1", "HEAD", "--fail-on", "risky")
    assert (done.code, done.err) == (0, "")
    (note.parent / "more.yaml").write_text("{type: string, maxLength: 50}", "utf-8")
    done = shop.run("diff", "HEAD", "shop", "--format", "json")
    (toolkit,) = json.loads(done.out)["toolkits"]
    assert [each["code"] for each in toolkit["changes"]] == ["bound-tightened"]


def test_exit_codes_follow_the_level(shop: Shop) -> None:
    levels = ("breaking", "risky", "additive", "prose", "never")

    def codes() -> list[int]:
        return [shop.run("diff", "HEAD", ".", "--fail-on", each).code for each in levels]

    assert codes() == [0, 0, 0, 0, 0]
    shop.spec("Send an order", "Send one order")
    assert codes() == [0, 0, 0, 1, 0]
    shop.spec("enum: [new, used]", "enum: [new, used, old]")
    assert codes() == [0, 0, 1, 1, 0]
    shop.spec("https://api.example.com/v1", "https://api.example.com/v2")
    assert codes() == [0, 1, 1, 1, 0]
    shop.spec(*NOTE)
    assert codes() == [1, 1, 1, 1, 0]
    assert shop.run("diff", "HEAD", ".").code == 1


def test_what_the_api_asks_of_an_argument_counts_as_much_as_what_it_asks_of_a_body(
    shop: Shop,
) -> None:
    page = "{name: page, in: query, schema: {type: integer, enum: [1, 2, 3]}}"
    tags = "{name: tags, in: query, schema: {type: array, maxItems: 9, items: {type: string}}}"
    urgent = "- {name: urgent, in: query, schema: {type: boolean}}"
    shop.spec(urgent, f"{urgent}\n        - {page}\n        - {tags}")
    shop.commit()
    shop.spec("enum: [1, 2, 3]", "enum: [1, 2]")
    shop.spec(
        "maxItems: 9, items: {type: string}", "maxItems: 9, items: {type: string, maxLength: 5}"
    )
    done = shop.run("diff", "HEAD", ".")
    assert done.code == 1
    assert "breaking[enum-value-removed] SendOrder arguments.page: 3 is refused" in done.out
    assert "breaking[bound-tightened] SendOrder arguments.tags[]: maxLength was none" in done.out
    assert "openapi.yaml:12:" in done.out
    shop.version("1.1.0")
    assert shop.run("generate").code == 0
    shop.spec("enum: [1, 2]", "enum: [1]")
    assert "version 2.0.0 or later, as enum-value-removed" in shop.run("check").err


def test_what_the_api_answers_counts_too(shop: Shop) -> None:
    answer = """responses:
        "200":
          description: Fine
          content:
            application/json:
              schema:
                type: object
                required: [id]
                properties:
                  id: {type: string}
                  total: {type: integer}
"""
    shop.spec('responses: {"200": {description: Fine}}\n', answer)
    done = shop.run("diff", "HEAD", ".", "--fail-on", "risky")
    assert done.code == 0
    assert "additive[response-described] GetOrder answer.response.json: " in done.out
    assert "needs version 1.1.0" in done.out
    shop.version("1.1.0")
    assert shop.run("generate").code == 0
    shop.commit()
    shop.spec(
        "                  total: {type: integer}\n", "                  sum: {type: integer}\n"
    )
    done = shop.run("diff", "HEAD", ".")
    assert done.code == 1
    assert "breaking[response-field-removed] GetOrder answer.response.json.total: " in done.out
    lines = shop.text("specs/shop/openapi.yaml").splitlines()
    at = max(number for number, line in enumerate(lines, start=1) if "sum:" in line)
    place = f"specs/shop/openapi.yaml:{at}:19"
    assert f"at: HEAD:{place} -> " in done.out and f" -> {place} and 1 more\n" in done.out
    assert "  also: SendOrder\n" in done.out and "(4 over all tools)" in done.out
    assert "additive[response-field-added] GetOrder answer.response.json.sum: " in done.out
    refused = shop.run("generate")
    assert refused.code == 2
    assert "version 2.0.0 or later, as response-field-removed breaks" in refused.err


def test_how_much_of_answers_is_compared_is_said_where_it_is_not_all(shop: Shop) -> None:
    assert "What the API answers" not in shop.run("diff", SURFACE, "shop").out
    stored = json.loads(shop.text(SURFACE))
    for levels, words in ((4, "compared 4 levels deep"), (0, "not compared: one side was stored")):
        (shop.root / "other-surface.json").write_text(
            json.dumps(stored | {"answer_levels": levels})
        )
        for form in ("text", "markdown"):
            done = shop.run("diff", "other-surface.json", "shop", "--format", form)
            assert f"What the API answers is {words}" in done.out
        data = json.loads(shop.run("diff", "other-surface.json", "shop", "--format", "json").out)
        assert data["toolkits"][0]["answer_levels"] == levels


def test_data_is_data_on_github_too(changed: Shop) -> None:
    operands = ("HEAD~1", "HEAD", "--format")
    for form in ("json", "markdown"):
        plain = changed.run("diff", *operands, form).out
        assert changed.run("diff", *operands, form, GITHUB_ACTIONS="true").out == plain
    assert json.loads(changed.run("show", "shop", "--json", GITHUB_ACTIONS="true").out)
    assert changed.run("diff", *operands, "text", GITHUB_ACTIONS="true").out.startswith("::stop-")


def test_a_workspace_elsewhere_has_its_own_revisions(
    changed: Shop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    elsewhere = tmp_path_factory.mktemp("elsewhere")
    done = changed.space.run(
        "diff", "--workspace", str(changed.root), "HEAD~1", "HEAD", cwd=str(elsewhere)
    )
    assert (done.code, done.err) == (1, "")
    assert "bound-tightened" in done.out


def test_places_outside_the_checkout_are_whole(
    changed: Shop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other") / "shop.yaml"
    other.write_text(SPEC.replace(*NOTE))
    out = changed.run("diff", "HEAD~1:specs/shop/openapi.yaml", str(other)).out
    assert f" -> {other}:20:" in out


def test_it_suggests_a_version_and_an_entry(changed: Shop) -> None:
    for form in ("text", "markdown", "json"):
        out = changed.run("diff", "HEAD~1", "HEAD", "--format", form).out
        assert "2.0.0" in out
        assert "note" in out
    data = json.loads(changed.run("diff", "HEAD~1", "HEAD", "--format", "json").out)
    assert data["toolkits"][0]["needed_version"] == "2.0.0"
    assert data["toolkits"][0]["changelog"]


def test_nothing_different_is_said_in_words(shop: Shop) -> None:
    for form in ("text", "markdown"):
        done = shop.run("diff", "HEAD", ".", "--format", form)
        assert done.code == 0 and done.out.strip()
    assert json.loads(shop.run("diff", "HEAD", ".", "--format", "json").out)["toolkits"][0][
        "changes"
    ] == []  # fmt: skip


def test_toolkits_that_come_and_go_and_several_at_once(shop: Shop) -> None:
    other = shop.root / "specs/other"
    shutil.copytree(shop.root / "specs/shop", other)
    (other / "toolkit.yaml").write_text(CONFIG.replace("shop", "other").replace("Shop", "Other"))
    assert shop.run("diff", "HEAD", ".").code == 0
    shop.commit()
    shop.spec(*NOTE)
    data = json.loads(shop.run("diff", "HEAD", ".", "--format", "json").out)
    assert [each["name"] for each in data["toolkits"]] == ["other", "shop"]
    assert [bool(each["changes"]) for each in data["toolkits"]] == [False, True]
    shutil.rmtree(other)
    done = shop.run("diff", "HEAD", ".")
    assert done.code == 1 and "tool-removed" in done.out
    assert shop.run("diff", "HEAD", "HEAD:specs/other").code == 0
    assert shop.run("diff", "HEAD:specs/other", ".").code == 1


def test_before_the_first_toolkit_everything_is_new(shop: Shop) -> None:
    git(shop.root, "checkout", "-q", "--orphan", "empty")
    git(shop.root, "rm", "-r", "-q", "--cached", ".")
    git(shop.root, "commit", "-q", "--allow-empty", "-m", "nothing")
    done = shop.run("diff", "HEAD", ".")
    assert done.code == 0 and "tool-added" in done.out


def test_a_document_takes_the_toolkit_yaml_that_is_given(shop: Shop) -> None:
    spec, config = "specs/shop/openapi.yaml", "specs/shop/toolkit.yaml"
    bare = shop.run("diff", spec, "shop", "--fail-on", "never")
    assert "package-renamed" not in bare.out or bare.out
    with_config = shop.run("diff", spec, "shop", "--config", config, "--fail-on", "prose")
    assert with_config.code == 0


def test_names_recorded_in_a_revision_count_there(shop: Shop) -> None:
    shop.spec("operationId: sendOrder", "operationId: placeOrder")
    done = shop.run("diff", "HEAD", ".")
    assert "SendOrder" not in done.out and done.code == 0


def test_a_committed_link_leads_nowhere(
    shop: Shop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "openapi.yaml"
    outside.write_text(SPEC)
    (shop.root / "specs/shop/openapi.yaml").unlink()
    (shop.root / "specs/shop/openapi.yaml").symlink_to(outside)
    shop.commit()
    for operand in ("HEAD", "HEAD:specs/shop", "."):
        done = shop.run("diff", operand, "HEAD~1")
        assert done.code == 2
        assert done.err.startswith("error[") or "error[" in done.err


@pytest.mark.parametrize(
    "name",
    ["nothing", "--output=x", "-c", "HEAD..HEAD~1", "HEAD^{/fix me}", ":/change", "^HEAD", "a b",
     "HEAD:../..", "HEAD:nothing", "HEAD:/etc/passwd", "", "x" * 300, "HEAD\n", "é~1",
     "refs/heads/../../x"],
)  # fmt: skip
def test_what_names_nothing_is_told(shop: Shop, name: str) -> None:
    before = snapshot(shop.root)
    done = shop.run("diff", "--", name, "HEAD")
    assert (done.code, done.out) == (2, "")
    assert "error[" in done.err
    assert snapshot(shop.root) == before


def test_a_workspace_is_found_in_a_revision_through_a_link(
    shop: Shop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    link = tmp_path_factory.mktemp("links") / "there"
    link.symlink_to(shop.root)
    shop.spec("maxLength: 100", "maxLength: 5")
    for around in ([], ["--workspace", str(link)]):
        done = shop.run("diff", "HEAD", ".", *around)
        assert done.code == 1 and "bound-tightened" in done.out, done.err


def test_without_a_repository_or_git_files_are_compared_all_the_same(
    shop: Shop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    shutil.rmtree(shop.root / ".git")
    assert shop.run("diff", "generated/arcade_shop", "specs/shop").code == 0
    done = shop.run("diff", "HEAD", "specs/shop")
    assert done.code == 2 and "git repository" in done.err
    done = shop.run("diff", "HEAD", ".", PATH=str(tmp_path_factory.mktemp("bin")))
    assert done.code == 2 and "error[git-missing]" in done.err


def test_both_sides_are_told_at_once(shop: Shop) -> None:
    done = shop.run("diff", "one", "two")
    assert '"one"' in done.err and '"two"' in done.err


def test_problems_of_a_revision_name_it(shop: Shop) -> None:
    shop.spec("openapi: 3.1.0", "openapi: 3.1.0\nopenapi: 3.0.0")
    shop.commit()
    done = shop.run("diff", "HEAD", "HEAD~1")
    assert "HEAD:specs/shop/openapi.yaml:2:1: error[yaml-duplicate-key]" in done.err


def test_a_workspace_in_a_folder_of_the_repository(shop: Shop, tmp_path: Path) -> None:
    inner = shop.root / "inner"
    inner.mkdir()
    for name in ("specs", "generated"):
        shutil.move(shop.root / name, inner / name)
    shop.commit()
    path = inner / "specs/shop/openapi.yaml"
    path.write_text(path.read_text().replace(*NOTE))
    for arguments, cwd in (
        (["HEAD", "."], "inner"),
        (["HEAD", "shop"], "inner/specs"),
        (["HEAD", "shop", "--workspace", "inner"], "."),
        (["HEAD:inner/specs/shop", "inner/specs/shop"], "."),
        (["HEAD:inner", "inner"], "."),
    ):
        done = shop.space.run("diff", *arguments, cwd=cwd)
        assert (done.code, done.err) == (1, ""), arguments
    assert os.path.exists(inner)
