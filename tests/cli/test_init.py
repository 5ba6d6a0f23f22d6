"""`toolgen init`: a first folder of sources, which generates as it stands what was derived."""

import json
from pathlib import Path

import pytest
import yaml

from tests.cli.test_cli import SPEC, Space
from tests.command_line import ROOT
from tests.workspace.folders import snapshot

CASES = ROOT / "tests/cases"
BOOKS = SPEC.replace("NAME", "\"Books: # 'new' & old\"")
FAULTY = BOOKS.replace("note: {type: string}", "note: {type: int, default: '7'}")


@pytest.fixture
def space(tmp_path: Path) -> Space:
    """A checkout without toolkits, with two documents."""
    (tmp_path / ".git").mkdir()
    (tmp_path / "books.yaml").write_text(BOOKS, "utf-8")
    (tmp_path / "faulty.yaml").write_text(FAULTY, "utf-8")
    return Space(tmp_path, tmp_path / "cache")


def test_a_sound_document_needs_no_overlay(space: Space) -> None:
    done = space.run("init", "books.yaml")
    written = ["openapi.yaml", "toolkit.yaml"]
    assert done.out == "".join(f"written     specs/books/{each}\n" for each in written)
    assert (done.code, done.err) == (0, "")
    folder = space.root / "specs/books"
    assert sorted(each.name for each in folder.iterdir()) == written
    assert (folder / "openapi.yaml").read_bytes() == (space.root / "books.yaml").read_bytes()


def test_the_first_line_leads_editors_to_the_schema(space: Space) -> None:
    assert space.run("init", "books.yaml", "--out", "far/away").code == 0
    first = (space.root / "far/away/toolkit.yaml").read_text("utf-8").partition("\n")[0]
    _, _, path = first.partition("# yaml-language-server: $schema=")
    schema = json.loads((space.root / "far/away" / path).read_text("utf-8"))
    assert schema["title"] == "toolkit.yaml"


def test_what_is_written_generates_without_a_further_word(space: Space) -> None:
    assert space.run("init", "faulty.yaml").code == 0
    actions = yaml.safe_load((space.root / "specs/faulty/overlay.yaml").read_text("utf-8"))
    assert [each["update"] for each in actions["actions"]] == [{"type": "integer"}, {"default": 7}]
    assert all(each["description"] for each in actions["actions"])
    assert "openapi-invalid" in space.run("lint", "faulty.yaml").err
    for command in ("lint", "generate", "check"):
        done = space.run(command, "--strict")
        assert (done.code, done.err) == (0, "")


@pytest.mark.parametrize(
    "case",
    [
        *("parameters", "parameter_shapes", "authentication", "unions", "recursive", "injection"),
        *("swagger", "several_files"),
    ],
)
def test_what_is_written_generates_what_is_generated_without_it(space: Space, case: str) -> None:
    spec = str(CASES / case / "openapi.yaml")
    assert space.run("generate", "--spec", spec, "--out", "without").code == 0
    assert space.run("init", spec, "--out", "specs/a").code == 0
    done = space.run("generate")
    (package,) = (space.root / "generated").iterdir()
    assert done.code == 0, done.err
    before, after = snapshot(space.root / "without"), snapshot(package)
    different = {
        path for path in before.keys() | after.keys() if before.get(path) != after.get(path)
    }
    # Both say of which sources the package is made.
    assert {str(path) for path in different} <= {"manifest.json", "docs/toolkit.json"}
    described = [json.loads(each["docs/toolkit.json"][1]) for each in (before, after)]
    assert all(each.pop("origins") for each in described)
    assert described[0] == described[1]


def test_nothing_is_overwritten(space: Space) -> None:
    assert space.run("init", "books.yaml").code == 0
    before = snapshot(space.root / "specs")
    done = space.run("init", "books.yaml")
    assert (done.code, done.out) == (2, "")
    assert "error[file-exists] specs/books has openapi.yaml, toolkit.yaml already" in done.err
    (space.root / "mine").mkdir()
    (space.root / "mine/overlay.yaml").write_text("mine")
    assert space.run("init", "books.yaml", "--out", "mine").code == 2
    assert snapshot(space.root / "specs") == before
    assert [each.name for each in (space.root / "mine").iterdir()] == ["overlay.yaml"]


def test_names_that_yaml_has_a_meaning_for_or_takes_for_none_are_written(space: Space) -> None:
    value = yaml.safe_load(BOOKS)
    long = {"name": "k" * 2_000, "in": "query", "schema": {"type": "string"}}
    fine = {"responses": {"200": {"description": "Fine"}}}
    value["paths"] = {
        "/a": {"get": {"operationId": "null", **fine}},
        f"/{'k' * 2_000}": {"get": {"parameters": [long], **fine}},
    }
    (space.root / "odd.yaml").write_text(json.dumps(value), "utf-8")
    assert space.run("init", "odd.yaml").code == 0
    assert space.run("generate").code == 0
    assert "Null" in space.run("show", "odd").out


NAMELESS = FAULTY.replace(
    "note: {type: int, default: '7'}",
    """\
note: {type: string}, "": {properties: {"": {else: {}, type: int}}}""",
)


def test_what_has_no_name_is_mended_where_it_is(space: Space) -> None:
    (space.root / "nameless.yaml").write_text(NAMELESS, "utf-8")
    assert space.run("init", "nameless.yaml").code == 0
    actions = yaml.safe_load((space.root / "specs/nameless/overlay.yaml").read_text("utf-8"))
    assert any(each["target"].endswith("['']") for each in actions["actions"])
    assert space.run("generate", "--strict").code == 0


def test_no_sources_stand_above_all_folders(space: Space) -> None:
    for out in ("/", "//", "/."):
        done = space.run("init", "books.yaml", "--out", out)
        assert done.code == 2
        assert "tree-unsafe-folder" in done.err and "is the top of all folders" in done.err


def test_a_document_that_cannot_be_used_writes_nothing(space: Space) -> None:
    for text in ("a: [", "a: 1", "openapi: 3.1.0\npaths: {}"):
        (space.root / "bad.yaml").write_text(text)
        assert space.run("init", "bad.yaml").code == 2
    assert space.run("init", "none.yaml").code == 2
    assert not (space.root / "specs").exists()


def test_json_is_kept_as_it_is(space: Space) -> None:
    data = json.dumps(yaml.safe_load(FAULTY)).encode()
    (space.root / "swagger.json").write_bytes(data)
    assert space.run("init", "swagger.json").code == 0
    (folder,) = (space.root / "specs").iterdir()
    assert folder.name.startswith("books_new_old")
    assert (folder / "openapi.yaml").read_bytes() == data
    assert space.run("generate", "--strict").err == ""


def test_it_goes_to_the_workspace_that_there_is(space: Space) -> None:
    assert space.run("init", "books.yaml").code == 0
    (space.root / "deep").mkdir()
    assert space.run("init", "../faulty.yaml", cwd="deep").code == 0
    assert (space.root / "specs/faulty/toolkit.yaml").exists()
    assert space.run("init", "books.yaml", "--workspace", "other").code == 0
    assert (space.root / "other/specs/books/toolkit.yaml").exists()
    assert space.run("init", "books.yaml", "--workspace", "a", "--out", "b").code == 2


def test_files_that_refer_back_to_the_document_find_it_by_its_new_name(space: Space) -> None:
    head = "openapi: 3.1.0\ninfo: {title: Mill, version: 1.0}\nservers: [{url: https://mill.example}]\n"
    shared = "components: {parameters: {Size: {name: size, in: query, schema: {type: integer}}}}\n"
    paths = "paths: {/sacks: {$ref: parts/sacks.yaml}}\n"
    (space.root / "parts").mkdir()
    (space.root / "mill.yaml").write_text(head + shared + paths, "utf-8")
    (space.root / "parts/sacks.yaml").write_text(
        "get:\n  operationId: listSacks\n  parameters:\n"
        "    - $ref: '../mill.yaml#/components/parameters/Size'\n"
        "    - {$ref: other.yaml#/mill.yaml}\n"
        '  responses: {"200": {description: Fine.}}\n',
        "utf-8",
    )
    (space.root / "parts/other.yaml").write_text(
        "mill.yaml: {name: q, in: query, schema: {type: string}}\n", "utf-8"
    )
    done = space.run("init", "mill.yaml")
    assert (done.code, done.err) == (0, "")
    kept = (space.root / "specs/mill/parts/sacks.yaml").read_text("utf-8")
    assert "'../openapi.yaml#/components" in kept and "{$ref: other.yaml#/mill.yaml}" in kept
    for command in ("lint", "generate", "check"):
        done = space.run(command, "--strict")
        assert (done.code, done.err) == (0, "")
