"""A workspace in a git repository, driven by the command line as its user drives it."""

import shutil
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.cli.test_cli import Space
from tests.command_line import Ended

SPEC = """\
openapi: 3.1.0
info: {title: Shop, version: "1"}
servers: [{url: "https://api.example.com/v1"}]
paths:
  /orders:
    post:
      operationId: sendOrder
      summary: Send an order
      parameters:
        - {name: urgent, in: query, schema: {type: boolean}}
      requestBody:
        required: true
        content:
          application/json:
            schema:
              type: object
              required: [id]
              properties:
                id: {type: string}
                note: {type: string, maxLength: 100}
                kind: {type: string, enum: [new, used]}
            examples:
              small: {value: {id: a, kind: used}}
              noted: {value: {id: b, note: please hurry}}
      responses: {"200": {description: Fine}}
  /orders/{id}:
    get:
      operationId: getOrder
      summary: Get an order
      parameters:
        - {name: id, in: path, required: true, schema: {type: string}}
      responses: {"200": {description: Fine}}
"""
CONFIG = """\
toolkit: Shop
package: arcade_shop
version: 1.0.0
title: Shop
description: Tools for orders.
tools: {POST /orders: {body: json}}
"""
SURFACE = "generated/arcade_shop/surface.json"
CHANGELOG = "generated/arcade_shop/CHANGELOG.md"


@dataclass(frozen=True, slots=True)
class Shop:
    """One toolkit, generated and committed; `space` runs commands in it."""

    space: Space

    @property
    def root(self) -> Path:
        return self.space.root

    def run(self, *arguments: str, **variables: str) -> Ended:
        return self.space.run(*arguments, **variables)

    def spec(self, old: str, new: str) -> None:
        """Change the document; the text must be there."""
        self._replace("specs/shop/openapi.yaml", old, new)

    def version(self, new: str) -> None:
        text = self.text("specs/shop/toolkit.yaml")
        old = next(each for each in text.splitlines() if each.startswith("version:"))
        self._replace("specs/shop/toolkit.yaml", old, f"version: {new}")

    def text(self, path: str) -> str:
        return (self.root / path).read_text("utf-8")

    def commit(self) -> None:
        git(self.root, "add", "-A")
        git(self.root, "commit", "-q", "-m", "change")

    def _replace(self, path: str, old: str, new: str) -> None:
        text = self.text(path)
        assert old in text
        (self.root / path).write_text(text.replace(old, new), "utf-8")


def git(folder: Path, *arguments: str, **variables: str) -> str:
    """What git prints; the test fails where git does."""
    who = ("-c", "user.name=Test", "-c", "user.email=test@example.com")
    done = subprocess.run(
        ["git", *who, *arguments], cwd=folder, check=True, capture_output=True, text=True
    )
    return done.stdout


def write_all(folder: Path, files: Mapping[str, str]) -> None:
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, "utf-8")


@pytest.fixture(scope="session")
def cache(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A cache that the tests share, as runs of a user do."""
    return tmp_path_factory.mktemp("cache")


@pytest.fixture(scope="session")
def opened(cache: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shop as every test finds it, made once."""
    folder = tmp_path_factory.mktemp("shop")
    write_all(folder, {"specs/shop/openapi.yaml": SPEC, "specs/shop/toolkit.yaml": CONFIG})
    made = Shop(Space(folder, cache))
    done = made.run("generate")
    assert (done.code, done.err) == (0, "")
    git(folder, "init", "-q", "-b", "main")
    made.commit()
    return folder


@pytest.fixture
def shop(tmp_path: Path, opened: Path, cache: Path) -> Shop:
    """A shop of the test's own."""
    shutil.copytree(opened, tmp_path, dirs_exist_ok=True, symlinks=True)
    return Shop(Space(tmp_path, cache))
