"""`--include` and `--exclude`, and the same in toolkit.yaml: what is left out, and how it is told."""

import json
import shutil
from pathlib import Path

import pytest
import yaml

from generator.core.token_count import token_counter
from tests.cli.test_cli import Space

DOCUMENT = Path(__file__).parents[1] / "cases/chosen/openapi.yaml"
CONFIG = """\
package: arcade_orchard
toolkit: Orchard
version: 1.0.0
title: Orchard
description: Tools for the orchard.
"""


@pytest.fixture
def space(tmp_path: Path) -> Space:
    """A checkout with a toolkit, of a document that stands beside it as well."""
    (tmp_path / ".git").mkdir()
    folder = tmp_path / "specs/orchard"
    folder.mkdir(parents=True)
    (folder / "openapi.yaml").write_bytes(DOCUMENT.read_bytes())
    (folder / "toolkit.yaml").write_text(CONFIG, "utf-8")
    (tmp_path / "orchard.yaml").write_bytes(DOCUMENT.read_bytes())
    return Space(tmp_path, tmp_path / "cache")


def tools_in(folder: Path) -> set[str]:
    facts = json.loads((folder / "docs/toolkit.json").read_text("utf-8"))
    return {each["name"] for each in facts["tools"]}


def made(space: Space, *choice: str) -> set[str]:
    """The tools of a package of the document alone, made where there was none."""
    shutil.rmtree(space.root / "out", ignore_errors=True)
    done = space.run("generate", "--spec", "orchard.yaml", "--out", "out", "-q", *choice)
    assert done.code == 0, done.err
    return tools_in(space.root / "out")


def test_the_choice_says_what_there_are_tools_for(space: Space) -> None:
    assert made(space) == {
        "ListTrees",
        "TreesPlant",
        "GetTree",
        "TreesFell",
        "SearchTrees",
    }
    assert made(space, "--include", "tag:search") == {"SearchTrees"}
    assert made(space, "--include", "tag:search", "--include", "deprecated") == {
        "SearchTrees",
        "TreesFell",
    }
    assert made(space, "--include", "path:/trees*", "--exclude", "not:read-only") == {
        "ListTrees",
        "GetTree",
    }


def test_it_is_told_apart_from_what_no_tool_can_carry(space: Space) -> None:
    where = ("--spec", "orchard.yaml", "--exclude", "tag:workers")
    done = space.run("generate", *where, "--out", "out")
    told = "            operations left out: 2 by choice, 1 as no tool can carry them\n"
    assert done.code == 0 and done.out.endswith(told)
    assert space.run("generate", *where, "--out", "out").out == f"unchanged   out\n{told}"
    counts = json.loads((space.root / "out/manifest.json").read_text("utf-8"))["counts"]
    assert (counts["left_out_by_choice"], counts["left_out_as_unable"]) == (2, 1)
    linted = space.run("lint", *where)
    assert linted.out == "0 errors, 1 warning; operations left out by choice: 2\n"
    assert "operation-left-out" in linted.err and "workers" not in linted.err


def test_what_only_the_rest_leads_to_is_no_finding(space: Space) -> None:
    whole = space.run("lint", "orchard.yaml")
    assert "Worker" in whole.err and "Gone" in whole.err
    without = ("--exclude", "tag:workers", "--exclude", "GET /locks")
    done = space.run("lint", "orchard.yaml", "--strict", *without)
    assert (done.code, done.err) == (0, "")


def test_check_needs_the_same_words_and_says_them(space: Space) -> None:
    where = ("--spec", "orchard.yaml", "--out", "out")
    chosen = ("--include", "tag:search", "--exclude", "deprecated")
    assert space.run("generate", *where, *chosen, "-q").code == 0
    assert space.run("check", *where, *chosen).code == 0
    space.edit("out/README.md", lambda text: f"{text}\n")
    done = space.run("check", *where, *chosen)
    mending = "to mend: toolgen generate --spec orchard.yaml --out out --include tag:search"
    assert done.code == 1 and f"{mending} --exclude deprecated" in done.out
    assert space.run("check", *where).code == 1


def test_a_toolkit_says_it_in_its_own_file(space: Space) -> None:
    done = space.run("generate", "orchard", "--include", "tag:search")
    assert done.code == 2 and "--include and --exclude go with --spec" in done.err
    space.edit("specs/orchard/toolkit.yaml", lambda text: f"{text}include: [tag:search]\n")
    assert space.run("generate", "orchard", "-q").code == 0
    assert tools_in(space.root / "generated/arcade_orchard") == {"SearchTrees"}


def test_the_command_line_stands_for_what_the_file_says(space: Space) -> None:
    space.edit("specs/orchard/toolkit.yaml", lambda text: f"{text}include: [tag:search]\n")
    config = ("--config", "specs/orchard/toolkit.yaml")
    assert made(space, *config) == {"SearchTrees"}
    assert made(space, *config, "--include", "deprecated") == {"TreesFell"}


def test_init_keeps_the_choice(space: Space) -> None:
    chosen = ("--include", "tag:trees", "--exclude", "id:trees/f*", "--exclude", "tag:search")
    assert space.run("init", "orchard.yaml", "--out", "specs/again", *chosen).code == 0
    config = yaml.safe_load((space.root / "specs/again/toolkit.yaml").read_text("utf-8"))
    assert config["include"] == ["tag:trees"]
    assert config["exclude"] == ["id:trees/f*", "tag:search"]
    assert set(config["tools"]) == {"GET /trees", "POST /trees", "GET /trees/{id}"}
    assert space.run("generate", "again", "-q").code == 0


def test_a_selector_that_takes_nothing_is_an_error(space: Space) -> None:
    done = space.run("lint", "orchard.yaml", "--include", "tag:tres")
    assert done.code == 1
    assert (
        "error[toolkit-selector] --include: tag:tres takes no operation; did you mean" in done.err
    )
    done = space.run("lint", "orchard.yaml", "--exclude", "path:*")
    assert done.code == 1 and "include and exclude leave no operation" in done.err


def test_a_tool_that_was_there_is_left_out_by_a_major_version_alone(space: Space) -> None:
    assert space.run("generate", "orchard", "-q").code == 0
    space.edit("specs/orchard/toolkit.yaml", lambda text: f"{text}exclude: [deprecated]\n")
    done = space.run("generate", "orchard")
    assert done.code == 2 and "TreesFell" in done.err
    space.edit("specs/orchard/toolkit.yaml", lambda text: text.replace("1.0.0", "2.0.0"))
    assert space.run("generate", "orchard", "-q").code == 0
    assert "TreesFell" not in tools_in(space.root / "generated/arcade_orchard")


TWINS = """\
openapi: 3.0.3
info: {title: Twins, version: "1"}
servers: [{url: "https://twins.example"}]
paths:
  /v1/posts: {get: {tags: [one], summary: List posts, responses: {"200": {description: Posts.}}}}
  /v2/posts: {get: {tags: [two], summary: List posts, responses: {"200": {description: Posts.}}}}
"""


def test_names_do_not_depend_on_what_is_left_out(space: Space) -> None:
    (space.root / "orchard.yaml").write_text(TWINS, "utf-8")
    whole = made(space)
    assert len(whole) == 2
    one = made(space, "--include", "tag:one")
    two = made(space, "--exclude", "tag:one")
    assert one | two == whole and one != two and len(one) == len(two) == 1


GROUPS = "groups: {look: [read-only], search: [tag:search]}\n"


def costs(space: Space, *words: str) -> dict[str, dict[str, int]]:
    """What `show` says of each choice."""
    done = space.run("show", "orchard", "--json", *words)
    assert done.code == 0, done.err
    return {each["choice"]: each for each in json.loads(done.out)["costs"]}


def test_show_tells_what_each_choice_costs(space: Space) -> None:
    space.edit("specs/orchard/toolkit.yaml", lambda text: text + GROUPS)
    found = costs(space)
    assert {name: each["tools"] for name, each in found.items()} == {
        "all": 5,
        "--discover": 3,
        "--read-only": 2,
        "--only not:deprecated": 4,
        "--only group:look": 2,
        "--only group:search": 1,
        "--only tag:Trees": 5,
        "--only tag:Search": 1,
    }
    assert 0 < found["--discover"]["tokens"] < 1_000
    assert found["--read-only"] == {**found["--only group:look"], "choice": "--read-only"}
    assert found["--only tag:Search"]["tokens"] < found["all"]["tokens"] / 3
    lines = [line.split() for line in space.run("show", "orchard").out.splitlines()]
    whole = found["all"]
    assert ["all", "5", f"{whole['characters']:,}", f"{whole['tokens']:,}"] in lines


def test_show_tells_what_a_choice_of_ones_own_costs(space: Space) -> None:
    found = costs(space, "--only", "tag:trees", "--only", "deprecated", "--read-only")
    [(words, cost)] = found.items()
    assert words == "--only tag:trees --only deprecated --read-only" and cost["tools"] == 2
    shown = space.run("show", "orchard", "--only", "GET /trees/*")
    assert "--only 'GET /trees/*'" in shown.out
    assert "GetTree" in shown.out and "ListTrees" not in shown.out
    done = space.run("show", "orchard", "--only", "tag:tres")
    assert done.code == 2 and "--only: tag:tres takes no operation; did you mean" in done.err


def test_the_cost_of_the_whole_is_that_of_its_text(space: Space) -> None:
    seen = json.loads(space.run("show", "orchard", "--json").out)
    text = json.dumps([each["listed"] for each in sorted(seen["tools"], key=name_of)])
    whole = seen["costs"][0]
    assert whole["characters"] == len(text)
    assert whole["tokens"] == token_counter().count(text)
    one = seen["tools"][0]
    assert one["tokens"] == token_counter().count(json.dumps(one["listed"]))


def name_of(tool: dict[str, str]) -> str:
    return tool["name"]
