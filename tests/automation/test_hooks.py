"""The hooks of .pre-commit-hooks.yaml, installed and run by pre-commit in another repository."""

import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import pytest

from ..command_line import ROOT
from .checkout import DOCUMENT, PACKAGE, TOOLKIT, Checkout, Ended, new, with_toolkit

SHIPPED = (
    "generator",
    "templates",
    "docs/rules.md",
    "pyproject.toml",
    "README.md",
    "LICENSE",
    "CHANGELOG.md",
)
HOOKS = ("toolgen-check", "toolgen-lint", "toolgen-lint-openapi")


@dataclass(frozen=True, slots=True)
class Hooks:
    """This project as a repository that others take hooks from, at one commit."""

    url: Path
    commit: str
    home: Path

    def run(self, user: Checkout, *arguments: str) -> Ended:
        command = (sys.executable, "-m", "pre_commit", "run", "--color", "never", *arguments)
        return user.run(*command, PRE_COMMIT_HOME=str(self.home))

    def config(self) -> str:
        chosen = ", ".join(f"{{id: {each}}}" for each in HOOKS)
        return f"repos: [{{repo: '{self.url}', rev: {self.commit}, hooks: [{chosen}]}}]\n"


@pytest.fixture(scope="module")
def hooks(tmp_path_factory: pytest.TempPathFactory) -> Hooks:
    folder = tmp_path_factory.mktemp("hooks")
    project = new(folder / "project")
    unwanted = shutil.ignore_patterns("__pycache__")
    for name in (*SHIPPED, ".pre-commit-hooks.yaml"):
        if (ROOT / name).is_dir():
            shutil.copytree(ROOT / name, project.root / name, ignore=unwanted)
        else:
            (project.root / name).parent.mkdir(exist_ok=True)
            shutil.copy(ROOT / name, project.root / name)
    return Hooks(project.root, project.commit("The hooks"), folder / "home")


@pytest.fixture
def user(hooks: Hooks, tmp_path: Path) -> Checkout:
    """A repository that uses the hooks, in order."""
    made = with_toolkit(tmp_path / "user")
    made.write({".pre-commit-config.yaml": hooks.config()})
    made.commit("Use the hooks")
    return made


def results(ended: Ended) -> list[str]:
    """The word at the end of each hook's line."""
    lines = [line for line in ended.out.splitlines() if line.startswith("toolgen ")]
    return [line.rpartition(".")[2] for line in lines]


def test_all_pass_where_all_is_in_order(hooks: Hooks, user: Checkout) -> None:
    ended = hooks.run(user, "--all-files")
    assert (ended.code, results(ended)) == (0, ["Passed"] * 3), ended.out


def test_a_package_edited_by_hand_is_refused_with_its_patch(hooks: Hooks, user: Checkout) -> None:
    path = f"{PACKAGE}/README.md"
    text = (user.root / path).read_text("utf-8")
    user.write({path: f"{text}\nBy hand.\n"})
    user.git("add", "--all")
    ended = hooks.run(user)
    assert ended.code == 1
    assert results(ended)[0] == "Failed"
    assert "-By hand.\n" in ended.out
    assert "toolgen generate things" in ended.out


def test_a_deleted_file_alone_is_noticed(hooks: Hooks, user: Checkout) -> None:
    user.git("rm", "--quiet", f"{PACKAGE}/README.md")
    ended = hooks.run(user)
    assert (ended.code, results(ended)[0]) == (1, "Failed"), ended.out


def test_a_mistake_in_a_toolkit_is_shown_with_its_place(hooks: Hooks, user: Checkout) -> None:
    user.write({"specs/things/toolkit.yaml": f"{TOOLKIT}colour: red\n"})
    user.git("add", "--all")
    ended = hooks.run(user, "toolgen-lint")
    assert ended.code == 1
    assert "specs/things/toolkit.yaml:8:1" in ended.out


def test_a_document_without_a_toolkit_is_linted_by_name(hooks: Hooks, tmp_path: Path) -> None:
    user = new(tmp_path / "user")
    user.write({
        ".pre-commit-config.yaml": hooks.config(),
        "api/openapi.yaml": DOCUMENT,
        "other/openapi.yaml": DOCUMENT.replace("openapi: 3.1.0", "openapi: 3.1.0\nopenapi: 3.1.0"),
    })  # fmt: skip
    user.commit("Two documents")
    ended = hooks.run(user, "toolgen-lint-openapi", "--all-files")
    assert ended.code == 1
    assert "other/openapi.yaml:2:1" in ended.out
    assert "api/openapi.yaml" not in ended.out.replace("other/openapi.yaml", "")
