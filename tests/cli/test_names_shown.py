"""Names of folders and files, words of the command line, and texts of documents steer no terminal."""

import json
import os
import shutil

import pytest

from tests.command_line import Ended
from tests.shop import Shop

NAME = "e\x1b[2J\u202e\nx"
"""As a commit may hold it, since git takes any name."""

pytestmark = pytest.mark.skipif(os.name == "nt", reason="no name there has such characters")


TEXT = r"x\u202E\x9b31m\e[2J\u2028y"
"""As YAML has it: overrides, both kinds of escape sequences, a line of its own."""

MEAN = f"""\
openapi: 3.1.0
info: {{title: Shop, version: "1"}}
servers: [{{url: "https://api.example.com/v1"}}]
paths:
  "/orders/{TEXT}":
    post:
      operationId: sendOrder
      summary: "{TEXT}"
      tags: ["{TEXT}"]
      parameters:
        - {{name: "q{TEXT}", in: query, description: "{TEXT}", schema: {{type: string, enum: ["{TEXT}"]}}}}
      requestBody:
        content:
          application/json:
            schema:
              type: object
              properties: {{"{TEXT}": {{type: string, description: "{TEXT}", pattern: "^{TEXT}", default: "{TEXT}"}}}}
            example: {{"{TEXT}": "{TEXT}"}}
      responses: {{"200": {{description: "{TEXT}"}}}}
"""


def is_visible(done: Ended) -> bool:
    """Whether everything that was said can be seen."""
    return all(each.isprintable() for each in (done.out + done.err).replace("\n", "").split("\t"))


@pytest.fixture
def named(shop: Shop) -> Shop:
    """The shop in a folder whose name means harm."""
    os.rename(shop.root / "specs/shop", shop.root / "specs" / NAME)
    shutil.copy(shop.root / "specs" / NAME / "openapi.yaml", shop.root / f"{NAME}.yaml")
    return shop


@pytest.mark.parametrize(
    ("words", "code"),
    [
        (["generate"], 0),
        (["check"], 0),
        (["lint"], 0),
        (["show", NAME], 0),
        (["why", NAME, "SendOrder"], 0),
        (["diff", "HEAD", "."], 1),
        (["release", NAME], 0),
        (["init", f"{NAME}.yaml", "--out", NAME], 0),
        (["generate", "--spec", f"{NAME}.yaml", "--out", NAME], 0),
        (["prove", NAME, "--most", "1"], 0),
        (["pull", NAME, "--from", f"{NAME}.yaml"], 0),
        (["pull", NAME, "--from", f"{NAME}.yaml", "--accept"], 0),
        (["pull", NAME, "--from", f"{NAME}.yaml", "--write"], 0),
    ],
)
def test_a_toolkit_of_any_name(named: Shop, words: list[str], code: int) -> None:
    done = named.run(*words)
    assert done.code == code and is_visible(done), done


def test_a_drift_in_a_toolkit_of_any_name(named: Shop) -> None:
    left = named.root / "generated" / NAME
    left.mkdir()
    (left / "manifest.json").write_text('{"files": {}}')
    (named.root / "generated/arcade_shop/README.md").unlink()
    (named.root / "generated/arcade_shop" / NAME).write_text("more\n")
    done = named.run("check")
    assert done.code == 1 and is_visible(done), done
    assert r"to mend: toolgen generate 'e\x1b[2J\u202e\nx'" in done.out
    done = named.run("generate", "--force")
    assert done.code == 0 and is_visible(done), done
    assert r"removed     generated/e\x1b[2J\u202e\nx" in done.out


@pytest.mark.parametrize(
    "words",
    [
        *([NAME], ["lint", f"--{NAME}"], ["lint", f"--s{NAME}"], ["diff", "a", "b", NAME]),
        *(["lint", "--max-bytes", NAME], ["prove", "--most", NAME], ["lint", f"--all={NAME}"]),
        *(["lint", "--format", NAME], ["show", NAME], ["lint", NAME], ["diff", NAME, NAME]),
    ],
)
def test_words_of_the_command_line(shop: Shop, words: list[str]) -> None:
    done = shop.run(*words)
    assert done.code == 2 and is_visible(done), done


@pytest.mark.parametrize(
    "words",
    [
        *(["lint", "mean.yaml"], ["lint", "mean.yaml", "--all", "--format", "sarif"]),
        *(["show", "--spec", "mean.yaml"], ["show", "--spec", "mean.yaml", "SendOrder"]),
        *(["show", "--spec", "mean.yaml", "--json"], ["why", "--spec", "mean.yaml", "SendOrder"]),
        *(["show", "--spec", "mean.yaml", "SendOrder", "--json"], ["diff", "shop", "mean.yaml"]),
        *(["diff", "mean.yaml", "shop", "--format", "markdown"], ["diff", "mean.yaml", "shop"]),
        ["pull", "shop", "--from", "mean.yaml"],
    ],
)
def test_texts_of_a_document(shop: Shop, words: list[str]) -> None:
    (shop.root / "mean.yaml").write_text(MEAN, "utf-8")
    done = shop.run(*words)
    assert done.code in (0, 1) and is_visible(done), done


def test_letters_and_values_stay_where_a_schema_is_shown(shop: Shop) -> None:
    name = "naïve ключ\u202e"
    shop.spec("note: {", f"{json.dumps(name)}: {{type: string}}\n                note: {{")
    done = shop.run("show", "shop", "SendOrder", "--json")
    assert name in json.loads(done.out)["request_schema"]["properties"]
    assert r'"naïve ключ\u202e"' in done.out
